import { z } from 'zod';
import type { Clock } from '../../platform/clock.js';
import type { Logger } from '../../platform/logging.js';
import type { Clients } from '../../platform/slack/clients.js';
import type { Pacer } from '../../platform/slack/pacer.js';
import { outcomeOf } from '../../platform/slack/replies.js';
import { addMinutes } from '../../shared/dates.js';
import type { DmStore } from './dm-store.js';
import type { Person } from './person.js';
import { askedToWaitMs, takeSlot } from './slots.js';

/** Few, so that somebody who is wanted meanwhile comes soon. */
const batch = 10;
const afterRefusalMinutes = 24 * 60;
/** A hiccup, most of the time; those who have waited longer come first, so that one who fails again keeps nobody waiting. */
const afterFailureMinutes = 2;

const Opened = z.object({ channel: z.object({ id: z.string().regex(/^D[A-Z0-9]{2,20}$/) }) });

/** Opens the DM with each person ahead of the first message, so that a lost reply never leaves us without its id. */
export function createDmOpening({
  store,
  clock,
  clients,
  pacer,
  log,
}: {
  store: DmStore;
  clock: Clock;
  clients: Pick<Clients, 'interactive'>;
  pacer: Pick<Pacer, 'takeMethod' | 'block'>;
  log: Logger;
}) {
  /** False when Slack, not this person, is in the way. */
  async function open(person: Person): Promise<boolean> {
    try {
      const reply = await clients.interactive.conversations.open({ users: person.slackId ?? '' });
      await store.opened(person, Opened.parse(reply).channel.id);
      return true;
    } catch (error) {
      const waitMs = askedToWaitMs(error);
      if (waitMs !== undefined) {
        await pacer.block('conversations.open', waitMs);
        return false;
      }
      const outcome = outcomeOf(error);
      log.warn({ person: person._id, outcome: outcome.kind, code: outcome.code }, 'a DM could not be opened');
      const isRefused = outcome.kind === 'refused' && outcome.blame === 'recipient';
      const pauseMinutes = isRefused ? afterRefusalMinutes : afterFailureMinutes;
      await store.postpone(person._id, addMinutes(clock.now(), pauseMinutes));
      return isRefused;
    }
  }

  return {
    name: 'people.openDms',

    /** Opens as many as the method's limit lets through; answers how many were tried. */
    async run(keepsGoing: () => boolean): Promise<number> {
      for (let tried = 0; ; ) {
        const people = await store.withoutDm(clock.now(), batch);
        if (people.length === 0) return tried;
        for (const person of people) {
          if (!(await takeSlot(pacer, 'conversations.open', keepsGoing))) return tried;
          tried += 1;
          if (!(await open(person))) return tried;
        }
      }
    },

    async nextDueAt(): Promise<Date | undefined> {
      const first = await store.firstDue();
      if (first === null) return undefined;
      const now = clock.now();
      return first === 'at-once' || first < now ? now : first;
    },
  };
}
