import { randomInt } from 'node:crypto';
import { createRandom } from './random.js';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export interface Ids {
  /** A Slack-like id, for example `U7K2M9QX01A`: never given twice. */
  next(prefix: string): string;
  hex(length: number): string;
  /** A v4-shaped UUID from the seed. */
  uuid(): string;
  /** All that {@link next} has given. */
  given(): ReadonlySet<string>;
}

/** Ids that depend on the seed alone, so that a run can be repeated; none of `taken` is given again. */
export function createIds(seed: number, taken: Iterable<string> = []): Ids {
  const random = createRandom(seed);
  const given = new Set(taken);
  const pick = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
  const hex = (length: number) => pick('0123456789abcdef', length);
  return {
    next(prefix) {
      const id = `${prefix}0${pick(ALPHABET, 9)}`;
      if (given.has(id)) return this.next(prefix);
      given.add(id);
      return id;
    },
    hex,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    given: () => given,
  };
}

/**
 * For ids after a restart: what was given between the last snapshot and the end is not known, and the same numbers would
 * give it again to somebody else.
 */
export function freshSeed(): number {
  return randomInt(2 ** 32);
}
