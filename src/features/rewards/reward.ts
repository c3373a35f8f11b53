import { z } from 'zod';
import { CalendarDate } from '../../shared/dates.js';
import { AssignmentId, CertificationId, PersonId } from '../../shared/ids.js';
import { Money } from '../../shared/money.js';

/** A raise stays when the certification lapses, or ends with it. */
export const lastings = ['permanent', 'while-held'] as const;
const Lasts = z.enum(lastings);

/** What is rewarded: earning it, or renewing it. */
export const occasions = ['first', 'renewal'] as const;
export const Occasion = z.enum(occasions);
export type Occasion = z.infer<typeof Occasion>;

const Points = z.object({ kind: z.literal('points'), points: z.int().min(1) });
/** Paid once. */
const Bonus = z.object({ kind: z.literal('bonus'), amount: Money });
const TimeOff = z.object({ kind: z.literal('time-off'), halfDays: z.int().min(1) });

/** What somebody gets, as it will be paid. A percentage is of their pay, which Laurel never knows: hence `aboutMonthly`. */
export const Reward = z.discriminatedUnion('kind', [
  Points,
  Bonus,
  TimeOff,
  z.object({ kind: z.literal('raise'), monthly: Money, lasts: Lasts }),
  z.object({
    kind: z.literal('percentage-raise'),
    basisPoints: z.int().min(1),
    aboutMonthly: Money,
    lasts: Lasts,
  }),
]);
export type Reward = z.infer<typeof Reward>;

/**
 * What a row of the owner's table gives. A raise is still to be sized by skill value and demand. `referenceMonthly` is what
 * a month's pay in that grade is reckoned with.
 */
const Terms = z.discriminatedUnion('kind', [
  Points,
  Bonus,
  TimeOff,
  z.object({ kind: z.literal('raise'), baseMonthly: Money, lasts: Lasts }),
  z.object({
    kind: z.literal('percentage-raise'),
    baseBasisPoints: z.int().min(1),
    referenceMonthly: Money,
    lasts: Lasts,
  }),
  z.object({ kind: z.literal('none') }),
]);
export type Terms = z.infer<typeof Terms>;

/** The grade of a row that is for every grade without a row of its own. */
export const everyGrade = '*';

/** What earning a certification brings in a grade, from a day on until a later row of the same key. */
export const RewardRule = z.object({
  _id: z.templateLiteral(['reward-rule:', z.string()]),
  version: z.int().min(0),
  certificationId: CertificationId,
  grade: z.string().min(1).max(40),
  occasion: Occasion,
  from: CalendarDate,
  terms: Terms,
});
export type RewardRule = z.infer<typeof RewardRule>;

/** By how much a certification's raises are more, or less, than their base, from a day on until a later row. */
export const SkillValue = z.object({
  _id: z.templateLiteral(['skill-value:', z.string()]),
  version: z.int().min(0),
  certificationId: CertificationId,
  from: CalendarDate,
  /** What the skill is worth to the company: 100 is the base. */
  valueHundredths: z.int().min(10).max(1_000),
  /** How much it is sought after: 100 is the base. */
  demandHundredths: z.int().min(10).max(1_000),
});
export type SkillValue = z.infer<typeof SkillValue>;

/** The rows by which a reward was found and sized, by their ids; `skillValue` is null where no row says one. */
const FoundBy = z.object({ rule: RewardRule.shape._id, skillValue: SkillValue.shape._id.nullable() });

/**
 * What somebody was told that an assignment brings, as values: later tables, and another grade, do not change it. There is
 * none while the table gives nothing for it.
 */
export const RewardPromise = z.object({
  _id: z.templateLiteral(['promise:', AssignmentId]),
  version: z.int().min(0),
  assignmentId: AssignmentId,
  personId: PersonId,
  certificationId: CertificationId,
  /** The person's grade on that day. */
  grade: z.string().max(40),
  occasion: Occasion,
  reward: Reward,
  foundBy: FoundBy,
  promisedOn: CalendarDate,
});
export type RewardPromise = z.infer<typeof RewardPromise>;

type RuleAdded = Readonly<{ type: 'reward-rule.added' }>;
type RuleChanged = Readonly<{ type: 'reward-rule.changed' }>;
type SkillValueAdded = Readonly<{ type: 'skill-value.added' }>;
type SkillValueChanged = Readonly<{ type: 'skill-value.changed' }>;
type RewardPromised = Readonly<{
  type: 'reward.promised';
  assignmentId: AssignmentId;
  personId: PersonId;
  certificationId: CertificationId;
}>;
export type TableFact = RuleAdded | RuleChanged | SkillValueAdded | SkillValueChanged;
export type RewardFact = TableFact | RewardPromised;
