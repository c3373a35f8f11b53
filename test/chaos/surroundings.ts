import type { Deed } from './evidence.js';
import type { Engine } from './house/engine.js';
import type { Proxy as Network } from './house/proxy.js';
import type { RemoteSlack } from './remote-slack.js';
import { nowMs, sleep } from './time.js';

export const networkFaults = ['reset', 'stall', 'half-open', 'refuse'] as const;
export type NetworkFault = (typeof networkFaults)[number];

/** What the app stands on, and what can be done to it; all of it is noted. */
export interface Surroundings {
  /** Killed, and started again after so long. */
  killEngine(awayMs: number): Promise<void>;
  pauseEngine(ms: number): Promise<void>;
  breakNetwork(to: 'engine' | 'slack', what: NetworkFault, ms: number): Promise<void>;
  dropSockets(which: 'all' | 'oldest'): Promise<void>;
  refreshSockets(which: 'all' | 'oldest'): Promise<void>;
}

export function createSurroundings({
  engine,
  proxies,
  slack,
  engineMoved,
  note,
}: {
  engine: Engine;
  proxies: Readonly<Record<'engine' | 'slack', Network>>;
  slack: RemoteSlack;
  /** It serves at another port than before. */
  engineMoved: () => void;
  note: (deed: Deed) => void;
}): Surroundings {
  /** One thing at a time: an engine that is away cannot be stopped. */
  let engineIsFree: Promise<unknown> = Promise.resolve();

  function withEngine(kind: 'engine-killed' | 'engine-stopped', work: () => Promise<void>): Promise<void> {
    const turn = engineIsFree.then(async () => {
      const atMs = nowMs();
      await work();
      note({ kind, atMs, untilMs: nowMs() });
    });
    engineIsFree = turn.catch(() => undefined);
    return turn;
  }

  return {
    killEngine: (awayMs) =>
      withEngine('engine-killed', async () => {
        await engine.kill();
        await sleep(awayMs);
        await engine.start();
        engineMoved();
      }),
    pauseEngine: (ms) => withEngine('engine-stopped', () => engine.pause(ms)),
    async breakNetwork(to, what, ms) {
      const atMs = nowMs();
      const proxy = proxies[to];
      if (what === 'reset') proxy.reset();
      if (what === 'stall') await proxy.stall(ms);
      if (what === 'half-open') await proxy.halfOpen(ms);
      if (what === 'refuse') await proxy.refuse(ms);
      note({ kind: 'network', to, what, atMs, untilMs: nowMs() });
    },
    async dropSockets(which) {
      await slack.dropSockets(which);
      note({ kind: 'sockets-dropped', atMs: nowMs(), untilMs: nowMs() });
    },
    async refreshSockets(which) {
      await slack.refreshSockets(which);
      note({ kind: 'sockets-refreshed', atMs: nowMs(), untilMs: nowMs() });
    },
  };
}
