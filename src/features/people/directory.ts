import type { Clock } from '../../platform/clock.js';
import type { Actor } from '../../platform/database/facts.js';
import type { PersonId } from '../../shared/ids.js';
import type { SlackAccount } from './account.js';
import { linksByEmail, outOfStep } from './directory-rules.js';
import type { Person } from './person.js';
import type { PeopleStore } from './store.js';
import type { StoredAccount, SyncStore } from './sync-store.js';

/** Told after somebody's zone or hours changed, so that what was planned by them is planned again. Idempotent. */
export type OnHoursChanged = (personIds: readonly PersonId[]) => Promise<void>;

const toldAtOnce = 100;

/** Brings people in step with what is known of Slack's accounts. Every verb may be repeated, and run twice at once. */
export function createDirectory({
  people,
  store,
  clock,
  onHoursChanged,
}: {
  people: Pick<PeopleStore, 'change'>;
  store: SyncStore;
  clock: Clock;
  /** A late slot: filled by those who plan. */
  onHoursChanged: readonly OnHoursChanged[];
}) {
  /**
   * Until nothing differs, because the account may change under us: whoever writes last also looks last, so that no
   * older picture of it stays.
   */
  async function settle(slackId: string, by: Actor): Promise<void> {
    for (;;) {
      const [account, [person]] = await Promise.all([store.account(slackId), store.peopleOf([slackId])]);
      const differs = account !== null && person !== undefined ? outOfStep(person, account) : undefined;
      if (person === undefined || differs === undefined) return;
      const cause = { at: clock.now(), by };
      if (differs.kind === 'left') await people.change(person, { state: 'left' }, { type: 'person.left' }, cause);
      else if (differs.kind === 'returned')
        await people.change(person, { state: 'active' }, { type: 'person.returned' }, cause);
      else await store.takeZones([{ person, zone: differs.zone, moves: differs.kind === 'zone' }], cause.at);
    }
  }

  async function bringInStep(
    accounts: readonly StoredAccount[],
    mayLeave: ReadonlySet<string>,
    by: Actor,
  ): Promise<void> {
    const known = new Map(accounts.map((account) => [account._id, account]));
    const zones: { person: Person; zone: Person['zone']; moves: boolean }[] = [];
    for (const person of await store.peopleOf([...known.keys()])) {
      const account = known.get(person.slackId ?? '');
      const differs = account && outOfStep(person, account);
      if (account === undefined || differs === undefined) continue;
      if (differs.kind === 'left' && !mayLeave.has(account._id)) continue;
      if (differs.kind === 'left' || differs.kind === 'returned') await settle(account._id, by);
      else zones.push({ person, zone: differs.zone, moves: differs.kind === 'zone' });
    }
    await store.takeZones(zones, clock.now());
  }

  async function linkByEmail(unlinked: readonly Person[]): Promise<number> {
    const emails = unlinked.flatMap(({ email }) => (email === null ? [] : [email.toLowerCase()]));
    return emails.length === 0 ? 0 : store.link(linksByEmail(unlinked, await store.accountsByEmail(emails)));
  }

  return {
    /** The accounts of people who would leave if they were brought in step now. */
    async accountsLeaving(): Promise<Set<string>> {
      const leaving = new Set<string>();
      for await (const accounts of store.goneAccounts()) {
        const linked = await store.peopleOf(accounts.map(({ _id }) => _id));
        for (const { slackId, state } of linked) if (slackId !== null && state === 'active') leaving.add(slackId);
      }
      return leaving;
    },

    /** Accounts of members whom nobody is linked to. */
    async countUnmatched(): Promise<number> {
      let unmatched = 0;
      for await (const accounts of store.liveAccounts()) {
        const members = accounts.filter(({ state }) => state === 'member').map(({ _id }) => _id);
        unmatched += members.length - (await store.peopleOf(members)).length;
      }
      return unmatched;
    },

    /** Nobody leaves but `mayLeave`: those who were counted before, however long this process then slept. */
    async bringAllInStep(mayLeave: ReadonlySet<string>, by: Actor): Promise<void> {
      for await (const unlinked of store.unlinked()) await linkByEmail(unlinked);
      for await (const accounts of store.allAccounts()) await bringInStep(accounts, mayLeave, by);
    },

    /** One account, as an event showed it. */
    async bringOneInStep({ slackId, state, email }: SlackAccount, by: Actor): Promise<void> {
      if (state === 'member' && email !== null) await linkByEmail(await store.unlinkedByEmail(email));
      await settle(slackId, by);
    },

    /** Tells those who plan whose hours changed, at least of the first hundred; the others stay for the next time. */
    async tellHoursChanged(keepsGoing: () => boolean): Promise<void> {
      do {
        const changed = await store.hoursChanged(toldAtOnce);
        if (changed.length === 0) return;
        for (const tell of onHoursChanged) await tell(changed.map(({ _id }) => _id));
        await store.toldHoursChanged(changed);
      } while (keepsGoing());
    },
  };
}

export type Directory = ReturnType<typeof createDirectory>;
