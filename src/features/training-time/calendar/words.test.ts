import { expect, test } from 'vitest';
import { aStudyPlan } from '../../../../test/builders/study-plan.js';
import type { Zone } from '../../../shared/dates.js';
import type { Exception } from './series.js';
import { mailWords } from './words.js';

const { series } = aStudyPlan();
const zone = 'Europe/Madrid' as Zone;
const exceptions: readonly Exception[] = [
  {
    was: new Date('2026-12-18T09:00:00Z'),
    now: { startsAt: new Date('2026-12-17T14:00:00Z'), endsAt: new Date('2026-12-17T16:00:00Z') },
  },
  { was: new Date('2026-12-25T09:00:00Z'), now: 'out' },
  { was: new Date('2027-01-01T09:00:00Z'), now: 'out' },
];
const weekly = { name: 'First aid', when: { series, exceptions }, zone, link: undefined };
const fridays = 'Fridays, 10:00–12:00, from 4 Dec 2026 until 29 Jan 2027';

test('weekly study time is said in one sentence, with what is left out and where a time has gone', () => {
  const { subject, text } = mailWords('REQUEST', weekly);
  expect(subject).toBe(`Study time: First aid, ${fridays}`);
  expect(text.split('\n').slice(0, 3)).toEqual([
    `${fridays}; not on 25 Dec 2026 and 1 Jan 2027 (Europe/Madrid)`,
    'Instead of 18 Dec 2026: Thursday 17 December 2026, 15:00–17:00',
    '',
  ]);
});

test('weekly study time that ended or is taken out says so first, and does not list its days', () => {
  const ended = mailWords('ended', weekly);
  expect(ended.subject).toBe(`Ended: study time for First aid, ${fridays}`);
  expect(ended.text).toBe(
    `${fridays} (Europe/Madrid)\n\nWhat was still to come goes out of your calendar: it is not planned any more. What is over stays.\n`,
  );
  expect(mailWords('CANCEL', weekly).subject).toBe(`Cancelled: study time for First aid, ${fridays}`);
});
