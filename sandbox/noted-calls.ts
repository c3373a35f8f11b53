import type { Request, RequestHandler, Response } from 'express';
import type { JsonObject } from './json.js';
import { isObject } from './json.js';
import type { Settled, Traffic } from './traffic.js';

/** Notes each call of the app that passes by, until its answer has gone, or has not. */
export function noteCalls(traffic: Traffic, nameOf: (request: Request) => string): RequestHandler {
  return (request, response, next) => {
    const settle = traffic.begin({ direction: 'from-app', what: nameOf(request), body: callOf(request) });
    response.once('close', () => settle(outcomeOf(response)));
    next();
  };
}

/** What was asked. Clients send blocks and views as JSON in a form field; people want to read them as what they are. */
function callOf({ query, body }: Request): JsonObject {
  const fields: JsonObject = { ...(query as JsonObject), ...(isObject(body) ? body : {}) };
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? unpacked(value) : value]),
  );
}

function unpacked(text: string) {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return text;
  }
}

function outcomeOf(response: Response): Settled {
  if (!response.writableFinished) return { outcome: 'failed', detail: 'no answer' };
  const { refusal } = response.locals;
  if (typeof refusal === 'string') return { outcome: 'failed', detail: refusal };
  if (response.statusCode >= 400) return { outcome: 'failed', detail: `http ${response.statusCode}` };
  return { outcome: 'ok' };
}
