import type { Response } from 'express';
import type { Method } from './call.js';
import { createParams, RateLimited, requireScope, SlackError } from './call.js';
import type { Call } from './call-log.js';
import type { JsonObject } from './json.js';
import { takeMessageSlot } from './messages.js';
import { methods } from './methods/index.js';
import type { World } from './world.js';

/** What Slack answers to a call. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: JsonObject;
  /** The call came too early, whatever a fault would have made of it. */
  tooEarly?: true;
}

/** Runs the method with its effects. */
export function answerTo(world: World, { method: name, fields, token }: Call): Answer {
  const scopes = { 'x-oauth-scopes': [...world.manifest.botScopes].join(',') };
  try {
    const method = methods.get(name);
    if (!method) throw new SlackError('unknown_method', { req_method: name });
    checkToken(world, method, token);
    requireScope(world, method.scopes);
    takeMethodSlot(world, name, method);
    const body = { ok: true, ...method.run(createParams(fields), world) };
    return { status: 200, headers: { ...scopes, 'x-accepted-oauth-scopes': method.scopes.join(',') }, body };
  } catch (error) {
    return answerOfRefusal(error, scopes);
  }
}

/**
 * Takes what the limits allow for a call whose work is done later, and gives the answer when they do not. Otherwise an
 * effect that lands late would make somebody else's call come too early.
 */
export function refusalOnArrival(world: World, { method: name, fields }: Call): Answer | undefined {
  const { channels, dmOf } = world.workspace;
  const where = name === 'chat.postMessage' ? String(fields.channel) : '';
  const channel = channels.get(where) ?? dmOf(where);
  try {
    takeMethodSlot(world, name, methods.get(name));
    if (channel) takeMessageSlot(world, channel);
    return undefined;
  } catch (error) {
    return answerOfRefusal(error);
  }
}

/** What a method threw; throws it again when it is no refusal. */
function answerOfRefusal(error: unknown, headers?: Answer['headers']): Answer {
  if (error instanceof RateLimited) return { ...rateLimited(String(error.retryAfterSeconds)), tooEarly: true };
  if (error instanceof SlackError) return refusal(error.code, { headers, details: error.details });
  throw error;
}

export function refusal(
  error: string,
  { headers = {}, details = {} }: { headers?: Answer['headers'] | undefined; details?: JsonObject } = {},
): Answer {
  return { status: 200, headers, body: { ok: false, error, ...details } };
}

/** `retryAfter` undefined: without that header. */
export function rateLimited(retryAfter: string | undefined): Answer {
  const headers = retryAfter === undefined ? undefined : { 'retry-after': retryAfter };
  return { ...refusal('ratelimited', { headers }), status: 429 };
}

export function send(response: Response, { status, headers, body }: Answer): void {
  // A refusal travels with status 200: whoever notes the traffic finds it here.
  response.locals.refusal = body.ok === true ? undefined : body.error;
  response.status(status).set(headers).json(body);
}

function checkToken({ identity }: World, method: Method, token: unknown): void {
  if (token === undefined || token === '') throw new SlackError('not_authed');
  if (token !== identity.botToken && token !== identity.appToken) throw new SlackError('invalid_auth');
  const given = token === identity.botToken ? 'bot' : 'app';
  if (given !== method.token) throw new SlackError('not_allowed_token_type');
}

function takeMethodSlot(world: World, name: string, method: Method | undefined): void {
  if (!method?.tier) return;
  const allowance = world.limits.takeMethod(name, method.tier);
  if (!allowance.allowed) throw new RateLimited(allowance.retryAfterSeconds);
}
