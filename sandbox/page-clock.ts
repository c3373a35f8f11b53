import type { SandboxClock } from './clock.js';
import { createListeners } from './listeners.js';
import type { ClockFacts } from './page-contract.js';
import { Refused } from './refused.js';

/**
 * Lives through the time until `to`. The starter sets the sandbox's clock at each instant and then tells that it was
 * reached, which the page shows.
 */
export type Jump = (to: Date, reached: (at: Date) => void) => Promise<void>;

/** The clock as the page shows and moves it. */
export interface PageClock {
  facts(): ClockFacts;
  /** Begins a jump; throws Refused when none is possible. Its progress is told to the listeners. */
  jump(to: Date): ClockFacts;
  onChange(listener: (facts: ClockFacts) => void): () => void;
}

/** Every due instant of a jump is lived through, so a slip of the hand in the year must not take all day. */
const FARTHEST_JUMP_DAYS = 400;
const DAY_MS = 24 * 60 * 60_000;

export function createPageClock(clock: SandboxClock, perform: Jump | undefined): PageClock {
  const listeners = createListeners<ClockFacts>();
  let jump: ClockFacts['jump'] = null;
  let problem: string | null = null;

  const facts = (): ClockFacts => ({
    now: clock.now().toISOString(),
    runs: clock.runs(),
    canJump: perform !== undefined,
    jump,
    problem,
  });
  const tell = () => listeners.tell(facts());
  clock.onSet(tell);

  async function live(performJump: Jump, to: Date): Promise<void> {
    try {
      await performJump(to, (at) => listeners.tell({ ...facts(), now: at.toISOString() }));
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    } finally {
      jump = null;
      tell();
    }
  }

  return {
    facts,
    jump(to) {
      const from = clock.now();
      if (!perform) throw new Refused('This clock cannot jump: the sandbox was started without a way to do it.');
      if (jump) throw new Refused(`The clock is on its way to ${jump.to} already.`);
      if (to <= from) throw new Refused(`The clock goes forward only: it is ${from.toISOString()} now.`);
      if (to.getTime() - from.getTime() > FARTHEST_JUMP_DAYS * DAY_MS) {
        throw new Refused(`The clock goes at most ${FARTHEST_JUMP_DAYS} days ahead at once.`);
      }
      problem = null;
      jump = { from: from.toISOString(), to: to.toISOString() };
      tell();
      void live(perform, to);
      return facts();
    },
    onChange: (listener) => listeners.add(listener),
  };
}
