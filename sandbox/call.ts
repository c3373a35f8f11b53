import type { JsonObject } from './json.js';
import type { Tier } from './limits.js';
import type { World } from './world.js';

/** A method of the Web API. It runs in one go, so that no two calls ever interleave. */
export interface Method {
  /** Which token it takes. */
  token: 'bot' | 'app';
  /** The app needs one of these; none means that no scope is asked for. */
  scopes: readonly string[];
  /** Undefined for methods with limits of their own or none. */
  tier?: Tier;
  run(params: Params, world: World): JsonObject;
}

/** `ok: false` with this code. `details` are further fields of the answer. */
export class SlackError extends Error {
  constructor(
    readonly code: string,
    readonly details: JsonObject = {},
  ) {
    super(code);
    this.name = 'SlackError';
  }
}

/** HTTP 429 with Retry-After. */
export class RateLimited extends Error {
  constructor(readonly retryAfterSeconds: number) {
    super('ratelimited');
    this.name = 'RateLimited';
  }
}

/**
 * The arguments of a call. A form carries every value as text and objects as JSON in text; a JSON body carries them as
 * they are. Both read the same here.
 */
export interface Params {
  /** Undefined when absent or empty. */
  text(name: string): string | undefined;
  /** Throws invalid_arguments when absent. */
  required(name: string): string;
  flag(name: string): boolean;
  /** Throws invalid_arguments when it is no whole number. */
  integer(name: string): number | undefined;
  /** A JSON value; throws `error` when the text is no JSON. Undefined when absent. */
  json(name: string, error: string): unknown;
  has(name: string): boolean;
}

export function createParams(fields: Record<string, unknown>): Params {
  const text = (name: string) => {
    const value = fields[name];
    if (value === undefined || value === null || value === '') return undefined;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  return {
    text,
    required(name) {
      const value = text(name);
      if (value === undefined) throw invalidArguments(`missing required field: ${name}`);
      return value;
    },
    flag: (name) => ['true', '1'].includes(text(name) ?? ''),
    integer(name) {
      const value = text(name);
      if (value === undefined) return undefined;
      if (!/^-?\d+$/.test(value)) throw invalidArguments(`${name} must be an integer`);
      return Number(value);
    },
    json(name, error) {
      const value = fields[name];
      if (typeof value !== 'string') return value ?? undefined;
      if (value === '') return undefined;
      try {
        return JSON.parse(value) as unknown;
      } catch {
        throw new SlackError(error);
      }
    },
    has: (name) => text(name) !== undefined,
  };
}

export function invalidArguments(problem: string): SlackError {
  return new SlackError('invalid_arguments', { response_metadata: { messages: [`[ERROR] ${problem}`] } });
}

/** Refuses with missing_scope unless the manifest asks for one of `scopes`. */
export function requireScope(world: World, scopes: readonly string[]): void {
  if (scopes.length === 0 || scopes.some((scope) => world.manifest.botScopes.has(scope))) return;
  throw new SlackError('missing_scope', {
    needed: scopes.join(','),
    provided: [...world.manifest.botScopes].join(','),
  });
}
