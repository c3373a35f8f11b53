import type { CalendarDate } from '../../shared/dates.js';
import type { CertificationId, PersonId } from '../../shared/ids.js';
import type { Book } from '../../shared/money.js';
import type { Barred } from '../../shared/review.js';
import { canDecide } from '../../shared/review.js';
import type { Credential } from '../credentials/index.js';
import type { Person } from '../people/index.js';
import type { AccountKind } from './accounts.js';
import type { Period } from './budget.js';
import type { Charge, Grant, GrantRequested, GrantSettled, GrantState } from './grant.js';
import { standingStates } from './grant.js';
import { endsWithCertification } from './payroll-rules.js';
import { monthsToEnd } from './periods.js';
import type { Occasion, Reward } from './reward.js';
import type { Asked, Found, Limits, Tables } from './rules.js';
import { costOfYear, rewardFor } from './rules.js';

/** In what a reward is paid; undefined for time off, which no budget pays. */
export function bookOf(reward: Reward): Book | undefined {
  switch (reward.kind) {
    case 'points':
      return 'points';
    case 'bonus':
      return reward.amount.currency;
    case 'raise':
      return reward.monthly.currency;
    case 'percentage-raise':
      return reward.aboutMonthly.currency;
    case 'time-off':
      return undefined;
  }
}

/**
 * What a budget is charged with: points and a bonus once, a raise for each month from this one to the end of the period, a
 * percentage by what it is reckoned to come to. `on` is a day of the period.
 */
export function chargeOf(reward: Reward, period: Period, on: CalendarDate): Charge | null {
  const book = bookOf(reward);
  return book === undefined ? null : { book, period, amount: amountOf(reward, monthsToEnd(on, period)) };
}

function amountOf(reward: Reward, months: number): number {
  switch (reward.kind) {
    case 'points':
      return reward.points;
    case 'bonus':
      return reward.amount.minor;
    case 'raise':
      return reward.monthly.minor * months;
    case 'percentage-raise':
      return reward.aboutMonthly.minor * months;
    case 'time-off':
      return 0;
  }
}

/** From which account of the period to which. */
type Movement = Readonly<{ from: AccountKind; to: AccountKind }>;

export const reserving: Movement = { from: 'budget', to: 'reserved' };
export const releasing: Movement = { from: 'reserved', to: 'budget' };

/** What the ledger is told of a fact, as far as anything moves. */
export function movementOf(
  fact: Pick<GrantRequested, 'type'> | (Pick<GrantSettled, 'type'> & { was?: GrantState }),
): Movement | undefined {
  switch (fact.type) {
    case 'grant.requested':
      return reserving;
    case 'grant.granted':
      return { from: 'reserved', to: 'granted' };
    case 'grant.declined':
      return releasing;
    case 'grant.exported':
      return { from: 'granted', to: 'exported' };
    case 'grant.paid':
      return { from: 'exported', to: 'paid' };
    case 'grant.rejected':
      return { from: 'exported', to: 'granted' };
    case 'grant.reversed':
      return 'was' in fact && holding.has(fact.was) ? { from: fact.was as AccountKind, to: 'budget' } : undefined;
  }
}

/** States in which money lies in the account of the same name. */
const holding: ReadonlySet<GrantState | undefined> = new Set(['reserved', 'granted', 'exported', 'paid']);

/** As much of a credential as tells what earning its certification again is. */
type Earned = Pick<Credential, 'certificationId' | 'earnedOn' | 'state'>;

/** What of a certification somebody has earned, long ago or not: all that was not revoked. */
export const earnedOf = <One extends Earned>(all: readonly One[], certificationId: CertificationId): One[] =>
  all.filter((one) => one.certificationId === certificationId && one.state !== 'revoked');

/** What earning a certification next is, by what of it was earned before. */
export const nextOccasion = (earned: readonly unknown[]): Occasion => (earned.length === 0 ? 'first' : 'renewal');

/** What a credential is by the others of its certification. Undefined for one that is older than one of them. */
export const occasionOf = (
  { earnedOn }: Pick<Earned, 'earnedOn'>,
  others: readonly Pick<Earned, 'earnedOn'>[],
): Occasion | undefined => (others.some((other) => other.earnedOn > earnedOn) ? undefined : nextOccasion(others));

/** As much of a grant as tells what is given beside it. */
type Given = Pick<Grant, 'reward' | 'state' | 'end' | 'requestedOn'>;

/**
 * Whether somebody has a raise for it already: none is given beside it. One for as long as it is held goes on until a file
 * for payroll ends it, as whatever is earned until then keeps it.
 */
export const keepsRaise = (reward: Reward, earlier: readonly Given[]): boolean =>
  isRaise(reward) &&
  earlier.some((grant) => isRaise(grant.reward) && standingStates.includes(grant.state) && grant.end === null);

const isRaise = (reward: Reward): boolean => 'lasts' in reward;

/**
 * What earning a certification brings, to somebody who was given this for it before. When a raise for as long as it is held
 * was the last thing given and ended with it, it comes back with it, as the row for a first time says: a row for a renewal
 * gives no raise. Undefined when nothing is given.
 */
export function rewardBeside(earlier: readonly Given[], tables: Tables, asked: Asked): Found | undefined {
  const last = earlier.toSorted((a, b) => a.requestedOn.localeCompare(b.requestedOn)).at(-1);
  const hasLost = last !== undefined && endsWithCertification(last.reward) && last.end?.kind === 'ends';
  const first = hasLost ? rewardFor(tables, { ...asked, occasion: 'first' }) : undefined;
  const comesBack = first && endsWithCertification(first.reward) ? first : undefined;
  return [comesBack, rewardFor(tables, asked)].find((found) => found && !keepsRaise(found.reward, earlier));
}

/** Two where it costs more in a year than one may approve alone. */
export function approvalsNeeded(reward: Reward, twoFrom: Limits): 1 | 2 {
  const cost = costOfYear(reward);
  const limit = cost && twoFrom.find(({ currency }) => currency === cost.currency);
  return cost !== undefined && limit !== undefined && cost.minor > limit.minor ? 2 : 1;
}

type ToApprove = Pick<Grant, 'personId' | 'approvals'>;

/** Nobody approves their own reward, nor the same one twice. */
export const barredFrom = ({ personId, approvals }: ToApprove): Barred =>
  new Set<PersonId>([personId, ...approvals.map(({ by }) => by)]);

/** Who could be asked: the managers above the person (nearest first), the owners. */
export type Candidates = Readonly<{ above: readonly Person[]; owners: readonly Person[] }>;

/**
 * Who is to approve it: the nearest manager who can, then, where two must agree, the owners. Whoever is not there is
 * stood in for by the other.
 */
export function approversOf({ above, owners }: Candidates, given: ToApprove): readonly Person[] {
  const barred = barredFrom(given);
  const free = (people: readonly Person[]) => people.filter((person) => canDecide(person, barred));
  const nearest = free(above).slice(0, 1);
  const turns = given.approvals.length === 0 ? [nearest, free(owners)] : [free(owners), nearest];
  return turns.find((people) => people.length > 0) ?? [];
}
