import { describe, expect, test } from 'vitest';
import type { CalendarDate } from '../../shared/dates.js';
import type { AssignmentId } from '../../shared/ids.js';
import type { HttpUrl } from '../../shared/links.js';
import type { ReminderItem } from './messages.js';
import { reminder } from './messages.js';

const item = (fields: Partial<ReminderItem>): ReminderItem => ({
  seen: { id: 'asg_12345678' as AssignmentId, version: 1 },
  name: 'First aid',
  need: 'required',
  isRenewal: false,
  isNew: false,
  askedBy: undefined,
  because: '',
  dueOn: '2026-12-18' as CalendarDate,
  daysLeft: 30,
  mayNotWorkWithout: false,
  graceDays: 0,
  role: 'Technician',
  why: 'someone has to know what to do.',
  studyHours: 8,
  studyLink: 'https://example.com/first-aid' as HttpUrl,
  standing: 'open',
  opensOn: '2026-10-01' as CalendarDate,
  handedInOn: null,
  closingWhy: '',
  exam: null,
  snoozedUntil: null,
  snoozes: [],
  controls: [],
  gains: [],
  lines: [],
  ...fields,
});
const saying = (...items: ReminderItem[]) =>
  JSON.stringify(reminder({ items, alsoOpen: 0, reminders: 'as-planned' }).blocks);

describe('a reminder of several certifications', () => {
  const kubernetes = item({
    name: 'Kubernetes',
    need: 'optional',
    isNew: true,
    askedBy: 'Denise Ortiz',
    because: 'the cluster grows',
    why: 'you will find the failing pod.',
    daysLeft: 10,
  });

  test('says why of the first alone, and of the others who asks and because', () => {
    const words = saying(item({}), kubernetes);
    expect(words.split('Why it matters for you')).toHaveLength(2);
    expect(words.split('Study material')).toHaveLength(2);
    expect(words).toContain('someone has to know what to do.');
    expect(words).toContain('Denise Ortiz asks you to earn *Kubernetes*');
    expect(words).toContain('Because: the cluster grows');
  });

  test('names the order it is in, which is not that of the dates when some are optional', () => {
    expect(saying(item({}), item({ name: 'Fire warden' }))).toContain('The most urgent comes first.');
    expect(saying(item({}), kubernetes)).toContain('What is required comes first.');
  });
});

test('what is optional is called so', () => {
  expect(saying(item({ name: 'Kubernetes', need: 'optional' }))).toContain('*Kubernetes* (optional) is due in 30 days');
  expect(saying(item({}))).toContain('*First aid* is due in 30 days');
});

test('what it brings is said of each, also where the reasons are left out', () => {
  const kubernetes = item({ name: 'Kubernetes', gains: ['When you pass: €500 once, with your pay.'] });
  const firstAid = item({ gains: ['When you pass: half a day off.'] });
  const words = saying(firstAid, kubernetes);
  expect(words).toContain('When you pass: half a day off.');
  expect(words).toContain('When you pass: €500 once, with your pay.');
});
