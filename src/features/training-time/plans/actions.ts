import { isDeepStrictEqual } from 'node:util';
import type { AssignmentId, StudyPlanId } from '../../../shared/ids.js';
import { newStudyPlanId } from '../../../shared/ids.js';
import type { Seen } from '../../../shared/seen.js';
import type { Person } from '../../people/index.js';
import type { Subject, TrainingTimeDeps } from '../deps.js';
import type { PlanAsking } from './asking.js';
import type { PlanRefusal } from './messages.js';
import type { PlanningOf } from './planning.js';
import type { Fitted, Planning, WeeklyPlan, WeeklyWish } from './rules.js';
import { fitWeekly, isAsWished, propose } from './rules.js';
import type { PlanFields } from './store.js';
import type { StudyPlan, StudyPlanFact } from './study-plan.js';
import { planFact } from './study-plan.js';

type Refused = Readonly<{ kind: 'refused'; refusal: PlanRefusal }>;
/** How the plan stands after a press: as was wished, or otherwise, because somebody was faster. */
type Answered = Readonly<{ kind: 'done' | 'stands'; plan: StudyPlan; subject: Subject }>;
export type PlanAnswer = Answered | Refused;

type SeenPlan = Seen<StudyPlanId>;
type Known = Readonly<{ plan: StudyPlan; subject: Subject }>;

/** What is to be done with a plan: how it then is, and the fact that says so. */
type Change = Readonly<{ fields: PlanFields & Pick<StudyPlan, 'state'>; fact: StudyPlanFact }>;

/** Whether a plan, one version on, is as this very press would have left it. */
type IsDone = (plan: StudyPlan) => boolean;

/** What people and managers do with weekly study time. Who may is decided here, from fresh data. */
export function createPlanActions(deps: TrainingTimeDeps & { planningOf: PlanningOf; asking: PlanAsking }) {
  const { plans, outbox, clock, people, assignments, catalog, planningOf, asking } = deps;

  async function subjectOf(assignmentId: AssignmentId): Promise<Subject | undefined> {
    const assignment = await assignments.byId(assignmentId);
    const [person, certification] = await Promise.all([
      assignment && people.byId(assignment.personId),
      assignment && catalog.byId(assignment.certificationId),
    ]);
    return assignment && person && certification ? { assignment, person, certification } : undefined;
  }

  async function known(id: StudyPlanId): Promise<Known | undefined> {
    const plan = await plans.byId(id);
    const subject = plan === null ? undefined : await subjectOf(plan.assignmentId);
    return plan === null || subject === undefined ? undefined : { plan, subject };
  }

  async function own(person: Person, id: StudyPlanId): Promise<Known | Refused> {
    const found = await known(id);
    if (found === undefined) return refuse('not-known');
    return found.plan.personId === person._id ? found : refuse('not-yours');
  }

  /**
   * One update that expects what was seen. The same press, come twice, is answered the same; whoever comes second or too
   * late is told how it stands, and the messages that show it are drawn anew.
   */
  async function change(
    { plan, subject }: Known,
    seen: SeenPlan,
    by: Person,
    { fields, fact }: Change,
    isDone: IsDone,
  ): Promise<Answered> {
    const isSeen = plan.version === seen.version;
    const cause = { at: clock.now(), by: by._id };
    if (isSeen && (await plans.change(plan, fields, fact, cause)))
      return { kind: 'done', plan: { ...plan, ...fields, version: plan.version + 1 }, subject };
    return answerPast({ plan: (await plans.byId(plan._id)) ?? plan, subject }, seen, isDone);
  }

  const stands = async ({ plan, subject }: Known): Promise<Answered> => {
    await outbox.markStale(plan._id);
    return { kind: 'stands', plan, subject };
  };

  /** A press that comes again finds the plan one version on. */
  const isPast = ({ plan }: Known, seen: SeenPlan, states: readonly StudyPlan['state'][]) =>
    plan.version !== seen.version || !states.includes(plan.state);

  async function answerPast(found: Known, seen: SeenPlan, isDone: IsDone): Promise<Answered> {
    const isSamePress = found.plan.version === seen.version + 1 && isDone(found.plan);
    return isSamePress ? { kind: 'done', ...found } : stands(found);
  }

  /** What is wished for, as far as it can be had today. */
  async function fitted({ subject }: Known, wish: WeeklyWish): Promise<WeeklyPlan | Refused> {
    if (subject.assignment.state !== 'open') return refuse('closed');
    return weeklyOr(fitWeekly(wish, await planningOf(subject, clock.now())));
  }

  /** Whether somebody must be asked, and can be. */
  async function asks({ subject: { person } }: Known, { terms }: Planning): Promise<'policy' | 'manager' | 'nobody'> {
    if (terms.agreedBy === 'policy') return 'policy';
    return (await asking.managerOf(person, clock.now())) === undefined ? 'nobody' : 'manager';
  }

  async function ask(person: Person, seen: SeenPlan, wish?: WeeklyWish): Promise<PlanAnswer> {
    const found = await own(person, seen.id);
    if ('kind' in found) return found;
    const { plan } = found;
    const isDone: IsDone = ({ state, series }) =>
      (state === 'asked' || state === 'agreed') && (wish === undefined || isAsWished(series, wish));
    if (isPast(found, seen, ['proposed', 'asked', 'declined'])) return answerPast(found, seen, isDone);
    const weekly = await fitted(found, wish ?? plan.series);
    if ('kind' in weekly) return weekly;
    const { series, dates } = weekly;
    const now = clock.now();
    const who = await asks(found, await planningOf(found.subject, now));
    if (who === 'nobody') return refuse('nobody-to-ask');
    const fields = { series, dates, instead: null, answeredBy: null };
    const wanted: Change =
      who === 'policy'
        ? {
            fields: { ...fields, state: 'agreed', review: null },
            fact: planFact(plan, 'study-plan.agreed', { series, how: 'by-policy' as const }),
          }
        : {
            fields: { ...fields, state: 'asked', review: await asking.begin(person, now) },
            fact: planFact(plan, 'study-plan.asked', { series }),
          };
    return change(found, seen, person, wanted, isDone);
  }

  async function answering(actor: Person, seen: SeenPlan): Promise<Known | Refused> {
    const found = await known(seen.id);
    if (found === undefined) return refuse('not-known');
    const { person } = found.subject;
    return (await asking.mayAnswer(actor, person, clock.now())) ? found : refuse('not-for-you');
  }

  return {
    subjectOf,
    known,

    /** What a person is shown first: their plan as it stands, or one proposed anew. */
    async open(person: Person, seen: Readonly<{ id: AssignmentId; version: number }>): Promise<PlanAnswer> {
      const { id: assignmentId } = seen;
      const subject = await subjectOf(assignmentId);
      if (subject === undefined) return refuse('not-known');
      if (subject.person._id !== person._id) return refuse('not-yours');
      // Whatever else has changed, it can be planned; but what was never shown was not pressed.
      if (seen.version > subject.assignment.version) return refuse('not-known');
      if (subject.assignment.state !== 'open') return refuse('closed');
      const living = await plans.livingFor(assignmentId);
      if (living !== null && living.state !== 'proposed') return { kind: 'done', plan: living, subject };
      const now = clock.now();
      const weekly = weeklyOr(propose(await planningOf(subject, now)));
      if ('kind' in weekly) return weekly;
      const { series, dates } = weekly;
      const cause = { at: now, by: person._id };
      if (living !== null) {
        const isSame = isDeepStrictEqual([living.series, living.dates], [series, dates]);
        const done = isSame || (await plans.change(living, { series, dates }, planFact(living, proposed, {}), cause));
        const plan = done && !isSame ? { ...living, series, dates, version: living.version + 1 } : living;
        return done ? { kind: 'done', plan, subject } : this.open(person, seen);
      }
      const { personId, certificationId } = subject.assignment;
      const about = { personId, assignmentId, certificationId };
      const plan = {
        _id: newStudyPlanId(),
        ...about,
        state: 'proposed' as const,
        series,
        dates,
        instead: null,
        answeredBy: null,
        review: null,
      };
      const inserted = await plans.insert(plan, planFact(about, proposed, {}), cause);
      return inserted ? { kind: 'done', plan: { ...plan, version: 0 }, subject } : this.open(person, seen);
    },

    /** Asks for what is proposed, or for a time of the person's own; where the policy agrees, it is agreed. */
    ask,

    own,

    /** Takes the other time that the manager has offered. */
    async take(person: Person, seen: SeenPlan): Promise<PlanAnswer> {
      const found = await own(person, seen.id);
      if ('kind' in found) return found;
      const { plan } = found;
      const isDone: IsDone = ({ state }) => state === 'agreed';
      if (isPast(found, seen, ['declined']) || plan.instead === null) return answerPast(found, seen, isDone);
      const weekly = await fitted(found, plan.instead);
      if ('kind' in weekly) return weekly;
      const { series, dates } = weekly;
      const wanted: Change = {
        fields: { state: 'agreed', series, dates, instead: null },
        fact: planFact(plan, 'study-plan.agreed', { series, how: 'taken' as const }),
      };
      return change(found, seen, person, wanted, isDone);
    },

    /** Lets it be, at whatever point; what was planned by it is dropped. */
    async stop(person: Person, seen: SeenPlan): Promise<PlanAnswer> {
      const found = await own(person, seen.id);
      if ('kind' in found) return found;
      const { plan } = found;
      const isDone: IsDone = ({ state }) => state === 'ended';
      if (isPast(found, seen, ['proposed', 'asked', 'declined', 'agreed'])) return answerPast(found, seen, isDone);
      const wanted: Change = {
        fields: { state: 'ended', review: null },
        fact: planFact(plan, 'study-plan.ended', { why: 'by-person' as const }),
      };
      return change(found, seen, person, wanted, isDone);
    },

    /** Before a manager is asked for another time: the plan to answer, or how it stands instead. Changes nothing. */
    async beginOffer(actor: Person, seen: SeenPlan): Promise<Known | PlanAnswer> {
      const found = await answering(actor, seen);
      if ('kind' in found) return found;
      return isPast(found, seen, ['asked']) ? stands(found) : found;
    },

    async agree(actor: Person, seen: SeenPlan): Promise<PlanAnswer> {
      const found = await answering(actor, seen);
      if ('kind' in found) return found;
      const { plan } = found;
      const isDone: IsDone = ({ state, answeredBy }) => state === 'agreed' && answeredBy === actor._id;
      if (isPast(found, seen, ['asked'])) return answerPast(found, seen, isDone);
      const weekly = await fitted(found, plan.series);
      if ('kind' in weekly) return weekly;
      const { series, dates } = weekly;
      const wanted: Change = {
        fields: { state: 'agreed', series, dates, answeredBy: actor._id, review: null },
        fact: planFact(plan, 'study-plan.agreed', { series, how: 'by-manager' as const }),
      };
      return change(found, seen, actor, wanted, isDone);
    },

    /** Another time, by the same rules as the person's own. */
    async offer(actor: Person, seen: SeenPlan, wish: WeeklyWish): Promise<PlanAnswer> {
      const found = await answering(actor, seen);
      if ('kind' in found) return found;
      const { plan } = found;
      const isDone: IsDone = ({ state, answeredBy, instead }) =>
        state === 'declined' && answeredBy === actor._id && instead !== null && isAsWished(instead, wish);
      if (isPast(found, seen, ['asked'])) return answerPast(found, seen, isDone);
      const weekly = await fitted(found, wish);
      if ('kind' in weekly) return weekly;
      const { series: instead } = weekly;
      const wanted: Change = {
        fields: { state: 'declined', instead, answeredBy: actor._id, review: null },
        fact: planFact(plan, 'study-plan.declined', { instead }),
      };
      return change(found, seen, actor, wanted, isDone);
    },
  };
}

export type PlanActions = ReturnType<typeof createPlanActions>;

const proposed = 'study-plan.proposed' as const;

const refuse = (refusal: PlanRefusal): Refused => ({ kind: 'refused', refusal });

const weeklyOr = (fitted: Fitted): WeeklyPlan | Refused => (fitted.kind === 'fits' ? fitted.plan : refuse(fitted.why));
