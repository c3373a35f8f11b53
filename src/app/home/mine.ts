import type { Assignment } from '../../features/assignments/index.js';
import type { Catalog, Certification } from '../../features/catalog/index.js';
import { harmOfLapse } from '../../features/catalog/index.js';
import type { Credential, Credentials } from '../../features/credentials/index.js';
import { standingOf } from '../../features/credentials/index.js';
import type { AboutItem, ReminderControls, ReminderLine } from '../../features/nudges/index.js';
import type { People, Person } from '../../features/people/index.js';
import type { Drawn } from '../../shared/blocks.js';
import type { CalendarDate } from '../../shared/dates.js';
import { addDays, dateIn, daysBetween } from '../../shared/dates.js';
import type { CertificationId } from '../../shared/ids.js';
import type { HomeStore } from './store.js';

type Validity = ReturnType<typeof standingOf>;

/** What is asked of somebody now. */
export type Waiting = Readonly<{
  name: string;
  need: Certification['need'];
  isRenewal: boolean;
  dueOn: CalendarDate;
  /** Negative when it is overdue. */
  daysLeft: number;
  /** The work that needs it must rest: it does not count any more. */
  mustStop: boolean;
  why: Why;
  /** What features have to say of it: what it brings, planned study time, a booked exam. */
  lines: readonly string[];
  controls: readonly Drawn[];
}>;

/** Why on that date. */
export type Why = Readonly<
  | { kind: 'ends'; earnedOn: CalendarDate; because: string }
  | { kind: 'asked'; by: string | undefined; on: CalendarDate; because: string }
>;

export type InReview = Readonly<{ name: string; handedInOn: CalendarDate | null; controls: readonly Drawn[] }>;

export type Held = Readonly<{
  name: string;
  standing: Validity;
  /** The last day on which it counts, days of grace included; null when it never expires. */
  countsUntil: CalendarDate | null;
  expiresOn: CalendarDate | null;
}>;

export type Later = Readonly<{ name: string; opensOn: CalendarDate; dueOn: CalendarDate }>;

/** Where somebody stands themselves, from fresh data: worst first. */
export type Mine = Readonly<{
  waiting: readonly Waiting[];
  inReview: readonly InReview[];
  held: readonly Held[];
  later: readonly Later[];
}>;

export type MineDeps = Readonly<{
  store: Pick<HomeStore, 'unfinishedOf'>;
  credentials: Pick<Credentials['store'], 'heldBy' | 'submittedOf'>;
  catalog: Pick<Catalog['store'], 'all'>;
  people: Pick<People['store'], 'byIds'>;
  /** What features let the person press, and have to say; in this order. */
  controls: readonly ReminderControls[];
  gains: readonly ReminderLine[];
  lines: readonly ReminderLine[];
  /** What can be done with what is handed in. */
  handedInControls(credential: Credential): readonly Drawn[];
}>;

export function createMine({
  store,
  credentials,
  catalog,
  people,
  controls,
  gains,
  lines,
  handedInControls,
}: MineDeps) {
  /** The worst `inFull` that wait come with what can be pressed and said there, which is asked for each of them. */
  return async (person: Person, now: Date, inFull: number): Promise<Mine> => {
    const [certifications, unfinished, held, submitted] = await Promise.all([
      catalog.all(),
      store.unfinishedOf([person._id]),
      credentials.heldBy([person._id]),
      credentials.submittedOf([person._id]),
    ]);
    const today = dateIn(now, person.zone);
    const known = unfinished.flatMap((assignment) => {
      const certification = certifications.get(assignment.certificationId);
      return certification === undefined ? [] : [{ assignment, certification }];
    });
    const inState = (state: Assignment['state']) => known.filter(({ assignment }) => assignment.state === state);
    // An assignment hears a moment later of what is handed in, taken back or decided: what is handed in counts here.
    const handedIn = new Set(submitted.map(({ certificationId }) => certificationId));
    const open = [...inState('open'), ...inState('in-review').filter((one) => !isEarned(one, held))]
      .filter(({ certification }) => !handedIn.has(certification._id))
      .toSorted(worstFirst);
    const askers = await people.byIds(open.flatMap(({ assignment }) => assignment.assignedBy ?? []));
    const nameOf = (id: CertificationId) => certifications.get(id)?.name ?? id;

    const waiting = open.map(async ({ assignment, certification }, index): Promise<Waiting> => {
      const isInFull = index < inFull;
      const about: AboutItem = { assignment, certification, person, now, reason: undefined };
      const asker = assignment.assignedBy === null ? undefined : askers.get(assignment.assignedBy);
      const longest = longestOf(held, certification);
      return {
        name: certification.name,
        need: certification.need,
        isRenewal: assignment.renews !== null,
        dueOn: assignment.dueOn,
        daysLeft: daysBetween(today, assignment.dueOn),
        mustStop: mustStop(certification, assignment, longest, today),
        why: whyThen(assignment, held, asker?.name),
        lines: isInFull
          ? (await Promise.all([...gains, ...lines].map((line) => line(about)))).filter((said) => said !== undefined)
          : [],
        controls: isInFull ? (await Promise.all(controls.map((control) => control(about)))).flat() : [],
      };
    });
    const reviewed = submitted.map(
      (credential): InReview => ({
        name: nameOf(credential.certificationId),
        handedInOn: credential.handedIn?.on ?? null,
        controls: handedInControls(credential),
      }),
    );
    return {
      waiting: await Promise.all(waiting),
      inReview: reviewed,
      held: held
        .map((credential) => heldAs(credential, certifications.get(credential.certificationId), today))
        .toSorted((a, b) => (a.expiresOn ?? '9999').localeCompare(b.expiresOn ?? '9999')),
      later: inState('planned')
        .map(({ assignment: { opensOn, dueOn }, certification: { name } }) => ({ name, opensOn, dueOn }))
        .toSorted((a, b) => a.opensOn.localeCompare(b.opensOn)),
    };
  };
}

export type LoadMine = ReturnType<typeof createMine>;

type Known = Readonly<{ assignment: Assignment; certification: Certification }>;

const worstFirst = (a: Known, b: Known) =>
  harmOfLapse(a.certification) - harmOfLapse(b.certification) || a.assignment.dueOn.localeCompare(b.assignment.dueOn);

const isEarned = ({ assignment: { certificationId, handedInOn } }: Known, held: readonly Credential[]) =>
  held.some((one) => one.certificationId === certificationId && one.handedIn?.on === handedInOn);

const longestOf = (held: readonly Credential[], { _id }: Certification): Credential | undefined =>
  held
    .filter(({ certificationId }) => certificationId === _id)
    .toSorted((a, b) => (b.expiresOn ?? '9999').localeCompare(a.expiresOn ?? '9999'))[0];

function mustStop(
  { mayNotWorkWithout, graceDays }: Certification,
  { dueOn }: Assignment,
  credential: Credential | undefined,
  today: CalendarDate,
): boolean {
  if (!mayNotWorkWithout) return false;
  return credential === undefined ? dueOn < today : standingOf(credential, graceDays, today) === 'lapsed';
}

/** A date that somebody moved is no longer explained by the credential that ends. */
function whyThen(
  { renews, dueOn, because, assignedOn }: Assignment,
  held: readonly Credential[],
  asker: string | undefined,
): Why {
  const renewed = held.find(({ _id }) => _id === renews);
  if (renewed?.expiresOn === dueOn) return { kind: 'ends', earnedOn: renewed.earnedOn, because };
  return { kind: 'asked', by: asker, on: assignedOn, because };
}

function heldAs(
  { certificationId, expiresOn }: Credential,
  certification: Certification | undefined,
  today: CalendarDate,
): Held {
  const graceDays = certification?.graceDays ?? 0;
  return {
    name: certification?.name ?? certificationId,
    standing: standingOf({ expiresOn }, graceDays, today),
    countsUntil: expiresOn && addDays(expiresOn, graceDays),
    expiresOn,
  };
}
