import type { Deed } from './evidence.js';
import type { Worker } from './house/worker.js';
import { nowMs, sleep, within } from './time.js';

/** The processes of the app, one at each place. Who ends is started again at once; whatever happens to them is noted. */
export interface Crew {
  places: readonly number[];
  /** Who works there now, serving or about to. */
  at(place: number): Worker;
  isReady(place: number): boolean;
  /** Those who serve, the longest serving first. */
  serving(): readonly number[];
  /** Resolves when all serve; rejects with what is in their way when they do not in time. */
  ready(withinMs: number): Promise<void>;
  /** SIGKILL, now; false when nobody is there at this moment. */
  kill(place: number): boolean;
  /** SIGKILL for the first at these places to pass this failpoint; false when none did in time. */
  killFirstAt(places: readonly number[], failpoint: string, withinMs: number, nth?: number): Promise<boolean>;
  /** The same, of one place. */
  killAt(place: number, failpoint: string, withinMs: number, nth?: number): Promise<boolean>;
  /** SIGSTOP now, SIGCONT after so long. */
  stopFor(place: number, ms: number): Promise<void>;
  /** Stops itself at this failpoint, and goes on after so long; undefined when it did not pass there in time. */
  stopAt(
    place: number,
    failpoint: string,
    ms: number,
    withinMs: number,
    onStopped?: () => void,
    nth?: number,
  ): Promise<Stop | undefined>;
  /** SIGTERM; resolves when it has drained and ended. */
  terminate(place: number): Promise<void>;
  setClock(place: number, offsetMs: number): void;
  /** Failpoints in the order in which they were first passed by anybody. */
  failpoints(): readonly string[];
  /** Nobody is stopped any more, or nobody at this place. */
  goOn(place?: number): void;
  /** Lets all drain, or kills who does not. */
  end(): Promise<void>;
}

export type Stop = Readonly<{ place: number; pid: number; deliveryId: string | null }>;

type Post = {
  worker: Worker;
  clockOffsetMs: number;
  isReady: boolean;
  readySinceMs: number;
  isOver: boolean;
  /** What ends it: said before it does. */
  ending: { kind: 'killed'; failpoint: string | null } | { kind: 'terminated' } | undefined;
  armed: { failpoint: string; action: 'kill' | 'stop' } | undefined;
  onStopped: ((deliveryId: string | null) => void) | undefined;
  goesOn: (() => void) | undefined;
  lastBreath: Promise<void>;
};

const drainMs = 15_000;
/** After a process could not even start, as a supervisor waits. */
const pauseAfterFailedStartMs = 250;

export function startCrew({
  workers,
  start,
  clockOffsets,
  note,
}: {
  workers: number;
  start: (place: number, clockOffsetMs: number) => Worker;
  clockOffsets: readonly number[];
  note: (deed: Deed) => void;
}): Crew {
  const places = Array.from({ length: workers }, (_, place) => place);
  const failpoints = new Set<string>();
  const posts = new Map<number, Post>();
  let isEnding = false;

  function fill(place: number, clockOffsetMs: number): void {
    const startedMs = nowMs();
    const worker = start(place, clockOffsetMs);
    const post: Post = {
      worker,
      clockOffsetMs,
      isReady: false,
      readySinceMs: 0,
      isOver: false,
      ending: undefined,
      armed: undefined,
      onStopped: undefined,
      goesOn: undefined,
      lastBreath: Promise.resolve(),
    };
    posts.set(place, post);
    worker.onFailpoint(({ name, wentOff, deliveryId }) => {
      failpoints.add(name);
      if (wentOff === 'stop') post.onStopped?.(deliveryId);
      if (wentOff === 'kill') post.ending = { kind: 'killed', failpoint: name };
    });
    worker.ready.then(
      () => {
        post.isReady = true;
        post.readySinceMs = nowMs();
        note({ kind: 'started', worker: place, pid: worker.pid, atMs: startedMs, untilMs: nowMs() });
      },
      () => undefined,
    );
    post.lastBreath = worker.ended.then(async ({ code, signal }) => {
      const wasReady = post.isReady;
      post.isReady = false;
      post.isOver = true;
      post.goesOn?.();
      const stamp = { worker: place, pid: worker.pid, atMs: nowMs(), untilMs: nowMs() };
      if (post.armed?.action === 'kill' && signal === 'SIGKILL')
        post.ending ??= { kind: 'killed', failpoint: post.armed.failpoint };
      note(post.ending ? { ...stamp, ...post.ending } : { ...stamp, kind: 'died', how: signal ?? `code ${code}` });
      if (isEnding) return;
      if (!wasReady && post.ending === undefined) await sleep(pauseAfterFailedStartMs);
      if (!isEnding) fill(place, post.clockOffsetMs);
    });
  }

  const postAt = (place: number) => {
    const post = posts.get(place);
    if (post === undefined) throw new Error(`There is no place ${place}.`);
    return post;
  };

  /** Stopped until the time is over, or its end. */
  async function staysStopped(
    place: number,
    post: Post,
    ms: number,
    about: Omit<Stop, 'place' | 'pid'>,
    at: string | null,
  ) {
    const atMs = nowMs();
    const wakes = new Promise<void>((resolve) => {
      post.goesOn = resolve;
    });
    await Promise.race([sleep(ms), wakes]);
    post.goesOn = undefined;
    post.worker.goOn();
    const { pid } = post.worker;
    note({ kind: 'stopped', worker: place, pid, failpoint: at, ...about, atMs, untilMs: nowMs() });
  }

  for (const place of places) fill(place, clockOffsets[place] ?? 0);

  return {
    places,
    at: (place) => postAt(place).worker,
    isReady: (place) => postAt(place).isReady,
    serving: () =>
      places
        .filter((place) => postAt(place).isReady)
        .toSorted((a, b) => postAt(a).readySinceMs - postAt(b).readySinceMs),
    async ready(withinMs) {
      const deadlineMs = nowMs() + withinMs;
      for (const place of places) {
        while (!postAt(place).isReady) {
          if (nowMs() > deadlineMs) throw new Error(`Worker ${place} does not serve; see its log.`);
          await sleep(50);
        }
      }
    },
    kill(place) {
      const post = postAt(place);
      if (post.ending !== undefined || post.isOver) return false;
      post.ending = { kind: 'killed', failpoint: null };
      post.worker.kill();
      return true;
    },
    async killFirstAt(at, failpoint, withinMs, nth) {
      const armed = at.map(postAt);
      const isMine = (post: Post) => post.armed?.failpoint === failpoint && post.armed.action === 'kill';
      const died = armed.map(async (post) => {
        post.armed = { failpoint, action: 'kill' };
        post.worker.arm(failpoint, 'kill', nth);
        await post.worker.ended;
        // Whoever ended of something else leaves it to the others.
        if (post.ending?.kind !== 'killed' || post.ending.failpoint !== failpoint) await sleep(withinMs);
      });
      await within(withinMs, Promise.race(died));
      for (const post of armed.filter(isMine)) {
        post.armed = undefined;
        post.worker.disarm();
      }
      return armed.some(({ ending }) => ending?.kind === 'killed' && ending.failpoint === failpoint);
    },
    killAt(place, failpoint, withinMs, nth) {
      return this.killFirstAt([place], failpoint, withinMs, nth);
    },
    async stopFor(place, ms) {
      const post = postAt(place);
      if (post.goesOn !== undefined) return;
      post.worker.stop();
      await staysStopped(place, post, ms, { deliveryId: null }, null);
    },
    async stopAt(place, failpoint, ms, withinMs, onStopped = () => {}, nth = 1) {
      const post = postAt(place);
      let deliveryId: string | null = null;
      const stopped = new Promise<void>((resolve) => {
        post.onStopped = (id) => {
          deliveryId = id;
          resolve();
        };
      });
      post.armed = { failpoint, action: 'stop' };
      post.worker.arm(failpoint, 'stop', nth);
      const wentOff = await within(withinMs, Promise.race([stopped, post.worker.ended.then(() => sleep(withinMs))]));
      post.armed = undefined;
      if (!wentOff || deliveryId === undefined) {
        post.worker.disarm();
        return undefined;
      }
      onStopped();
      await staysStopped(place, post, ms, { deliveryId }, failpoint);
      return { place, pid: post.worker.pid, deliveryId };
    },
    async terminate(place) {
      const post = postAt(place);
      post.ending ??= { kind: 'terminated' };
      post.worker.terminate();
      if (!(await within(drainMs, post.worker.ended))) post.worker.kill();
      await post.worker.ended;
    },
    setClock(place, offsetMs) {
      const post = postAt(place);
      post.clockOffsetMs = offsetMs;
      post.worker.setClock(offsetMs);
      note({ kind: 'clock-set', worker: place, pid: post.worker.pid, offsetMs, atMs: nowMs(), untilMs: nowMs() });
    },
    failpoints: () => [...failpoints],
    goOn(place) {
      for (const post of place === undefined ? posts.values() : [postAt(place)]) post.goesOn?.();
    },
    async end() {
      isEnding = true;
      await Promise.all(
        [...posts.values()].map(async (post) => {
          post.goesOn?.();
          post.worker.goOn();
          post.ending ??= { kind: 'terminated' };
          post.worker.terminate();
          if (!(await within(drainMs, post.worker.ended))) post.worker.kill();
          await post.lastBreath;
        }),
      );
    },
  };
}
