import { describe, expect, test } from 'vitest';
import { aPerson } from '../../test/builders/person.js';
import type { Zone } from './dates.js';
import { isAsSeen, nextStage, timeWords } from './review.js';

const inSlack = () => aPerson({ slackId: 'U0ANY' });
type Person = ReturnType<typeof inSlack>;

describe('the next stage', () => {
  const [ben, cleo, dora, olga] = [inSlack(), inSlack(), inSlack(), inSlack()];
  const turns = { reviewers: [ben], delegates: [dora], above: [ben, cleo], owners: [olga] };
  const asked = (...people: Person[]) => people.map(({ _id }) => ({ to: _id, reason: 'asked' as const, row: 'row' }));
  const next = (stage: Parameters<typeof nextStage>[0]['stage'], people: Person[], given = turns) => {
    const found = nextStage({ stage, asks: asked(...people) }, given);
    return found && [found.stage, ...found.people.map(({ _id }) => _id)];
  };

  test('goes from the reviewer to their delegate, one level up and the owner, and then rests', () => {
    expect(next('asked', [ben])).toEqual(['reminded', ben._id]);
    expect(next('reminded', [ben])).toEqual(['delegate', dora._id]);
    expect(next('delegate', [ben, dora])).toEqual(['level-up', cleo._id]);
    expect(next('level-up', [ben, dora, cleo])).toEqual(['owner', olga._id]);
    expect(next('owner', [ben, dora, cleo, olga])).toBeUndefined();
  });

  test('passes over a stage that would ask nobody new', () => {
    expect(next('reminded', [ben, dora], { ...turns, above: [ben] })).toEqual(['owner', olga._id]);
    expect(next('reminded', [ben, dora, olga], { ...turns, above: [ben] })).toBeUndefined();
  });

  test('begins anew with whoever reviews now instead', () => {
    expect(next('level-up', [ben, cleo], { ...turns, reviewers: [dora] })).toEqual(['asked', dora._id]);
  });
});

test('what is decided on is as seen while nothing has happened since but that others agreed', () => {
  const approval = { by: aPerson()._id, at: new Date('2026-10-01T09:00:00Z') };
  expect(isAsSeen({ version: 3, approvals: [] }, 3)).toBe(true);
  expect(isAsSeen({ version: 4, approvals: [approval] }, 3)).toBe(true);
  expect(isAsSeen({ version: 4, approvals: [] }, 3)).toBe(false);
  expect(isAsSeen({ version: 5, approvals: [approval] }, 3)).toBe(false);
});

test('times are told as the reader’s own clock shows them, with the day when it is another', () => {
  const instant = new Date('2026-10-01T22:30:00Z');
  expect(timeWords(instant, 'Europe/Madrid' as Zone, new Date('2026-10-02T09:00:00Z'))).toBe('at 00:30');
  expect(timeWords(instant, 'America/New_York' as Zone, new Date('2026-10-02T09:00:00Z'))).toBe(
    'on Thursday 1 October, 18:30',
  );
});
