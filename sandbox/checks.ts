import type { JsonObject } from './json.js';
import { codePoints, isObject } from './json.js';

/** What is wrong and where, as a JSON pointer. */
export interface Problem {
  at: string;
  message: string;
}

/** Looks at one JSON value; an empty list means that it is fine. */
export type Check = (value: unknown, at: string) => Problem[];

export const anything: Check = () => [];
export const flag: Check = (value, at) => (typeof value === 'boolean' ? [] : [{ at, message: 'must be a boolean' }]);

/** Text of `least` (1 unless told) to `most` code points. */
export function text(most: number, least = 1): Check {
  return (value, at) => {
    if (typeof value !== 'string') return [{ at, message: 'must be a string' }];
    const length = codePoints(value);
    if (length > most) return [{ at, message: `must be less than ${most + 1} characters` }];
    if (length < least) return [{ at, message: `must be more than ${least - 1} characters` }];
    return [];
  };
}

export function matching(pattern: RegExp, what: string): Check {
  return (value, at) => (typeof value === 'string' && pattern.test(value) ? [] : [{ at, message: `must be ${what}` }]);
}

export function number(least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY): Check {
  return (value, at) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return [{ at, message: 'must be a number' }];
    return value >= least && value <= most ? [] : [{ at, message: `must be from ${least} to ${most}` }];
  };
}

export function oneOf(...allowed: (string | number)[]): Check {
  return (value, at) =>
    allowed.some((item) => item === value) ? [] : [{ at, message: `must be one of ${allowed.join(', ')}` }];
}

export function list(item: Check, { least = 1, most }: { least?: number; most: number }): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return [{ at, message: 'must be an array' }];
    if (value.length > most) return [{ at, message: `no more than ${most} items allowed` }];
    if (value.length < least) return [{ at, message: `no fewer than ${least} items required` }];
    return value.flatMap((element, index) => item(element, `${at}/${index}`));
  };
}

/** An object with exactly these fields. `also` looks at the object as a whole. */
export function shape(
  required: Record<string, Check>,
  optional: Record<string, Check> = {},
  also: (value: JsonObject, at: string) => Problem[] = () => [],
): Check {
  return (value, at) => {
    if (!isObject(value)) return [{ at, message: 'must be an object' }];
    const known = { ...required, ...optional };
    const missing = Object.keys(required).filter((name) => value[name] === undefined || value[name] === null);
    const problems = Object.entries(value).flatMap(([name, field]) => {
      if (missing.includes(name) || field === undefined) return [];
      const check = Object.hasOwn(known, name) ? known[name] : undefined;
      return check ? check(field, `${at}/${name}`) : [{ at, message: `invalid additional property: ${name}` }];
    });
    return [
      ...missing.map((name) => ({ at, message: `missing required field: ${name}` })),
      ...problems,
      ...(missing.length === 0 ? also(value, at) : []),
    ];
  };
}

/** An object whose `type` picks the check; `unknown` is said of any other type. */
export function byType(kinds: Record<string, Check>, unknown: string): Check {
  return (value, at) => {
    if (!isObject(value)) return [{ at, message: 'must be an object' }];
    const kind = typeof value.type === 'string' && Object.hasOwn(kinds, value.type) ? kinds[value.type] : undefined;
    return kind ? kind(value, at) : [{ at: `${at}/type`, message: `${unknown}: ${String(value.type)}` }];
  };
}
