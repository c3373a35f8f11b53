import type { Migration } from '../migrations.js';

/** Weekly study time that is asked for says whom it is asked of; whoever is to answer what was asked before is asked at once. */
export const plansChased: Migration = {
  version: 5,
  name: 'plans-chased',
  async up(db, lease) {
    const plans = db.collection('studyPlans');
    const unsaid = { review: { $exists: false } };
    await lease.confirm();
    await plans.updateMany(
      { ...unsaid, state: 'asked' },
      { $set: { review: { stage: 'asked', nextAt: new Date(0), cardAt: null, asks: [] } } },
    );
    await lease.confirm();
    await plans.updateMany(unsaid, { $set: { review: null } });
  },
};
