import type { Clock } from '../../platform/clock.js';
import type { Stored } from '../../platform/database/facts.js';
import type { Logger } from '../../platform/logging.js';
import type { Sweep } from '../../platform/sweeps.js';
import type { TimeOfDay, Zone } from '../../shared/dates.js';
import { dateIn, daysBetween, instantAt, latestDateOnEarth } from '../../shared/dates.js';
import type { CertificationId, CredentialId, PersonId } from '../../shared/ids.js';
import { newAssignmentId } from '../../shared/ids.js';
import type { CredentialVerified } from '../credentials/index.js';
import type { Assignment, AssignmentFact, FirstNudge } from './assignment.js';
import { covers, nothingSaid, renewalOpensOn } from './rules.js';
import type { AssignmentsStore } from './store.js';

export type AssignmentsDeps = Readonly<{
  store: AssignmentsStore;
  clock: Clock;
  log: Logger;
  zoneOf(personId: PersonId): Promise<Zone | undefined>;
  ladderOf(certificationId: CertificationId): Promise<readonly number[] | undefined>;
  /** Whether this is still what the person holds; a fact may be old when its reaction runs. */
  isHeld(credentialId: CredentialId): Promise<boolean>;
  /** Filled when the nudges feature exists. */
  firstNudge: () => FirstNudge;
}>;

const midnight = '00:00' as TimeOfDay;
const earliestZone = 'Etc/GMT-14' as Zone;

export function createAssignmentActions({ store, clock, log, zoneOf, ladderOf, isHeld, firstNudge }: AssignmentsDeps) {
  async function closeCovered(fact: Stored<CredentialVerified>): Promise<void> {
    const unfinished = await store.unfinishedOf(fact.personId, fact.certificationId);
    if (unfinished === null || !covers({ _id: fact.credentialId, expiresOn: fact.expiresOn }, unfinished)) return;
    const closed = factOf(unfinished, 'assignment.closed', { closing: 'earned' as const });
    const done = await store.changeFor(
      fact.id,
      unfinished,
      { state: 'closed', closing: 'earned' },
      closed,
      causeOf(fact),
    );
    if (!done) throw new Error('The assignment changed while it was being closed; this is tried again');
  }

  async function planRenewal(fact: Stored<CredentialVerified>): Promise<void> {
    const { personId, certificationId, credentialId, expiresOn: dueOn } = fact;
    const ladder = await ladderOf(certificationId);
    const zone = await zoneOf(personId);
    if (dueOn === null || ladder === undefined || zone === undefined) return;
    const now = clock.now();
    const today = dateIn(now, zone);
    // The last step of the ladder has passed: there would be nothing left to say.
    if (daysBetween(dueOn, today) > -Math.min(0, ...ladder)) return;
    const opensOn = renewalOpensOn(dueOn, ladder);
    // What is loaded sends nobody anything: when it is late already, it opens without a notice.
    const opensSilently = fact.source === 'loaded' && opensOn <= today;
    const about = { personId, certificationId, dueOn, opensOn };
    const renewal: Omit<Assignment, 'version'> = {
      _id: newAssignmentId(),
      ...about,
      state: opensSilently ? 'open' : 'planned',
      renews: credentialId,
      because: '',
      assignedBy: null,
      assignedOn: today,
      closing: null,
      nudge: opensSilently ? await firstNudge()({ ...about, how: 'loaded', now }) : nothingSaid,
    };
    const type = opensSilently ? 'assignment.opened' : 'assignment.planned';
    if (await store.insert(renewal, factOf(renewal, type, {}), causeOf(fact))) return;
    // The renewal of an older credential may have been planned since we looked for what this one closes.
    const standing = await store.unfinishedOf(personId, certificationId);
    if (standing !== null && covers({ _id: credentialId, expiresOn: dueOn }, standing))
      throw new Error('A renewal that this credential closes came between; this is tried again');
  }

  async function open(planned: Assignment, now: Date): Promise<void> {
    const nudge = await firstNudge()({ ...planned, how: 'announced', now });
    const opened = factOf(planned, 'assignment.opened', {});
    await store.change(planned, { state: 'open', nudge }, opened, { at: now, by: 'sweep:assignments.openPlanned' });
  }

  return {
    reactions: {
      /** A verified credential closes what it covers and plans its own renewal. */
      async followCredential(fact: Stored<CredentialVerified>): Promise<void> {
        if (!(await isHeld(fact.credentialId))) return;
        await closeCovered(fact);
        await planRenewal(fact);
      },
    },

    sweeps: [{ name: 'assignments.openPlanned', run: openPlanned, nextDueAt }] satisfies Sweep[],
  };

  /** Opens planned assignments on the day that it is where the person is. */
  async function openPlanned(keepsGoing: () => boolean): Promise<number> {
    const now = clock.now();
    let opened = 0;
    for await (const planned of store.dueToOpen(latestDateOnEarth(now))) {
      if (!keepsGoing()) return opened;
      const zone = await zoneOf(planned.personId);
      if (zone === undefined) log.warn({ assignment: planned._id }, 'a planned assignment has no person');
      else if (dateIn(now, zone) >= planned.opensOn) {
        await open(planned, now);
        opened += 1;
      }
    }
    return opened;
  }

  /** When the next planned assignment can open: at its person's midnight, or when its day begins somewhere on Earth. */
  async function nextDueAt(): Promise<Date | undefined> {
    const first = await store.firstToOpen();
    if (first === null) return undefined;
    const now = clock.now();
    if (first.opensOn > latestDateOnEarth(now)) return instantAt(first.opensOn, midnight, earliestZone);
    const midnights: Date[] = [];
    for await (const { personId } of store.dueToOpen(first.opensOn)) {
      const zone = await zoneOf(personId);
      if (zone !== undefined) midnights.push(instantAt(first.opensOn, midnight, zone));
    }
    return midnights.toSorted((a, b) => a.getTime() - b.getTime())[0];
  }
}

const causeOf = (fact: Stored) => ({ at: fact.at, by: fact.id });

function factOf<Type extends AssignmentFact['type'], More>(
  { personId, certificationId }: Pick<Assignment, 'personId' | 'certificationId'>,
  type: Type,
  more: More,
) {
  return { type, personId, certificationId, ...more } as {
    type: Type;
    personId: PersonId;
    certificationId: CertificationId;
  } & More;
}
