import type { Gate } from '../harness/gates.js';
import { createWorker, diesAfter } from '../harness/gates.js';

export type Actor = Readonly<{
  /** Nobody else has it. */
  name: string;
  work(): Promise<unknown>;
  /** What else stands before its deeds, such as its death. */
  fate?: (gate: Gate) => Gate;
}>;

/** Who waits for a turn, and for what. */
type Waiting = Readonly<{ name: string; deed: string }>;

/**
 * Lets all of them work at once, but one write at a time; `choose` says whose. A call waits for nobody: between the check
 * of its deadline and its socket lies what DESIGN 6 does not promise. Answers who was killed.
 */
export async function takeTurns(
  actors: readonly Actor[],
  choose: (waiting: readonly Waiting[]) => string,
  note: (deed: string) => void,
): Promise<string[]> {
  const parties = actors.map(({ name }) => ({ name, queue: [] as { deed: string; begin(): void }[], isDone: false }));
  const killed: string[] = [];
  let inHand = 0;
  let wake = () => {};
  const changed = () => new Promise<void>((resolve) => (wake = resolve));
  const isStill = () => inHand === 0 && parties.every(({ queue, isDone }) => isDone || queue.length > 0);

  const gateOf =
    ({ name, queue }: (typeof parties)[number]): Gate =>
    async (deed, act) => {
      if (deed.kind === 'call') {
        note(`${name}: ${deed.name}`);
        return act();
      }
      await new Promise<void>((begin) => {
        queue.push({ deed: deed.name, begin });
        wake();
      });
      note(`${name}: ${deed.name}`);
      try {
        return await act();
      } finally {
        inHand -= 1;
        wake();
      }
    };

  const ends = Promise.all(
    actors.map(async ({ name, work, fate = (gate) => gate }, index) => {
      const party = parties[index]!;
      try {
        if ((await createWorker(fate(gateOf(party))).run(work)) === 'killed') killed.push(name);
      } finally {
        note(`${name} is done`);
        party.isDone = true;
        wake();
      }
    }),
  );
  for (;;) {
    while (!isStill()) await changed();
    const waiting = parties.flatMap(({ name, queue: [next] }) => (next ? [{ name, deed: next.deed }] : []));
    if (waiting.length === 0) break;
    const chosen = choose(waiting);
    inHand += 1;
    parties
      .find(({ name }) => name === chosen)!
      .queue.shift()!
      .begin();
  }
  await ends;
  return killed;
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Lets one go on for a while before another gets its turn; and now and then one stands still, most often before it changes
 * what is asked of somebody, until nobody else has anything to do.
 */
export function moody(random: () => number): (waiting: readonly Waiting[]) => string {
  const goesOn = 0.4 + random() * 0.55;
  let last: string | undefined;
  let still: string | undefined;
  return (waiting) => {
    const next = waiting.find(({ name }) => name === last);
    if (next !== undefined && still === undefined && random() < standsStill(next.deed)) still = last;
    const others = waiting.filter(({ name }) => name !== still);
    if (others.length === 0) still = undefined;
    const ready = (others.length === 0 ? waiting : others).map(({ name }) => name);
    if (last === undefined || !ready.includes(last) || random() >= goesOn)
      last = ready[Math.floor(random() * ready.length)]!;
    return last;
  };
}

const standsStill = (deed: string) => (deed.startsWith('assignments.') ? 0.25 : 0.02);

/**
 * All of these at once, in an order that `random` chooses; each dies after as many writes as `deaths` says, if it says so.
 * Answers whose work was ended by that, by its place.
 */
export async function allAtOnce(
  works: readonly (() => Promise<unknown>)[],
  { deaths, random }: Readonly<{ deaths: readonly (number | null)[]; random: () => number }>,
): Promise<number[]> {
  const killed = await takeTurns(
    works.map((work, n) => ({
      name: String(n),
      work,
      ...(deaths[n] != null && { fate: diesAfter(deaths[n]) }),
    })),
    (waiting) => waiting[Math.floor(random() * waiting.length)]!.name,
    () => {},
  );
  return killed.map(Number);
}
