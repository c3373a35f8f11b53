import type { CalendarDate } from '../../../shared/dates.js';
import type { CertificationId } from '../../../shared/ids.js';
import { newStudyPlanId } from '../../../shared/ids.js';
import type { FindPeople, PeopleRefused } from '../../assignments/index.js';
import type { Person } from '../../people/index.js';
import type { Subject, TrainingTimeDeps } from '../deps.js';
import type { TimeRequest } from './command-text.js';
import type { PlanningOf } from './planning.js';
import type { PlanHindrance, WeeklyPlan } from './rules.js';
import { fitWeekly, isAsWished } from './rules.js';
import type { StudyPlan } from './study-plan.js';
import { planFact } from './study-plan.js';

/** Why somebody is left out. */
export type NotGiven = PlanHindrance | 'not-asked' | 'has-another' | 'not-reached';

/** What would be given, or was. */
export type Giving = Readonly<{
  request: TimeRequest;
  name: string;
  /** The names of those who get it, and of those who do not. */
  names: readonly string[];
  left: readonly Readonly<{ name: string; why: NotGiven }>[];
  /** Members of a group who are in no people file, have left, or are guests. */
  unknown: number;
}>;

export type GivingRefused =
  | PeopleRefused
  | Readonly<{ kind: 'refused'; code: 'no-certification'; certificationId: CertificationId }>
  | Readonly<{ kind: 'refused'; code: 'out-of-reach'; names: readonly string[] }>;

type Fate =
  | Readonly<{ kind: 'gets'; subject: Subject; weekly: WeeklyPlan; living: StudyPlan | null }>
  /** The same press or command, come twice. */
  | Readonly<{ kind: 'has-it' }>
  | Readonly<{ kind: 'left'; why: NotGiven }>;

/** How many tries before whoever changes it meanwhile is left to do so. */
const mostTries = 3;

/** A manager gives study time to people who are asked for a certification: each gets a plan of their own, agreed. */
export function createTimeGiving({
  plans,
  clock,
  people,
  assignments,
  catalog,
  planningOf,
  findPeople,
}: TrainingTimeDeps & { planningOf: PlanningOf; findPeople: FindPeople }) {
  /** Who gets it and who does not; refused before anything is said of anybody whom the asker does not lead. */
  async function weigh(asker: Person, request: TimeRequest) {
    const certification = await catalog.byId(request.certificationId);
    if (certification === null)
      return { kind: 'refused', code: 'no-certification', certificationId: request.certificationId } as const;
    const found = await findPeople(request.who);
    if (found.kind === 'refused') return found;
    const standings = await Promise.all(found.people.map((person) => people.standing(asker, person)));
    const beyond = found.people.filter((_, index) => standings[index] === 'self' || standings[index] === 'none');
    // A group may well hold its manager, who is passed over.
    const others = beyond.filter(({ _id }) => _id !== asker._id || found.people.length === 1);
    if (others.length > 0)
      return { kind: 'refused', code: 'out-of-reach', names: others.map(({ name }) => name) } as const;
    const fates: { person: Person; fate: Fate }[] = [];
    for (const person of found.people.filter(({ _id }) => _id !== asker._id))
      fates.push({ person, fate: await fateOf(asker, person, request, certification) });
    return { kind: 'weighed', name: certification.name, fates, unknown: found.unknown } as const;
  }

  async function fateOf(
    asker: Person,
    person: Person,
    { wish, until, certificationId }: TimeRequest,
    certification: Subject['certification'],
  ): Promise<Fate> {
    const assignment = await assignments.unfinishedOf(person._id, certificationId);
    if (assignment?.state !== 'open') return { kind: 'left', why: 'not-asked' };
    // Nothing would tell them of it, but for the hours themselves.
    if (!(await people.isReached(person))) return { kind: 'left', why: 'not-reached' };
    const subject = { assignment, person, certification };
    const living = await plans.livingFor(assignment._id);
    if (living?.state === 'agreed')
      return living.answeredBy === asker._id && isAsWished(living.series, wish)
        ? { kind: 'has-it' }
        : { kind: 'left', why: 'has-another' };
    const planning = await planningOf(subject, clock.now());
    const fitted = fitWeekly(wish, { ...planning, lastOn: earlier(planning.lastOn, until) });
    if (fitted.kind === 'cannot') return { kind: 'left', why: fitted.why };
    return { kind: 'gets', subject, weekly: fitted.plan, living };
  }

  /** False when the plan was changed meanwhile. */
  async function save(asker: Person, { subject, weekly, living }: Extract<Fate, { kind: 'gets' }>): Promise<boolean> {
    const { _id: assignmentId, personId, certificationId } = subject.assignment;
    const about = { personId, assignmentId, certificationId };
    const { series, dates } = weekly;
    const fields = { state: 'agreed' as const, series, dates, instead: null, answeredBy: asker._id, review: null };
    const fact = planFact(about, 'study-plan.agreed', { series, how: 'given' as const });
    const cause = { at: clock.now(), by: asker._id };
    if (living !== null) return plans.change(living, fields, fact, cause);
    return plans.insert({ _id: newStudyPlanId(), ...about, ...fields }, fact, cause);
  }

  function givingOf(
    request: TimeRequest,
    { name, fates, unknown }: Extract<Awaited<ReturnType<typeof weigh>>, { kind: 'weighed' }>,
  ): Giving {
    return {
      request,
      name,
      names: fates.flatMap(({ person, fate }) => (fate.kind === 'left' ? [] : [person.name])),
      left: fates.flatMap(({ person, fate }) => (fate.kind === 'left' ? [{ name: person.name, why: fate.why }] : [])),
      unknown,
    };
  }

  return {
    /** What would happen. Nothing is done yet. */
    async show(asker: Person, request: TimeRequest): Promise<Giving | GivingRefused> {
      const weighed = await weigh(asker, request);
      return weighed.kind === 'refused' ? weighed : givingOf(request, weighed);
    },

    /** Weighed anew: who may, and who gets it. Doing it twice gives it once. */
    async give(asker: Person, request: TimeRequest): Promise<Giving | GivingRefused> {
      for (let tries = 1; ; tries += 1) {
        const weighed = await weigh(asker, request);
        if (weighed.kind === 'refused') return weighed;
        let missed = 0;
        for (const { fate } of weighed.fates) if (fate.kind === 'gets' && !(await save(asker, fate))) missed += 1;
        if (missed === 0) return givingOf(request, weighed);
        if (tries === mostTries) throw new Error('Study plans changed again and again while they were to be given');
      }
    },
  };
}

export type TimeGiving = ReturnType<typeof createTimeGiving>;

const earlier = (dueOn: CalendarDate, until: CalendarDate | null) => (until !== null && until < dueOn ? until : dueOn);
