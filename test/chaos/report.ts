import type { Deed } from './evidence.js';
import type { Verdict } from './judge/verdict.js';
import { beforeTheSocket } from './nemesis.js';
import type { Settings } from './scenario.js';

export type Report = Verdict['counts'] &
  Readonly<{
    ok: boolean;
    seed: number;
    commit: string;
    timeScale: number;
    scenario: string;
    failpoints: Readonly<{ seen: number; killedAt: number }>;
    deeds: Readonly<Record<string, number>>;
    broken: Verdict['broken'];
    /** Where everything is, when it was kept. */
    evidence: string | null;
  }>;

export function reportOf(
  { counts, broken }: Verdict,
  {
    settings: { seed, timeScale },
    commit,
    scenario,
    failpointsSeen,
    deeds,
    evidence,
  }: {
    settings: Settings;
    commit: string;
    scenario: string;
    failpointsSeen: readonly string[];
    deeds: readonly Deed[];
    evidence: string | null;
  },
): Report {
  const killedAt = new Set(deeds.flatMap((deed) => (deed.kind === 'killed' && deed.failpoint ? [deed.failpoint] : [])));
  return {
    ok: broken.length === 0,
    ...counts,
    seed,
    commit,
    timeScale,
    scenario,
    failpoints: { seen: failpointsSeen.length, killedAt: killedAt.size },
    deeds: countedBy(deeds, nameOf),
    broken,
    evidence,
  };
}

const mostShown = 30;

export function table({ broken, evidence, ok, ...numbers }: Report): string {
  const lines = Object.entries(numbers).map(([name, value]) => `${name.padEnd(14)}${shown(value)}`);
  const complaints = broken.slice(0, mostShown).map(({ rule, sentence }) => `  ${rule}: ${sentence}`);
  return [
    ...lines,
    '',
    ok ? 'The promise was kept.' : `The promise was broken ${broken.length} times:`,
    ...complaints,
    ...(evidence === null ? [] : ['', `Evidence: ${evidence}`]),
  ].join('\n');
}

const shown = (value: unknown) =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, part]) => `${name} ${part}`)
        .join(', ')
    : String(value);

function nameOf(deed: Deed): string {
  switch (deed.kind) {
    case 'killed':
      return deed.failpoint === null ? 'killed at random' : 'killed at failpoints';
    case 'stopped':
      return deed.failpoint === beforeTheSocket ? 'stopped before the socket' : 'stopped';
    case 'network':
      return `network ${deed.what}`;
    case 'command':
      return `${deed.what} ${deed.how}`;
    case 'act':
      return `${deed.what}${deed.acked ? '' : ' (not told)'}`;
    default:
      return deed.kind;
  }
}

function countedBy<Value>(values: readonly Value[], name: (value: Value) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[name(value)] = (counts[name(value)] ?? 0) + 1;
  return counts;
}
