import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PersonId } from '../../shared/ids.js';
import type { Ended } from './hours.js';
import { hoursOf, teamHours, teamsWithoutTime } from './hours.js';
import type { LostTo } from './training-block.js';
import { lostTo } from './training-block.js';

const [ana, ben, cleo, dora, lead, boss] = ['per_a', 'per_b', 'per_c', 'per_d', 'per_l', 'per_m'] as PersonId[] as [
  PersonId,
  PersonId,
  PersonId,
  PersonId,
  PersonId,
  PersonId,
];

const went = (personId: PersonId, state: Ended['state'], hours: number, to: LostTo | null = null): Ended => ({
  personId,
  state,
  lostTo: to,
  minutes: hours * 60,
  movedMinutes: 0,
});

const ended: fc.Arbitrary<Ended> = fc
  .record({
    personId: fc.constantFrom(ana, ben, cleo, dora),
    state: fc.constantFrom('planned', 'kept', 'partly', 'lost'),
    to: fc.constantFrom(...lostTo),
    minutes: fc.integer({ min: 15, max: 3_000 }),
    isMoved: fc.boolean(),
  })
  .map(({ to, isMoved, ...one }) => ({
    ...one,
    lostTo: one.state === 'lost' ? to : null,
    movedMinutes: isMoved ? one.minutes : 0,
  }));

describe('hours', () => {
  test('are promised, and kept, kept in part (half), lost or unanswered', () => {
    const week = [
      went(ana, 'kept', 2),
      went(ben, 'partly', 2),
      went(ana, 'lost', 1, 'meeting'),
      went(ben, 'lost', 2, 'meeting'),
      went(cleo, 'lost', 1, 'customer'),
      went(cleo, 'planned', 1),
    ];
    expect(hoursOf(week)).toEqual({
      people: 3,
      promised: 9 * 60,
      kept: 3 * 60,
      moved: 0,
      unanswered: 60,
      lost: 4 * 60,
      lostTo: [
        { to: 'meeting', minutes: 180 },
        { to: 'customer', minutes: 60 },
      ],
    });
  });

  test('never come to more than was promised, and reasons to all that was lost', () => {
    fc.assert(
      fc.property(fc.array(ended), (all) => {
        const { promised, kept, moved, unanswered, lost, lostTo: reasons } = hoursOf(all);
        const losers = new Set(all.filter(({ state }) => state === 'lost').map(({ personId }) => personId)).size;
        expect(kept + unanswered + lost).toBeLessThanOrEqual(promised);
        expect(moved).toBeLessThanOrEqual(promised);
        const told = reasons.reduce((sum, { minutes }) => sum + minutes, 0);
        expect(told).toBe(losers < 3 ? 0 : lost);
      }),
    );
  });
});

describe('what a manager is told', () => {
  test('is the sum and each person’s hours, but never what one of them lost them to', () => {
    const hours = teamHours([went(ana, 'kept', 2), went(ben, 'lost', 2, 'overload')], 'per-person');
    const two = [went(ana, 'lost', 1, 'meeting'), went(ben, 'lost', 1, 'meeting'), went(cleo, 'kept', 1)];
    expect(hoursOf(two).lostTo).toEqual([]);
    expect(hours).toMatchObject({ promised: 240, kept: 120, lost: 120, lostTo: [] });
    expect(hours?.each).toEqual([
      { personId: ana, promised: 120, kept: 120 },
      { personId: ben, promised: 120, kept: 0 },
    ]);
  });

  test('is only the sum of three people and more where single people are not told of', () => {
    const three = [went(ana, 'kept', 2), went(ben, 'lost', 2, 'overload'), went(cleo, 'kept', 2)];
    expect(teamHours(three, 'team-only')).toMatchObject({ promised: 360, kept: 240, each: [] });
    expect(teamHours(three.slice(0, 2), 'team-only')).toBeUndefined();
  });

  test('is nothing when there was no study time', () => {
    expect(teamHours([], 'per-person')).toBeUndefined();
  });

  test('adds up to the sum', () => {
    fc.assert(
      fc.property(fc.array(ended, { minLength: 1 }), (all) => {
        const hours = teamHours(all, 'per-person')!;
        expect(hours.each.reduce((sum, { promised }) => sum + promised, 0)).toBe(hours.promised);
        expect(hours.each.reduce((sum, { kept }) => sum + kept, 0)).toBe(hours.kept);
      }),
    );
  });
});

describe('teams without time', () => {
  const managerOf = new Map<PersonId, PersonId | null>([
    [ana, lead],
    [ben, lead],
    [cleo, lead],
    [dora, boss],
  ]);
  const team = (kept: number, lost: number) => [
    went(ana, 'kept', kept),
    went(ben, 'lost', lost, 'meeting'),
    went(cleo, 'planned', 1),
  ];

  test('kept less than half of at least five hours; who has no manager is in none', () => {
    const all = [...team(2, 4), went('per_x' as PersonId, 'lost', 9, 'other')];
    expect(teamsWithoutTime(all, managerOf)).toEqual([{ managerId: lead, promised: 420, kept: 120 }]);
  });

  test('are not those with half of it, or less than five hours', () => {
    expect(teamsWithoutTime(team(3, 2), managerOf)).toEqual([]);
    expect(teamsWithoutTime(team(1, 2), managerOf)).toEqual([]);
  });

  test('are not those of one or two people, as that would tell of single ones', () => {
    expect(teamsWithoutTime([went(dora, 'lost', 9, 'meeting')], managerOf)).toEqual([]);
  });
});
