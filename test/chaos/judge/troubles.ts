import type { Deed } from '../evidence.js';

/** A time in which something was done to the house, with its aftermath. */
export type Trouble = Readonly<{ what: 'stop' | 'engine' | 'slack'; fromMs: number; untilMs: number }>;

/**
 * How long a trouble is felt after it has ended, in real milliseconds whatever the time scale: a process that goes on, or
 * whose connection was cut, has two cores for itself and others; the database driver looks for its server twice a second.
 */
const aftermathMs = { stop: 500, engine: 2_000, slack: 500 } as const;

export function troublesIn(deeds: readonly Deed[]): Trouble[] {
  return deeds.flatMap((deed) => {
    const what = whatOf(deed);
    return what === undefined ? [] : [{ what, fromMs: deed.atMs, untilMs: deed.untilMs + aftermathMs[what] }];
  });
}

function whatOf(deed: Deed): Trouble['what'] | undefined {
  if (deed.kind === 'stopped') return 'stop';
  if (deed.kind === 'engine-killed' || deed.kind === 'engine-stopped') return 'engine';
  return deed.kind === 'network' ? deed.to : undefined;
}

/** The troubles that touch this time. */
export const during = (troubles: readonly Trouble[], fromMs: number, untilMs: number): Trouble[] =>
  troubles.filter((trouble) => trouble.fromMs <= untilMs && trouble.untilMs >= fromMs);
