import type { Clock } from '../../../platform/clock.js';
import type { Cause, Stored } from '../../../platform/database/facts.js';
import { dateIn } from '../../../shared/dates.js';
import type { AssignmentId, PersonId } from '../../../shared/ids.js';
import type { Assignment, AssignmentFact } from '../../assignments/index.js';
import type { Credential } from '../../credentials/index.js';
import type { ReminderLine } from '../../nudges/index.js';
import type { Person } from '../../people/index.js';
import { earnedOf, nextOccasion, rewardBeside } from '../grant-rules.js';
import type { GrantStore } from '../grant-store.js';
import type { RewardPromise } from '../reward.js';
import { promiseLine } from '../sentences.js';
import type { RewardsStore } from '../store.js';

/** All that promising needs of the rest of the house; compose.ts fills it. */
export type PromisingDeps = Readonly<{
  store: Pick<RewardsStore, 'hasRules' | 'tablesOf' | 'promiseOf' | 'promise'>;
  grants: Pick<GrantStore, 'ofPerson'>;
  clock: Clock;
  people: { byId(id: PersonId): Promise<Person | null> };
  credentials: { earnedBy(personIds: readonly PersonId[]): Promise<readonly Credential[]> };
  assignments: { byId(id: AssignmentId): Promise<Assignment | null> };
}>;

type Opened = Stored<Extract<AssignmentFact, { type: 'assignment.opened' }>>;

/**
 * A reward is promised once for each assignment, by whoever comes first: the reaction to its opening, or the message that is
 * about to quote it. So no message is ahead of its promise, and what was asked before the tables were loaded is promised
 * when it is next spoken of.
 */
export function createPromising({ store, grants, clock, people, credentials, assignments }: PromisingDeps) {
  async function promise(assignment: Assignment, person: Person, cause: Cause): Promise<RewardPromise | undefined> {
    const { _id: assignmentId, personId, certificationId } = assignment;
    const { grade, zone } = person;
    const [tables, earned, earlier] = await Promise.all([
      store.tablesOf([certificationId]),
      credentials.earnedBy([personId]),
      grants.ofPerson(personId, certificationId),
    ]);
    // What this very assignment brought, should it be asked that late, is not from before.
    const before = earnedOf(earned, certificationId).filter(({ decision }) => !(decision && decision.at > cause.at));
    const occasion = nextOccasion(before);
    const promisedOn = dateIn(cause.at, zone);
    const found = rewardBeside(earlier, tables, { certificationId, grade, occasion, on: promisedOn });
    if (found === undefined) return undefined;
    const about = { assignmentId, personId, certificationId, grade, occasion } as const;
    return store.promise({ ...about, ...found, promisedOn }, cause);
  }

  /** By the tables of the day on which it opened, however late this runs. */
  async function promiseOpened({ id, at, about, personId, certificationId }: Opened): Promise<void> {
    if (!(await store.hasRules(certificationId))) return;
    const [assignment, person] = await Promise.all([assignments.byId(about as AssignmentId), people.byId(personId)]);
    if (assignment !== null && person !== null) await promise(assignment, person, { at, by: id });
  }

  /** What is promised; of what is open and was not promised anything so far, what is promised now. */
  async function promisedFor(assignment: Assignment, person: Person): Promise<RewardPromise | undefined> {
    if (!(await store.hasRules(assignment.certificationId))) return undefined;
    const standing = await store.promiseOf(assignment._id);
    if (standing !== null) return standing;
    // What is handed in already was not done for a reward that came later.
    return assignment.state === 'open'
      ? promise(assignment, person, { at: clock.now(), by: 'rewards.line' })
      : undefined;
  }

  /** "When you pass: €500 once, with your pay." Undefined where nothing is promised. */
  const line: ReminderLine = async ({ assignment, person }) => {
    const { state } = assignment;
    if (state !== 'open' && state !== 'in-review') return undefined;
    const promised = await promisedFor(assignment, person);
    return promised && promiseLine({ ...promised, standing: state });
  };

  return { promiseOpened, line };
}
