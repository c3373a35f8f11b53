import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MessageEffect } from '../../sandbox/effects.js';
import type { Assignment } from '../../src/features/assignments/index.js';
import type { Person } from '../../src/features/people/index.js';
import { refusals } from '../../src/features/training-time/messages.js';
import { planPressed } from '../../src/features/training-time/parts.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import { writeSeen } from '../../src/shared/seen.js';
import { aCertification } from '../builders/certification.js';
import { aTrainingBlock } from '../builders/training-block.js';
import { startHouse } from '../harness/house.js';

/* Thursday 1 October 2026, 09:00 in Madrid (UTC+2), where everybody works from 09:00 to 17:00. */

type House = Awaited<ReturnType<typeof startHouse>>;
let house: House;
let ana: Person;

beforeEach(async () => {
  house = await startHouse();
  await house.switchOn();
  ana = await house.hire({ slackId: 'U0ANA', name: 'Ana Ruiz' });
});
afterEach(() => house.stop());

const date = (text: string) => text as CalendarDate;
const at = (text: string) => new Date(`2026-${text}:00Z`);
const days = (from: string, until: string) => ({ from: date(from), until: date(until) });
const today = date('2026-10-01');

/** Ana is asked for it, and has just been told. */
async function asked(dueOn: string) {
  const firstAid = aCertification({ name: 'First aid', studyHours: 12 });
  await house.certify(firstAid);
  const assignment: Assignment = await house.assign({
    personId: ana._id,
    certificationId: firstAid._id,
    dueOn: date(dueOn),
  });
  await house.liveUntil(at('10-01T07:01'));
  return assignment;
}

/** Loads a leave file, as an owner does. */
async function imports(row: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'laurel-leave-'));
  const path = join(folder, 'leave.csv');
  await writeFile(path, `employee_id,from,until\n${row}\n`);
  await house.features.loading.load('leave', path, { mode: 'apply', badRows: 'refuse' });
  await rm(folder, { recursive: true });
  await house.settleDown();
}

async function takesLeave(who: Person, from: string, until: string): Promise<void> {
  const { takeLeave } = house.features.people.actions;
  await takeLeave(who._id, days(from, until), null, today, { at: house.clock.now(), by: who._id });
  await house.settleDown();
}

const toldTo = (slackId: string) => house.told(slackId).map(({ at: when, text }) => `${when.slice(5, 16)} ${text}`);
const wordsOf = (slackId: string) =>
  house.slack.messages(house.slack.dmOf(slackId)!).map(({ blocks }) => JSON.stringify(blocks));
const blocksOf = ({ _id }: Person) =>
  house.features.trainingTime.store.model.find({ personId: _id }).sort({ startsAt: 1 }).lean().exec();

/** An hour of study time that is planned, from ten to eleven in Madrid. */
async function studies({ _id: assignmentId, personId, certificationId }: Assignment, on: string): Promise<void> {
  const about = { assignmentId, personId, certificationId };
  const span = { startsAt: at(`${on}T08:00`), endsAt: at(`${on}T09:00`) };
  const block = aTrainingBlock({ ...about, ...span, nextAt: at(`${on}T07:50`) });
  const fact = { type: 'training-block.planned' as const, ...about, ...span };
  await house.features.trainingTime.store.insert(block, fact, { at: house.clock.now(), by: personId });
  await house.settleDown();
}

describe('13.1 on leave', () => {
  test('13.1 nothing is said; what fell in it comes on the first working day back, with the days that are left then', async () => {
    await asked('2026-11-05');
    await takesLeave(ana, '2026-10-20', '2026-10-30');
    await house.liveUntil(at('11-06T12:00'));
    expect(toldTo('U0ANA')).toEqual([
      '10-01T07:00 First aid is due in 35 days, on Thursday 5 November 2026.',
      '10-06T07:00 First aid is due in 30 days, on Thursday 5 November 2026.',
      '11-02T08:00 First aid is due in 3 days, on Thursday 5 November 2026.',
      '11-04T08:00 First aid is due tomorrow: Thursday 5 November 2026.',
      '11-05T08:00 First aid is due today: Thursday 5 November 2026.',
    ]);
  });

  test('13.1 what is owed already waits too, and whoever is back earlier hears of it at once', async () => {
    await asked('2026-11-05');
    await house.liveUntil(at('10-06T06:00'));
    await takesLeave(ana, '2026-10-06', '2026-10-30');
    await house.liveUntil(at('10-08T10:00'));
    expect(toldTo('U0ANA')).toHaveLength(1);
    const { endLeave } = house.features.people.actions;
    const cause = { at: house.clock.now(), by: ana._id };
    await endLeave(ana._id, date('2026-10-06'), date('2026-10-08'), cause);
    await house.liveUntil(at('10-08T12:00'));
    expect(toldTo('U0ANA').slice(1)).toEqual(['10-08T10:00 First aid is due in 28 days, on Thursday 5 November 2026.']);
  });

  test('13.1 what fell into leave that was not taken after all comes at once, and once', async () => {
    await asked('2026-11-05');
    await imports(`${ana.employeeId},2026-10-05,2026-10-16`);
    await house.liveUntil(at('10-08T10:00'));
    expect(toldTo('U0ANA')).toHaveLength(1);
    for (let n = 0; n < 2; n += 1) await imports(`${ana.employeeId},2026-10-05,`);
    await house.liveUntil(at('10-21T12:00'));
    expect(toldTo('U0ANA').slice(1)).toEqual(['10-08T10:00 First aid is due in 28 days, on Thursday 5 November 2026.']);
  });
});

test('13.2 what falls due in leave is spoken of on the last working day before it, and when they are back', async () => {
  await asked('2026-11-05');
  await takesLeave(ana, '2026-10-26', '2026-11-06');
  await house.liveUntil(at('11-10T12:00'));
  expect(toldTo('U0ANA').slice(2)).toEqual([
    '10-22T07:00 First aid is due in 14 days, on Thursday 5 November 2026.',
    '10-23T07:00 First aid is due in 13 days, on Thursday 5 November 2026.',
    '11-09T08:00 First aid was due on Thursday 5 November 2026, 4 days ago.',
  ]);
});

describe('13.3 study time in leave', () => {
  test('13.3 is cancelled, and its person is told in one message with other times', async () => {
    const assignment = await asked('2026-11-30');
    await studies(assignment, '10-06');
    await takesLeave(ana, '2026-10-05', '2026-10-09');
    expect((await blocksOf(ana)).map(({ state, nextAt }) => [state, nextAt])).toEqual([['dropped', null]]);
    await house.liveUntil(at('10-01T07:05'));
    expect(toldTo('U0ANA').slice(1)).toEqual(['10-01T07:01 Study time in your leave is cancelled.']);
    const words = wordsOf('U0ANA').at(-1)!;
    expect(words).toContain('*First aid*: Tuesday 6 October 2026, 10:00–11:00.');
    expect(words).toContain('Tomorrow, Fri 2 Oct');
    expect(words).toContain('Mon 12 Oct');
    expect(words).not.toContain('6 Oct,');
    await house.liveUntil(at('10-09T20:00'));
    expect(toldTo('U0ANA')).toHaveLength(2);
  });

  test('13.3 that is planned instead is shown in the same message', async () => {
    const assignment = await asked('2026-11-30');
    await studies(assignment, '10-06');
    await takesLeave(ana, '2026-10-05', '2026-10-09');
    await house.liveUntil(at('10-01T07:05'));
    await studies(assignment, '10-13');
    await house.liveUntil(at('10-01T07:15'));
    expect(wordsOf('U0ANA').at(-1)).toContain('Next: Tuesday 13 October 2026, 10:00–11:00.');
    expect(wordsOf('U0ANA').at(-1)).not.toContain(planPressed);
  });

  test('13.3 is not offered, and refused with a sentence to whoever asks for it', async () => {
    const assignment = await asked('2026-11-30');
    await takesLeave(ana, '2026-10-05', '2026-10-09');
    await house.liveUntil(at('10-01T07:05'));
    const before = house.slack.effects().length;
    const [first] = house.slack.messages(house.slack.dmOf('U0ANA')!);
    await house.slack.act.press({
      user: 'U0ANA',
      actionId: planPressed,
      channel: house.slack.dmOf('U0ANA')!,
      ts: String(first?.ts),
      value: writeSeen(assignment._id, assignment.version, '20261006T0800Z'),
    });
    const answer = (await house.slack.waitFor(
      (effect) => effect.n > before && effect.kind === 'message.ephemeral',
    )) as MessageEffect;
    expect(answer.text).toBe(refusals.away);
    expect(await blocksOf(ana)).toEqual([]);
  });
});
