import { z } from 'zod';
import type { Clock } from '../../platform/clock.js';
import type { Logger } from '../../platform/logging.js';
import type { Clients } from '../../platform/slack/clients.js';
import type { Pacer } from '../../platform/slack/pacer.js';
import { outcomeOf, slackCodeOf } from '../../platform/slack/replies.js';
import { addMinutes } from '../../shared/dates.js';
import { readAccount } from './account.js';
import type { Directory } from './directory.js';
import { tooManyLeave } from './directory-rules.js';
import { askedToWaitMs, takeSlot } from './slots.js';
import type { PeopleStore } from './store.js';
import type { Sync, SyncStore } from './sync-store.js';

const pageSize = 200;

/** The actor of facts that a sync writes on its own. */
export const directorySweep = 'people.directory';

const UserPage = z.object({
  members: z.array(z.unknown()),
  response_metadata: z.object({ next_cursor: z.string().max(1_000).prefault('') }).prefault({}),
});

/**
 * Reads Slack's whole list of users, page by page, and then brings people in step with it. Every step is kept, so that
 * a stopped run goes on where it was; every step may run twice, so that two processes do no harm.
 */
export function createDirectorySync({
  people,
  store,
  directory,
  clock,
  clients,
  pacer,
  log,
  teamId,
  everyMinutes,
}: {
  people: Pick<PeopleStore, 'countReachable'>;
  store: SyncStore;
  directory: Directory;
  clock: Clock;
  clients: Pick<Clients, 'reading'>;
  pacer: Pick<Pacer, 'takeMethod' | 'block'>;
  log: Logger;
  /** Our own workspace, known once Slack has told who we are. */
  teamId: () => string;
  everyMinutes: number;
}) {
  /** One step; false when there is nothing more to do in this run. */
  async function step(sync: Sync, keepsGoing: () => boolean): Promise<boolean> {
    if (sync.state === 'reading') return readPage(sync, keepsGoing);
    if (sync.state === 'settling') return settle(sync, keepsGoing);
    const now = clock.now();
    if (beginsAt(sync, now) > now) return false;
    await store.moveSync(sync, { state: 'reading', cursor: '', startedAt: now });
    return true;
  }

  async function readPage(sync: Sync, keepsGoing: () => boolean): Promise<boolean> {
    if (!(await takeSlot(pacer, 'users.list', keepsGoing))) return false;
    const seenAt = laterOf(clock.now(), sync.startedAt); // Another process began it, by a clock some ms ahead.
    const page = await fetchPage(sync.cursor);
    if (page === 'later') return false;
    if (page === 'lost-place') {
      await store.moveSync(sync, { cursor: '' });
      return true;
    }
    const read = page.members.map((member) => readAccount(member, teamId()));
    await store.saveAccounts(
      read.flatMap((one) => (one.kind === 'account' ? [one.account] : [])),
      read.flatMap((one) => (one.kind === 'unreadable' && one.slackId !== null ? [one.slackId] : [])),
      seenAt,
    );
    const cursor = page.response_metadata.next_cursor;
    await store.moveSync(sync, cursor === '' ? { state: 'settling', cursor } : { cursor });
    return true;
  }

  async function fetchPage(cursor: string): Promise<z.infer<typeof UserPage> | 'later' | 'lost-place'> {
    try {
      const reply = await clients.reading.users.list({ limit: pageSize, ...(cursor === '' ? {} : { cursor }) });
      const page = UserPage.parse(reply);
      if (cursor !== '' && page.response_metadata.next_cursor === cursor) throw new Error('The list stands still.');
      return page;
    } catch (error) {
      if (cursor !== '' && slackCodeOf(error) === 'invalid_cursor') return 'lost-place';
      const waitMs = askedToWaitMs(error);
      if (waitMs !== undefined) await pacer.block('users.list', waitMs);
      const { kind, code } = outcomeOf(error);
      log.warn({ outcome: kind, code }, 'the directory could not be read; the next run goes on from here');
      return 'later';
    }
  }

  async function settle(sync: Sync, keepsGoing: () => boolean): Promise<boolean> {
    if (!(await store.hasSeenAnybody(sync.startedAt))) {
      await store.moveSync(sync, { state: 'idle', finishedAt: clock.now() });
      log.warn({ team: teamId() }, 'the directory names nobody of this workspace: nobody was changed');
      return false;
    }
    await store.markVanished(sync.startedAt);
    const [leaving, inReach] = await Promise.all([directory.accountsLeaving(), people.countReachable()]);
    if (tooManyLeave({ leaving: leaving.size, inReach, confirmed: sync.mayLeave })) {
      const asks = { state: 'asks' as const, wouldLeave: leaving.size, mayLeave: 0, confirmedBy: null };
      await store.moveSync(sync, { ...asks, finishedAt: clock.now() });
      log.warn(
        { leaving: leaving.size, inReach },
        'too many would leave at once: nobody was changed; laurel people confirm-sync',
      );
      return false;
    }
    await directory.bringAllInStep(leaving, sync.confirmedBy ?? directorySweep);
    await directory.tellHoursChanged(keepsGoing);
    const done = { state: 'idle' as const, wouldLeave: 0, mayLeave: 0, confirmedBy: null };
    await store.moveSync(sync, { ...done, finishedAt: clock.now() });
    return false;
  }

  function beginsAt({ state, finishedAt }: Sync, now: Date): Date {
    const isUnderWay = state === 'reading' || state === 'settling';
    return isUnderWay || finishedAt === null ? now : addMinutes(finishedAt, everyMinutes);
  }

  return {
    name: 'people.syncDirectory',

    /** Goes on with a sync, or begins one that is due; answers how many steps it took. */
    async run(keepsGoing: () => boolean): Promise<number> {
      await directory.tellHoursChanged(keepsGoing);
      let steps = 0;
      while (keepsGoing() && (await step(await store.readSync(), keepsGoing))) steps += 1;
      return steps;
    },

    async nextDueAt(): Promise<Date> {
      const now = clock.now();
      const untold = await store.hoursChanged(1);
      return untold.length > 0 ? now : beginsAt(await store.readSync(), now);
    },
  };
}

const laterOf = (one: Date, other: Date) => (one > other ? one : other);
