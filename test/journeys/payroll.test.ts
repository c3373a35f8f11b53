import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { doctorCommand } from '../../src/app/commands/doctor.js';
import { exportAgainCommand, exportCommand, resendCommand } from '../../src/app/commands/payroll.js';
import type { Credential } from '../../src/features/credentials/index.js';
import type { Cells, FileKind } from '../../src/features/loading/index.js';
import type { Person } from '../../src/features/people/index.js';
import type { Grant } from '../../src/features/rewards/grant.js';
import type { BatchId, EntryKey, PayMonth } from '../../src/features/rewards/index.js';
import { approvePressed } from '../../src/features/rewards/messages/approval.js';
import { bornWith, changedWith } from '../../src/platform/database/facts.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import type { Book } from '../../src/shared/money.js';
import { writeSeen } from '../../src/shared/seen.js';
import { aCertification } from '../builders/certification.js';
import { aCredential } from '../builders/credential.js';
import { startForger } from '../harness/forger.js';
import { startHouse } from '../harness/house.js';

/* Thursday 1 October 2026, 09:00 in Madrid. Ana and Ivo report to Ben; Olga is the owner, and makes the files for payroll. */

const date = (text: string) => text as CalendarDate;
const firstAid = aCertification({ _id: 'FIRST-AID' as CertificationId, name: 'First aid', graceDays: 0 });

let house: Awaited<ReturnType<typeof startHouse>>;
let forger: Awaited<ReturnType<typeof startForger>>;
let folder: string;
let ana: Person;
let ivo: Person;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'laurel-payroll-'));
  house = await startHouse({ owners: ['U0OLGA'] });
  forger = await startForger(house);
  await house.certify(firstAid);
  const olga = await house.hire({ slackId: 'U0OLGA', name: 'Olga Owner' });
  const ben = await house.hire({ slackId: 'U0BEN', name: 'Ben Boss', managerId: olga._id });
  ana = await house.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId: ben._id, employeeId: 'P-1' });
  ivo = await house.hire({ slackId: 'U0IVO', name: '=Ivo', managerId: ben._id, employeeId: 'P-2' });
  await house.settleDown();
});
afterEach(async () => {
  await forger.stop();
  await house.stop();
  await rm(folder, { recursive: true });
});

async function load(kind: FileKind['name'], ...lines: string[]) {
  const path = join(folder, `${kind}.csv`);
  await writeFile(path, `${lines.join('\n')}\n`);
  const wrong: string[] = [];
  const report = await house.features.loading.load(kind, path, {
    mode: 'apply',
    badRows: 'refuse',
    onRow: (row) => {
      if (row.kind === 'bad')
        wrong.push(...row.problems.map(({ column, reason }) => `${row.line} ${column} ${reason}`));
    },
  });
  await house.settleDown();
  return { outcome: report.outcome, wrong };
}

async function rewards(terms: string, budget = '2026-Q4,EUR,2000'): Promise<void> {
  const columns = 'code,grade,occasion,from_on,kind,amount,currency,percent,reference,lasts';
  await load('rewards', columns, `FIRST-AID,*,first,2026-01-01,${terms}`);
  await load('budgets', 'period,currency,amount', budget);
}
const fiveHundred = 'bonus,500,EUR,,,';
const raise = 'raise,60,EUR,,,while-held';

/** Earns it, and has the reward approved by their manager. */
async function granted(person: Person, fields: Partial<Credential> = {}): Promise<Credential> {
  const about = { personId: person._id, certificationId: firstAid._id };
  const credential = aCredential({ ...about, earnedOn: date('2026-09-28'), expiresOn: null, ...fields });
  const { _id: credentialId, earnedOn, expiresOn } = credential;
  const fact = {
    type: 'credential.verified',
    ...about,
    credentialId,
    earnedOn,
    expiresOn,
    source: 'handed-in',
  } as const;
  const cause = { at: house.clock.now(), by: 'test' };
  await house.features.credentials.store.model.insertMany([{ ...credential, ...bornWith(credentialId, fact, cause) }]);
  await house.settleDown();
  const { _id, version } = await grantOf(person);
  await forger.press(approvePressed, 'U0BEN', { value: writeSeen(_id, version) });
  await house.settleDown();
  return credential;
}

/** What somebody was given, the oldest first. */
const grantsOf = ({ _id: personId }: Person): Promise<Grant[]> =>
  house.database.db.collection<Grant>('grants').find({ personId }).sort({ requestedOn: 1 }).toArray();

async function grantOf(person: Person): Promise<Grant> {
  return (await grantsOf(person)).at(-1)!;
}
const keyOf = async (person: Person) => (await grantOf(person)).payroll.at(-1)!.key;

async function revoke({ _id, personId, certificationId }: Credential): Promise<void> {
  const was = (await house.features.credentials.store.byId(_id))!;
  const fact = { type: 'credential.revoked', personId, certificationId, credentialId: _id } as const;
  await house.features.credentials.store.model.updateOne(
    { _id },
    { $set: { state: 'revoked' }, ...changedWith(was, fact, { at: house.clock.now(), by: 'test' }) },
  );
  await house.settleDown();
}

const output = () => {
  const lines: string[] = [];
  return { lines, out: { print: (line: string) => void lines.push(line), say() {} } };
};

/** What an owner types, and what it says. */
async function exported(month: string, more: Partial<Parameters<typeof exportCommand>[1]> = {}) {
  const { lines, out } = output();
  const filePath = join(folder, 'out.csv');
  await rm(filePath, { force: true });
  const wish = { period: month as PayMonth, filePath, owners: ['U0OLGA'], ...more };
  const code = await exportCommand(house, wish, out);
  await house.settleDown();
  const text = await readFile(wish.filePath, 'utf8').catch(() => undefined);
  const rows: Cells[] = text === undefined ? [] : parse(text, { columns: true });
  return { code, said: lines.join('\n'), text, rows };
}

const answer = (...lines: string[]) => load('payroll-answers', 'key,result,paid_on,note,amount,currency', ...lines);

async function balances(period = '2026-Q4') {
  const of = (kind: string) => house.platform.ledger.balanceOf('EUR' as Book, `${kind}:${period}`);
  const [budget, grantedSum, exportedSum, paid] = await Promise.all(['budget', 'granted', 'exported', 'paid'].map(of));
  return { budget, granted: grantedSum, exported: exportedSum, paid };
}

const heard = (slackId: string) =>
  house
    .told(slackId)
    .filter(({ text }) => /reward|raise/.test(text))
    .map(({ text }) => text);

/** The message of a reward as it now stands. */
const stands = (slackId: string) =>
  JSON.stringify(
    house.slack.messages(house.slack.dmOf(slackId)!).findLast(({ text }) => /is approved/.test(String(text))),
  );

/** What `laurel doctor` says. */
async function doctor(): Promise<string> {
  const { lines, out } = output();
  await doctorCommand(house, out);
  return lines.join('\n');
}

describe('a file for payroll', () => {
  test('9.9 names all that is granted by the end of the month, once', async () => {
    await rewards(fiveHundred);
    await granted(ana);
    await granted(ivo);
    expect(await balances()).toEqual({ budget: 100_000, granted: 100_000, exported: 0, paid: 0 });
    const { code, rows, said, text } = await exported('2026-10');
    expect(code).toBe(0);
    expect(said).toMatch(/out\.csv: 2 entries \(batch:2026-10:1, sha256 [0-9a-f]{64}\)\.$/);
    expect(rows.find(({ employee_id }) => employee_id === 'P-1')).toEqual({
      key: (await grantOf(ana))._id,
      entry: 'reward',
      employee_id: 'P-1',
      name: 'Ana Ruiz',
      certification: 'First aid',
      kind: 'bonus',
      amount: '500.00',
      currency: 'EUR',
      percent: '',
      about: '',
      from: '',
      until: '',
      days: '',
      period: '2026-10',
      approved_by: 'Ben Boss',
      approved_on: '2026-10-01',
    });
    // No spreadsheet takes a name for a formula.
    expect(text).toContain("'=Ivo");
    expect(await grantOf(ana)).toMatchObject({ state: 'exported', due: null });
    expect(await balances()).toEqual({ budget: 100_000, granted: 0, exported: 100_000, paid: 0 });

    const second = await exported('2026-10');
    expect(second).toMatchObject({
      code: 0,
      said: 'Nothing is to be exported for October 2026. No file was written.',
      text: undefined,
    });
  });

  test('9.9 is written again byte for byte, whatever has changed since', async () => {
    await rewards(fiveHundred);
    await granted(ana);
    const { text } = await exported('2026-10');
    await house.features.people.store.model.updateOne({ _id: ana._id }, { $set: { name: 'Ana Marriedname' } });
    const { lines, out } = output();
    const filePath = join(folder, 'again.csv');
    expect(await exportAgainCommand(house, { batchId: 'batch:2026-10:1' as BatchId, filePath }, out)).toBe(0);
    expect(await readFile(filePath, 'utf8')).toBe(text);
    expect(lines.join()).toContain('the same 1 entry');
    const none = { batchId: 'batch:2026-10:2' as BatchId, filePath };
    expect(await exportAgainCommand(house, none, out)).toBe(1);
    expect(lines.at(-1)).toBe('There is no file batch:2026-10:2.');
  });

  test('9.9 that cannot be written loses nothing: the same command again writes it, another month’s waits', async () => {
    await rewards(fiveHundred);
    await granted(ana);
    await house.liveUntil(new Date('2026-11-05T09:00:00Z'));
    const filePath = join(folder, 'no such folder', 'out.csv');
    const failed = await exported('2026-10', { filePath });
    expect(failed.code).toBe(1);
    expect(failed.said).toContain('could not be written (ENOENT). Nothing is lost: batch:2026-10:1 is kept.');
    await granted(ivo);
    // Long enough for whoever writes it; then it was left.
    const left = '! The file for payroll of 2026-10 was begun and never written';
    expect(await doctor()).not.toContain(left);
    await house.liveUntil(new Date('2026-11-05T09:11:00Z'));
    expect(await doctor()).toContain(left);
    expect((await exported('2026-11')).said).toBe(
      'The file for October 2026 was begun and never written. First run: laurel rewards export --period 2026-10',
    );
    const { rows } = await exported('2026-10');
    expect(rows.map(({ employee_id }) => employee_id)).toEqual(['P-1']);
    expect(await doctor()).not.toContain(left);
    expect((await exported('2026-11')).rows.map(({ employee_id }) => employee_id)).toEqual(['P-2']);
  });

  test('9.9 never takes the place of another file, and leaves nothing half written', async () => {
    await rewards(fiveHundred);
    await granted(ana);
    const filePath = join(folder, 'taken.csv');
    await writeFile(filePath, 'something else');
    const { code, said } = await exported('2026-10', { filePath });
    expect([code, said]).toEqual([1, expect.stringContaining('There is another file at')]);
    expect(await readFile(filePath, 'utf8')).toBe('something else');
    const { lines, out } = output();
    const wish = { period: '2026-10' as PayMonth, filePath: await mkdtemp(join(folder, 'is-a-folder-')) };
    expect(await exportCommand(house, { ...wish, owners: ['U0OLGA'] }, out)).toBe(1);
    expect(lines.join()).toContain('could not be written (EISDIR)');
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect((await exported('2026-10')).rows).toHaveLength(1);
  });

  test('9.9 is for a month that has begun, made by an owner, with columns that are known', async () => {
    await rewards(fiveHundred);
    await granted(ana);
    expect((await exported('2026-11')).said).toBe('November 2026 has not begun. Nothing was exported.');
    expect((await exported('2026-10', { by: 'U0ANA' })).said).toContain('Only an owner may do this');
    expect((await exported('2026-10', { configured: 'Key=key,Pay=salary' })).said).toContain('not known');
    expect((await exported('2026-10', { configured: 'Pay=amount' })).said).toContain('field key is missing');
    expect(await grantOf(ana)).toMatchObject({ state: 'granted' });
    const columnsPath = join(folder, 'columns.txt');
    await writeFile(columnsPath, 'Personnel no=employee_id\nAmount=amount\nReference=key\n');
    const { text } = await exported('2026-10', { columnsPath });
    expect(text).toBe(`Personnel no,Amount,Reference\nP-1,500.00,${(await grantOf(ana))._id}\n`);
  });

  test('9.9 says a raise once, from its first month on', async () => {
    await rewards(raise);
    await granted(ana);
    expect((await exported('2026-10')).rows).toMatchObject([
      { kind: 'raise', amount: '60.00', currency: 'EUR', from: '2026-10-01', until: '', about: '' },
    ]);
    expect(await balances()).toMatchObject({ exported: 18_000 });
    await house.liveUntil(new Date('2026-12-01T09:00:00Z'));
    expect((await exported('2026-12')).rows).toEqual([]);
  });

  test('9.9 says time off as days, and no points, which are in Laurel’s own book', async () => {
    await rewards('time-off,1.5,,,,');
    await granted(ana);
    expect((await exported('2026-10')).rows).toMatchObject([{ kind: 'time-off', days: '1.5', amount: '' }]);
    await load('rewards', 'code,grade,occasion,from_on,kind,amount', 'FIRST-AID,*,first,2026-09-01,points,20');
    await load('budgets', 'period,currency,amount', '2026-Q4,points,100');
    await granted(ivo);
    expect(await grantOf(ivo)).toMatchObject({ state: 'granted', reward: { kind: 'points' } });
    expect((await exported('2026-10')).rows).toEqual([]);
  });

  test('9.9 names whoever has left, too: they earned it', async () => {
    await rewards(fiveHundred);
    await granted(ana);
    await house.features.people.store.model.updateOne({ _id: ana._id }, { $set: { state: 'left' } });
    expect((await exported('2026-10')).rows).toMatchObject([{ employee_id: 'P-1', amount: '500.00' }]);
  });

  test('9.9 and the person sees in the message that told of it that it is on its way: nobody is written to again', async () => {
    await rewards(fiveHundred);
    await granted(ana);
    await exported('2026-10');
    await house.liveUntil(new Date('2026-10-02T09:00:00Z'));
    expect(heard('U0ANA')).toHaveLength(1);
    expect(stands('U0ANA')).toContain('It is on its way: it comes with your pay of October 2026.');
    await answer(`${await keyOf(ana)},paid,2026-10-01,,,`);
    await house.liveUntil(new Date('2026-10-03T09:00:00Z'));
    expect(heard('U0ANA')).toHaveLength(1);
    expect(stands('U0ANA')).toContain('Payroll has put it into your pay of October 2026.');
  });
});

describe('payroll’s answer', () => {
  test('9.10 says what was paid and what was rejected; the same file twice changes nothing', async () => {
    await rewards(fiveHundred);
    await granted(ana);
    await granted(ivo);
    await exported('2026-10');
    const lines = [
      `${await keyOf(ana)},paid,2026-10-01,,500,EUR`,
      `${await keyOf(ivo)},rejected,2026-10-01,no account,,`,
    ];
    expect(await answer(...lines)).toEqual({ outcome: 'applied', wrong: [] });
    expect(await grantOf(ana)).toMatchObject({ state: 'paid' });
    expect(await grantOf(ivo)).toMatchObject({ state: 'granted', due: null, toMend: await keyOf(ivo) });
    expect(await balances()).toEqual({ budget: 100_000, granted: 50_000, exported: 0, paid: 50_000 });
    const before = await house.database.db.collection('grants').find().toArray();
    expect(await answer(...lines)).toEqual({ outcome: 'already-so', wrong: [] });
    expect(await house.database.db.collection('grants').find().toArray()).toEqual(before);
  });

  test('9.10 is refused as a whole, line by line, for what payroll was never told, another amount, or another answer', async () => {
    await rewards(fiveHundred);
    await granted(ana);
    await granted(ivo);
    await exported('2026-10');
    const [a, i] = [await keyOf(ana), await keyOf(ivo)];
    await answer(`${a},paid,2026-10-01,,,`);
    const { outcome, wrong } = await answer(
      `${i},paid,2026-10-01,,499.99,EUR`,
      `${a},paid,2026-09-30,,,`,
      `grt_00000000000,paid,2026-10-01,,,`,
      `${i}-2,paid,2026-10-01,,,`,
      `REF 7,paid,2026-10-01,,,`,
    );
    expect(outcome).toBe('refused');
    expect(wrong).toEqual([
      '2 amount is another amount: payroll was told €500',
      '3 result is another answer: it was paid on 1 Oct 2026 already',
      '4 key stands in no file that payroll was given',
      '5 key stands in no file that payroll was given',
      '6 key is no key of a payroll file',
    ]);
    expect((await answer(`${i},paid,2026-10-01,,500,USD`)).wrong).toEqual([
      '2 currency must be EUR, as payroll was told',
    ]);
    expect((await answer(`${i},paid,2026-10-01,,,`, `${i},paid,2026-10-01,,,`)).outcome).toBe('refused');
    expect((await answer(`${i},paid,2026-12-01,,,`)).wrong).toEqual(['2 paid_on is in the future']);
    expect(await grantOf(ivo)).toMatchObject({ state: 'exported' });
  });

  test('9.10 that rejects an entry is shown to the owner, who mends it and sends it again under a new key', async () => {
    await rewards(fiveHundred);
    await granted(ana);
    await exported('2026-10');
    const key = await keyOf(ana);
    await answer(`${key},rejected,2026-10-01,no such person,,`);
    expect((await exported('2026-10')).rows).toEqual([]);
    const { lines, out } = output();
    expect(await doctorCommand(house, out)).toBe(1);
    expect(lines.join('\n')).toContain(
      `! Payroll has rejected 1 reward. When it is mended: laurel rewards resend ${key}`,
    );
    const owners = ['U0OLGA'];
    expect(await resendCommand(house, { keys: [key, 'grt_00000000000' as EntryKey], owners }, out)).toBe(1);
    expect(lines.slice(-2)).toEqual([
      `${key} goes into the next file.`,
      'grt_00000000000 does not wait to be mended; it stays as it is.',
    ]);
    expect((await exported('2026-10')).rows).toMatchObject([{ key: `${key}-2`, amount: '500.00' }]);
    // The old answer is not for the new entry.
    await answer(`${key},rejected,2026-10-01,no such person,,`);
    expect(await grantOf(ana)).toMatchObject({ state: 'exported' });
    await answer(`${key}-2,paid,2026-10-01,,,`);
    expect(await balances()).toEqual({ budget: 150_000, granted: 0, exported: 0, paid: 50_000 });
  });

  test('9.10 that does not come is asked for after 45 days', async () => {
    await rewards(fiveHundred);
    await granted(ana);
    await granted(ivo);
    await exported('2026-10');
    expect(await doctor()).not.toContain('has not answered');
    house.setTime(new Date('2026-11-16T09:00:00Z'));
    expect(await doctor()).toContain('! Payroll has not answered for 2 rewards in 45 days');
  });
});

describe('what payroll has already', () => {
  test('9.11 is taken back by an entry of its own when the credential is revoked; the budget has it back when payroll says so', async () => {
    await rewards(fiveHundred);
    const credential = await granted(ana);
    await exported('2026-10');
    const key = await keyOf(ana);
    await answer(`${key},paid,2026-10-01,,,`);
    await revoke(credential);
    expect(heard('U0ANA')).toEqual([
      'Your reward for First aid is approved: €500 once, with your pay.',
      'Your First aid was revoked, so its reward is taken back.',
    ]);
    expect(JSON.stringify(house.slack.messages(house.slack.dmOf('U0ANA')!).at(-1))).toContain(
      'is taken back, and payroll is told.',
    );
    expect((await exported('2026-10')).rows).toMatchObject([
      { key: `${key}-reversal`, entry: 'reversal', amount: '500.00', until: '2026-10-01' },
    ]);
    expect(await balances()).toEqual({ budget: 150_000, granted: 0, exported: 0, paid: 50_000 });
    await answer(`${key}-reversal,paid,2026-10-01,,,`);
    expect(await grantOf(ana)).toMatchObject({ state: 'reversed' });
    expect(await balances()).toEqual({ budget: 200_000, granted: 0, exported: 0, paid: 0 });
    expect(heard('U0ANA')).toHaveLength(2);
    expect((await exported('2026-10')).rows).toEqual([]);
  });

  test('9.11 and is revoked before payroll answered: the reward is answered before what takes it back', async () => {
    await rewards(fiveHundred);
    const credential = await granted(ana);
    await exported('2026-10');
    const key = await keyOf(ana);
    await revoke(credential);
    await exported('2026-10');
    expect((await answer(`${key}-reversal,paid,2026-10-01,,,`)).wrong).toEqual([
      `2 key takes back ${key}, which payroll has not answered yet`,
    ]);
    await answer(`${key}-reversal,paid,2026-10-01,,,`, `${key},paid,2026-10-01,,,`);
    expect(await grantOf(ana)).toMatchObject({ state: 'reversed' });
    expect(await balances()).toEqual({ budget: 200_000, granted: 0, exported: 0, paid: 0 });
  });

  test('9.11 and is rejected after it was revoked: there is nothing to take back any more', async () => {
    await rewards(fiveHundred);
    const credential = await granted(ana);
    await exported('2026-10');
    await revoke(credential);
    await answer(`${(await grantOf(ana))._id},rejected,2026-10-01,,,`);
    expect(await grantOf(ana)).toMatchObject({ state: 'reversed', due: null });
    expect(await balances()).toEqual({ budget: 200_000, granted: 0, exported: 0, paid: 0 });
    expect((await exported('2026-10')).rows).toEqual([]);
  });

  test('9.11 a raise while it is held ends by an entry of its own once the certification has lapsed, and not before', async () => {
    await rewards(raise);
    await granted(ana, { expiresOn: date('2026-11-20') });
    await exported('2026-10');
    const key = await keyOf(ana);
    await house.liveUntil(new Date('2026-11-20T09:00:00Z'));
    expect((await exported('2026-11')).rows).toEqual([]);
    await house.liveUntil(new Date('2026-11-30T09:00:00Z'));
    expect((await exported('2026-11')).rows).toMatchObject([
      { key: `${key}-ends`, entry: 'ends', kind: 'raise', amount: '60.00', until: '2026-11-20' },
    ]);
    expect(heard('U0ANA').at(-1)).toBe('Your raise for First aid has ended.');
    expect((await exported('2026-11')).rows).toEqual([]);
    await answer(`${key}-ends,paid,2026-11-30,,,`);
    expect(await grantOf(ana)).toMatchObject({ state: 'exported', toMend: null });
  });

  test('9.11 a raise while it is held that has ended comes back when it is earned again, under a key of its own', async () => {
    await rewards(raise);
    await load('budgets', 'period,currency,amount', '2027-Q1,EUR,2000');
    await granted(ana, { expiresOn: date('2026-11-20') });
    await exported('2026-10');
    await house.liveUntil(new Date('2026-11-30T09:00:00Z'));
    await exported('2026-11');
    await house.liveUntil(new Date('2027-01-12T09:00:00Z'));
    await granted(ana, { earnedOn: date('2027-01-11') });
    const [before, after] = await grantsOf(ana);
    expect(before).toMatchObject({ state: 'exported', end: { kind: 'ends', on: '2026-11-20' } });
    expect(after).toMatchObject({ occasion: 'renewal', state: 'granted', reward: before!.reward });
    expect((await exported('2027-01')).rows).toMatchObject([
      { key: after!._id, entry: 'reward', kind: 'raise', amount: '60.00', from: '2027-01-12' },
    ]);
  });

  test('9.11 a raise while it is held goes on with the renewal, and one that lapsed before its file says until when', async () => {
    await rewards(raise);
    await granted(ana, { expiresOn: date('2026-11-20') });
    await granted(ivo, { expiresOn: date('2026-10-10') });
    await house.liveUntil(new Date('2026-10-30T09:00:00Z'));
    const { rows } = await exported('2026-10');
    expect(rows.map(({ employee_id, until }) => [employee_id, until]).toSorted()).toEqual([
      ['P-1', ''],
      ['P-2', '2026-10-10'],
    ]);
    const renewal = aCredential({ personId: ana._id, certificationId: firstAid._id, earnedOn: date('2026-10-29') });
    await house.features.credentials.store.model.insertMany([{ ...renewal, expiresOn: null, pendingFacts: [] }]);
    await house.liveUntil(new Date('2026-11-30T09:00:00Z'));
    expect((await exported('2026-11')).rows).toEqual([]);
  });
});
