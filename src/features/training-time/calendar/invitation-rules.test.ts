import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aTrainingBlock } from '../../../../test/builders/training-block.js';
import { addMinutes } from '../../../shared/dates.js';
import { factOf } from '../training-block.js';
import { after, movesCalendars, movesPlan } from './invitation-rules.js';

const now = new Date('2026-12-01T09:00:00Z');

test('what is sent or refused is not tried again', () => {
  expect(after({ tries: 3 }, { kind: 'sent' }, now)).toEqual({ state: 'told', nextAt: null, tries: 0, why: null });
  expect(after({ tries: 3 }, { kind: 'refused', why: '550' }, now)).toMatchObject({ state: 'refused', nextAt: null });
});

test('what could not be sent is tried again in a minute, then after pauses that double, at last every six hours', () => {
  const pauses = [0, 1, 2, 7, 8, 9, 5_000].map((tries) => {
    const { nextAt } = after({ tries }, { kind: 'later', why: '452' }, now);
    return (nextAt!.getTime() - now.getTime()) / 60_000;
  });
  expect(pauses).toEqual([1, 2, 4, 128, 256, 360, 360]);
});

test('it is always tried again, and counted', () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom('later', 'unreachable'), fc.string(), (tries, kind, why) => {
      const next = after({ tries }, { kind: kind as 'later', why }, now);
      expect(next).toMatchObject({ state: 'owed', tries: tries + 1 });
      expect(next.nextAt! > now && next.nextAt! <= addMinutes(now, 360)).toBe(true);
      expect(next.why!.length).toBeLessThanOrEqual(40);
    }),
  );
});

test('calendars follow whoever leaves, comes back or has another address, and no other change of the people file', () => {
  const fact = (type: `person.${string}`, fields?: string[]) =>
    movesCalendars({ id: 'per_1:1', about: 'per_1', by: 'test', at: now, type, ...(fields && { fields }) });
  expect([fact('person.left'), fact('person.returned'), fact('person.changed', ['role', 'email'])]).not.toContain(
    false,
  );
  expect(fact('person.changed', ['role', 'zone'])).toBe(false);
});

test('the calendar of a plan follows each time that a person moves or drops, and not what becomes of all at once', () => {
  const { personId, assignmentId, certificationId, startsAt, endsAt } = aTrainingBlock();
  const about = { personId, assignmentId, certificationId };
  const span = { startsAt, endsAt };
  expect(movesPlan(factOf(about, 'training-block.moved', { ...span, from: now }))).toBe(true);
  for (const why of ['by-person', 'leave'] as const)
    expect(movesPlan(factOf(about, 'training-block.dropped', { why }))).toBe(true);
  expect(movesPlan(factOf(about, 'training-block.planned', span))).toBe(false);
  for (const why of ['plan-ended', 'assignment-closed'] as const)
    expect(movesPlan(factOf(about, 'training-block.dropped', { why }))).toBe(false);
});
