import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nudgingStatus, switchNudging } from '../../src/app/commands/nudging.js';
import { previewCommand } from '../../src/app/commands/preview.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import { anAssignment } from '../builders/assignment.js';
import { aCertification } from '../builders/certification.js';
import { startHouse } from '../harness/house.js';

type House = Awaited<ReturnType<typeof startHouse>>;
let house: House;
let printed: string[];

const owner = 'U0OWNER';
const date = (text: string) => text as CalendarDate;
const out = { print: (line: string) => void printed.push(line), say: () => {} };
const shaft = aCertification({ name: 'Shaft access' });
const everybody = { state: 'on', people: [], teams: [] } as const;

beforeEach(async () => {
  printed = [];
  house = await startHouse({ owners: [owner] });
  await house.certify(shaft);
});
afterEach(() => house.stop());

/** Somebody whose step of 30 days was reached three days before today, as a file would load it. */
async function late(slackId: string, team = 'Field') {
  const person = await house.hire({ slackId, team });
  const dueOn = date('2026-10-28');
  const about = { personId: person._id, certificationId: shaft._id, dueOn, opensOn: date('2026-09-01'), examOn: null };
  const nudge = await house.features.nudges.firstNudge({ ...about, how: 'loaded', now: house.clock.now() });
  await house.features.assignments.store.model.insertMany([
    { ...anAssignment({ ...about, nudge }), pendingFacts: [], appliedFacts: [] },
  ]);
  return person;
}

/** Confirms what the first run asks to have confirmed. */
async function confirmed(wish: Parameters<typeof switchNudging>[1]) {
  await switchNudging(house, wish, [owner], out);
  const confirm = Number(/--confirm (\d+)/.exec(printed.join('\n'))?.[1]);
  return switchNudging(house, { ...wish, confirm }, [owner], out);
}

describe('the switch', () => {
  test('is off as installed: nobody hears anything, whatever is due', async () => {
    const ana = await house.hire({ slackId: 'U0ANA' });
    await house.assign({ personId: ana._id, certificationId: shaft._id, dueOn: date('2026-10-15') });
    await house.liveUntil(new Date('2026-10-20T00:00:00Z'));
    expect(house.told('U0ANA')).toEqual([]);
    await nudgingStatus(house, out);
    expect(printed.join()).toContain('Reminders are off.');
  });

  test('turns only for an owner who has seen the number, and says so', async () => {
    await late('U0ANA');
    expect(await switchNudging(house, everybody, [], out)).toBe(1);
    expect(await switchNudging(house, { ...everybody, by: 'U0BEN' }, [owner], out)).toBe(1);
    expect(await switchNudging(house, { ...everybody, confirm: 77 }, [owner], out)).toBe(1);
    expect((await house.features.nudges.readSwitch()).reach.state).toBe('off');
    expect(printed.join('\n')).toContain('Held back from earlier days: 1 person, of whom 1 a day are told');

    expect(await confirmed(everybody)).toBe(0);
    expect((await house.features.nudges.readSwitch()).reach.state).toBe('on');
  });

  test('on for a pilot reaches only its people and teams; on, everybody, at the pace of the share', async () => {
    const ana = await late('U0ANA');
    for (let n = 0; n < 4; n += 1) await late(`U0REST${n}`, 'Desk');
    expect(await switchNudging(house, { state: 'pilot', people: ['E-nobody'], teams: [] }, [owner], out)).toBe(1);
    expect(await switchNudging(house, { state: 'pilot', people: [], teams: ['Feild'] }, [owner], out)).toBe(1);
    expect(await confirmed({ state: 'pilot', people: [ana.employeeId], teams: [] })).toBe(0);
    await house.liveUntil(new Date('2026-10-06T12:00:00Z'));
    expect(house.slack.effects().filter(({ kind }) => kind === 'message.posted')).toHaveLength(1);
    expect(house.told('U0ANA')).toHaveLength(1);

    printed = [];
    expect(await confirmed({ ...everybody, share: 40 })).toBe(0);
    await house.liveUntil(new Date('2026-10-06T23:00:00Z'));
    await house.liveUntil(new Date('2026-10-07T12:00:00Z')); // the turn of 2 of 5 people, 40 %
    const told = () => [0, 1, 2, 3].filter((n) => house.told(`U0REST${n}`).length > 0).length;
    const afterFirst = told();
    await house.liveUntil(new Date('2026-10-08T12:00:00Z'));
    expect([afterFirst, told()]).toEqual([2, 4]);
  });

  test('off again keeps what was put from being sent', async () => {
    const ana = await house.hire({ slackId: 'U0ANA' });
    await house.switchOn();
    house.setTime(new Date('2026-10-01T20:00:00Z'));
    await house.assign({ personId: ana._id, certificationId: shaft._id, dueOn: date('2026-12-15') });
    await house.settleDown();
    expect(await house.platform.outbox.nextDueAt()).toEqual(new Date('2026-10-02T07:00:00Z'));
    expect(await switchNudging(house, { state: 'off', people: [], teams: [] }, [owner], out)).toBe(0);
    await house.liveUntil(new Date('2026-10-05T00:00:00Z'));
    expect(house.told('U0ANA')).toEqual([]);
  });
});

test('the preview names who would be told what on a day, sends nothing, and is what they hear on that day', async () => {
  const ana = await house.hire({ slackId: 'U0ANA', name: 'Ana Ruiz' });
  const ben = await house.hire({ slackId: 'U0BEN', name: 'Ben Okafor' });
  await house.switchOn();
  await house.assign({ personId: ana._id, certificationId: shaft._id, dueOn: date('2026-11-05') });
  await house.assign({ personId: ben._id, certificationId: shaft._id, dueOn: date('2026-12-24') });
  await house.liveUntil(new Date('2026-10-02T00:00:00Z'));
  const before = house.slack.effects().length;

  await previewCommand(house, date('2026-10-22'), out);
  expect(printed).toEqual([
    `Ana Ruiz (${ana.employeeId}), Thursday 22 October, 09:00 Europe/Madrid`,
    '  Shaft access: due 5 Nov 2026 (due-14)',
    '22 Oct 2026: 1 person would be told of 1 certification.',
  ]);
  expect(house.slack.effects()).toHaveLength(before);

  await house.liveUntil(new Date('2026-10-23T00:00:00Z'));
  const onThatDay = (slackId: string) => house.told(slackId).filter(({ at }) => at.startsWith('2026-10-22'));
  expect([onThatDay('U0ANA').length, onThatDay('U0BEN').length]).toEqual([1, 0]);
});

test('a step and a notice of the same hour are one message, even when delivery is faster than the tick', async () => {
  const heights = aCertification({ name: 'Working at height' });
  await house.certify(heights);
  const ana = await house.hire({ slackId: 'U0ANA' });
  await house.switchOn();
  await house.assign({ personId: ana._id, certificationId: shaft._id, dueOn: date('2026-10-15') });
  await house.liveUntil(new Date('2026-10-07T20:00:00Z'));
  await house.assign({ personId: ana._id, certificationId: heights._id, dueOn: date('2026-12-30') });
  await house.settleDown(); // the notice waits for 09:00 of the 8th, when the step of 7 days falls

  house.setTime(new Date('2026-10-08T07:00:00Z'));
  for (const loop of house.loops) await loop.run();
  await house.liveUntil(new Date('2026-10-08T12:00:00Z'));
  const told = house.told('U0ANA').filter(({ at }) => at.startsWith('2026-10-08'));
  expect(told.map(({ text }) => text)).toEqual([
    '2 certifications are waiting for you, first of all Shaft access, which is due in 7 days, on Thursday 15 October 2026.',
  ]);
});
