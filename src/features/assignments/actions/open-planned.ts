import type { Clock } from '../../../platform/clock.js';
import type { Logger } from '../../../platform/logging.js';
import type { Sweep } from '../../../platform/sweeps.js';
import type { TimeOfDay, Zone } from '../../../shared/dates.js';
import { dateIn, instantAt, latestDateOnEarth } from '../../../shared/dates.js';
import type { PersonId } from '../../../shared/ids.js';
import type { Assignment, FirstNudge } from '../assignment.js';
import { factOf } from '../assignment.js';
import type { AssignmentsStore } from '../store.js';

export type OpenDeps = Readonly<{
  store: AssignmentsStore;
  clock: Clock;
  log: Logger;
  zoneOf(personId: PersonId): Promise<Zone | undefined>;
  firstNudge: () => FirstNudge;
}>;

const midnight = '00:00' as TimeOfDay;
const earliestZone = 'Etc/GMT-14' as Zone;

/** The sweep that opens planned assignments. */
export function createOpenPlanned({ store, clock, log, zoneOf, firstNudge }: OpenDeps): Sweep {
  return { name: 'assignments.openPlanned', run: openPlanned, nextDueAt };

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

  async function open(planned: Assignment, now: Date): Promise<void> {
    const nudge = await firstNudge()({ ...planned, how: 'announced', now });
    const opened = factOf(planned, 'assignment.opened', {});
    await store.change(planned, { state: 'open', nudge }, opened, { at: now, by: 'sweep:assignments.openPlanned' });
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
