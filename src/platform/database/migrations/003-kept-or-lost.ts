import type { Migration } from '../migrations.js';

/** Study time is kept, partly kept or lost to something, where it was only done; and it counts how often it was moved. */
export const keptOrLost: Migration = {
  version: 3,
  name: 'kept-or-lost',
  async up(db, lease) {
    const blocks = db.collection('trainingBlocks');
    await lease.confirm();
    await blocks.updateMany({ moves: { $exists: false } }, { $set: { lostTo: null, moves: 0 } });
    await lease.confirm();
    await blocks.updateMany({ state: 'done' }, { $set: { state: 'kept' } });
  },
};
