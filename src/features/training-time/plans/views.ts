import type { ReviewStage } from '../../../shared/review.js';
import type { Person } from '../../people/index.js';
import type { Subject, TrainingTimeDeps } from '../deps.js';
import type { InCalendar } from '../messages.js';
import type { PlanAsking } from './asking.js';
import type { OwnPlan, PlanCard } from './messages.js';
import type { PlanningOf } from './planning.js';
import type { StudyPlan } from './study-plan.js';

type Deps = Pick<TrainingTimeDeps, 'people' | 'clock' | 'policies'> &
  Readonly<{
    planningOf: PlanningOf;
    asking: Pick<PlanAsking, 'managerOf' | 'mayAnswer'>;
    /** How this person's calendar hears of what is planned. */
    inCalendar(person: Person): Promise<InCalendar>;
  }>;

/** How a plan stands for those who see it. */
export function createPlanViews({ people, clock, policies, planningOf, asking, inCalendar }: Deps) {
  async function neededMinutes(plan: StudyPlan, subject: Subject): Promise<number> {
    // What an agreed plan will bring is planned already.
    const { neededMinutes: left } = await planningOf(subject, clock.now());
    return plan.state === 'agreed' ? left + plan.dates.length * plan.series.minutes : left;
  }

  async function managerOf({ state, answeredBy }: StudyPlan, { person }: Subject): Promise<string | undefined> {
    if (answeredBy !== null) return (await people.byId(answeredBy))?.name;
    if (state === 'agreed' || (await policies.termsOf(person)).agreedBy === 'policy') return undefined;
    return (await asking.managerOf(person, clock.now()))?.name ?? 'your manager';
  }

  return {
    async own(plan: StudyPlan, subject: Subject): Promise<OwnPlan> {
      const { _id: id, version, state, series, dates, instead } = plan;
      return {
        seen: { id, version },
        assignment: { id: subject.assignment._id, version: subject.assignment.version },
        name: subject.certification.name,
        state: subject.assignment.state === 'closed' ? 'ended' : state,
        series,
        times: dates.length,
        instead,
        dueOn: subject.assignment.dueOn,
        neededMinutes: await neededMinutes(plan, subject),
        inCalendar: await inCalendar(subject.person),
        manager: await managerOf(plan, subject),
      };
    },

    async card(plan: StudyPlan, subject: Subject, reader: Person, reason: ReviewStage): Promise<PlanCard> {
      const { _id: id, version, series, dates } = plan;
      return {
        seen: { id, version },
        person: subject.person.name,
        name: subject.certification.name,
        series,
        times: dates.length,
        dueOn: subject.assignment.dueOn,
        neededMinutes: await neededMinutes(plan, subject),
        otherClock: series.zone !== reader.zone,
        reason,
        standing: await standingFor(plan, subject, reader),
      };
    },
  };

  async function standingFor(plan: StudyPlan, subject: Subject, reader: Person): Promise<PlanCard['standing']> {
    const { state, answeredBy, instead } = plan;
    if ((state === 'agreed' || state === 'declined') && answeredBy !== null) {
      const by = answeredBy === reader._id ? 'You' : ((await people.byId(answeredBy))?.name ?? 'Somebody');
      return { kind: state, by, instead };
    }
    if (state !== 'asked' || subject.assignment.state !== 'open') return { kind: 'over' };
    const may = await asking.mayAnswer(reader, subject.person, clock.now());
    return { kind: may ? 'waiting' : 'no-longer-yours' };
  }
}

export type PlanViews = ReturnType<typeof createPlanViews>;
