import type { CalendarDate, Zone } from '../../../shared/dates.js';
import { addDays, dateIn } from '../../../shared/dates.js';
import type { PersonId } from '../../../shared/ids.js';
import type { Reach } from '../nudge.js';
import { isReached } from '../nudge.js';
import type { NudgesDeps } from './deps.js';

const utc = 'UTC' as Zone;
const batch = 1_000;
const harms = [0, 1, 2] as const;

/** How many people a day: a share of those in reach, at least one. */
export const releaseQuota = (reachable: number, sharePercent: number) =>
  Math.max(1, Math.ceil((reachable * sharePercent) / 100));

/**
 * After a switch or an import: lets what was held back speak, for a share of people a day, the most harmful first. One
 * document a day says whose turn it is, so that a repeated run, or two at once, let no more people through.
 */
export function createRelease({ store, people, catalog, clock }: NudgesDeps) {
  /** People in reach with something held back, most harmful first. */
  async function nextInLine(reach: Reach, count: number): Promise<PersonId[]> {
    const certifications = [...(await catalog.all()).values()];
    const chosen: PersonId[] = [];
    const passed = new Set<PersonId>();
    for (const harm of harms) {
      const ids = certifications
        .filter((certification) => catalog.harmOf(certification) === harm)
        .map(({ _id }) => _id);
      while (ids.length > 0 && chosen.length < count) {
        const items = await store.held(ids, batch, [...passed]);
        if (items.length === 0) break;
        const inLine = [...new Set(items.map(({ personId }) => personId))];
        const found = await people.byIds(inLine);
        const reachable = inLine.filter((id) => {
          const person = found.get(id);
          return person?.state === 'active' && person.slackId !== null && isReached(reach, person);
        });
        chosen.push(...reachable.slice(0, count - chosen.length));
        for (const id of inLine) passed.add(id);
      }
    }
    return chosen;
  }

  return {
    async run(): Promise<number> {
      if (!(await store.hasHeld())) return 0;
      const { reach, releaseShare } = await store.readSwitch();
      if (reach.state === 'off') return 0;
      const now = clock.now();
      const date = dateIn(now, utc);
      const day = await store.releaseDay(date);
      if (day?.state === 'released') return 0;
      if (day === null) {
        const quota = releaseQuota(await people.countReachable(reach), releaseShare);
        if (!(await store.chooseRelease(date, await nextInLine(reach, quota)))) return 0;
      }
      const chosen = await store.releaseDay(date);
      await store.release(chosen?.personIds ?? [], now);
      await store.endRelease(date);
      return chosen?.personIds.length ?? 0;
    },

    /** Held-back items get their next turn when the day changes in UTC. */
    async nextDueAt(): Promise<Date | undefined> {
      if (!(await store.hasHeld()) || (await store.readSwitch()).reach.state === 'off') return undefined;
      const today: CalendarDate = dateIn(clock.now(), utc);
      const day = await store.releaseDay(today);
      return day?.state === 'released' ? new Date(addDays(today, 1)) : clock.now();
    },
  };
}
