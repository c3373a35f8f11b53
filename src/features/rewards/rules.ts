import type { CalendarDate } from '../../shared/dates.js';
import type { CertificationId } from '../../shared/ids.js';
import type { Money } from '../../shared/money.js';
import { minorDigits } from '../../shared/money.js';
import type { Occasion, Reward, RewardPromise, RewardRule, SkillValue, Terms } from './reward.js';
import { everyGrade } from './reward.js';

/** The owner's tables, or as much of them as is asked about. */
export type Tables = Readonly<{ rules: readonly RewardRule[]; skillValues: readonly SkillValue[] }>;

export type Asked = Readonly<{ certificationId: CertificationId; grade: string; occasion: Occasion; on: CalendarDate }>;
export type Found = Readonly<Pick<RewardPromise, 'reward' | 'foundBy'>>;

/**
 * What earning or renewing a certification brings somebody of this grade on a day. A row for their grade goes before one for
 * every grade, also when it gives nothing. Undefined when nothing is given.
 */
export function rewardFor(
  { rules, skillValues }: Tables,
  { certificationId, grade, occasion, on }: Asked,
): Found | undefined {
  const fitting = rules.filter((rule) => rule.certificationId === certificationId && rule.occasion === occasion);
  const ofGrade = (wanted: string) =>
    inForce(
      fitting.filter((rule) => rule.grade === wanted),
      on,
    );
  const rule = ofGrade(grade) ?? ofGrade(everyGrade);
  if (rule === undefined || rule.terms.kind === 'none') return undefined;
  const skillValue = inForce(
    skillValues.filter((row) => row.certificationId === certificationId),
    on,
  );
  const reward = sized(rule.terms, skillValue ?? base);
  const isRaise = reward.kind === 'raise' || reward.kind === 'percentage-raise';
  return { reward, foundBy: { rule: rule._id, skillValue: (isRaise && skillValue?._id) || null } };
}

/** The row that says how it is on a day: the last one to begin by then. */
const inForce = <Row extends { from: CalendarDate }>(rows: readonly Row[], on: CalendarDate): Row | undefined =>
  rows.filter(({ from }) => from <= on).toSorted((a, b) => b.from.localeCompare(a.from))[0];

type Factors = Pick<SkillValue, 'valueHundredths' | 'demandHundredths'>;

const base: Factors = { valueHundredths: 100, demandHundredths: 100 };

/**
 * A raise is its base x skill value x demand, to the nearest minor unit or basis point, halves up, and never less than one.
 * What a percentage comes to is an estimate, so it is said in whole euros (or whatever the currency).
 */
function sized(terms: Exclude<Terms, { kind: 'none' }>, factors: Factors): Reward {
  switch (terms.kind) {
    case 'raise': {
      const { baseMonthly, lasts } = terms;
      return { kind: 'raise', monthly: { ...baseMonthly, minor: byFactors(baseMonthly.minor, factors) }, lasts };
    }
    case 'percentage-raise': {
      const { baseBasisPoints, referenceMonthly, lasts } = terms;
      const basisPoints = byFactors(baseBasisPoints, factors);
      return { kind: 'percentage-raise', basisPoints, aboutMonthly: share(referenceMonthly, basisPoints), lasts };
    }
    default:
      return terms;
  }
}

// In BigInt, because the product of three numbers may be more than a number holds exactly.
const byFactors = (amount: number, { valueHundredths, demandHundredths }: Factors): number =>
  nearest(BigInt(amount) * BigInt(valueHundredths) * BigInt(demandHundredths), 10_000n);

function share({ currency, minor }: Money, basisPoints: number): Money {
  const unit = 10 ** minorDigits(currency);
  return { currency, minor: nearest(BigInt(minor) * BigInt(basisPoints), 10_000n * BigInt(unit)) * unit };
}

/** Of what is not negative. */
function nearest(dividend: bigint, divisor: bigint): number {
  const rounded = Number((dividend * 2n + divisor) / (divisor * 2n));
  return Math.max(1, rounded);
}

const monthsOfYear = 12;

/** What it costs in its first year, as far as it is paid in money. A percentage costs about that. */
export function costOfYear(reward: Reward): Money | undefined {
  switch (reward.kind) {
    case 'bonus':
      return reward.amount;
    case 'raise':
      return ofYear(reward.monthly);
    case 'percentage-raise':
      return ofYear(reward.aboutMonthly);
    default:
      return undefined;
  }
}

const ofYear = ({ currency, minor }: Money): Money => ({ currency, minor: minor * monthsOfYear });

/** The most that one reward may cost in a year, for each currency in which rewards are paid. */
export type Limits = readonly Money[];

/** A reward that costs more in a year than it may. */
export type TooMuch = Readonly<{ cost: Money; limit: Money }>;

/**
 * What would be too much on some day from `from` on, were these the tables; of what the row named has to do with. Whatever it
 * meets is looked at: rows that begin later as well, and every grade.
 */
export function tooMuch(
  tables: Tables,
  { row, from, limits }: { row: string; from: CalendarDate; limits: Limits },
): TooMuch | undefined {
  const days = [from, ...[...tables.rules, ...tables.skillValues].map((one) => one.from).filter((day) => day > from)];
  const found = days.flatMap((on) => tables.rules.flatMap((rule) => rewardFor(tables, { ...rule, on }) ?? []));
  const costs = found
    .filter(({ foundBy }) => foundBy.rule === row || foundBy.skillValue === row)
    .flatMap(({ reward }) => costOfYear(reward) ?? []);
  return costs
    .flatMap((cost) => {
      const limit = limits.find(({ currency }) => currency === cost.currency);
      return limit !== undefined && cost.minor > limit.minor ? [{ cost, limit }] : [];
    })
    .toSorted((a, b) => b.cost.minor - a.cost.minor)[0];
}
