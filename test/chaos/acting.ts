import type { Act } from './evidence.js';
import type { Done } from './hands.js';
import type { Stage } from './scenario.js';
import { nowMs, sleep } from './time.js';

/** Slack itself tells again who has left. */
const triesOf = (what: Act['what']) => (what === 'leave' ? 1 : 2);
const pauseBeforeSecondTryMs = 2_500;

/** How people act: each one thing after the other, tried once more when nobody answered, until it is over. */
export function createActing({ note, signal }: Pick<Stage, 'note' | 'signal'>, isOver: () => boolean) {
  const queues = new Map<string, Promise<unknown>>();

  /** Nobody presses two buttons at once. */
  function inTurn<Result>(user: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (queues.get(user) ?? Promise.resolve()).then(work);
    queues.set(user, turn);
    return turn;
  }

  /** What Slack does not let them do was not done: undefined then. */
  async function tryTwice(
    about: Pick<Act, 'what' | 'user' | 'assignmentId' | 'about'>,
    attempt: () => Promise<Done>,
  ): Promise<Done | undefined> {
    const atMs = nowMs();
    let tries = 0;
    let done: Done = 'not-told';
    while (tries < triesOf(about.what) && done === 'not-told' && !isOver()) {
      if (tries > 0) await sleep(pauseBeforeSecondTryMs, signal);
      try {
        done = await attempt();
      } catch {
        break; // It is not there to be pressed (any more).
      }
      tries += 1;
    }
    if (tries === 0) return undefined;
    note({ kind: 'act', ...about, acked: done === 'done', atMs, untilMs: nowMs() });
    return done;
  }

  return {
    act: (about: Parameters<typeof tryTwice>[0], attempt: () => Promise<Done>) =>
      inTurn(about.user, () => tryTwice(about, attempt)),
  };
}
