import type { Migration } from '../migrations.js';

/** Policies for study time know when teams meet. */
export const meetings: Migration = {
  version: 7,
  name: 'meetings',
  async up(db, lease) {
    await lease.confirm();
    await db.collection('trainingPolicies').updateMany({ meetings: { $exists: false } }, { $set: { meetings: [] } });
  },
};
