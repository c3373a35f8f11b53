import { createHash } from 'node:crypto';
import type { Collection, Db, MongoClient } from 'mongodb';

const retentionDays = 90;
const doneReactionDays = 30;
/** Two working days for each of four stages, over week-ends and holidays. */
const longestReviewDays = 21;
const dayMs = 86_400_000;

/** After the story nothing may be left half done, nothing older than its retention, and nobody holds a thing twice. */
export async function databaseProblems(client: MongoClient, dbName: string, until: string): Promise<string[]> {
  await client.connect();
  const db = client.db(dbName);
  const ends = new Date(Date.parse(until) - 1_000);
  const daysAgo = (days: number) => new Date(Date.parse(until) - days * dayMs);
  const [outbox, credentials, assignments] = [
    db.collection('outbox'),
    db.collection('credentials'),
    db.collection('assignments'),
  ];
  const unfinished = { state: { $in: ['planned', 'open', 'in-review'] } };
  const counts: [string, number][] = [
    [
      'outbox rows that somebody claimed and never finished',
      await outbox.countDocuments({ state: { $in: ['claimed', 'sending', 'unknown'] } }),
    ],
    [
      'outbox rows whose time is over and that still wait',
      await outbox.countDocuments({ state: 'waiting', notAfter: { $lt: ends } }),
    ],
    ['outbox rows that were said and never settled', await outbox.countDocuments({ holding: true })],
    ['outbox rows older than 90 days', await outbox.countDocuments({ endedAt: { $lt: daysAgo(retentionDays) } })],
    ['reactions that were done more than 30 days ago', await db.collection('reactions').countDocuments(doneLongAgo)],
    ['messages that a person must look for', await outbox.countDocuments({ state: 'needs-review' })],
    ['reactions that did not run', await db.collection('reactions').countDocuments({ state: { $ne: 'done' } })],
    ['certifications that somebody holds twice', await twice(credentials, { state: 'verified' })],
    ['certifications that somebody is asked for twice', await twice(assignments, unfinished)],
    [
      'hand-ins that nobody has decided for weeks',
      await credentials.countDocuments({ state: 'submitted', 'handedIn.at': { $lt: daysAgo(longestReviewDays) } }),
    ],
    ['assignments in review that nobody has handed in', await withoutHandIn(db)],
    ['requests to decide that remember another message than the one that was sent', await wrongAsks(db)],
    ['study times planned for what is not waiting any more', await plannedForNothing(db)],
    ['weekly study times that go on for what is not waiting any more', await planForNothing(db)],
    ['budgets in which not as much is set aside, granted and paid as the rewards say', await wrongBalances(db)],
    ['rewards that the files for payroll do not name once each, as they were sent', await wrongFiles(db)],
    ['files of what was declined that are kept for ever', await keptForNothing(db)],
    ['renewals that are not planned', await withoutRenewal(db)],
    ['assignments whose reward is promised to nobody', await withoutPromise(db, until.slice(0, 10))],
  ];
  await client.close();
  return counts.filter(([, count]) => count > 0).map(([what, count]) => `${count} ${what}`);
}

/** By the clock of the database, which the story does not set. */
const doneLongAgo = {
  state: 'done',
  $expr: { $lt: ['$doneAt', { $subtract: ['$$NOW', doneReactionDays * dayMs] }] },
};

/** How often a person has more than one of a certification. */
async function twice(collection: Collection, which: object): Promise<number> {
  const found = await collection
    .aggregate([
      { $match: which },
      { $group: { _id: { person: '$personId', certification: '$certificationId' }, count: { $sum: 1 } } },
      { $match: { count: { $gt: 1 } } },
    ])
    .toArray();
  return found.length;
}

async function withoutHandIn(db: Db): Promise<number> {
  const found = await db
    .collection('assignments')
    .aggregate([
      { $match: { state: 'in-review' } },
      ...beside('credentials', ['personId', 'certificationId'], { state: 'submitted' }),
      { $match: { beside: [] } },
    ])
    .toArray();
  return found.length;
}

/** Where a review remembers which row told somebody, that row was sent to them and shows it. */
async function wrongAsks(db: Db): Promise<number> {
  const asks = await db
    .collection('credentials')
    .aggregate<{ _id: string; ask: { to: string; row: string } }>([
      { $unwind: '$review.asks' },
      { $match: { 'review.asks.row': { $ne: null } } },
      { $project: { ask: '$review.asks' } },
    ])
    .toArray();
  // Rows are deleted after 90 days.
  const rows = await db
    .collection<{ _id: string; to: string; state: string; items: { id: string }[] }>('outbox')
    .find({ _id: { $in: asks.map(({ ask }) => ask.row) } })
    .toArray();
  const isWrong = (credentialId: string, to: string, row: (typeof rows)[number]) =>
    row.to !== to || row.state !== 'sent' || !row.items.some(({ id }) => id === credentialId);
  return asks.filter(({ _id, ask }) => rows.some((row) => row._id === ask.row && isWrong(_id, ask.to, row))).length;
}

async function plannedForNothing(db: Db): Promise<number> {
  const found = await db
    .collection('trainingBlocks')
    .aggregate([
      { $match: { state: 'planned', nextAt: { $ne: null } } },
      { $lookup: { from: 'assignments', localField: 'assignmentId', foreignField: '_id', as: 'assignment' } },
      { $match: { 'assignment.state': 'closed' } },
    ])
    .toArray();
  return found.length;
}

async function planForNothing(db: Db): Promise<number> {
  const found = await db
    .collection('studyPlans')
    .aggregate([
      { $match: { state: { $nin: ['ended', 'unanswered'] } } },
      { $lookup: { from: 'assignments', localField: 'assignmentId', foreignField: '_id', as: 'assignment' } },
      { $match: { 'assignment.state': 'closed' } },
    ])
    .toArray();
  return found.length;
}

/** What the ledger holds as reserved, granted, exported and paid, less what the rewards in these states cost. */
async function wrongBalances(db: Db): Promise<number> {
  const sums = new Map<string, number>();
  const add = (account: string, amount: number) => sums.set(account, (sums.get(account) ?? 0) + amount);
  const postings = db.collection<{ book: string; entries: { account: string; amount: number }[] }>('ledger').find();
  for await (const { book, entries } of postings) {
    for (const { account, amount } of entries)
      if (/^(reserved|granted|exported|paid):/.test(account)) add(`${book} ${account}`, amount);
  }
  const grants = db
    .collection<{ state: string; charge: { book: string; period: string; amount: number } | null }>('grants')
    .find({ state: { $in: ['reserved', 'granted', 'exported', 'paid'] } });
  for await (const { state, charge } of grants)
    if (charge !== null) add(`${charge.book} ${state}:${charge.period}`, -charge.amount);
  return [...sums.values()].filter((left) => left !== 0).length;
}

/** What was exported is in one file, one time; what was not is in none; and each file is the one that its sum was made of. */
async function wrongFiles(db: Db): Promise<number> {
  const batches = await db.collection<{ file: { text: string; sha256: string } }>('payrollBatches').find().toArray();
  const sumOf = (text: string) => createHash('sha256').update(text).digest('hex');
  const damaged = batches.filter(({ file }) => sumOf(file.text) !== file.sha256).length;
  const named = batches.flatMap(({ file }) => file.text.match(/\bgrt_[0-9a-f]+/g) ?? []);
  const sent = await db
    .collection<{ _id: string }>('grants')
    .find({ state: { $in: ['exported', 'paid'] } }, { projection: { _id: 1 } })
    .toArray();
  const missing = sent.filter(({ _id }) => !named.includes(_id)).length;
  return damaged + missing + Math.abs(named.length - (sent.length - missing));
}

async function keptForNothing(db: Db): Promise<number> {
  const found = await db
    .collection('evidence')
    .aggregate([
      { $match: { endedAt: { $exists: false } } },
      { $lookup: { from: 'credentials', localField: 'credentialId', foreignField: '_id', as: 'credential' } },
      { $match: { 'credential.state': { $in: ['declined', 'withdrawn', 'merged'] } } },
    ])
    .toArray();
  return found.length;
}

/** What was approved and expires is planned to be renewed on that day. */
async function withoutRenewal(db: Db): Promise<number> {
  const found = await db
    .collection('credentials')
    .aggregate([
      { $match: { state: 'verified', 'decision.at': { $exists: true }, expiresOn: { $ne: null } } },
      ...beside('assignments', ['personId', 'certificationId'], { state: 'planned' }),
      { $match: { $expr: { $not: { $in: ['$expiresOn', '$beside.dueOn'] } } } },
    ])
    .toArray();
  return found.length;
}

/** What a table gives every grade is promised for whatever is open, as a renewal to whoever has earned it before. */
async function withoutPromise(db: Db, today: string): Promise<number> {
  const found = await db
    .collection('assignments')
    .aggregate([
      { $match: { state: 'open' } },
      ...beside('credentials', ['personId', 'certificationId'], { state: { $in: ['verified', 'superseded'] } }),
      { $set: { occasion: { $cond: [{ $eq: ['$beside', []] }, 'first', 'renewal'] } } },
      ...beside('rewardRules', ['certificationId', 'occasion'], {
        grade: '*',
        from: { $lte: today },
        'terms.kind': { $ne: 'none' },
      }),
      { $match: { beside: { $ne: [] } } },
      { $lookup: { from: 'rewardPromises', localField: '_id', foreignField: 'assignmentId', as: 'promises' } },
      { $match: { promises: [] } },
    ])
    .toArray();
  return found.length;
}

/** Joins the documents of another collection that agree in these fields, as `beside`. */
const beside = (from: string, fields: readonly string[], which: object) => [
  {
    $lookup: {
      from,
      let: Object.fromEntries(fields.map((field) => [field, `$${field}`])),
      pipeline: [
        { $match: { ...which, $expr: { $and: fields.map((field) => ({ $eq: [`$${field}`, `$$${field}`] })) } } },
      ],
      as: 'beside',
    },
  },
];
