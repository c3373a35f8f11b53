import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aRewardRule, aSkillValue, euros } from '../../../test/builders/reward.js';
import type { CalendarDate } from '../../shared/dates.js';
import { addDays } from '../../shared/dates.js';
import type { CertificationId } from '../../shared/ids.js';
import type { Currency } from '../../shared/money.js';
import type { Reward, Terms } from './reward.js';
import { costOfYear, rewardFor, tooMuch } from './rules.js';

const date = (text: string) => text as CalendarDate;
const certificationId = 'CERT-1' as CertificationId;
const asked = { certificationId, grade: 'G4', occasion: 'first', on: date('2026-10-01') } as const;
const points = (count: number): Terms => ({ kind: 'points', points: count });
const raise = (minor: number): Terms => ({ kind: 'raise', baseMonthly: euros(minor), lasts: 'permanent' });
const percentage = (baseBasisPoints: number, reference: number): Terms => ({
  kind: 'percentage-raise',
  baseBasisPoints,
  referenceMonthly: euros(reference),
  lasts: 'while-held',
});

describe('which row holds', () => {
  test('the one of their grade, or else the one for every grade', () => {
    const rules = [aRewardRule({ terms: points(1) }), aRewardRule({ grade: 'G4', terms: points(4) })];
    expect(rewardFor({ rules, skillValues: [] }, asked)?.reward).toEqual(points(4));
    expect(rewardFor({ rules, skillValues: [] }, { ...asked, grade: 'G5' })?.reward).toEqual(points(1));
    expect(rewardFor({ rules, skillValues: [] }, { ...asked, grade: '' })?.reward).toEqual(points(1));
  });

  test('for a grade that gets nothing, the row for every grade does not step in', () => {
    const rules = [aRewardRule(), aRewardRule({ grade: 'G4', terms: { kind: 'none' } })];
    expect(rewardFor({ rules, skillValues: [] }, asked)).toBeUndefined();
  });

  test('the last one that has begun, from the very day it names', () => {
    const rules = [
      aRewardRule({ from: date('2026-01-01'), terms: points(100) }),
      aRewardRule({ from: date('2026-10-01'), terms: points(200) }),
      aRewardRule({ from: date('2026-10-02'), terms: points(300) }),
    ];
    const on = (day: string) => rewardFor({ rules, skillValues: [] }, { ...asked, on: date(day) })?.reward;
    expect([on('2025-12-31'), on('2026-09-30'), on('2026-10-01'), on('2026-10-02')]).toEqual([
      undefined,
      points(100),
      points(200),
      points(300),
    ]);
  });

  test('only one of that certification and that occasion', () => {
    const rules = [aRewardRule({ occasion: 'renewal' }), aRewardRule({ certificationId: 'CERT-2' as CertificationId })];
    expect(rewardFor({ rules, skillValues: [] }, asked)).toBeUndefined();
    expect(rewardFor({ rules, skillValues: [] }, { ...asked, occasion: 'renewal' })?.foundBy).toEqual({
      rule: rules[0]?._id,
      skillValue: null,
    });
  });

  test('a row that begins later, and rows about other certifications, change nothing', () => {
    const later = fc.integer({ min: 1, max: 3_000 }).map((days) => addDays(asked.on, days));
    const row = fc.record({ from: later, grade: fc.constantFrom('*', 'G4'), terms: fc.constant(points(9)) });
    fc.assert(
      fc.property(fc.array(row), fc.array(later), (more, values) => {
        const rules = [aRewardRule({ terms: raise(6_000) })];
        const skillValues = [aSkillValue({ valueHundredths: 150 })];
        const grown = {
          rules: [...more.map((fields) => aRewardRule(fields)), ...rules],
          skillValues: [...values.map((from) => aSkillValue({ from, demandHundredths: 300 })), ...skillValues],
        };
        expect(rewardFor(grown, asked)).toEqual(rewardFor({ rules, skillValues }, asked));
      }),
    );
  });
});

describe('a raise', () => {
  const sized = (terms: Terms, valueHundredths: number, demandHundredths: number): Reward => {
    const skillValues = [aSkillValue({ valueHundredths, demandHundredths })];
    return rewardFor({ rules: [aRewardRule({ terms })], skillValues }, asked)!.reward;
  };

  test('is its base x skill value x demand', () => {
    expect(sized(raise(6_000), 120, 125)).toEqual({ kind: 'raise', monthly: euros(9_000), lasts: 'permanent' });
  });

  test('is its base where nothing is said of the skill', () => {
    const { reward, foundBy } = rewardFor({ rules: [aRewardRule({ terms: raise(6_000) })], skillValues: [] }, asked)!;
    expect([reward, foundBy.skillValue]).toEqual([{ kind: 'raise', monthly: euros(6_000), lasts: 'permanent' }, null]);
  });

  test('by a percentage grows the percentage, and says about what it comes to in whole euros', () => {
    expect(sized(percentage(200, 400_000), 150, 100)).toEqual({
      kind: 'percentage-raise',
      basisPoints: 300,
      aboutMonthly: euros(12_000),
      lasts: 'while-held',
    });
    expect(sized(percentage(200, 412_345), 150, 101)).toMatchObject({ basisPoints: 303, aboutMonthly: euros(12_500) });
  });

  test('is rounded to the nearest cent, halves up', () => {
    expect([sized(raise(1_001), 150, 100), sized(raise(999), 150, 100), sized(raise(1_001), 100, 133)]).toMatchObject([
      { monthly: euros(1_502) },
      { monthly: euros(1_499) },
      { monthly: euros(1_331) },
    ]);
  });

  test('in a currency without cents is said in whole units', () => {
    const yen = { currency: 'JPY' as Currency, minor: 300_000 };
    const terms: Terms = { kind: 'percentage-raise', baseBasisPoints: 333, referenceMonthly: yen, lasts: 'permanent' };
    expect(sized(terms, 100, 100)).toMatchObject({ aboutMonthly: { currency: 'JPY', minor: 9_990 } });
  });

  test('alone is sized: other rewards are as the table says', () => {
    const skillValues = [aSkillValue({ valueHundredths: 300, demandHundredths: 300 })];
    const timeOff: Terms = { kind: 'time-off', halfDays: 2 };
    for (const terms of [points(200), timeOff, { kind: 'bonus', amount: euros(50_000) } as const]) {
      const found = rewardFor({ rules: [aRewardRule({ terms })], skillValues }, asked);
      expect(found).toMatchObject({ reward: terms, foundBy: { skillValue: null } });
    }
  });

  const factor = fc.integer({ min: 10, max: 1_000 });
  const anyTerms = fc.oneof(
    fc.integer({ min: 1, max: 10 ** 12 }).map(raise),
    fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 100, max: 10 ** 9 })).map((of) => percentage(...of)),
  );
  const worth = (reward: Reward) =>
    reward.kind === 'percentage-raise' ? [reward.basisPoints, reward.aboutMonthly.minor] : [costOfYear(reward)!.minor];

  test('never falls when the skill is worth more or more sought after', () => {
    fc.assert(
      fc.property(anyTerms, factor, factor, factor, factor, (terms, value, demand, moreValue, moreDemand) => {
        const less = worth(sized(terms, Math.min(value, moreValue), Math.min(demand, moreDemand)));
        const more = worth(sized(terms, Math.max(value, moreValue), Math.max(demand, moreDemand)));
        for (const [index, amount] of less.entries()) expect(amount).toBeLessThanOrEqual(more[index]!);
      }),
    );
  });

  test('is a whole number of minor units, more than nothing, and off by half a unit at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 10 ** 12 }), factor, factor, (baseMinor, value, demand) => {
        const reward = sized(raise(baseMinor), value, demand);
        const minor = reward.kind === 'raise' ? reward.monthly.minor : Number.NaN;
        expect(Number.isSafeInteger(minor) && minor > 0).toBe(true);
        const exact = BigInt(baseMinor) * BigInt(value) * BigInt(demand);
        const off = BigInt(minor) * 10_000n - exact;
        expect(off > -5_000n && off <= 5_000n).toBe(true);
      }),
    );
  });
});

describe('what one reward may cost in a year', () => {
  const limits = [euros(200_000)];
  const found = (rules: ReturnType<typeof aRewardRule>[], values: ReturnType<typeof aSkillValue>[], row: string) =>
    tooMuch({ rules, skillValues: values }, { row, from: date('2026-01-01'), limits });

  test('is a bonus once, a raise twelve times, and nothing for points and time off', () => {
    expect(costOfYear({ kind: 'bonus', amount: euros(50_000) })).toEqual(euros(50_000));
    expect(costOfYear({ kind: 'raise', monthly: euros(9_000), lasts: 'permanent' })).toEqual(euros(108_000));
    expect(costOfYear({ kind: 'points', points: 200 })).toBeUndefined();
    expect(costOfYear({ kind: 'time-off', halfDays: 2 })).toBeUndefined();
  });

  test('is held against the limit to the cent', () => {
    const [fits, over] = [200_000, 200_001].map((minor) =>
      aRewardRule({ terms: { kind: 'bonus', amount: euros(minor) } }),
    );
    expect(found([fits!], [], fits!._id)).toBeUndefined();
    expect(found([over!], [], over!._id)).toEqual({ cost: euros(200_001), limit: euros(200_000) });
  });

  test('counts skill value and demand, also those that begin later', () => {
    const rule = aRewardRule({ terms: raise(10_000) });
    const later = aSkillValue({ from: date('2027-01-01'), valueHundredths: 170 });
    expect(found([rule], [later], rule._id)).toEqual({ cost: euros(204_000), limit: euros(200_000) });
    expect(found([rule], [later], later._id)).toEqual({ cost: euros(204_000), limit: euros(200_000) });
  });

  test('looks only at what the row has to do with', () => {
    const [low, high] = [aRewardRule({ grade: 'G4', terms: points(1) }), aRewardRule({ terms: raise(90_000) })];
    expect(found([low, high], [], low._id)).toBeUndefined();
    const replaced = aRewardRule({ terms: raise(10_000), from: date('2025-01-01') });
    const ended = aRewardRule({ terms: points(5) });
    const value = aSkillValue({ valueHundredths: 900 });
    expect(found([replaced, ended], [value], value._id)).toBeUndefined();
  });
});
