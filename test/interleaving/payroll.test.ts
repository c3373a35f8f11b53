import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExporting } from '../../src/features/rewards/actions/export.js';
import type { Grant } from '../../src/features/rewards/grant.js';
import { createGrantStore } from '../../src/features/rewards/grant-store.js';
import type { PayMonth } from '../../src/features/rewards/index.js';
import type { PayrollBatch } from '../../src/features/rewards/payroll.js';
import { defaultColumns } from '../../src/features/rewards/payroll-columns.js';
import { createPayrollStore } from '../../src/features/rewards/payroll-store.js';
import { bornSilently } from '../../src/platform/database/facts.js';
import type { Posting } from '../../src/platform/database/ledger/posting.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import { aCredential } from '../builders/credential.js';
import { aGrant } from '../builders/grant.js';
import { euros } from '../builders/reward.js';
import { complaintsAbout } from '../model/ledger.js';
import { firstAid, startRewardsHouse } from './rewards-house.js';
import { allAtOnce, seeded } from './turns.js';

/*
 * Three who make files for payroll, two processes, an owner who approves and one who revokes: all at once, one write at a
 * time, in an order that a seed chooses; some die right after a write. Others end their work. Then each reward stands in one
 * file, none is lost, and the files sum to what the ledger says. LAUREL_INTERLEAVINGS=500 runs as many.
 */
const { LAUREL_INTERLEAVINGS: numRuns = 12 } = process.env;
const costs = 50_000;
const [granted, reserved] = [6, 3];
const month = '2026-10' as PayMonth;
const on = '2026-10-01' as CalendarDate;
const limited = ['budget:2026-Q4', 'reserved:2026-Q4', 'granted:2026-Q4', 'exported:2026-Q4', 'paid:2026-Q4'];

let stage: Awaited<ReturnType<typeof startRewardsHouse>>;
let house: typeof stage.house;
let collection: typeof stage.collection;

beforeAll(async () => {
  stage = await startRewardsHouse({ owners: ['U0OLGA'], earners: granted + reserved });
  ({ house, collection } = stage);
}, 60_000);
afterAll(() => stage.stop());

const changing = ['grants', 'payrollBatches', 'ledger', 'credentials', 'reactions', 'audit', 'outbox'];

async function begin(): Promise<void> {
  for (const name of changing) await collection(name).deleteMany({});
  for (const [n, { _id: personId }] of stage.people.entries()) {
    const credential = aCredential({ personId, certificationId: firstAid._id, expiresOn: null });
    await collection('credentials').insertOne({ ...credential, ...bornSilently } as never);
    const review: Grant['review'] = { stage: 'asked', nextAt: null, cardAt: null, asks: [] };
    const state = n < granted ? ({ state: 'granted', due: { kind: 'reward', on } } as const) : {};
    const about = { personId, certificationId: firstAid._id, credentialId: credential._id, assignmentId: null };
    const reward = { kind: 'bonus', amount: euros(costs) } as const;
    await collection('grants').insertOne({
      ...aGrant({ ...about, ...state, reward, review }),
      ...bornSilently,
    } as never);
  }
  await house.platform.ledger.post({
    book: euros(0).currency,
    key: 'set-aside-before',
    ...stage.cause(),
    entries: [
      { account: 'source:2026-Q4', amount: -costs * (granted + reserved) },
      { account: 'granted:2026-Q4', amount: costs * granted },
      { account: 'reserved:2026-Q4', amount: costs * reserved },
    ],
  });
}

type Seen = { id: string; text: string };

/** Small files, so that there are several. The file is seen before anybody says that it is written. */
async function exportSome(rounds: number, files: Seen[]): Promise<void> {
  const { exportMonth, written } = house.features.rewards.payroll;
  for (let n = 0; n < rounds; n += 1) {
    const made = await exportMonth({ month, columns: defaultColumns, by: 'U0OLGA' }, 3);
    if (made.kind === 'batch') {
      files.push({ id: made.batch._id, text: made.batch.file.text });
      await written(made.batch._id);
    } else await stage.breathe();
  }
}

/** Others end all work, and make files until there is nothing more to tell payroll. */
async function finish(files: Seen[]): Promise<void> {
  for (let n = 0; n < 30; n += 1) {
    await stage.passLeaseTime();
    const done = await stage.work(3);
    const before = files.length;
    await exportSome(1, files);
    if (done > 0 || files.length > before) continue;
    if (await stage.isAtRest()) return;
  }
  throw new Error('Something is due, but nothing moves');
}

/** Each reward in one file, each file as all saw it, and the ledger as the files say. */
async function judge(files: readonly Seen[]): Promise<void> {
  const batches = await collection<PayrollBatch>('payrollBatches').find().sort({ seq: 1 }).toArray();
  expect(batches.map(({ seq, state }) => [seq, state])).toEqual(batches.map((_, n) => [n + 1, 'written']));
  // Whoever wrote a file wrote the same.
  for (const { id, text } of files) expect(batches.find(({ _id }) => _id === id)?.file?.text).toBe(text);

  const rows = batches.flatMap(({ file }) => parse<Record<string, string>>(file!.text, { columns: true }));
  const keys = rows.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.toSorted()).toEqual(batches.flatMap(({ file }) => file!.keys as string[]).toSorted());

  const all = await stage.grants();
  expect(all.flatMap(({ payroll }) => payroll.map(({ key }) => key as string)).toSorted()).toEqual(keys.toSorted());
  expect(all.filter(({ due }) => due !== null)).toEqual([]);
  expect(all.filter(({ state }) => state === 'granted')).toEqual([]);
  for (const { _id, state, end } of all) {
    expect(keys.includes(_id), state).toBe(state === 'exported');
    expect(keys.includes(`${_id}-reversal`)).toBe(end !== null);
  }

  const chain = await collection<Posting>('ledger').find().sort({ seq: 1 }).toArray();
  expect(complaintsAbout(chain, { answers: [], limited })).toEqual([]);
  const sum = rows
    .filter(({ entry }) => entry === 'reward')
    .reduce((cents, { amount }) => cents + Number(amount) * 100, 0);
  const posted = chain
    .flatMap(({ entries }) => entries)
    .filter(({ account, amount }) => account === 'exported:2026-Q4' && amount > 0)
    .reduce((cents, { amount }) => cents + amount, 0);
  expect(sum).toBe(posted);
  expect(await stage.givenUp()).toEqual([]);
}

const life = fc.record({
  deaths: fc.array(fc.option(fc.integer({ min: 1, max: 25 })), { minLength: 7, maxLength: 7 }),
  seed: fc.nat(),
});

test('whoever exports at once and whoever dies, each reward stands in one file, and the files sum to the ledger', async () => {
  await fc.assert(
    fc
      .asyncProperty(life, async ({ deaths, seed }) => {
        const random = seeded(seed);
        const files: Seen[] = [];
        const works: (() => Promise<unknown>)[] = [
          () => exportSome(6, files),
          () => exportSome(6, files),
          () => exportSome(6, files),
          () => stage.work(15),
          () => stage.work(15),
          () => stage.decide('U0OLGA', 'approve', 6, random),
          () => stage.revoke(3, random),
        ];
        await allAtOnce(works, { deaths, random });
        await finish(files);

        await judge(files);
      })
      .beforeEach(begin),
    { numRuns: Number(numRuns) },
  );
}, 600_000);

test('whoever stands still while others end a file, and what it names is taken back, adds nothing to it', async () => {
  await begin();
  const { connection } = house.database;
  const { people: staff, catalog, credentials } = house.features;
  const grantStore = createGrantStore(connection);
  const [still, goesOn] = [signal(), signal()];
  const slow = createExporting({
    grants: {
      ...grantStore,
      async byIds(ids) {
        still.give();
        await goesOn.given;
        return grantStore.byIds(ids);
      },
    },
    batches: createPayrollStore(connection),
    people: staff.store,
    catalog: catalog.store,
    credentials: credentials.store,
    clock: house.clock,
  });
  const late = slow.exportMonth({ month, columns: defaultColumns, by: 'U0OLGA' });
  await still.given;
  const files: Seen[] = [];
  await exportSome(1, files);
  await stage.revoke(granted + reserved, seeded(1));
  while ((await stage.work(3)) > 0);
  goesOn.give();
  expect(await late).toMatchObject({ kind: 'batch', batch: { file: { text: files[0]!.text } } });
  await finish(files);
  await judge(files);
});

function signal() {
  let give = () => {};
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give: () => give() };
}
