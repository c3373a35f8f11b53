import type { Response } from 'express';
import type { Answer } from '../answers.js';
import { rateLimited, refusal } from '../answers.js';
import type { CallEnd } from '../call-log.js';
import { endWhenUntold } from '../call-log.js';
import { monotonicMs } from '../clock.js';
import type { AcceptedThen, Fault, Flaw, RateLimitedByFault, Slow, Unreadable } from '../faults.js';
import { createRateLimits } from '../limits.js';
import type { Exchange } from '../web-api.js';
import type { World } from '../world.js';

const HTML = '<html><body>Something went wrong</body></html>';

/** Answers a call as its fault says, or not at all. */
export async function answerWithFault(fault: Fault, world: World, exchange: Exchange): Promise<void> {
  const { response } = exchange;
  switch (fault.kind) {
    case 'status':
      exchange.end(fault.status === 429 ? { ...nothingSaid, came: 'limited', limitedBy: 'fault' } : nothingSaid);
      response.status(fault.status).send(fault.body ?? HTML);
      return;
    case 'unreadable':
      exchange.end(nothingSaid);
      sendUnreadable(response, fault.body);
      return;
    case 'ratelimited':
      exchange.tell(slowDown(fault, world.clock.now()));
      return;
    case 'slack-error':
      exchange.tell(refusal(fault.error));
      return;
    case 'reset':
      exchange.end(nothingSaid);
      resetConnection(response);
      return;
    case 'delay':
    case 'late-commit':
      await answerLate(fault, exchange);
      return;
    case 'accept-then':
      answerAfterAccepting(fault.what, exchange.run(kept(fault)), exchange);
      return;
  }
}

/** Nothing happened, and the caller cannot know that. */
const nothingSaid: CallEnd = { came: 'failed', error: null, retryAfterMs: null, limitedBy: null };

function slowDown({ retryAfter = 1, said = 'status' }: RateLimitedByFault, now: Date): Answer {
  const answer = rateLimited(retryAfter === 'absent' ? undefined : headerOf(retryAfter, now));
  return said === 'status' ? answer : { ...answer, status: 200 };
}

function headerOf(retryAfter: number | string | { inSeconds: number }, now: Date): string {
  if (typeof retryAfter !== 'object') return String(retryAfter);
  return new Date(now.getTime() + retryAfter.inSeconds * 1000).toUTCString();
}

function kept({ historyLagMs, metadata }: Flaw): Partial<World> {
  return {
    flaw: {
      ...(historyLagMs === undefined ? {} : { hiddenUntilMs: monotonicMs() + historyLagMs }),
      ...(metadata === undefined ? {} : { strippedOfMetadata: true }),
    },
  };
}

async function answerLate(fault: Slow, exchange: Exchange): Promise<void> {
  const refused = exchange.refusalOnArrival();
  if (refused) {
    exchange.tell(refused);
    return;
  }
  if (fault.kind === 'late-commit') resetConnection(exchange.response);
  if ((await exchange.passed(fault.ms)) === 'passed')
    exchange.tell(exchange.run({ ...kept(fault), limits: limitsTaken }));
  else exchange.end(nothingSaid);
}

const limitsTaken = createRateLimits({ scale: 1, state: 'off' });

/** Breaks the answer to an accepted call. A refused one is answered plainly: there was nothing to lose. */
function answerAfterAccepting(what: AcceptedThen['what'], accepted: Answer, exchange: Exchange): void {
  if (what === 'answer' || accepted.body.ok !== true) {
    exchange.tell(accepted);
    return;
  }
  const { response } = exchange;
  exchange.end(endWhenUntold(accepted));
  switch (what) {
    case '500':
      response.status(500).send(HTML);
      return;
    case 'internal_error':
      response.json({ ok: false, error: 'internal_error' });
      return;
    case 'reset':
      resetConnection(response);
      return;
    case 'hang':
      // The client gives up by itself, or never; the socket is destroyed when the sandbox stops.
      return;
    case 'cut': {
      const body = JSON.stringify(accepted.body);
      response
        .status(200)
        .set({ 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) });
      response.write(body.slice(0, Math.floor(body.length / 2)), () => resetConnection(response));
      return;
    }
    default:
      sendUnreadable(response, what);
  }
}

function sendUnreadable(response: Response, body: Unreadable): void {
  response.status(200);
  if (body === 'html') response.type('html').send(HTML);
  else if (body === 'null') response.type('json').send('null');
  else response.end();
}

function resetConnection(response: Response): void {
  response.socket?.resetAndDestroy();
}
