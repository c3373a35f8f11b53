import type { Database } from '../../platform/database/connect.js';
import type { Topics } from '../../platform/slack/delivery.js';
import type { PersonId } from '../../shared/ids.js';
import { createActions } from './actions.js';
import type { CalendarDeps } from './calendar/calendar.js';
import { createCalendar } from './calendar/calendar.js';
import type { TrainingTimeDeps } from './deps.js';
import type { DigestDeps } from './digest.js';
import { createDigest, digestTopic } from './digest.js';
import { feedIndexes } from './feed-store.js';
import { invitationIndexes } from './invitation-store.js';
import { createOffers } from './offers.js';
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
export { keptWords } from './times.js';
export type { TrainingBlock, TrainingBlockFact } from './training-block.js';

export const trainingTimeIndexes = [...ownIndexes, ...invitationIndexes, ...feedIndexes];

export function createTrainingTime({
  database,
  hours,
  calendar,
  ...rest
}: {
  database: Pick<Database, 'connection' | 'db'>;
  hours: Pick<DigestDeps, 'shown' | 'isOn' | 'people'>;
  calendar: CalendarDeps;
} & Omit<TrainingTimeDeps, 'store'>) {
  const deps: TrainingTimeDeps = { store: createTrainingTimeStore(database.connection), ...rest };
  const { store, clock } = deps;
  const offers = createOffers(deps);
  const actions = createActions({ ...deps, offers });
  const speaking = createSpeaking({ ...deps, offers });
  const digest = createDigest({ ...deps, ...hours, db: database.db });
  const { presses, inCalendar, ...calendars } = createCalendar({ ...deps, ...calendar, database });
  const edges = createEdges({ ...deps, actions, offers, inCalendar });

  return {
    store,
    actions,
    /** One menu, in a reminder or on Home: plan study time, or move or drop what is planned. */
    controls: offers.controls,
    /** "Study time planned: …", while it is to come. */
    line: offers.line,
    /** What somebody has planned that is still to come, soonest first. */
    async plannedOf(personId: PersonId): Promise<readonly TrainingBlock[]> {
      const now = clock.now();
      return (await store.plannedOf(personId)).filter((block) => isAhead(block, now));
    },
    presses: { ...edges.presses, ...presses },
    forms: edges.forms,
    topics: { ...speaking.topics, [digestTopic]: digest.topic } satisfies Topics,
    sweeps: [speaking.sweep, digest.sweep],
    /** What became of the study time of the last seven days. */
    hoursOfTeam: digest.ofTeam,
    hoursOfCompany: digest.ofCompany,
    reactions: { dropPlanned: actions.dropPlanned, redraw: actions.redraw },
    /** Study time in people's calendars; its sweeps apart, so that a slow mail server holds up nothing said in Slack. */
    calendar: calendars,
  };
}

export type TrainingTime = ReturnType<typeof createTrainingTime>;
