/** Numbers that are the same for the same seed; each stream by its name, so that one that draws more moves no other. */
export interface Random {
  /** In [from, to). */
  between(from: number, to: number): number;
  /** A whole number in [0, count). */
  below(count: number): number;
  pick<One>(from: readonly One[]): One;
  /** True in this share of the cases, 0 to 1. */
  happens(share: number): boolean;
}

export function randomOf(seed: number, stream: string): Random {
  let state = seed | 0;
  for (const character of stream) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193);
  /** Mulberry32. */
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  return {
    between: (from, to) => from + next() * (to - from),
    below,
    pick: (from) => from[below(from.length)]!,
    happens: (share) => next() < share,
  };
}
