import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Credential } from '../../src/features/credentials/index.js';
import type { Person } from '../../src/features/people/index.js';
import { createExporting } from '../../src/features/rewards/actions/export.js';
import type { Grant } from '../../src/features/rewards/grant.js';
import { createGrantStore } from '../../src/features/rewards/grant-store.js';
import type { PayMonth } from '../../src/features/rewards/index.js';
import { approvePressed } from '../../src/features/rewards/messages/approval.js';
import type { PayrollBatch } from '../../src/features/rewards/payroll.js';
import { defaultColumns } from '../../src/features/rewards/payroll-columns.js';
import { createPayrollStore } from '../../src/features/rewards/payroll-store.js';
import { bornSilently, changedWith } from '../../src/platform/database/facts.js';
import type { Posting } from '../../src/platform/database/ledger/posting.js';
import { productionLengths } from '../../src/platform/database/lengths.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { SlackUserId } from '../../src/shared/links.js';
import { writeSeen } from '../../src/shared/seen.js';
import { aCertification } from '../builders/certification.js';
import { aCredential } from '../builders/credential.js';
import { aGrant } from '../builders/grant.js';
import { euros } from '../builders/reward.js';
import { diesAfter, putUpGates } from '../harness/gates.js';
import { startHouse } from '../harness/house.js';
import { complaintsAbout } from '../model/ledger.js';
import { seeded, takeTurns } from './turns.js';

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
const firstAid = aCertification({ _id: 'CERT-1' as CertificationId });

let gates: ReturnType<typeof putUpGates>;
let house: Awaited<ReturnType<typeof startHouse>>;
let people: Person[];

beforeAll(async () => {
  gates = putUpGates();
  // Leases run out only when the test says so.
  house = await startHouse({ lengths: productionLengths, owners: ['U0OLGA'] });
  await house.certify(firstAid);
  await house.hire({ slackId: 'U0OLGA', name: 'Olga Owner' });
  people = await Promise.all(
    Array.from({ length: granted + reserved }, (_, n) => house.hire({ slackId: `U0PERSON${n}`, name: `Person ${n}` })),
  );
}, 60_000);
afterAll(async () => {
  await house.stop();
  gates.takeDown();
});

const collection = <Noun extends { _id: string }>(name: string) => house.database.db.collection<Noun>(name);
const grants = () => collection<Grant>('grants').find().toArray();
const cause = () => ({ at: house.clock.now(), by: 'test' });
const changing = ['grants', 'payrollBatches', 'ledger', 'credentials', 'reactions', 'audit', 'outbox'];

async function begin(): Promise<void> {
  for (const name of changing) await collection(name).deleteMany({});
  for (const [n, { _id: personId }] of people.entries()) {
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
    ...cause(),
    entries: [
      { account: 'source:2026-Q4', amount: -costs * (granted + reserved) },
      { account: 'granted:2026-Q4', amount: costs * granted },
      { account: 'reserved:2026-Q4', amount: costs * reserved },
    ],
  });
}

/** What a process does, some times; while nothing is to be done it leaves the turn to others. Answers how much it did. */
async function work(passes: number): Promise<number> {
  let all = 0;
  const [relay, reactions] = ['relay', 'reactions'].map((name) => house.loops.find((loop) => loop.name === name)!);
  for (let n = 0; n < passes; n += 1) {
    const done = (await relay!.run()) + (await reactions!.run());
    if (done === 0) await breathe();
    all += done;
  }
  return all;
}

/** Leaves the turn to others. */
const breathe = () => collection('breaths').updateOne({ _id: 'all' }, { $inc: { taken: 1 } }, { upsert: true });

type Seen = { id: string; text: string };

/** Small files, so that there are several. The file is seen before anybody says that it is written. */
async function exportSome(rounds: number, files: Seen[]): Promise<void> {
  const { exportMonth, written } = house.features.rewards.payroll;
  for (let n = 0; n < rounds; n += 1) {
    const made = await exportMonth({ month, columns: defaultColumns, by: 'U0OLGA' }, 3);
    if (made.kind === 'batch') {
      files.push({ id: made.batch._id, text: made.batch.file.text });
      await written(made.batch._id);
    } else await breathe();
  }
}

async function approve(rounds: number, pick: () => number): Promise<void> {
  for (let n = 0; n < rounds; n += 1) {
    await breathe();
    const waiting = (await grants()).filter(({ state }) => state === 'reserved');
    const grant = waiting[Math.floor(pick() * waiting.length)];
    if (grant === undefined) continue;
    const value = writeSeen(grant._id, grant.version);
    const slackUserId = SlackUserId.parse('U0OLGA');
    await house.features.rewards.presses[approvePressed]!({ slackUserId, value } as never);
  }
}

async function revoke(rounds: number, pick: () => number): Promise<void> {
  const { model } = house.features.credentials.store;
  for (let n = 0; n < rounds; n += 1) {
    await breathe();
    const all = await collection<Credential>('credentials').find({ state: 'verified' }).toArray();
    const was = all[Math.floor(pick() * all.length)];
    if (was === undefined) continue;
    const { _id, version, personId, certificationId } = was;
    const fact = { type: 'credential.revoked', personId, certificationId, credentialId: _id } as const;
    await model.updateOne({ _id, version }, { $set: { state: 'revoked' }, ...changedWith(was, fact, cause()) });
  }
}

/** Whatever somebody who died had claimed, or was to be tried again later, is free. */
async function passLeaseTime(): Promise<void> {
  const rows = collection<{ _id: string; state: string }>('reactions');
  await rows.updateMany({ state: 'claimed' }, { $set: { state: 'waiting' } });
  await rows.updateMany({ state: 'waiting' }, { $set: { dueAt: new Date(0) } });
}

/** Others end all work, and make files until there is nothing more to tell payroll. */
async function finish(files: Seen[]): Promise<void> {
  for (let n = 0; n < 30; n += 1) {
    await passLeaseTime();
    const done = await work(3);
    const before = files.length;
    await exportSome(1, files);
    if (done > 0 || files.length > before) continue;
    if ((await collection<{ _id: string; state: string }>('reactions').countDocuments({ state: 'waiting' })) === 0)
      return;
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

  const all = await grants();
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
  expect(await collection<{ _id: string; state: string }>('reactions').find({ state: 'dead' }).toArray()).toEqual([]);
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
          () => work(15),
          () => work(15),
          () => approve(6, random),
          () => revoke(3, random),
        ];
        await takeTurns(
          works.map((one, n) => ({
            name: String(n),
            work: one,
            ...(deaths[n] != null && { fate: diesAfter(deaths[n]) }),
          })),
          (waiting) => waiting[Math.floor(random() * waiting.length)]!.name,
          () => {},
        );
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
  await revoke(granted + reserved, seeded(1));
  while ((await work(3)) > 0);
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
