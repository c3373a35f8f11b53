import type { Day } from '../model/days.js';
import { plus } from '../model/days.js';
import type { Happening, Scene, Story } from '../model/story.js';

/** The certifications of the company, with the days before the due date on which to remind. */
export const ladders = { 'Rope work': [7, 1], 'First aid': [3, -2] } as const;

const rope = { person: 'Ana', certification: 'Rope work' } as const;
const aid = { person: 'Ana', certification: 'First aid' } as const;
const bensAid = { person: 'Ben', certification: 'First aid' } as const;

/** Each story begins on a Monday; day 0 is that Monday. */
export const stories: Readonly<Record<string, (monday: Day) => Omit<Story, 'name' | 'ladders'>>> = {
  'a snooze and a waiver, each at the very hour of a reminder': (monday) => ({
    scenes: [
      scene(monday, '10:00', { ...rope, kind: 'assigned', dueOn: plus(monday, 8) }),
      scene(plus(monday, 1), '09:00', { ...rope, kind: 'snoozed', days: 1 }),
      scene(plus(monday, 2), '09:00', { ...rope, kind: 'waived' }),
    ],
    until: at(plus(monday, 3), '10:00'),
  }),
  'one certification is earned while another one is asked for': (monday) => ({
    scenes: [
      scene(monday, '08:00', { ...aid, kind: 'assigned', dueOn: plus(monday, 4) }),
      scene(
        plus(monday, 1),
        '09:00',
        { ...aid, kind: 'verified', credential: 'first', expiresOn: plus(monday, 9) },
        { ...rope, kind: 'assigned', dueOn: plus(monday, 15) },
      ),
    ],
    until: at(plus(monday, 7), '10:00'),
  }),
  'a renewal opens and its credential is revoked at that moment': (monday) => ({
    scenes: [
      scene(monday, '10:00', { ...bensAid, kind: 'verified', credential: 'early', expiresOn: plus(monday, 4) }),
      scene(plus(monday, 1), '00:00', { ...bensAid, kind: 'revoked', credential: 'early' }),
    ],
    until: at(plus(monday, 2), '10:00'),
  }),
};

export function storyOf(name: string, monday: Day): Story {
  return { name, ladders, ...stories[name]!(monday) };
}

function scene(day: Day, time: string, ...happenings: Happening[]): Scene {
  return { at: at(day, time), happenings };
}

const at = (day: Day, time: string) => new Date(`${day}T${time}:00Z`);
