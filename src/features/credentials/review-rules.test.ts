import { describe, expect, test } from 'vitest';
import { aCertification } from '../../../test/builders/certification.js';
import { aCredential } from '../../../test/builders/credential.js';
import { aPerson } from '../../../test/builders/person.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { Person } from '../people/index.js';
import type { Check } from './review-rules.js';
import { barredFrom, checksOf, countsUntil, isUrgent, isWarning, lookAlikes, reviewersOf } from './review-rules.js';

const date = (text: string) => text as CalendarDate;
const inSlack = (fields: Partial<Person> = {}) => aPerson({ slackId: 'U0ANY', ...fields });

describe('who reviews', () => {
  const [ana, ben, cleo, dora, olga] = [inSlack(), inSlack(), inSlack(), inSlack(), inSlack()];
  const candidates = { named: [dora], above: [ben, cleo], owners: [olga] };
  const byManager = aCertification();
  const byPeople = aCertification({ reviewer: { by: 'people', personIds: [dora._id] } });
  const barred = (...people: Person[]) => new Set(people.map(({ _id }) => _id));
  const ids = (people: readonly Person[]) => people.map(({ _id }) => _id);

  test('is the nearest manager who can; without any, the owners', () => {
    expect(ids(reviewersOf(byManager, candidates, barred(ana), 'first'))).toEqual([ben._id]);
    expect(ids(reviewersOf(byManager, candidates, barred(ana, ben), 'first'))).toEqual([cleo._id]);
    expect(ids(reviewersOf(byManager, { ...candidates, above: [] }, barred(ana), 'first'))).toEqual([olga._id]);
  });

  test('is nobody who has left, has no Slack, or is barred', () => {
    const above = [inSlack({ state: 'left' }), aPerson(), cleo];
    expect(ids(reviewersOf(byManager, { ...candidates, above }, barred(ana), 'first'))).toEqual([cleo._id]);
    expect(reviewersOf(byManager, { named: [], above: [ben], owners: [] }, barred(ben), 'first')).toEqual([]);
  });

  test('are the named people; then the owners at first, or one level up once one of two has agreed', () => {
    expect(ids(reviewersOf(byPeople, candidates, barred(ana), 'first'))).toEqual([dora._id]);
    expect(ids(reviewersOf(byPeople, candidates, barred(dora), 'first'))).toEqual([olga._id]);
    expect(ids(reviewersOf(byPeople, candidates, barred(dora), 'second'))).toEqual([ben._id]);
  });

  test('are never the person, who handed it in for them, nor who has agreed already', () => {
    const handedIn = { by: ben._id, on: date('2026-10-01'), at: new Date('2026-10-01T09:00:00Z') };
    const approvals = [{ by: cleo._id, at: new Date('2026-10-01T09:00:00Z') }];
    expect(barredFrom({ personId: ana._id, handedIn, approvals })).toEqual(barred(ana, ben, cleo));
  });
});

test.each([
  ['due in two days', {}, { dueOn: date('2026-10-03') }, true],
  ['due in three days', {}, { dueOn: date('2026-10-04') }, false],
  ['overdue', {}, { dueOn: date('2026-09-01') }, true],
  ['optional and overdue', { need: 'optional' as const }, { dueOn: date('2026-09-01') }, false],
  ['asked for by nobody', {}, {}, false],
  ['needed for work and not held', { mayNotWorkWithout: true }, {}, true],
  ['needed for work and held for long', { mayNotWorkWithout: true }, { countsUntil: date('2026-12-01') }, false],
  ['needed for work and held for ever', { mayNotWorkWithout: true }, { countsUntil: null }, false],
  ['needed for work until tomorrow', { mayNotWorkWithout: true }, { countsUntil: date('2026-10-02') }, true],
])('urgent or not: what is %s', (_, certification, about, urgent) => {
  const given = { dueOn: null, countsUntil: undefined, today: date('2026-10-01'), ...about };
  expect(isUrgent(aCertification(certification), given)).toBe(urgent);
});

test('what is held counts until the last of its days, grace included', () => {
  expect(countsUntil([], 3)).toBeUndefined();
  expect(countsUntil([{ expiresOn: date('2026-10-01') }, { expiresOn: date('2026-11-01') }], 3)).toBe('2026-11-04');
  expect(countsUntil([{ expiresOn: null }, { expiresOn: date('2026-11-01') }], 3)).toBeNull();
});

describe('checks', () => {
  const ana = aPerson();
  const handedIn = { by: ana._id, on: date('2026-10-01'), at: new Date('2026-10-01T09:00:00Z') };
  const found = (
    fields: Parameters<typeof aCredential>[0],
    number: 'used' | 'unused' = 'unused',
    validMonths: number | null = 36,
  ) => {
    const base = { personId: ana._id, handedIn, earnedOn: date('2026-09-28'), expiresOn: null, number: 'A' };
    const checks = checksOf(
      aCredential({ ...base, ...fields }),
      { validMonths },
      { today: date('2026-10-01'), number },
    );
    return checks.map((check) => check.found);
  };

  test('of what looks right warn of nothing', () => {
    expect(found({})).toEqual(['own-account', 'in-the-past', 'plausible', 'unused']);
    const all = checksOf(
      aCredential({ ...{ personId: ana._id, handedIn }, number: 'A' }),
      { validMonths: 36 },
      {
        today: date('2026-10-01'),
        number: 'unused',
      },
    );
    expect(all.filter(isWarning)).toEqual([]);
  });

  test.each<[string, Parameters<typeof aCredential>[0], number | null, Check['found']]>([
    ['handed in by somebody else', { handedIn: { ...handedIn, by: aPerson()._id } }, 36, 'handed-in-for'],
    ['earned tomorrow', { earnedOn: date('2026-10-02') }, 36, 'in-the-future'],
    ['a month longer than usual', { expiresOn: date('2029-10-28') }, 36, 'plausible'],
    ['two months longer than usual', { expiresOn: date('2029-11-28') }, 36, 'longer'],
    ['a year shorter than usual', { expiresOn: date('2028-09-28') }, 36, 'shorter'],
    ['over already', { expiresOn: date('2026-09-30') }, 36, 'over'],
    ['over as the catalogue has it', { earnedOn: date('2020-01-01') }, 36, 'over'],
    ['dated, though it never expires', { expiresOn: date('2028-09-28') }, null, 'plausible'],
    ['without number, link or file', { number: '' }, 36, 'nothing-to-look-at'],
  ])('see what is %s', (_, fields, validMonths, expected) => {
    expect(found(fields, 'unused', validMonths)).toContain(expected);
  });

  test('see a number that somebody else has', () => {
    expect(found({}, 'used')).toContain('used');
  });
});

test('it may be the same as one earned within 14 days, the nearest first; not as itself or a revoked one', () => {
  const own = aCredential({ earnedOn: date('2026-09-28'), state: 'submitted' });
  const others = [
    aCredential({ earnedOn: date('2026-09-14') }),
    aCredential({ earnedOn: date('2026-10-01'), state: 'superseded' }),
    aCredential({ earnedOn: date('2026-09-13') }),
    aCredential({ earnedOn: date('2026-09-28'), state: 'revoked' }),
    own,
  ];
  expect(lookAlikes(own, others)).toEqual([others[1], others[0]]);
});
