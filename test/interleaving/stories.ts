import type { Day } from '../model/days.js';
import { plus } from '../model/days.js';
import type { Happening, Scene, Story } from '../model/story.js';

/** The certifications of the company, with the days before the due date on which to remind. */
export const ladders = { 'Rope work': [7, 1], 'First aid': [3, -2] } as const;

const rope = { certification: 'Rope work' } as const;
const aid = { certification: 'First aid' } as const;
const ana = { person: 'Ana' } as const;
const ben = { person: 'Ben' } as const;

/** Each story begins on a Monday, whose day is 0, and is told at moments when something is due: then things race. */
export const stories: Readonly<Record<string, (day: (n: number) => Day) => Omit<Story, 'name' | 'ladders'>>> = {
  'people answer at the very hour of a reminder': (day) => ({
    scenes: [
      scene(
        at(day(0), '10:00'),
        { ...ana, ...rope, kind: 'assigned', dueOn: day(8) },
        { ...ana, ...aid, kind: 'assigned', dueOn: day(4) },
        { ...ben, ...aid, kind: 'assigned', dueOn: day(4) },
      ),
      scene(
        at(day(1), '09:00'),
        { ...ana, ...rope, kind: 'snoozed', days: 1 },
        { ...ana, ...aid, kind: 'waived' },
        { ...ben, ...aid, kind: 'snoozed', days: 1 },
      ),
      scene(at(day(2), '09:00'), { ...ana, ...rope, kind: 'waived' }),
    ],
    until: at(day(4), '10:00'),
  }),

  'what was asked for is earned, handed in and declined': (day) => ({
    scenes: [
      scene(
        at(day(0), '08:00'),
        { ...ana, ...aid, kind: 'assigned', dueOn: day(4) },
        { ...ben, ...aid, kind: 'assigned', dueOn: day(4) },
      ),
      scene(
        at(day(1), '09:00'),
        { ...ana, ...aid, kind: 'verified', credential: 'earned', expiresOn: day(9) },
        { ...ana, ...rope, kind: 'assigned', dueOn: day(15) },
        { ...ben, ...aid, kind: 'submitted', credential: 'handed in' },
      ),
      scene(at(day(2), '10:00'), { ...ben, ...aid, kind: 'declined', credential: 'handed in' }),
    ],
    until: at(day(7), '10:00'),
  }),

  'a renewal opens while its credential is revoked, outlasted or prolonged': (day) => ({
    scenes: [
      scene(at(day(0), '10:00'), { ...ana, ...aid, kind: 'verified', credential: 'revoked', expiresOn: day(4) }),
      scene(at(day(0), '11:00'), { ...ben, ...aid, kind: 'verified', credential: 'outlasted', expiresOn: day(4) }),
      scene(at(day(0), '12:00'), { ...ana, ...rope, kind: 'verified', credential: 'prolonged', expiresOn: day(100) }),
      scene(
        at(day(1), '00:00'),
        { ...ana, ...aid, kind: 'revoked', credential: 'revoked' },
        { ...ben, ...aid, kind: 'verified', credential: 'longer', expiresOn: day(300) },
      ),
      scene(at(day(1), '08:00'), {
        ...ana,
        ...rope,
        kind: 'prolonged',
        credential: 'prolonged',
        to: [day(200), day(250)],
      }),
    ],
    until: at(day(2), '10:00'),
  }),

  'Slack loses the replies': (day) => ({
    scenes: [
      {
        ...scene(
          at(day(0), '10:00'),
          { ...ana, ...rope, kind: 'assigned', dueOn: day(8) },
          { ...ben, ...rope, kind: 'assigned', dueOn: day(8) },
        ),
        mishap: 'reply-lost',
      },
      { ...scene(at(day(1), '09:00'), { ...ana, ...rope, kind: 'snoozed', days: 1 }), mishap: 'reply-garbled' },
      { ...scene(at(day(2), '09:00')), mishap: 'refused-for-now' },
    ],
    until: at(day(3), '10:00'),
  }),
};

export function storyOf(name: string, monday: Day): Story {
  return { name, ladders, ...stories[name]!((n) => plus(monday, n)) };
}

function scene(at: Date, ...happenings: Happening[]): Scene {
  return { at, happenings };
}

const at = (day: Day, time: string) => new Date(`${day}T${time}:00Z`);
