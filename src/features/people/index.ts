import type { Clock } from '../../platform/clock.js';
import type { Database } from '../../platform/database/connect.js';
import type { Logger } from '../../platform/logging.js';
import type { Clients } from '../../platform/slack/clients.js';
import type { Pacer } from '../../platform/slack/pacer.js';
import { createPeopleActions } from './actions.js';
import { createAuthority } from './authority.js';
import type { OnHoursChanged } from './directory.js';
import { createDirectory } from './directory.js';
import { createDmStore } from './dm-store.js';
import { createDmOpening } from './dms.js';
import { createPeopleEvents, createPeopleForms, createPeoplePresses } from './slack.js';
import { createPeopleStore, peopleIndexes as ownIndexes } from './store.js';
import { createDirectorySync } from './sync.js';
import { accountIndexes, createSyncStore } from './sync-store.js';
import { createWithoutSlack } from './without-slack.js';

export type { Asker, Authority, Standing } from './authority.js';
export type { OnHoursChanged } from './directory.js';
export { createPeopleFile } from './file.js';
export { createLeaveFile } from './leave-file.js';
export { leaveAhead, standsIn } from './leave-rules.js';
export { endLeaveButton, leaveButton, remindersSelect } from './parts.js';
export type { Person, PersonFact } from './person.js';
export type { HalfDay } from './rules.js';
export {
  currentOrNextHalfDay,
  currentOrNextShift,
  halfDayAfter,
  isFirstWorkingDayOfWeek,
  isOnLeave,
  shiftsOn,
  withoutLeave,
  workBegins,
  workingDayAfter,
  workingDayOnOrBefore,
  workingDaysOf,
} from './rules.js';
export const peopleIndexes = [...ownIndexes, ...accountIndexes];

export function createPeople({
  database,
  clock,
  clients,
  pacer,
  log,
  teamId,
  onHoursChanged,
  owners,
  syncEveryMinutes = 60,
}: {
  database: Pick<Database, 'connection'>;
  clock: Clock;
  clients: Pick<Clients, 'interactive' | 'reading'>;
  pacer: Pick<Pacer, 'takeMethod' | 'block'>;
  log: Logger;
  /** Our own workspace, known once Slack has told who we are. */
  teamId: () => string;
  /** A late slot: those who plan by people's hours are added when they exist. */
  onHoursChanged: readonly OnHoursChanged[];
  /** Slack ids of the programme owners. */
  owners: readonly string[];
  syncEveryMinutes?: number;
}) {
  const store = createPeopleStore(database.connection);
  const sync = createSyncStore(database.connection, store);
  const dms = createDmStore(store);
  const directory = createDirectory({ people: store, store: sync, clock, onHoursChanged });
  const actions = createPeopleActions({ store, sync, dms, directory, clock, teamId });

  const authority = createAuthority({ store, owners, accountOf: sync.account });

  /** Counted on indexes alone. `asksToLetLeave` is 0 unless a sync waits for an answer. */
  async function figures() {
    const [{ wouldLeave, mayLeave, finishedAt }, inReach, withoutSlack] = await Promise.all([
      sync.readSync(),
      store.countReachable(),
      store.countWithoutSlack(),
    ]);
    return { inReach, withoutSlack, asksToLetLeave: mayLeave < wouldLeave ? wouldLeave : 0, lastSyncAt: finishedAt };
  }

  return {
    store,
    actions,
    authority,
    withoutSlack: createWithoutSlack({ store, authority }),
    events: createPeopleEvents(actions),
    presses: createPeoplePresses({ store, actions, authority, clock }),
    forms: createPeopleForms({ actions, authority, clock }),
    sweeps: {
      syncDirectory: createDirectorySync({
        people: store,
        store: sync,
        directory,
        clock,
        clients,
        pacer,
        log,
        teamId,
        everyMinutes: syncEveryMinutes,
      }),
      openDms: createDmOpening({ store: dms, clock, clients, pacer, log }),
    },

    figures,

    /** What an owner should know; counts only. Looks at every Slack account. */
    async doctor() {
      const [known, waitingForDm, unmatchedAccounts] = await Promise.all([
        figures(),
        dms.countWaiting(),
        directory.countUnmatched(),
      ]);
      return { ...known, waitingForDm, unmatchedAccounts };
    },
  };
}

export type People = ReturnType<typeof createPeople>;
