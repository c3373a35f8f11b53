import type { CalendarDate } from '../../shared/dates.js';
import { addDays, addMonths } from '../../shared/dates.js';
import type { PersonId } from '../../shared/ids.js';
import type { Review } from '../../shared/review.js';
import type { Certification } from '../catalog/index.js';
import type { Standing as Authority, Person } from '../people/index.js';
import type { Credential } from './credential.js';

/**
 * The last day on which a credential counts: earned on 10 March with 12 months, it counts through 10 March of the next
 * year (29 February counts to 28 February). Null when the certification never expires.
 */
export const expiryOf = (earnedOn: CalendarDate, validMonths: number | null) =>
  validMonths === null ? null : addMonths(earnedOn, validMonths);

export type Standing = 'current' | 'in-grace' | 'lapsed';

/** Where a verified credential stands on a day. */
export function standingOf(
  { expiresOn }: Pick<Credential, 'expiresOn'>,
  graceDays: number,
  today: CalendarDate,
): Standing {
  if (expiresOn === null || today <= expiresOn) return 'current';
  return today <= addDays(expiresOn, graceDays) ? 'in-grace' : 'lapsed';
}

/** Whether `newer` outlasts `older` and so takes its place. */
export const outlasts = (newer: Pick<Credential, 'expiresOn'>, older: Pick<Credential, 'expiresOn'>) =>
  older.expiresOn !== null && (newer.expiresOn === null || newer.expiresOn > older.expiresOn);

/** Who may hand in, correct and take back: the person, or who stands above somebody who has no Slack. */
export const mayHandIn = (standing: Authority, { slackId }: Pick<Person, 'slackId'>) =>
  standing === 'self' || (slackId === null && (standing === 'manager' || standing === 'owner'));

/** After a correction: who had agreed is asked once more, and when; the others are still asked. */
export function askedAgain(
  { asks, cardAt }: Review,
  approvals: Credential['approvals'],
  now: Date,
): { people: PersonId[]; at: Date } | undefined {
  const people = approvals.map(({ by }) => by).filter((by) => asks.some(({ to }) => to === by));
  return people.length === 0 ? undefined : { people, at: cardAt ?? now };
}

type Named = Pick<Certification, '_id' | 'name'>;

/** The certification that somebody means by its code or its whole name, in any case of letters. */
export function named<One extends Named>(words: string, catalogue: readonly One[]): One | undefined {
  const wanted = words.toLowerCase();
  return (
    catalogue.find(({ _id }) => _id.toLowerCase() === wanted) ??
    catalogue.find(({ name }) => name.toLowerCase() === wanted)
  );
}

/** At most five that are written much like it, the likeliest first. */
export function nearest<One extends Named>(words: string, catalogue: readonly One[]): One[] {
  const wanted = lettersOf(words);
  if (wanted === '') return [];
  const far = (one: Named) => Math.min(...[one._id, one.name].map((text) => distance(wanted, lettersOf(text))));
  return catalogue
    .map((one) => ({ one, far: far(one) }))
    .filter(({ far }) => far <= Math.max(1, wanted.length / 3))
    .toSorted((a, b) => a.far - b.far || a.one._id.localeCompare(b.one._id))
    .slice(0, 5)
    .map(({ one }) => one);
}

const mostLetters = 100;
const lettersOf = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .slice(0, mostLetters);

/** How many letters must be changed, added or left out; a text that holds the other whole is near. */
function distance(wanted: string, text: string): number {
  if (wanted === text) return 0;
  if (text.includes(wanted) || (text.length > 2 && wanted.includes(text))) return 1;
  const others = [...text];
  let row = [0, ...others.map((_, index) => index + 1)];
  for (const [i, letter] of [...wanted].entries()) {
    const next = [i + 1];
    for (const [j, other] of others.entries()) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1)!;
}

/** What the bytes are, by how they begin; names and kinds that are told with them can be wrong. Null: none of these. */
export function kindOf(bytes: Uint8Array): 'pdf' | 'png' | 'jpeg' | null {
  const begins = (signature: readonly number[]) => signature.every((byte, index) => bytes[index] === byte);
  if (begins([0x25, 0x50, 0x44, 0x46, 0x2d])) return 'pdf';
  if (begins([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  return begins([0xff, 0xd8, 0xff]) ? 'jpeg' : null;
}
