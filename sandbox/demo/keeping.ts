import type { Sandbox } from '../sandbox.js';
import { writeSnapshot } from '../snapshot.js';

const everyMs = 2_000;

/** Once begun, writes the workspace down whenever something has happened in it, and at the end. */
export function createKeeping(slack: Sandbox, file: string, say: (line: string) => void) {
  let keptEffect: number | undefined;
  let toldTrouble = '';
  let timer: NodeJS.Timeout | undefined;

  function keep(): void {
    try {
      keptEffect = slack.lastEffect();
      writeSnapshot(file, slack.snapshot());
    } catch (error) {
      keptEffect = undefined;
      const { message } = error as Error;
      if (message !== toldTrouble) say(`The workspace cannot be kept for the next start: ${message}`);
      toldTrouble = message;
    }
  }

  return {
    begin() {
      keep();
      timer = setInterval(() => {
        if (slack.lastEffect() !== keptEffect) keep();
      }, everyMs);
    },
    end() {
      if (timer === undefined) return;
      clearInterval(timer);
      keep();
    },
  };
}
