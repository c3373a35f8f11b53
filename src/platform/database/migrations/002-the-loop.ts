import type { Migration } from '../migrations.js';

/** Certifications, credentials, assignments and people get what answers, review and recognition keep on them. */
export const theLoop: Migration = {
  version: 2,
  name: 'the-loop',
  async up(db, lease) {
    await lease.confirm();
    await db
      .collection('certifications')
      .updateMany({ approvals: { $exists: false } }, [
        { $set: { approvals: { $cond: ['$mayNotWorkWithout', 2, 1] }, retakeDays: 0 } },
      ]);
    await lease.confirm();
    await db.collection('credentials').updateMany(
      { lapse: { $exists: false } },
      {
        $set: {
          files: [],
          handedIn: null,
          approvals: [],
          decision: null,
          review: null,
          lapse: { lastDayToldOn: null, lapsedOn: null },
        },
      },
    );
    await lease.confirm();
    await db
      .collection('assignments')
      .updateMany(
        { closingWhy: { $exists: false } },
        { $set: { closingWhy: '', examOn: null, attemptedOn: null, handedInOn: null, proposalId: null } },
      );
    await lease.confirm();
    await db.collection('people').updateMany({ delegate: { $exists: false } }, { $set: { delegate: null } });
  },
};
