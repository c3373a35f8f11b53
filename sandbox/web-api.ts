import { setTimeout as passed } from 'node:timers/promises';
import type { RequestHandler, Response } from 'express';
import type { Answer } from './answers.js';
import { answerTo, refusalOnArrival, send } from './answers.js';
import type { CallEnd, CallLog } from './call-log.js';
import { callOf, endWhenTold, endWhenUntold } from './call-log.js';
import { answerWithFault } from './faults/answering.js';
import type { Fault } from './faults.js';
import type { World } from './world.js';

export interface WebApiParts {
  world: World;
  /** Removes and gives the fault that the next call of this method meets. */
  takeFault(method: string): Fault | undefined;
  callLog: CallLog;
  /** How much faster than Slack's its limits run. */
  scale: number;
  /** Aborted when the sandbox stops. */
  stopped: AbortSignal;
}

/** One call, and the connection on which its caller waits. */
export interface Exchange {
  response: Response;
  /** Runs the method with its effects, in a world with some parts replaced. */
  run(replaced?: Partial<World>): Answer;
  /** Takes what the limits allow, for a call whose work is done later; gives the answer when they do not. */
  refusalOnArrival(): Answer | undefined;
  /** Tells the caller and ends the call. Whoever has gone meanwhile is told nothing. */
  tell(answer: Answer): void;
  /** Ends the call without a proper answer. */
  end(end: CallEnd): void;
  /** Waits in real time. */
  passed(ms: number): Promise<'passed' | 'stopped'>;
}

/** Answers `POST /api/METHOD` as Slack does, or as the next fault for that method says. */
export function createWebApi({ world, takeFault, callLog, scale, stopped }: WebApiParts): RequestHandler {
  return async (request, response) => {
    const call = callOf(request, takeFault(String(request.params.method)));
    const exchange: Exchange = {
      response,
      run: (replaced) => answerTo({ ...world, ...replaced }, call),
      refusalOnArrival: () => refusalOnArrival(world, call),
      tell(answer) {
        // Written first: whatever the app does because of the answer stands below it.
        if (response.socket?.destroyed === false) {
          callLog(call, endWhenTold(answer, { now: world.clock.now(), scale }));
          send(response, answer);
        } else callLog(call, endWhenUntold(answer));
      },
      end: (end) => callLog(call, end),
      passed: (ms) => passed(ms, 'passed' as const, { signal: stopped }).catch(() => 'stopped' as const),
    };
    if (call.fault) await answerWithFault(call.fault, world, exchange);
    else exchange.tell(exchange.run());
  };
}
