import type { Clock } from '../../platform/clock.js';
import type { Logger } from '../../platform/logging.js';
import type { ReviewPeople } from '../../platform/reviews/asking.js';
import type { Readers } from '../../platform/slack/notice.js';
import type { Outbox } from '../../platform/slack/outbox.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { AssignmentId, CertificationId, PersonId } from '../../shared/ids.js';
import type { Assignment } from '../assignments/index.js';
import type { Certification } from '../catalog/index.js';
import type { Person, Standing } from '../people/index.js';
import type { PlanStore } from './plans/store.js';
import type { PolicyStore } from './policy-store.js';
import type { Shift } from './rules.js';
import type { TrainingTimeStore } from './store.js';

/** All that study time needs of the rest of the house; compose.ts fills it. */
export type TrainingTimeDeps = Readonly<{
  store: TrainingTimeStore;
  plans: PlanStore;
  policies: Pick<PolicyStore, 'termsOf'>;
  outbox: Pick<Outbox, 'put' | 'heldItems' | 'markStale'>;
  clock: Clock;
  log: Logger;
  readers: Readers;
  people: ReviewPeople<Person> & {
    byId(id: PersonId): Promise<Person | null>;
    byIds(ids: readonly PersonId[]): Promise<Map<PersonId, Person>>;
    /** The active person behind a Slack account, or null. */
    whoIs(slackId: string): Promise<Person | null>;
    /** The shifts that begin on a day; none on a day off. */
    shiftsOn(person: Person, date: CalendarDate): readonly Shift[];
    isOnLeave(person: Person, date: CalendarDate): boolean;
    standing(actor: Person, subject: Person): Promise<Standing>;
    /** Active ones, nearest first. */
    managersAbove(person: Person): Promise<readonly Person[]>;
    /** Everybody who reports to this person, directly or not. */
    reportsOf(managerId: PersonId): Promise<readonly Person[]>;
    owners(): Promise<readonly Person[]>;
    /** Whether an owner lets Laurel speak to this person unasked. */
    isReached(person: Person): Promise<boolean>;
  };
  assignments: {
    byId(id: AssignmentId): Promise<Assignment | null>;
    unfinishedOf(personId: PersonId, certificationId: CertificationId): Promise<Assignment | null>;
  };
  catalog: { byId(id: CertificationId): Promise<Certification | null> };
}>;

/** One assignment with all that its study time depends on. */
export type Subject = Readonly<{ assignment: Assignment; certification: Certification; person: Person }>;
