import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../platform/clock.js';
import type { Actor, Cause } from '../../platform/database/facts.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { PersonId } from '../../shared/ids.js';
import { readAccount } from './account.js';
import type { Directory } from './directory.js';
import type { DmStore } from './dm-store.js';
import { delegateWithout, leaveAhead, leaveEnded, standsIn, withLeave } from './leave-rules.js';
import type { Leave, Person } from './person.js';
import { mostLeave } from './person.js';
import type { PeopleStore } from './store.js';
import { directorySweep } from './sync.js';
import type { SyncStore } from './sync-store.js';

export type Chosen = { kind: 'chosen' } | { kind: 'refused'; code: 'no-such-person' };
export type Away = Chosen | { kind: 'refused'; code: 'too-many' | 'stand-in-taken' };
export type Confirmed = { kind: 'confirmed'; leaving: number } | { kind: 'refused'; code: 'nothing-asked' };

export function createPeopleActions({
  store,
  sync,
  dms,
  directory,
  clock,
  teamId,
}: {
  store: PeopleStore;
  sync: SyncStore;
  dms: DmStore;
  directory: Directory;
  clock: Clock;
  teamId: () => string;
}) {
  /** One update for both: whoever is away and who decides meanwhile belong together. */
  async function changeLeave(
    id: PersonId,
    cause: Cause,
    wanted: (person: Person) => Pick<Person, 'leave' | 'delegate'> | undefined,
  ): Promise<Away> {
    for (;;) {
      const person = await store.byId(id);
      if (person === null) return { kind: 'refused', code: 'no-such-person' };
      const { leave, delegate } = wanted(person) ?? {};
      if (leave === undefined || delegate === undefined) return { kind: 'refused', code: 'stand-in-taken' };
      // Whoever has too many by a file can still end one.
      if (leave.length > mostLeave && leave.length > person.leave.length) return { kind: 'refused', code: 'too-many' };
      if (isDeepStrictEqual([person.leave, person.delegate], [leave, delegate])) return { kind: 'chosen' };
      const fact = { type: 'person.leave-changed' as const, was: person.leave, delegateId: delegate?.personId ?? null };
      if (await store.change(person, { leave, delegate }, fact, cause)) return { kind: 'chosen' };
    }
  }

  return {
    /** How often this person wants reminders. Choosing what is chosen already changes nothing. */
    async chooseReminders(id: PersonId, reminders: Person['reminders'], cause: Cause): Promise<Chosen> {
      for (;;) {
        const person = await store.byId(id);
        if (person === null) return { kind: 'refused', code: 'no-such-person' };
        if (person.reminders === reminders) return { kind: 'chosen' };
        const fact = { type: 'person.reminders-chosen' as const, reminders };
        if (await store.change(person, { reminders }, fact, cause)) return { kind: 'chosen' };
      }
    },

    /**
     * This person is away on these days, and that colleague, if any, decides in their place. Refused where somebody does so
     * on other days that are still to come: there is one stand-in at a time, and those days would be left without.
     */
    takeLeave: (id: PersonId, days: Leave, delegateId: PersonId | null, today: CalendarDate, cause: Cause) =>
      changeLeave(id, cause, ({ leave, delegate }) => {
        const elsewhere = delegateWithout(delegate, days);
        if (delegateId !== null && standsIn(elsewhere, today)) return undefined;
        return {
          leave: withLeave(leave, days, today),
          delegate: delegateId === null ? elsewhere : { personId: delegateId, ...days },
        };
      }),

    /** Back from the leave that begins on this day, or it is not taken; they decide for themselves again. */
    endLeave: (id: PersonId, from: CalendarDate, today: CalendarDate, cause: Cause) =>
      changeLeave(id, cause, ({ leave, delegate }) => {
        const days = leaveAhead(leave, today).find((one) => one.from === from) ?? { from, until: from };
        return { leave: leaveEnded(leave, from, today), delegate: delegateWithout(delegate, days) };
      }),

    /** An owner agrees that as many people leave as the sync asked about; if it comes to be more, it asks again. */
    async confirmDirectory(by: Actor): Promise<Confirmed> {
      for (;;) {
        const was = await sync.readSync();
        if (was.wouldLeave === 0) return { kind: 'refused', code: 'nothing-asked' };
        const goesOn = was.state === 'asks' ? { state: 'settling' as const } : {};
        if (await sync.moveSync(was, { mayLeave: was.wouldLeave, confirmedBy: by, ...goesOn })) {
          return { kind: 'confirmed', leaving: was.wouldLeave };
        }
      }
    },

    /** What an event shows of one account: a hint, which may be late, doubled, out of order, or not Slack's at all. */
    async applyAccount(payload: unknown): Promise<'applied' | 'ignored'> {
      const read = readAccount(payload, teamId());
      if (read.kind !== 'account') return 'ignored';
      await sync.saveAccounts([read.account], [], clock.now());
      await directory.bringOneInStep(read.account, directorySweep);
      await directory.tellHoursChanged(() => false); // Acknowledged or not, an event has seconds.
      return 'applied';
    },

    /** Somebody has something to say to this person: their DM comes first. */
    wanted: (id: PersonId) => dms.want(id, clock.now()),

    /** Slack no longer knows the DM that we know (`channel_not_found`): it is opened anew. */
    forgetDm: (id: PersonId, channel: string) => dms.forget(id, channel, clock.now()),
  };
}

export type PeopleActions = ReturnType<typeof createPeopleActions>;
