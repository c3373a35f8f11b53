import { afterEach, beforeEach, expect, test } from 'vitest';
import { handInForPressed } from '../../src/features/credentials/parts.js';
import type { Person } from '../../src/features/people/index.js';
import { bornSilently } from '../../src/platform/database/facts.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import { anAssignment } from '../builders/assignment.js';
import { aCertification } from '../builders/certification.js';
import { aPerson } from '../builders/person.js';
import { startHouse } from '../harness/house.js';

/* Thursday 1 October 2026, 09:00 in Madrid, where everybody works from 09:00 to 17:00; Monday is the 5th. */

let house: Awaited<ReturnType<typeof startHouse>>;
beforeEach(async () => {
  house = await startHouse();
  await house.certify(forklift, firstAid);
});
afterEach(() => house.stop());

const date = (text: string) => text as CalendarDate;
const forklift = aCertification({ name: 'Forklift', mayNotWorkWithout: true });
const firstAid = aCertification({ name: 'First aid' });

/** Somebody without Slack, who is asked for something silently, as a file would load it. */
async function withoutSlack(name: string, managerId: Person['_id'] | null, ...asked: [typeof forklift, string][]) {
  const person = aPerson({ name, managerId });
  await house.features.people.store.model.insertMany([{ ...person, ...bornSilently }]);
  await house.features.assignments.store.model.insertMany(
    asked.map(([{ _id }, dueOn]) => ({
      ...anAssignment({ personId: person._id, certificationId: _id, dueOn: date(dueOn) }),
      ...bornSilently,
    })),
  );
  return person;
}

const lists = (slackId: string) => house.told(slackId).filter(({ text }) => text.includes('without Slack'));

function lastMessage(slackId: string) {
  const channel = house.slack.dmOf(slackId)!;
  const message = house.slack.messages(channel).at(-1)!;
  return { channel, ts: String(message.ts), words: JSON.stringify(message.blocks) };
}

test('7.1 a manager gets their people without Slack listed once a week, on their first working day, worst first', async () => {
  await house.switchOn();
  const wanda = await house.hire({ slackId: 'U0WANDA' });
  await withoutSlack('Tyrone Boxwell', wanda._id, [forklift, '2026-11-24'], [firstAid, '2027-06-01']);
  await withoutSlack('Uma Shelfbridge', wanda._id, [forklift, '2026-09-14']);
  await withoutSlack('Nothing Due', wanda._id);
  await house.liveUntil(new Date('2026-10-05T06:59:00Z'));
  expect(lists('U0WANDA')).toEqual([]);
  await house.liveUntil(new Date('2026-10-05T08:00:00Z'));
  expect(lists('U0WANDA').map(({ at }) => at.slice(0, 16))).toEqual(['2026-10-05T07:00']);
  const { words } = lastMessage('U0WANDA');
  expect(words).toContain('Please pass this on: 2 people without Slack');
  expect(words).toContain('*Uma Shelfbridge*: Forklift\\nMay not do the work that needs it, since Monday 14 September');
  expect(words).toContain('*Tyrone Boxwell*: Forklift\\nIs due in 50 days, on Tuesday 24 November 2026.');
  expect(words.indexOf('Uma')).toBeLessThan(words.indexOf('Tyrone'));
  expect(words).not.toContain('First aid');
  expect(words).toContain(handInForPressed);

  await house.liveUntil(new Date('2026-10-13T00:00:00Z'));
  expect(lists('U0WANDA').map(({ at }) => at.slice(0, 16))).toEqual(['2026-10-05T07:00', '2026-10-12T07:00']);
}, 60_000);

test('7.1 whose manager has no Slack either is listed to the nearest above who has, else to the owners', async () => {
  await house.switchOn();
  await house.hire({ slackId: 'U0OWNER' });
  const ramon = await house.hire({ slackId: 'U0RAMON' });
  const paco = await withoutSlack('Paco Carretilla', ramon._id);
  await withoutSlack('Sara Estantera', paco._id, [forklift, '2026-10-23']);
  await withoutSlack('Walt Alone', null, [firstAid, '2026-10-20']);
  await house.liveUntil(new Date('2026-10-05T08:00:00Z'));
  expect(lists('U0RAMON')).toHaveLength(1);
  expect(lastMessage('U0RAMON').words).toContain('Sara Estantera');
  expect(lastMessage('U0RAMON').words).not.toContain('Walt');
  expect(lists('U0OWNER')).toHaveLength(1);
  expect(lastMessage('U0OWNER').words).toContain('Walt Alone');
  expect(lastMessage('U0OWNER').words).not.toContain('Sara');
}, 60_000);

test('7.1 nobody is told while reminders are off, and in a pilot only its managers are', async () => {
  const wanda = await house.hire({ slackId: 'U0WANDA' });
  const paco = await house.hire({ slackId: 'U0PACO' });
  await withoutSlack('Tyrone Boxwell', wanda._id, [forklift, '2026-10-24']);
  await withoutSlack('Sara Estantera', paco._id, [forklift, '2026-10-24']);
  await house.liveUntil(new Date('2026-10-06T00:00:00Z'));
  await house.features.nudges.switchTo({ state: 'pilot', personIds: [paco._id], teams: [] }, 10, 'U0OWNER');
  await house.liveUntil(new Date('2026-10-13T00:00:00Z'));
  expect(house.told('U0WANDA')).toEqual([]);
  expect(lists('U0PACO').map(({ at }) => at.slice(0, 10))).toEqual(['2026-10-12']);
}, 60_000);

test('7.1 who has only what is far off or in order is not listed, and no empty message is sent', async () => {
  await house.switchOn();
  const wanda = await house.hire({ slackId: 'U0WANDA' });
  await withoutSlack('Tyrone Boxwell', wanda._id, [forklift, '2027-06-01']);
  await house.liveUntil(new Date('2026-10-06T00:00:00Z'));
  expect(house.told('U0WANDA')).toEqual([]);
}, 60_000);

test('7.1 two processes at once list them once', async () => {
  await house.switchOn();
  const wanda = await house.hire({ slackId: 'U0WANDA' });
  await withoutSlack('Tyrone Boxwell', wanda._id, [forklift, '2026-10-24']);
  const other = await house.startProcess();
  house.setTime(new Date('2026-10-05T07:00:00Z'));
  await Promise.all([house.settleDown(), other.settleDown()]);
  await house.liveUntil(new Date('2026-10-06T00:00:00Z'));
  expect(lists('U0WANDA')).toHaveLength(1);
}, 60_000);

test('7.1 the list shows what was settled since', async () => {
  await house.switchOn();
  const wanda = await house.hire({ slackId: 'U0WANDA' });
  const tyrone = await withoutSlack('Tyrone Boxwell', wanda._id, [forklift, '2026-10-24'], [firstAid, '2026-10-30']);
  await house.liveUntil(new Date('2026-10-05T08:00:00Z'));
  const assignment = await house.features.assignments.store.unfinishedOf(tyrone._id, forklift._id);
  const about = { personId: tyrone._id, certificationId: forklift._id };
  const fact = { type: 'assignment.closed', ...about, closing: 'waived' } as const;
  const cause = { at: house.clock.now(), by: wanda._id };
  await house.features.assignments.store.change(assignment!, { state: 'closed', closing: 'waived' }, fact, cause);
  await house.settleDown();
  const { words } = lastMessage('U0WANDA');
  expect(words).not.toContain('Forklift');
  expect(words).toContain('First aid');
  expect(words).toContain('One is done, or waiting for a decision.');
}, 60_000);
