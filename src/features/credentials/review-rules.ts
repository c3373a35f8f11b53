import type { CalendarDate } from '../../shared/dates.js';
import { addDays, daysBetween } from '../../shared/dates.js';
import type { Barred } from '../../shared/review.js';
import { canDecide } from '../../shared/review.js';
import type { Certification } from '../catalog/index.js';
import type { Person } from '../people/index.js';
import type { Credential } from './credential.js';
import { expiryOf } from './rules.js';

/** Who could be asked: the people whom the certification names, the managers above the person (nearest first), the owners. */
export type Candidates = Readonly<{
  named: readonly Person[];
  above: readonly Person[];
  owners: readonly Person[];
}>;

type HandedIn = Pick<Credential, 'personId' | 'handedIn' | 'approvals'>;

/** Nobody reviews their own, nor what they handed in for somebody, nor the same one twice. */
export const barredFrom = ({ personId, handedIn, approvals }: HandedIn): Barred =>
  new Set([personId, ...(handedIn === null ? [] : [handedIn.by]), ...approvals.map(({ by }) => by)]);

/**
 * Who is to decide: the certification's reviewers, or whoever answers in their place when there are none. Once one of two has
 * agreed it is the other named ones, or one level up.
 */
export function reviewersOf(
  { reviewer }: Pick<Certification, 'reviewer'>,
  { named, above, owners }: Candidates,
  barred: Barred,
  round: 'first' | 'second',
): readonly Person[] {
  const free = (people: readonly Person[]) => people.filter((person) => canDecide(person, barred));
  const nearest = free(above).slice(0, 1);
  const turns = {
    manager: [nearest, free(owners)],
    people: round === 'first' ? [free(named), free(owners), nearest] : [free(named), nearest, free(owners)],
    owner: [free(owners), nearest],
  }[reviewer.by];
  return turns.find((people) => people.length > 0) ?? [];
}

/** Days before the due date, or before the last valid day, from which a card does not wait for the next half-day. */
const urgentDays = 2;

/**
 * Whether a decision cannot wait: what is asked for is (nearly) due, or the person may (nearly) not work without it.
 * `countsUntil` is the last day on which what is held counts, grace included: null when for ever, undefined when
 * nothing is held.
 */
export function isUrgent(
  { need, mayNotWorkWithout }: Pick<Certification, 'need' | 'mayNotWorkWithout'>,
  about: Readonly<{ dueOn: CalendarDate | null; countsUntil: CalendarDate | null | undefined; today: CalendarDate }>,
): boolean {
  const { dueOn, countsUntil, today } = about;
  const soon = addDays(today, urgentDays);
  if (mayNotWorkWithout && (countsUntil === undefined || (countsUntil !== null && countsUntil <= soon))) return true;
  return (need === 'required' || mayNotWorkWithout) && dueOn !== null && dueOn <= soon;
}

/** The last day on which any of these counts, grace included. */
export function countsUntil(
  held: readonly Pick<Credential, 'expiresOn'>[],
  graceDays: number,
): CalendarDate | null | undefined {
  const days = held.map(({ expiresOn }) => expiresOn);
  if (days.length === 0) return undefined;
  if (days.includes(null)) return null;
  return addDays(days.toSorted().at(-1)!, graceDays);
}

/** Until when it will count: as read on it, or as the catalogue says. */
export const untilOf = (
  { earnedOn, expiresOn }: Pick<Credential, 'earnedOn' | 'expiresOn'>,
  { validMonths }: Pick<Certification, 'validMonths'>,
): CalendarDate | null => expiresOn ?? expiryOf(earnedOn, validMonths);

/** One thing that Laurel has looked at, in the order in which it is told. */
export type Check = Readonly<{
  about: 'name' | 'earned' | 'until' | 'number' | 'evidence';
  found:
    | 'own-account'
    | 'handed-in-for'
    | 'in-the-past'
    | 'in-the-future'
    | 'plausible'
    | 'longer'
    | 'shorter'
    | 'over'
    | 'unused'
    | 'used'
    | 'nothing-to-look-at';
}>;

const warnings: readonly Check['found'][] = [
  'in-the-future',
  'longer',
  'shorter',
  'over',
  'used',
  'nothing-to-look-at',
];
export const isWarning = ({ found }: Check) => warnings.includes(found);

/** Issuers count from the day of the exam, of the letter, or from the end of a month. */
const toleratedDays = 31;

export function checksOf(
  credential: Pick<Credential, 'personId' | 'handedIn' | 'earnedOn' | 'expiresOn' | 'number' | 'evidence' | 'files'>,
  { validMonths }: Pick<Certification, 'validMonths'>,
  { today, number }: { today: CalendarDate; number: 'used' | 'unused' },
): Check[] {
  const isOwn = credential.handedIn === null || credential.handedIn.by === credential.personId;
  const files = credential.files.filter(({ refused }) => refused === null);
  const hasEvidence = credential.number !== '' || credential.evidence !== '' || files.length > 0;
  return [
    { about: 'name', found: isOwn ? 'own-account' : 'handed-in-for' },
    { about: 'earned', found: credential.earnedOn <= today ? 'in-the-past' : 'in-the-future' },
    { about: 'until', found: untilCheck(credential, validMonths, today) },
    ...(credential.number === '' ? [] : [{ about: 'number', found: number } as const]),
    ...(hasEvidence ? [] : [{ about: 'evidence', found: 'nothing-to-look-at' } as const]),
  ];
}

function untilCheck(
  { earnedOn, expiresOn }: Pick<Credential, 'earnedOn' | 'expiresOn'>,
  validMonths: number | null,
  today: CalendarDate,
): Check['found'] {
  const usual = expiryOf(earnedOn, validMonths);
  const until = expiresOn ?? usual;
  if (until !== null && until < today) return 'over';
  if (expiresOn === null || usual === null) return 'plausible';
  const longerDays = daysBetween(usual, expiresOn);
  if (Math.abs(longerDays) <= toleratedDays) return 'plausible';
  return longerDays > 0 ? 'longer' : 'shorter';
}

const sameWithinDays = 14;

/** Those of the person's other credentials of this certification that it may be: earned within 14 days of it. */
export const lookAlikes = <Other extends Pick<Credential, '_id' | 'earnedOn' | 'state'>>(
  { _id, earnedOn }: Pick<Credential, '_id' | 'earnedOn'>,
  others: readonly Other[],
): Other[] =>
  others
    .filter((other) => other._id !== _id && (other.state === 'verified' || other.state === 'superseded'))
    .filter((other) => Math.abs(daysBetween(earnedOn, other.earnedOn)) <= sameWithinDays)
    .toSorted((a, b) => Math.abs(daysBetween(earnedOn, a.earnedOn)) - Math.abs(daysBetween(earnedOn, b.earnedOn)));
