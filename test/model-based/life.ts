import type { Day } from '../model/days.js';
import { dayOf } from '../model/days.js';
import type { Fate } from '../model/fate.js';
import { fatesOf, Untold } from '../model/fate.js';
import type { Happening, Matter, Scene, Story } from '../model/story.js';

/** What has happened so far, as the model knows it. Commands write it on; the model answers what must have come of it. */
export type Life = {
  readonly ladders: Story['ladders'];
  scenes: Scene[];
  now: Date;
  /** What waits for its decision, by matter. */
  handedIn: Map<string, Readonly<{ credential: string; expiresOn: Day }>>;
  /** What the files said last, by matter. */
  loaded: Map<string, Day>;
  left: Set<string>;
  /** Told of each command that was carried out, and how many reminders there were by then. */
  note(command: string, reminders: number): void;
};

export const newLife = ({ ladders, now, note }: Pick<Life, 'ladders' | 'now' | 'note'>): Life => ({
  ladders,
  scenes: [],
  now,
  note,
  handedIn: new Map(),
  loaded: new Map(),
  left: new Set(),
});

export const storyOf = ({ ladders, scenes, now }: Life): Story => ({ name: 'lived', ladders, scenes, until: now });

export const keyOf = ({ person, certification }: Matter) => `${person}|${certification}`;

/** What has become of a matter by now; undefined of one of which nobody has spoken. */
export const fateOf = (life: Life, matter: Matter): Fate | undefined =>
  fatesOf(storyOf(life)).find((fate) => keyOf(fate.matter) === keyOf(matter));

/** Whether the model knows what would come of it. */
export function canTell(life: Life, happening: Happening): boolean {
  try {
    fatesOf(storyOf(after(life, happening)));
    return true;
  } catch (error) {
    if (error instanceof Untold) return false;
    throw error;
  }
}

const after = (life: Life, happening: Happening): Life => ({
  ...life,
  scenes: [...life.scenes, { at: life.now, happenings: [happening] }],
});

export function happen(life: Life, ...happenings: readonly Happening[]): void {
  for (const happening of happenings) life.scenes.push({ at: life.now, happenings: [happening] });
}

/** One message a day: what is asked anew on a day on which it was told of already would have to wait. */
export const wasToldToday = (life: Life, matter: Matter): boolean =>
  fateOf(life, matter)?.lines.some(({ on }) => on === dayOf(life.now)) ?? false;
