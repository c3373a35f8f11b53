import type { DatabaseClock } from '../platform/clock.js';
import { monotonicMs } from '../platform/clock.js';
import type { Readiness } from '../platform/http/server.js';
import type { Ticks } from '../platform/scheduler/ticks.js';
import type { House } from './compose.js';

/** Three missed ticks of a minute: the sweeps are dead. The hourly tick is given three hours. */
const oldestTickSeconds = 180;
const oldestRetentionSeconds = 3 * 3600;

/** Whether this process can do its work, and what keeps it from it. Ids and counts only. */
export function createReadiness({
  house,
  ticks,
  clock,
  isConnected,
  nowMs = monotonicMs,
}: {
  house: Pick<House, 'breaker' | 'platform'>;
  ticks: Pick<Ticks, 'ages'>;
  clock: Pick<DatabaseClock, 'isMeasured'>;
  isConnected: () => boolean;
  nowMs?: () => number;
}) {
  const startedAtMs = nowMs();
  return async (): Promise<Readiness> => {
    const [ages, deadReactions, notSending] = await Promise.all([
      ticks.ages(),
      house.platform.reactions.countDead(),
      house.breaker.whyOpen(),
    ]);
    // A tick that has never run is one of a new installation: it is given as long, from the start of this process.
    const upSeconds = Math.round((nowMs() - startedAtMs) / 1000);
    const late = Object.entries(ages)
      .map(([name, seconds]) => [name, seconds ?? upSeconds] as const)
      .filter(([name, seconds]) => seconds > (name === 'retention' ? oldestRetentionSeconds : oldestTickSeconds));
    const problems = [
      ...(clock.isMeasured() ? [] : ['the database clock could not be measured for 3 minutes']),
      ...(isConnected() ? [] : ['Slack is not connected']),
      ...(notSending === undefined ? [] : [`nothing is sent: ${notSending}`]),
      ...late.map(([name, seconds]) => `the tick ${name} has not run for ${seconds} s`),
    ];
    return { ready: problems.length === 0, problems, tickAgesSeconds: ages, deadReactions };
  };
}
