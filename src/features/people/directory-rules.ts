import type { Zone } from '../../shared/dates.js';
import type { Person } from './person.js';

/** How an account stands now: as Slack shows it, or missing from Slack's whole list. */
export type Standing = Readonly<{ state: 'member' | 'guest' | 'deleted' | 'vanished'; zone: Zone | null }>;

export type OutOfStep =
  | { kind: 'left' }
  | { kind: 'returned' }
  /** `same-zone` when only the word for it is new: nothing moves. */
  | { kind: 'zone' | 'same-zone'; zone: Zone };

const isGone = ({ state }: Pick<Standing, 'state'>) => state === 'deleted' || state === 'vanished';

/** What must change about a person to be in step with their account; one thing at a time. The file's zone wins. */
export function outOfStep(
  person: Pick<Person, 'state' | 'zone' | 'zoneFrom'>,
  account: Standing,
): OutOfStep | undefined {
  if (isGone(account)) return person.state === 'active' ? { kind: 'left' } : undefined;
  if (person.state === 'left') return { kind: 'returned' };
  if (account.zone === null || person.zoneFrom === 'file') return undefined;
  if (account.zone !== person.zone) return { kind: 'zone', zone: account.zone };
  return person.zoneFrom === 'default' ? { kind: 'same-zone', zone: account.zone } : undefined;
}

const largestShare = 0.05;
const alwaysPlausible = 3;

/**
 * Whether so many would leave at once that Slack's list, or our reading of it, is more likely wrong than true.
 * `confirmed` is how many an owner has agreed to.
 */
export function tooManyLeave({ leaving, inReach, confirmed }: { leaving: number; inReach: number; confirmed: number }) {
  return leaving > Math.max(alwaysPlausible, confirmed) && leaving > inReach * largestShare;
}

type Claim = Readonly<{ _id: string; state: Standing['state']; email: string | null }>;

/** Who is whose account: the only one of our workspace that shows the person's address, unless it is a guest's. */
export function linksByEmail(people: readonly Person[], accounts: readonly Claim[]) {
  const byEmail = new Map<string, Claim | 'several'>();
  for (const account of accounts) {
    if (account.email === null || isGone(account)) continue;
    byEmail.set(account.email, byEmail.has(account.email) ? 'several' : account);
  }
  return people.flatMap((person) => {
    const account = person.email === null ? undefined : byEmail.get(person.email.toLowerCase());
    const isClear = account !== undefined && account !== 'several' && account.state === 'member';
    return isClear ? [{ person, slackId: account._id }] : [];
  });
}
