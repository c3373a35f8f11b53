import type { Database } from '../../platform/database/connect.js';
import { createChase } from '../../platform/reviews/chase.js';
import type { Topics } from '../../platform/slack/delivery.js';
import type { PersonId } from '../../shared/ids.js';
import type { FindPeople } from '../assignments/index.js';
import type { Person } from '../people/index.js';
import { createActions } from './actions.js';
import type { CalendarDeps } from './calendar/calendar.js';
import { createCalendar } from './calendar/calendar.js';
import type { TrainingTimeDeps } from './deps.js';
import type { DigestDeps } from './digest.js';
import { createDigest, digestTopic } from './digest.js';
import { feedIndexes } from './feed-store.js';
import { invitationIndexes } from './invitation-store.js';
import { createLeave } from './leave.js';
import { createOffers } from './offers.js';
import { createPlanActions } from './plans/actions.js';
import { createPlanAsking } from './plans/asking.js';
import { askTopic, createPlanCards } from './plans/cards.js';
import { createTimeCommand } from './plans/command.js';
import { createFollowManager } from './plans/follow.js';
import { createTimeGiving } from './plans/giving.js';
import { createPlanLapse } from './plans/lapse.js';
import { drawPlanCard } from './plans/messages.js';
import { createPlanning } from './plans/planning.js';
import { createPlanReactions } from './plans/reactions.js';
import { createPlanEdges } from './plans/slack.js';
import { createPlanStore, planIndexes } from './plans/store.js';
import type { StudyPlan } from './plans/study-plan.js';
import { createPlanTopics } from './plans/topics.js';
import { createPlanViews } from './plans/views.js';
import { createPolicyStore, policyIndexes } from './policy-store.js';
import { isAhead } from './rules.js';
import { createEdges } from './slack.js';
import { createSpeaking } from './speak.js';
import { createTrainingTimeStore, trainingTimeIndexes as ownIndexes } from './store.js';
import type { TrainingBlock } from './training-block.js';

export { movesCalendars } from './calendar/invitation-rules.js';
export type { CompanyHours } from './digest.js';
export type { ToldHours } from './digest-messages.js';
export { becameOf, eachWords } from './digest-messages.js';
export type { Shown } from './hours.js';
export type { StudyPlanFact } from './plans/study-plan.js';
export { createTrainingPoliciesFile } from './policy-file.js';
export { keptWords } from './times.js';
export type { TrainingBlock, TrainingBlockFact } from './training-block.js';
export type { TrainingPolicyFact } from './training-policy.js';

type CommandDeps = Readonly<{
  findPeople: FindPeople;
  reading: Parameters<typeof createTimeCommand>[0]['reading'];
}>;

export const trainingTimeIndexes = [
  ...ownIndexes,
  ...planIndexes,
  ...policyIndexes,
  ...invitationIndexes,
  ...feedIndexes,
];

export function createTrainingTime({
  database,
  hours,
  findPeople,
  reading,
  calendar,
  ...rest
}: {
  database: Pick<Database, 'connection' | 'db'>;
  hours: Pick<DigestDeps, 'shown' | 'isOn' | 'people'>;
  calendar: CalendarDeps;
} & Omit<TrainingTimeDeps, 'store' | 'plans' | 'policies'> &
  CommandDeps) {
  const { connection } = database;
  const policies = createPolicyStore(connection);
  const deps: TrainingTimeDeps = {
    store: createTrainingTimeStore(connection),
    plans: createPlanStore(connection),
    policies,
    ...rest,
  };
  const { store, clock } = deps;
  const offers = createOffers(deps);
  const actions = createActions({ ...deps, offers });
  const planningOf = createPlanning(deps);
  const asking = createPlanAsking(deps);
  const planActions = createPlanActions({ ...deps, planningOf, asking });
  const { presses, inCalendar, ...calendars } = createCalendar({ ...deps, ...calendar, database });
  const views = createPlanViews({ ...deps, planningOf, asking, inCalendar });
  const cards = createPlanCards({ ...deps, planActions, views });
  const chase = createChase<StudyPlan, Person>({
    ...deps,
    reviews: deps.plans,
    name: 'training-time.chase',
    asking,
    turnsOf: asking.turnsOf,
  });
  const timeCommand = createTimeCommand({
    ...deps,
    reading,
    timeGiving: createTimeGiving({ ...deps, planningOf, findPeople }),
  });
  const planEdges = createPlanEdges({ ...deps, planActions, views });
  const speaking = createSpeaking({ ...deps, offers });
  const leave = createLeave({ ...deps, offers, inCalendar });
  const digest = createDigest({ ...deps, ...hours, db: database.db });
  const edges = createEdges({ ...deps, actions, offers, inCalendar, openWeekly: planEdges.open });

  return {
    store,
    policies,
    plans: deps.plans,
    actions,
    /** Weekly study time that somebody is asked to agree to. */
    review: { waitingFor: cards.waitingFor, drawCard: drawPlanCard },
    /** One menu, in a reminder or on Home: plan study time, or move or drop what is planned. */
    controls: offers.controls,
    /** "Study time planned: …", while it is to come. */
    line: offers.line,
    /** Until when somebody studies, while they do: whatever can wait keeps quiet. */
    studiesUntil: async (personId: PersonId, now: Date): Promise<Date | undefined> =>
      (await store.goingOn(personId, now))?.endsAt,
    /** What somebody has planned that is still to come, soonest first. */
    async plannedOf(personId: PersonId): Promise<readonly TrainingBlock[]> {
      const now = clock.now();
      return (await store.plannedOf(personId)).filter((block) => isAhead(block, now));
    },
    verbs: timeCommand.verbs,
    presses: { ...edges.presses, ...planEdges.presses, ...timeCommand.presses, ...presses },
    forms: { ...edges.forms, ...planEdges.forms },
    topics: {
      ...speaking.topics,
      ...leave.topics,
      ...createPlanTopics({ ...deps, planActions, views }),
      [askTopic]: cards.topic,
      [digestTopic]: digest.topic,
    } satisfies Topics,
    sweeps: [speaking.sweep, createPlanLapse(deps), chase, cards.sweep, digest.sweep],
    /** What became of the study time of the last seven days. */
    hoursOfTeam: digest.ofTeam,
    hoursOfCompany: digest.ofCompany,
    reactions: {
      dropPlanned: actions.dropPlanned,
      redraw: actions.redraw,
      makeRoom: leave.makeRoom,
      ...createPlanReactions({ ...deps, makeRoom: leave.makeRoom }),
      followManager: createFollowManager(deps, asking),
    },
    /** Study time in people's calendars; its sweeps apart, so that a slow mail server holds up nothing said in Slack. */
    calendar: calendars,
  };
}

export type TrainingTime = ReturnType<typeof createTrainingTime>;
