import { describe, expect, test } from 'vitest';
import { subjectOf } from '../../src/features/nudges/actions/subject.js';
import { planDue } from '../../src/features/nudges/rules.js';
import { currentOrNextHalfDay, currentOrNextShift, workingDaysOf } from '../../src/features/people/index.js';
import { wordDue } from '../../src/features/training-time/rules.js';
import { dateIn } from '../../src/shared/dates.js';
import { duesOf, makeCompany, planReminders } from './company.js';
import { planEarned, twoApproversAbove } from './earners.js';
import { randomOf } from './random.js';
import { planSittings, wordsOf } from './students.js';

const hours = Array.from({ length: 24 }, (_, hour) => new Date(Date.UTC(2026, 11, 25, hour, 59)));
const fire = (now: Date) => ({ fromMs: now.getTime(), untilMs: now.getTime() + 60_000, random: randomOf(1, 'test') });

describe('the company of a run', () => {
  test.each(hours)('that begins at %s is at work, and its half-day does not end for an hour', (now) => {
    const { owner } = makeCompany({ messages: 5, free: 0 }, now);
    const inAnHour = new Date(now.getTime() + 3_600_000);
    expect(currentOrNextShift(owner, now).start).toEqual(now);
    expect(currentOrNextHalfDay(owner, inAnHour)).toMatchObject({
      date: currentOrNextHalfDay(owner, now).date,
      half: currentOrNextHalfDay(owner, now).half,
    });
  });

  test('is owed each reminder, with a reason, at the very instant that was planned, and not before', () => {
    const now = hours[7]!;
    const company = makeCompany({ messages: 200, free: 10 }, now);
    for (const { person, assignment, certification, dueMs } of planReminders(company, fire(now))) {
      const at = new Date(dueMs);
      expect(assignment.nudge).toMatchObject({ nextAt: at, owed: null });
      const subject = subjectOf(assignment, certification, workingDaysOf(person, at));
      const plan = planDue({ ...subject, now: at, nextAt: at, notice: 'said' });
      expect(plan.owed?.since).toBe(dateIn(at, person.zone));
      // Nothing more falls due on that day.
      expect(plan.nextAt!.getTime()).toBeGreaterThan(currentOrNextShift(person, at).end.getTime() - 1);
    }
  });

  test('has one instant a person, different certifications, and until midnight to be told', () => {
    const now = hours[3]!;
    const dues = duesOf(planReminders(makeCompany({ messages: 300, free: 0 }, now), fire(now)));
    const byPerson = grouped(dues);
    expect(byPerson.size).toBe(300);
    expect(dues.length).toBeGreaterThan(310);
    for (const own of byPerson.values()) {
      expect(new Set(own.map(({ dueMs }) => dueMs)).size).toBe(1);
      expect(new Set(own.map(({ certification }) => certification)).size).toBe(own.length);
    }
    for (const { dueMs, untilMs } of dues) expect(untilMs - dueMs).toBeGreaterThan(11 * 3_600_000);
  });
});

describe('those who study and those who have earned something', () => {
  const now = hours[9]!;
  const company = makeCompany({ messages: 100, free: 5, students: 18, earners: 18 }, now);
  const soon = { fromMs: now.getTime(), untilMs: now.getTime() + 8_000 };

  test('are people of their own, of whom no reminder is due', () => {
    const reminded = new Set(company.reminded.map(({ _id }) => _id));
    for (const { _id } of [...company.students, ...company.earners]) expect(reminded).not.toContain(_id);
    for (const { assignment } of planSittings(company, soon)) expect(assignment.nudge.nextAt).toBeNull();
  });

  test('are spoken to of their study time at the instant that was planned, and of nothing that has begun by then', () => {
    const sittings = planSittings(company, soon);
    const words = wordsOf(sittings);
    expect(new Set(sittings.map(({ does }) => does)).size).toBe(6);
    for (const { block, saysMs, topic } of sittings) {
      const isPromised = words.some(({ blockId }) => blockId === block._id);
      expect(block.nextAt).toEqual(new Date(saysMs));
      if (isPromised) expect(`training-time.${wordDue(block, new Date(saysMs))}`).toBe(topic);
    }
    expect(words).toHaveLength(15);
  });

  test('are approved by one or by two, declined, and more than the budget has money for', () => {
    const earned = planEarned(company, soon);
    expect(new Set(earned.map(({ does }) => does))).toEqual(new Set(['approve', 'decline', 'approve-twice']));
    expect(earned.some(({ grant }) => grant.charge!.amount > twoApproversAbove.minor)).toBe(true);
    for (const { grant, person, stage } of earned) {
      expect(grant.state).toBe(stage === 'asked' ? 'reserved' : 'requested');
      if (stage === 'asked') expect(grant.review?.asks).toEqual([{ to: person.managerId, reason: 'asked', row: null }]);
    }
  });
});

function grouped<Of extends { slackId: string }>(dues: readonly Of[]): Map<string, Of[]> {
  const groups = new Map<string, Of[]>();
  for (const due of dues) groups.set(due.slackId, [...(groups.get(due.slackId) ?? []), due]);
  return groups;
}
