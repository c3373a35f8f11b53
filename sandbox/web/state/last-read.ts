import type { LastRead } from './state.js';

type Keeper = Pick<Storage, 'getItem' | 'setItem'>;

const keyOf = (person: string) => `laurel-sandbox last-read ${person}`;

/**
 * What this person has read, as this browser remembers it. A mark after `now` was made in another world, one that lived on
 * at this same address: then nothing is remembered.
 */
export function lastReadOf(person: string, now: string, keeper: Keeper): LastRead {
  try {
    const marks: LastRead = JSON.parse(keeper.getItem(keyOf(person)) ?? '{}');
    const latest = Math.max(...Object.values(marks).map(Number), 0);
    return latest * 1000 > Date.parse(now) + 1000 ? {} : marks;
  } catch {
    // A browser that keeps nothing, or something unreadable: everything is unread, which harms nobody.
    return {};
  }
}

export function keepLastRead(person: string, marks: LastRead, keeper: Keeper): void {
  try {
    keeper.setItem(keyOf(person), JSON.stringify(marks));
  } catch {
    // Full or forbidden: the marks live until the page is left.
  }
}
