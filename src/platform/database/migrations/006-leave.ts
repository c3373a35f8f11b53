import type { Migration } from '../migrations.js';

/** People have days off. */
export const leave: Migration = {
  version: 6,
  name: 'leave',
  async up(db, lease) {
    await lease.confirm();
    await db.collection('people').updateMany({ leave: { $exists: false } }, { $set: { leave: [] } });
  },
};
