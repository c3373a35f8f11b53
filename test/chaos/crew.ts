import type { Deed } from './evidence.js';
import type { Hurt } from './house/orders.js';
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
  /** Those of them who have served for at least as long as it took them to start. */
  atWork(leastMs: number): readonly number[];
  /** Resolves when all serve; rejects with what is in their way when they do not in time. */
  ready(withinMs: number): Promise<void>;
  /** SIGKILL, now; false when nobody is there at this moment. */
  kill(place: number): boolean;
  /**
   * SIGKILL for the first to pass one of these failpoints, of those at the places that `places` names while it waits. Answers
   * which one it was; undefined when nobody passed any in time.
   */
  killFirstAt(
    failpoints: readonly string[],
    withinMs: number,
    places: () => readonly number[],
  ): Promise<string | undefined>;
  /** SIGSTOP now, SIGCONT after so long. */
  stopFor(place: number, ms: number): Promise<void>;
  /** Stops itself at this failpoint, and goes on after so long; undefined when it did not pass there in time. */
  stopAt(
    place: number,
    failpoint: string,
    ms: number,
    withinMs: number,
    onStopped?: () => void,
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
  startedMs: number;
  isReady: boolean;
  readySinceMs: number;
  isOver: boolean;
  /** What ends it: said before it does. */
  ending: { kind: 'killed'; failpoint: string | null } | { kind: 'terminated' } | undefined;
  /** What it was last told to stop or kill itself at: of several who tell it, the last is obeyed. */
  armed: readonly string[] | undefined;
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
      startedMs,
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

  const serving = () =>
    places.filter((place) => postAt(place).isReady).toSorted((a, b) => postAt(a).readySinceMs - postAt(b).readySinceMs);

  function arm(post: Post, failpoints: readonly string[], action: Hurt): void {
    post.armed = failpoints;
    post.worker.arm(failpoints, action);
  }

  function disarm(post: Post, failpoints: readonly string[]): void {
    if (post.armed !== failpoints) return;
    post.armed = undefined;
    post.worker.disarm();
  }

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
    serving,
    atWork: (leastMs) =>
      serving().filter((place) => {
        const { startedMs, readySinceMs } = postAt(place);
        return nowMs() - readySinceMs >= Math.max(leastMs, readySinceMs - startedMs);
      }),
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
    async killFirstAt(names, withinMs, placesNow) {
      // A list of its own, by which it knows who is still armed by it.
      const failpoints = [...names];
      const deadlineMs = nowMs() + withinMs;
      const armed = new Set<Post>();
      const killed = () => [...armed].find(({ ending }) => failpointOf(ending) !== undefined);
      while (killed() === undefined && nowMs() < deadlineMs) {
        const newcomers = placesNow()
          .map(postAt)
          .filter((post) => !armed.has(post));
        for (const post of newcomers) {
          armed.add(post);
          arm(post, failpoints, 'kill');
        }
        await sleep(10);
      }
      for (const post of armed) disarm(post, failpoints);
      await killed()?.worker.ended;
      return failpointOf(killed()?.ending);
    },
    async stopFor(place, ms) {
      const post = postAt(place);
      if (post.goesOn !== undefined) return;
      post.worker.stop();
      await staysStopped(place, post, ms, { deliveryId: null }, null);
    },
    async stopAt(place, failpoint, ms, withinMs, onStopped = () => {}) {
      const post = postAt(place);
      let deliveryId: string | null = null;
      const stopped = new Promise<void>((resolve) => {
        post.onStopped = (id) => {
          deliveryId = id;
          resolve();
        };
      });
      const failpoints = [failpoint];
      arm(post, failpoints, 'stop');
      const wentOff = await within(withinMs, Promise.race([stopped, post.worker.ended.then(() => sleep(withinMs))]));
      if (!wentOff || deliveryId === undefined) {
        disarm(post, failpoints);
        return undefined;
      }
      post.armed = undefined;
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

const failpointOf = (ending: Post['ending']) =>
  ending?.kind === 'killed' && ending.failpoint !== null ? ending.failpoint : undefined;
