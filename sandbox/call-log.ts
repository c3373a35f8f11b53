import type { Request } from 'express';
import type { Answer } from './answers.js';
import { monotonicMs } from './clock.js';
import type { CallAnswered } from './effects.js';
import type { Fault } from './faults.js';
import { isObject, stringOf } from './json.js';
import type { World } from './world.js';

/** A call of the Web API as it arrived. */
export interface Call {
  method: string;
  /** Its arguments, of the address and of the body. */
  fields: Record<string, unknown>;
  token: unknown;
  arrivedMs: number;
  fault: Fault | undefined;
}

/** How a call ended; see {@link CallAnswered}. */
export type CallEnd = Pick<CallAnswered, 'came' | 'error' | 'retryAfterMs' | 'limitedBy'>;

/** Writes into the effect log how each call ended. */
export type CallLog = (call: Call, end: CallEnd) => void;

export function createCallLog({ log }: Pick<World, 'log'>): CallLog {
  return ({ method, fields, arrivedMs, fault }, { came, error, retryAfterMs, limitedBy }) => {
    log.append({
      kind: 'call.answered',
      method,
      channel: stringOf(fields.channel) ?? null,
      deliveryId: deliveryIdOf(fields.metadata),
      arrivedMs,
      came,
      error,
      retryAfterMs,
      limitedBy,
      fault: fault?.kind ?? null,
      by: 'app',
    });
  };
}

export function callOf(request: Request, fault: Fault | undefined): Call {
  const body = isObject(request.body) ? request.body : {};
  return {
    method: String(request.params.method),
    fields: { ...request.query, ...body },
    token: bearerOf(request) ?? body.token ?? request.query.token,
    arrivedMs: monotonicMs(),
    fault,
  };
}

function bearerOf(request: Request): string | undefined {
  return /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** The end of a call whose caller was told `answer`. `now` and `scale` turn what it says of waiting into a length. */
export function endWhenTold(answer: Answer, { now, scale }: { now: Date; scale: number }): CallEnd {
  const error = errorOf(answer);
  const end = { error, retryAfterMs: null, limitedBy: null };
  if (answer.body.ok === true) return { ...end, came: 'accepted' };
  if (answer.status === 429 || error === 'ratelimited') {
    const retryAfterMs = lengthOf(answer.headers['retry-after'], now);
    return {
      came: 'limited',
      error,
      retryAfterMs: retryAfterMs === undefined ? null : retryAfterMs / scale,
      limitedBy: answer.tooEarly ? 'limits' : 'fault',
    };
  }
  return { ...end, came: error === null || SAY_NOTHING_PLAIN.has(error) ? 'failed' : 'refused' };
}

/** The end of a call whose caller heard nothing of `answer`. */
export function endWhenUntold(answer: Answer): CallEnd {
  const came = answer.body.ok === true ? 'lost' : 'failed';
  return { came, error: errorOf(answer), retryAfterMs: null, limitedBy: null };
}

/** By Slack's own words a part of the work may have been done. */
const SAY_NOTHING_PLAIN: ReadonlySet<string> = new Set(['internal_error', 'fatal_error', 'request_timeout']);

function errorOf({ body }: Answer): string | null {
  return body.ok === true ? null : (stringOf(body.error) ?? null);
}

/** Milliseconds of a Retry-After in seconds or as an HTTP date; undefined when it says nothing usable. */
function lengthOf(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}

function deliveryIdOf(metadata: unknown): string | null {
  const whole = typeof metadata === 'string' ? parsed(metadata) : metadata;
  const payload = isObject(whole) ? whole.event_payload : undefined;
  return isObject(payload) ? (stringOf(payload.delivery_id) ?? null) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
