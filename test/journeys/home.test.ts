import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Assignment } from '../../src/features/assignments/index.js';
import type { Credential } from '../../src/features/credentials/index.js';
import type { Person } from '../../src/features/people/index.js';
import { leaveEnded, leavePressed, remindersChosen } from '../../src/features/people/parts.js';
import type { Grant } from '../../src/features/rewards/grant.js';
import type { BatchId, PayMonth } from '../../src/features/rewards/index.js';
import type { PayrollBatch } from '../../src/features/rewards/payroll.js';
import { bornSilently } from '../../src/platform/database/facts.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import { newAssignmentId } from '../../src/shared/ids.js';
import { aCertification } from '../builders/certification.js';
import { aCredential } from '../builders/credential.js';
import { aGrant, aPayrollEntry } from '../builders/grant.js';
import { euros } from '../builders/reward.js';
import { startHouse } from '../harness/house.js';

/* Thursday 1 October 2026, 09:00 in Madrid, where everybody works from 09:00 to 17:00. */

type House = Awaited<ReturnType<typeof startHouse>>;
let house: House;
beforeEach(async () => {
  house = await startHouse();
  await house.certify(firstAid, forklift, security);
});
afterEach(() => house.stop());

const date = (text: string) => text as CalendarDate;
const firstAid = aCertification({ name: 'First aid', graceDays: 14 });
const forklift = aCertification({ name: 'Forklift', mayNotWorkWithout: true });
const security = aCertification({ name: 'Security basics' });

/** Opens somebody's Home tab, and answers its words as they then stand, a line each. */
async function homeOf(slackId: string): Promise<string> {
  const before = house.slack.effects().length;
  await house.slack.act.openHome({ user: slackId });
  await house.slack.waitFor(({ n, kind, ...effect }) => {
    const isTheirs = 'user' in effect && effect.user === slackId;
    return kind === 'home.published' && isTheirs && (n > before || house.slack.home(slackId) !== undefined);
  });
  return shownTo(slackId);
}

const blocksOf = (slackId: string) => house.slack.home(slackId)?.blocks as { type: string }[];
const shownTo = (slackId: string) => textsIn(blocksOf(slackId)).join('\n');

function textsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'text' && typeof inner === 'string' ? [inner] : textsIn(inner),
  );
}

/** Does something on the Home tab, and answers its words once it is published again. */
async function andThen(slackId: string, act: Promise<unknown>): Promise<string> {
  const before = house.slack.effects().length;
  await act;
  await house.slack.waitFor(({ n, kind }) => n > before && kind === 'home.published');
  return shownTo(slackId);
}

async function hold(person: Person, fields: Partial<Credential>): Promise<Credential> {
  const credential = aCredential({ personId: person._id, ...fields });
  await house.features.credentials.store.model.insertMany([{ ...credential, ...bornSilently }]);
  return credential;
}

const asked = (person: Person, fields: Partial<Assignment> & Pick<Assignment, 'certificationId' | 'dueOn'>) =>
  house.assign({ personId: person._id, ...fields });

/** Denise leads Ben, who leads Carla; Oscar and his manager Marcus are somewhere else; the owner leads nobody. */
async function company() {
  const denise = await house.hire({ slackId: 'U0DENISE', name: 'Denise Copperleaf' });
  const ben = await house.hire({ slackId: 'U0BEN', name: 'Ben Turnwheel', managerId: denise._id });
  const carla = await house.hire({ slackId: 'U0CARLA', name: 'Carla Hoistwater', managerId: ben._id });
  const marcus = await house.hire({ slackId: 'U0MARCUS', name: 'Marcus Thimbleton' });
  const oscar = await house.hire({ slackId: 'U0OSCAR', name: 'Oscar Quillfeather', managerId: marcus._id });
  const nuria = await house.hire({ slackId: 'U0OWNER', name: 'Nuria Candelero' });

  const ending = await hold(ben, {
    certificationId: firstAid._id,
    earnedOn: date('2024-10-14'),
    expiresOn: date('2026-10-14'),
  });
  await asked(ben, { certificationId: firstAid._id, dueOn: date('2026-10-14'), renews: ending._id });
  await asked(ben, {
    certificationId: forklift._id,
    dueOn: date('2026-09-14'),
    assignedBy: denise._id,
    because: 'The new aisle opens',
    attemptedOn: date('2026-09-20'),
  });
  await hold(carla, { certificationId: security._id, expiresOn: date('2028-03-01') });
  await asked(oscar, { certificationId: security._id, dueOn: date('2026-09-28') });
  return { denise, ben, carla, marcus, oscar, nuria };
}

const inReview = { state: 'in-review', handedInOn: date('2026-10-01') } as const;
const line = (...words: string[]) => words.join('\n');

test('6.1 my Home says what is due first and why on that date, what I hold, and what opens later', async () => {
  const { ben } = await company();
  await asked(ben, {
    certificationId: security._id,
    dueOn: date('2027-03-01'),
    opensOn: date('2026-12-01'),
    state: 'planned',
  });
  const words = await homeOf('U0BEN');
  expect(words).toContain('2 certifications are waiting for you');
  const forkliftWords = line(
    '*Forklift* was due on Monday 14 September 2026, 17 days ago.',
    'Until you have it, you may not do the work that needs it.',
    'Denise Copperleaf asked you on 1 Sept 2026. Reason: The new aisle opens',
  );
  const firstAidWords = line(
    '*First aid* expires in 13 days, on Wednesday 14 October 2026.',
    'Your certificate of 14 Oct 2024 ends then.',
  );
  expect(words).toContain(forkliftWords);
  expect(words).toContain(firstAidWords);
  expect(words.indexOf(forkliftWords)).toBeLessThan(words.indexOf(firstAidWords));
  expect(words).toContain(line('What you hold', '*First aid* counts until 14 Oct 2026'));
  expect(words).toContain(line('*Opens later*', 'Security basics from 1 Dec 2026 on, due on 1 Mar 2027'));
  expect(words).toContain('I passed');
});

test('6.1 what is handed in does not wait any more, even before its assignment has heard of it', async () => {
  const { ben } = await company();
  const handedIn = { by: ben._id, on: date('2026-10-01'), at: house.clock.now() };
  await hold(ben, { certificationId: forklift._id, state: 'submitted', earnedOn: date('2026-09-30'), handedIn });
  const words = await homeOf('U0BEN');
  expect(words).toContain('One certification is waiting for you');
  expect(words).toContain(line('Being reviewed', '*Forklift* is handed in'));
  expect(words).not.toContain('*Forklift* was due');
});

test('6.1 what was taken back waits again, even before its assignment has heard of it', async () => {
  const { carla } = await company();
  await asked(carla, { certificationId: forklift._id, dueOn: date('2026-11-05'), ...inReview });
  expect(await homeOf('U0CARLA')).toContain('*Forklift* is due in 35 days');
});

test('6.2 what was just approved counts, even before its assignment has heard of it', async () => {
  const { carla } = await company();
  await asked(carla, { certificationId: forklift._id, dueOn: date('2026-11-05'), ...inReview });
  const handedIn = { by: carla._id, on: inReview.handedInOn, at: house.clock.now() };
  await hold(carla, { certificationId: forklift._id, expiresOn: date('2029-09-30'), handedIn });
  expect(await homeOf('U0BEN')).toContain(line('Carla Hoistwater', 'Forklift', 'Current', 'until 30 Sept 2029'));
  const words = await homeOf('U0CARLA');
  expect(words).toContain('Nothing is waiting for you');
  expect(words).toContain('*Forklift* counts until 30 Sept 2029');
});

test('6.1 who is done sees that nothing waits; who is not served sees why', async () => {
  await company();
  expect(await homeOf('U0CARLA')).toContain(
    line('Nothing is waiting for you', 'What you hold', '*Security basics* counts until 1 Mar 2028'),
  );
  house.slack.addUser({ id: 'U0NEW', realName: 'Nobody Yet' });
  expect(await homeOf('U0NEW')).toContain('You are not in your company’s people file yet.');
  house.slack.addUser({ id: 'U0GUEST', realName: 'A Guest', isRestricted: true });
  await house.features.people.sweeps.syncDirectory.run(() => true);
  expect(await homeOf('U0GUEST')).toContain('Laurel’s Home is for members of this workspace.');
});

test('6.2 a manager sees where their people stand, worst first, also those of their people', async () => {
  await company();
  const words = await homeOf('U0DENISE');
  expect(words).toContain(
    line('2 people report to you, directly or through others.', '1 may not work, 1 due, 1 current'),
  );
  expect(words).toContain(
    line(
      ...['Person', 'Certification', 'Stands', 'When'],
      ...['Ben Turnwheel', 'Forklift', 'May not work', 'since 14 Sept 2026'],
      ...['Ben Turnwheel', 'First aid', 'Due', 'in 13 days, 14 Oct 2026'],
      ...['Carla Hoistwater', 'Security basics', 'Current', 'until 1 Mar 2028'],
    ),
  );
});

test('6.3 an owner sees the company’s figures and what needs an owner', async () => {
  await company();
  const reactions = house.database.db.collection<{ _id: string }>('reactions');
  await reactions.insertOne({ _id: 'x', state: 'dead' } as never);
  const words = await homeOf('U0OWNER');
  expect(words).toContain('The company');
  for (const figure of [
    '*1* May not work',
    '*2* Overdue in all',
    '*1* Due within 30 days',
    '*2* Certificates that count',
  ])
    expect(words).toContain(figure);
  expect(words).toContain('1 step failed ten times and will not be tried again.');
});

test('6.3 an owner sees what waits for payroll and for money, in counts and sums alone, with the command to run', async () => {
  const { carla } = await company();
  const about = { personId: carla._id, certificationId: security._id };
  const stored = house.database.db.collection<Grant>('grants');
  const given = (fields: Partial<Grant>) =>
    stored.insertOne({ ...aGrant({ ...about, ...fields, assignmentId: newAssignmentId() }), ...bornSilently } as never);
  expect(await homeOf('U0OWNER')).toContain('Nothing needs an owner.');

  const due = { kind: 'reward', on: date('2026-10-01') } as const;
  await given({ state: 'granted', due });
  await given({ state: 'granted', due, reward: { kind: 'time-off', halfDays: 2 }, charge: null });
  await given({ state: 'exported', payroll: [aPayrollEntry({ at: new Date('2026-08-01T09:00:00Z') })] });
  await given({ state: 'granted', toMend: aPayrollEntry().key });
  for (let n = 0; n < 2; n += 1) await given({ state: 'over-budget', tryAt: new Date('2026-12-31T23:00:00Z') });
  await house.platform.ledger.post({
    book: euros(0).currency,
    key: 'loaded',
    at: house.clock.now(),
    by: 'test',
    entries: [
      { account: 'source:2026-Q4', amount: -40_000 },
      { account: 'budget:2026-Q4', amount: 40_000 },
    ],
  });
  await house.database.db.collection<PayrollBatch>('payrollBatches').insertOne({
    _id: 'batch:2026-09:1' as BatchId,
    seq: 1,
    month: '2026-09' as PayMonth,
    columns: [],
    by: 'U0OWNER',
    at: new Date('2026-09-30T09:00:00Z'),
    state: 'sealed',
    candidates: [],
    file: null,
  });
  const words = await andThen('U0OWNER', house.slack.act.openHome({ user: 'U0OWNER' }));
  expect(words).toContain(
    line(
      '*Needs an owner*',
      '• 2 rewards wait for money: €1,000 needed, and the budget of Q4 2026 has €400 left. Load a larger one: *laurel import budgets FILE --apply*',
      '• The file for payroll of September 2026 was begun and never written. Make it: *laurel rewards export --period 2026-09*',
      '• Payroll has rejected 1 entry. *laurel doctor* says which, and how to send it again once it is mended.',
      '• Payroll has not answered for 1 reward in 45 days. Load what it says: *laurel rewards import-answer FILE --apply*',
      '• 2 entries wait for payroll’s next file (€500 of the budgets). Make it: *laurel rewards export --period 2026-10*',
    ),
  );
  expect(words).not.toContain('Carla');
  expect(await homeOf('U0DENISE')).not.toMatch(/payroll|budget/i);
});

const others = { U0BEN: 'Ben', U0CARLA: 'Carla', U0OSCAR: 'Oscar', U0MARCUS: 'Marcus', U0DENISE: 'Denise' };
describe('6.4', () => {
  test.each([
    ['employee', 'U0CARLA', []],
    ['employee who leads one', 'U0BEN', ['Carla', 'Denise']],
    ['manager above', 'U0DENISE', ['Ben', 'Carla']],
    ['manager elsewhere', 'U0MARCUS', ['Oscar']],
    ['owner who leads nobody', 'U0OWNER', []],
  ] as const)('6.4 the Home of: %s; it names nobody else than it may', async (_, viewer, mayName) => {
    await company();
    const words = await homeOf(viewer);
    const mayNot = Object.entries(others).filter(([id, name]) => id !== viewer && !mayName.some((may) => may === name));
    for (const [, name] of mayNot) expect(words).not.toContain(name);
    for (const name of mayName) expect(words).toContain(name);
    if (viewer !== 'U0OWNER') expect(words).not.toContain('The company');
    // The attempt of 20 September is Ben's own affair.
    if (viewer !== 'U0BEN') expect(words).not.toMatch(/20 Sept|attempt/i);
  });
});

test('6.4 what was somebody’s is gone from their Home when they lead nobody any more', async () => {
  const { ben } = await company();
  expect(await homeOf('U0DENISE')).toContain('Ben Turnwheel');
  await house.features.people.store.model.updateOne({ _id: ben._id }, { $set: { managerId: null } });
  const words = await andThen('U0DENISE', house.slack.act.openHome({ user: 'U0DENISE' }));
  expect(words).not.toContain('Ben Turnwheel');
  expect(words).not.toContain('Your people');
});

test('6.5 a workspace that does not know tables gets the same in words, from then on', async () => {
  await company();
  house.slack.faults.next('views.publish', { kind: 'slack-error', error: 'invalid_blocks' });
  const words = await homeOf('U0DENISE');
  expect(blocksOf('U0DENISE').map(({ type }) => type)).not.toContain('table');
  expect(words).toContain('*Ben Turnwheel*: Forklift, may not work since 14 Sept 2026');
  expect(words).toContain('*Carla Hoistwater*: Security basics, current until 1 Mar 2028');
  expect(await homeOf('U0BEN')).toContain('*Carla Hoistwater*: Security basics, current until 1 Mar 2028');
  expect(house.slack.faults.pending()).toEqual([]);
});

test('6.5 where tables are known, a manager’s people stand in one', async () => {
  await company();
  await homeOf('U0DENISE');
  expect(blocksOf('U0DENISE').filter(({ type }) => type === 'table')).toHaveLength(1);
});

describe('6.6', () => {
  test('6.6 reminders are chosen on Home, which shows it at once', async () => {
    const { ben } = await company();
    expect(await homeOf('U0BEN')).toContain('As planned: at most one message a day');
    const choose = (value: string) =>
      house.slack.act.press({ user: 'U0BEN', home: true, actionId: remindersChosen, value });
    expect(await andThen('U0BEN', choose('weekly'))).toContain('At most one message a week.');
    expect(await house.features.people.store.byId(ben._id)).toMatchObject({ reminders: 'weekly' });
    expect(await andThen('U0BEN', choose('as-planned'))).toContain('As planned: at most one message a day');
  });

  test('6.6 leave is said with who decides meanwhile, shown, and ended', async () => {
    const { denise, marcus } = await company();
    expect(await homeOf('U0DENISE')).toContain('It knows of none ahead.');
    await house.slack.act.press({ user: 'U0DENISE', home: true, actionId: leavePressed });
    await house.slack.waitFor(({ kind }) => kind === 'view.opened');
    const values = { delegate: 'U0MARCUS', from: '2026-10-05', until: '2026-10-16' };
    expect(await andThen('U0DENISE', house.slack.act.submit({ user: 'U0DENISE', values }))).toContain(
      'Away from Monday 5 October 2026 to Friday 16 October 2026. Marcus Thimbleton decides in your place.',
    );
    expect(house.slack.modals('U0DENISE')).toEqual([]);
    const days = { from: '2026-10-05', until: '2026-10-16' };
    expect(await house.features.people.store.byId(denise._id)).toMatchObject({
      leave: [days],
      delegate: { personId: marcus._id, ...days },
    });

    // A second leave must not take the stand-in from the first.
    const before = house.slack.lastEffect();
    await house.slack.act.press({ user: 'U0DENISE', home: true, actionId: leavePressed });
    await house.slack.waitFor(({ kind, n }) => n > before && kind === 'view.opened');
    const later = { delegate: 'U0MARCUS', from: '2026-12-21', until: '2026-12-31' };
    const { response } = await house.slack.act.submit({ user: 'U0DENISE', values: later });
    expect(JSON.stringify(response)).toContain('Somebody decides in your place on other days already');
    expect(await house.features.people.store.byId(denise._id)).toMatchObject({ leave: [days] });
    await house.slack.act.close({ user: 'U0DENISE', which: 'all' });

    const end = house.slack.act.press({ user: 'U0DENISE', home: true, actionId: leaveEnded, value: days.from });
    expect(await andThen('U0DENISE', end)).toContain('It knows of none ahead.');
    expect(await house.features.people.store.byId(denise._id)).toMatchObject({ leave: [], delegate: null });
  });

  test('6.6 leave needs nobody who decides meanwhile, and everybody can say it', async () => {
    const { ben } = await company();
    await homeOf('U0BEN');
    await house.slack.act.press({ user: 'U0BEN', home: true, actionId: leavePressed });
    await house.slack.waitFor(({ kind }) => kind === 'view.opened');
    const values = { from: '2026-10-05', until: '2026-10-05' };
    expect(await andThen('U0BEN', house.slack.act.submit({ user: 'U0BEN', values }))).toContain(
      'Away on Monday 5 October 2026.',
    );
    expect(await house.features.people.store.byId(ben._id)).toMatchObject({ leave: [values], delegate: null });
  });

  test.each([
    ['oneself', { delegate: 'U0DENISE' }, 'Please choose somebody else than yourself.'],
    ['somebody unknown', { delegate: 'U0NEW' }, 'Laurel does not know this person.'],
    ['days in the past', { from: '2026-09-01', until: '2026-09-30' }, 'This day has passed already.'],
    ['an end before its beginning', { until: '2026-10-04' }, 'This is before the first day.'],
    ['more than a year', { until: '2028-10-05' }, 'Please choose at most a year.'],
    ['a far-off year', { from: '2030-01-01', until: '2030-01-02' }, 'within the next year'],
  ])('6.6 leave is refused with a sentence: %s', async (_, wrong, sentence) => {
    const { denise } = await company();
    house.slack.addUser({ id: 'U0NEW', realName: 'Nobody Yet' });
    await homeOf('U0DENISE');
    await house.slack.act.press({ user: 'U0DENISE', home: true, actionId: leavePressed });
    await house.slack.waitFor(({ kind }) => kind === 'view.opened');
    const values = { delegate: 'U0MARCUS', from: '2026-10-05', until: '2026-10-16', ...wrong };
    const { response, formProblem } = await house.slack.act.submit({ user: 'U0DENISE', values });
    expect(formProblem).toBeNull();
    expect(JSON.stringify(response)).toContain(sentence);
    expect(house.slack.modals('U0DENISE')).toHaveLength(1);
    expect(await house.features.people.store.byId(denise._id)).toMatchObject({ leave: [], delegate: null });
  });
});
