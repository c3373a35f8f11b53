import type { Migration } from '../migrations.js';

/** Study time that is of no weekly plan says so. */
export const byHand: Migration = {
  version: 4,
  name: 'by-hand',
  async up(db, lease) {
    await lease.confirm();
    await db.collection('trainingBlocks').updateMany({ planId: { $exists: false } }, { $set: { planId: null } });
  },
};
