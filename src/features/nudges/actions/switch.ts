import type { CalendarDate, Zone } from '../../../shared/dates.js';
import { dateIn } from '../../../shared/dates.js';
import type { Reach } from '../nudge.js';
import type { NudgesDeps } from './deps.js';

export type SwitchOutcome = { kind: 'switched' } | { kind: 'refused'; reason: 'not-an-owner' | 'changed-meanwhile' };

/** Turns reminders off, on for a pilot, or on. Only an owner may; what is owed from before today is held back first. */
export function createSwitch({
  store,
  clock,
  owners,
}: Pick<NudgesDeps, 'store' | 'clock'> & { owners: readonly string[] }) {
  return async (reach: Reach, releaseShare: number, by: string): Promise<SwitchOutcome> => {
    if (!owners.includes(by)) return { kind: 'refused', reason: 'not-an-owner' };
    const now = clock.now();
    const was = await store.readSwitch();
    const today: CalendarDate = dateIn(now, 'UTC' as Zone);
    const fact = { type: 'nudging.switched', state: reach.state } as const;
    // While reminders were off nothing was asked for, so only then can there be a backlog that would flood people.
    if (was.reach.state === 'off' && reach.state !== 'off') await store.holdOlderThan(today);
    const done = await store.changeSwitch(was, reach, releaseShare, fact, { at: now, by });
    return done ? { kind: 'switched' } : { kind: 'refused', reason: 'changed-meanwhile' };
  };
}
