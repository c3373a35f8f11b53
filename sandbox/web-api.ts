import type { Request, Response } from 'express';
import type { Method } from './call.js';
import { createParams, RateLimited, requireScope, SlackError } from './call.js';
import type { Fault, FaultSource } from './faults.js';
import type { JsonObject } from './json.js';
import { isObject } from './json.js';
import { methods } from './methods/index.js';
import type { World } from './world.js';

/** Answers `POST /api/METHOD` as Slack does, or as the next fault for that method says. */
export function createWebApi(world: World, faults: FaultSource) {
  return async (request: Request, response: Response): Promise<void> => {
    const name = String(request.params.method);
    const fault = faults.take(name);
    if (fault) await answerWithFault(fault, () => answerTo(world, name, request), response);
    else send(response, answerTo(world, name, request));
  };
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: JsonObject;
}

function answerTo(world: World, name: string, request: Request): Answer {
  const scopes = { 'x-oauth-scopes': [...world.manifest.botScopes].join(',') };
  try {
    const method = methods.get(name);
    if (!method) throw new SlackError('unknown_method', { req_method: name });
    const fields = isObject(request.body) ? request.body : {};
    checkToken(world, method, bearerOf(request) ?? fields.token ?? request.query.token);
    requireScope(world, method.scopes);
    takeMethodSlot(world, name, method);
    const body = { ok: true, ...method.run(createParams({ ...request.query, ...fields }), world) };
    return { status: 200, headers: { ...scopes, 'x-accepted-oauth-scopes': method.scopes.join(',') }, body };
  } catch (error) {
    if (error instanceof RateLimited) return rateLimited(String(error.retryAfterSeconds));
    if (error instanceof SlackError) {
      return { status: 200, headers: scopes, body: { ok: false, error: error.code, ...error.details } };
    }
    throw error;
  }
}

function bearerOf(request: Request): string | undefined {
  return /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

function checkToken({ identity }: World, method: Method, token: unknown): void {
  if (token === undefined || token === '') throw new SlackError('not_authed');
  if (token !== identity.botToken && token !== identity.appToken) throw new SlackError('invalid_auth');
  const given = token === identity.botToken ? 'bot' : 'app';
  if (given !== method.token) throw new SlackError('not_allowed_token_type');
}

function takeMethodSlot(world: World, name: string, method: Method): void {
  if (!method.tier) return;
  const allowance = world.limits.takeMethod(name, method.tier);
  if (!allowance.allowed) throw new RateLimited(allowance.retryAfterSeconds);
}

function rateLimited(retryAfter: string | undefined): Answer {
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return { status: 429, headers, body: { ok: false, error: 'ratelimited' } };
}

function send(response: Response, { status, headers, body }: Answer): void {
  // A refusal travels with status 200: whoever notes the traffic finds it here.
  response.locals.refusal = body.ok === true ? undefined : body.error;
  response.status(status).set(headers).json(body);
}

/** `call` runs the method with its effects. */
async function answerWithFault(fault: Fault, call: () => Answer, response: Response): Promise<void> {
  switch (fault.kind) {
    case 'status':
      response.status(fault.status).send(fault.body ?? '<html><body>Something went wrong</body></html>');
      return;
    case 'ratelimited':
      send(response, rateLimited(fault.retryAfter === 'absent' ? undefined : String(fault.retryAfter ?? 1)));
      return;
    case 'slack-error':
      send(response, { status: 200, headers: {}, body: { ok: false, error: fault.error } });
      return;
    case 'reset':
      resetConnection(response);
      return;
    case 'delay':
      await passed(fault.ms);
      send(response, call());
      return;
    case 'late-commit':
      resetConnection(response);
      await passed(fault.ms);
      call();
      return;
    case 'accept-then':
      answerAfterAccepting(fault.what, call(), response);
      return;
  }
}

type AfterAccepting = Extract<Fault, { kind: 'accept-then' }>['what'];

/** Breaks the answer to an accepted call. A refused one is answered plainly: there was nothing to lose. */
function answerAfterAccepting(what: AfterAccepting, accepted: Answer, response: Response): void {
  if (accepted.body.ok !== true) {
    send(response, accepted);
    return;
  }
  switch (what) {
    case '500':
      response.status(500).send('<html><body>Internal server error</body></html>');
      return;
    case 'internal_error':
      send(response, { ...accepted, body: { ok: false, error: 'internal_error' } });
      return;
    case 'reset':
      resetConnection(response);
      return;
    case 'hang':
      // The client gives up by itself, or never; the socket is destroyed when the sandbox stops.
      return;
    case 'cut': {
      const body = JSON.stringify(accepted.body);
      response.status(200).set({ 'content-type': 'application/json', 'content-length': String(body.length) });
      response.write(body.slice(0, Math.floor(body.length / 2)), () => resetConnection(response));
      return;
    }
  }
}

function resetConnection(response: Response): void {
  response.socket?.resetAndDestroy();
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
