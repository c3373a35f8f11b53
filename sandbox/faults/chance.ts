import { createHash } from 'node:crypto';
import type { Drawn, Length, RandomFaults, RandomKind } from '../faults.js';
import { createRandom } from '../random.js';

export interface Chance<Trouble> {
  decide(name: string): Trouble | undefined;
}

export function createChance<Trouble extends object>(order: Required<RandomFaults<Trouble>>): Chance<Trouble> {
  const { seed, methods, kinds, scale } = order;
  const streams = new Map<string, () => number>();

  /** Each method draws from numbers of its own: how calls of several methods interleave decides nothing. */
  function streamOf(name: string): () => number {
    const stream = streams.get(name) ?? createRandom(seedOf(`${seed} ${name}`));
    streams.set(name, stream);
    return stream;
  }

  return {
    decide(name) {
      const share = (Object.hasOwn(methods, name) ? methods[name] : methods['*']) ?? 0;
      const random = streamOf(name);
      if (random() >= share) return undefined;
      const kind = pick(
        kinds.filter(({ only }) => only?.includes(name) ?? true),
        random,
      );
      return kind && withLengths(kind.fault, random, scale);
    },
  };
}

function seedOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32LE();
}

function pick<Trouble>(kinds: readonly RandomKind<Trouble>[], random: () => number) {
  const whole = kinds.reduce((sum, { weight = 1 }) => sum + weight, 0);
  let left = random() * whole;
  return kinds.find(({ weight = 1 }) => {
    left -= weight;
    return left < 0;
  });
}

const LENGTHS: ReadonlySet<string> = new Set(['ms', 'historyLagMs']);

function withLengths<Trouble extends object>(fault: Drawn<Trouble>, random: () => number, scale: number): Trouble {
  const fields = Object.entries(fault).map(([name, value]) =>
    LENGTHS.has(name) ? [name, drawn(value as Length, random) / scale] : [name, value],
  );
  return Object.fromEntries(fields) as Trouble;
}

function drawn(length: Length, random: () => number): number {
  if (typeof length === 'number') return length;
  const [from, to] = length;
  return from + random() * (to - from);
}
