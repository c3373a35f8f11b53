import type { Crew } from './crew.js';
import type { Stage } from './scenario.js';
import { nowMs, sleep, sleepUntil } from './time.js';
import type { Step } from './timetable.js';

/** Exactly between the deadline check and the socket. */
export const beforeTheSocket = 'delivery.ts:post slack.chat.postMessage before';

/** How long a killer waits for somebody whose turn it is, before it kills who is only about to serve. */
const longestWaitMs = 20_000;
/**
 * How long at least everybody serves before they are killed. Otherwise, when kills have piled up during an outage, each would
 * die as soon as it has started, no sweep would ever end, and nothing would be done that a kill could break.
 */
const leastAtWorkMs = 2_000;
/** How long a killer waits until its victim passes a failpoint, and then until anybody does. */
const passesMs = { one: 1_000, anybody: 5_000 };

/** Does what the timetable says, each thing at its time whatever else is going on; ends when all of it is over. */
export async function letNemesisAct(stage: Stage, timetable: readonly Step[]): Promise<void> {
  const { crew, surroundings, slack, fromMs, untilMs, signal } = stage;
  const turns = createTurns(crew);
  /** Places at which somebody is stopped, or will be. */
  const taken = new Set<number>();

  const isFree = (place: number) => !taken.has(place);
  const atWork = () => crew.atWork(leastAtWorkMs).filter(isFree);
  /** The same, while somebody else serves who goes on with the work. */
  const replaceable = () => (crew.serving().filter(isFree).length >= Math.min(2, crew.places.length) ? atWork() : []);

  /** The first that there is, as soon as there is one. */
  async function firstOf<One>(find: () => One | undefined, waitMs: number): Promise<One | undefined> {
    const deadlineMs = nowMs() + waitMs;
    while (!signal.aborted && nowMs() < deadlineMs) {
      const found = find();
      if (found !== undefined) return found;
      await sleep(20, signal);
    }
    return undefined;
  }

  /** Who has served longest and can be hurt. */
  const freePlace = () => firstOf(() => crew.serving().find(isFree), 1_000);

  function holding<Result>(place: number, work: () => Promise<Result>): Promise<Result> {
    taken.add(place);
    return work().finally(() => taken.delete(place));
  }

  let killsAreFree: Promise<unknown> = Promise.resolve();

  /**
   * One after the other, and each for somebody who is at work: on a busy machine, where starting takes long, it would
   * otherwise be under fire all the time and never at work. Then the fire lasts longer.
   */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = killsAreFree.then(work);
    killsAreFree = turn;
    return turn;
  }

  async function kill(): Promise<void> {
    const place = await firstOf(() => atWork()[0], longestWaitMs);
    for (let nth = place ?? 0; !signal.aborted && !crew.kill(nth % crew.places.length); nth += 1)
      await sleep(50, signal);
  }

  /** At the first that is passed of the failpoints whose turn it is; when none is, at any; in the end just so. */
  async function killAtFailpoint(): Promise<void> {
    for (const failpoints of [turns.now(), turns.all()]) {
      await firstOf(() => replaceable()[0], longestWaitMs);
      const atMs = nowMs();
      const places = () => (nowMs() < atMs + passesMs.one ? replaceable().slice(0, 1) : replaceable());
      const passed = await crew.killFirstAt(failpoints, passesMs.anybody, places);
      if (passed !== undefined) return turns.taken(passed);
    }
    return kill();
  }

  /** One after the other, each when the one before serves again. */
  async function restartAll(): Promise<void> {
    for (const place of crew.places) {
      if (taken.has(place)) continue;
      await crew.terminate(place);
      await firstOf(() => crew.isReady(place) || undefined, longestWaitMs);
    }
  }

  /** Whoever comes to it first. */
  async function leaveResidual(ms: number): Promise<void> {
    while (nowMs() < untilMs && !signal.aborted) {
      const place = await freePlace();
      if (place === undefined) continue;
      const stopped = await holding(place, () => crew.stopAt(place, beforeTheSocket, ms, 2_000));
      if (stopped !== undefined) return;
    }
  }

  async function take(step: Step): Promise<void> {
    await sleepUntil(fromMs + step.atMs, signal);
    if (signal.aborted) return;
    switch (step.what) {
      case 'kill':
        return inTurn(kill);
      case 'kill-at-failpoint':
        return inTurn(killAtFailpoint);
      case 'stop': {
        const place = await freePlace();
        return place === undefined ? undefined : holding(place, () => crew.stopFor(place, step.ms));
      }
      case 'residual':
        return leaveResidual(step.ms);
      case 'rolling-restart':
        return restartAll();
      case 'kill-engine':
        return surroundings.killEngine(step.ms);
      case 'pause-engine':
        return surroundings.pauseEngine(step.ms);
      case 'network':
        return surroundings.breakNetwork(step.to, step.how, step.ms);
      case 'clock':
        return crew.setClock(step.place, step.offsetMs);
      case 'sockets':
        return step.how === 'drop' ? surroundings.dropSockets(step.which) : surroundings.refreshSockets(step.which);
      case 'token-refused':
        return slack.faults.standing({
          methods: ofTheBotToken,
          fault: { kind: 'slack-error', error: 'invalid_auth' },
          forMs: Math.round(step.ms),
        });
    }
  }

  await Promise.all(timetable.map((step) => take(step)));
}

/**
 * At which failpoints somebody is to be killed next: the half at which it was done least often. So what is passed often is done
 * with soon, and what is passed seldom stays on the list until somebody comes by.
 */
function createTurns(crew: Pick<Crew, 'failpoints'>) {
  const kills = new Map<string, number>();
  const killsAt = (name: string) => kills.get(name) ?? 0;
  const all = () => crew.failpoints().filter((name) => !whileStarting.test(name));
  return {
    all,
    now(): readonly string[] {
      const known = all();
      const median = known.map(killsAt).toSorted((a, b) => a - b)[Math.floor(known.length / 2)] ?? 0;
      return known.filter((name) => killsAt(name) <= median);
    },
    taken(name: string): void {
      kills.set(name, killsAt(name) + 1);
    },
  };
}

/** Passed only while a process starts. */
const whileStarting = /^(indexes|migrations|lease)\.ts:/;

const ofTheBotToken = [
  'auth.test',
  'chat.postMessage',
  'chat.update',
  'conversations.history',
  'conversations.open',
  'users.list',
  'views.open',
  'views.publish',
];
