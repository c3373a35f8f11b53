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
import { createPeopleEvents } from './slack.js';
import { createPeopleStore, peopleIndexes as ownIndexes } from './store.js';
import { createDirectorySync } from './sync.js';
import { accountIndexes, createSyncStore } from './sync-store.js';

export type { Asker, Authority, Standing } from './authority.js';
export type { OnHoursChanged } from './directory.js';
export { createPeopleFile } from './file.js';
export type { Person, PersonFact } from './person.js';
export {
  currentOrNextShift,
  isFirstWorkingDayOfWeek,
  workBegins,
  workingDayAfter,
  workingDayOnOrBefore,
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

  return {
    store,
    actions,
    authority,
    events: createPeopleEvents(actions),
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

    /** What an owner should know; counts only. `asksToLetLeave` is 0 unless a sync waits for an answer. */
    async doctor() {
      const { wouldLeave, mayLeave, finishedAt } = await sync.readSync();
      const [inReach, withoutSlack, waitingForDm, unmatchedAccounts] = await Promise.all([
        store.countReachable(),
        store.countWithoutSlack(),
        dms.countWaiting(),
        directory.countUnmatched(),
      ]);
      const asksToLetLeave = mayLeave < wouldLeave ? wouldLeave : 0;
      return { inReach, withoutSlack, waitingForDm, unmatchedAccounts, asksToLetLeave, lastSyncAt: finishedAt };
    },
  };
}

export type People = ReturnType<typeof createPeople>;
