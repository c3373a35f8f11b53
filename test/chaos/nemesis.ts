import type { Crew } from './crew.js';
import type { Stage } from './scenario.js';
import { nowMs, sleep, sleepUntil } from './time.js';
import type { Step } from './timetable.js';

/** Exactly between the deadline check and the socket. */
export const beforeTheSocket = 'delivery.ts:post slack.chat.postMessage before';

/** How long a killer waits for somebody who serves, before it kills who is only about to. */
const whoServesMs = 20_000;

/** Does what the timetable says, each thing at its time whatever else is going on; ends when all of it is over. */
export async function letNemesisAct(stage: Stage, timetable: readonly Step[]): Promise<void> {
  const { crew, surroundings, slack, fromMs, untilMs, signal } = stage;
  const turns = createTurns(crew);
  /** Places at which somebody is stopped, or will be. */
  const taken = new Set<number>();

  /** Who has served longest and can be hurt, so that everybody comes to something between two blows. */
  async function freePlace(waitMs = 1_000): Promise<number | undefined> {
    const deadlineMs = nowMs() + waitMs;
    while (!signal.aborted && nowMs() < deadlineMs) {
      const found = crew.serving().find((place) => !taken.has(place));
      if (found !== undefined) return found;
      await sleep(20, signal);
    }
    return undefined;
  }

  function holding<Result>(place: number, work: () => Promise<Result>): Promise<Result> {
    taken.add(place);
    return work().finally(() => taken.delete(place));
  }

  let killsAreFree: Promise<unknown> = Promise.resolve();

  /**
   * One after the other, and each for somebody who serves: on a busy machine, where starting takes long, it would
   * otherwise be under fire all the time and never at work. Then the fire lasts longer.
   */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = killsAreFree.then(work);
    killsAreFree = turn;
    return turn;
  }

  async function kill(): Promise<void> {
    const place = await freePlace(whoServesMs);
    for (let nth = place ?? 0; !signal.aborted && !crew.kill(nth % crew.places.length); nth += 1)
      await sleep(50, signal);
  }

  /** Whoever passes there first; in the end, when nobody does, somebody. */
  async function killAtFailpoint(withinMs: number): Promise<void> {
    const place = await freePlace(whoServesMs);
    const failpoint = turns.next();
    if (place === undefined || failpoint === undefined) return kill();
    const places = crew.serving().filter((one) => !taken.has(one));
    const killed = await crew.killFirstAt(places, failpoint, withinMs);
    turns.ended(failpoint, killed ? 'killed' : 'not-passed');
    if (!killed) await kill();
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
        return inTurn(() => killAtFailpoint(step.withinMs));
      case 'stop': {
        const place = await freePlace();
        return place === undefined ? undefined : holding(place, () => crew.stopFor(place, step.ms));
      }
      case 'residual':
        return leaveResidual(step.ms);
      case 'rolling-restart':
        for (const place of crew.places) if (!taken.has(place)) await crew.terminate(place);
        return;
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

/** Whose turn it is to be killed at: what matters most first, each once before any twice. */
function createTurns(crew: Pick<Crew, 'failpoints'>) {
  const visits = new Map<string, number>();
  const rank = (name: string) => {
    const found = mattersMost.findIndex((words) => words.test(name));
    return found < 0 ? mattersMost.length : found;
  };
  return {
    next(): string | undefined {
      const known = crew.failpoints().filter((name) => !mattersLeast.test(name));
      const [first] = known.toSorted((a, b) => (visits.get(a) ?? 0) - (visits.get(b) ?? 0) || rank(a) - rank(b));
      if (first !== undefined) visits.set(first, (visits.get(first) ?? 0) + 1);
      return first;
    },
    /** Who was not passed in time comes again later, as if it had had half a turn. */
    ended(name: string, how: 'killed' | 'not-passed'): void {
      if (how === 'not-passed') visits.set(name, (visits.get(name) ?? 1) - 0.5);
    },
  };
}

const mattersMost = [
  /^(delivery|outbox|settle|reconcile|redraw|breaker)\.ts:/,
  /^relay\.ts:/,
  /^(reactions|rows|owe)\.ts:/,
  /^(decide|review-store|cards|hand-in)\.ts:/,
  /nudges|assignments|credentials/,
];

/** Passed only while a process starts. */
const mattersLeast = /^(indexes|migrations|lease)\.ts:/;

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
