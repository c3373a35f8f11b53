import { press, pressAndFill, pressAndRead, typeAndConfirm } from '../hands.js';
import type { StoryEvent } from '../tools.js';

/** Weekly study time: asked for, offered at another hour, given to two; kept, moved, lost, and given up. */
export const studyTime: readonly StoryEvent[] = [
  {
    at: new Date('2026-10-01T08:30:00Z'),
    name: 'Lucía gives both an hour on Friday to study for what she asked',
    happens: (tools) =>
      typeAndConfirm(
        tools,
        'U01LUCIA15',
        'time <@U01MARTA50|marta> <@U01OLGA52|olga> friday 15:00-16:00 for FIRE-WARDEN',
        'training-time.give',
      ),
  },
  {
    at: new Date('2026-10-01T09:20:00Z'),
    name: 'Ana asks for time to study each week',
    async happens(tools) {
      await pressAndRead(tools, ana, { actionId: 'training-time.plan', showing: 'expires', option: 'Every week…' });
      await pressAndRead(tools, ana, { actionId: 'training-time.ask' });
    },
  },
  {
    at: new Date('2026-10-01T10:00:00Z'),
    name: 'Álvaro needs her then, and offers Tuesdays at nine',
    happens: (tools) =>
      pressAndFill(
        tools,
        'U01ALVAR07',
        { actionId: 'training-time.offer', about: 'Ana Ribadeluz' },
        { weekdays: ['2'], from: '09:00', minutes: '120' },
      ),
  },
  {
    at: new Date('2026-10-01T10:20:00Z'),
    name: 'Ana takes that',
    happens: (tools) => pressAndRead(tools, ana, { actionId: 'training-time.take' }),
  },
  {
    at: new Date('2026-10-02T14:00:00Z'),
    name: 'Olga finds another course, and gives up the hour that she was given',
    happens: (tools) => pressAndRead(tools, 'U01OLGA52', { actionId: 'training-time.stop' }),
  },
  {
    at: new Date('2026-10-06T09:20:00Z'),
    name: 'Ana has studied as planned',
    happens: (tools) => press(tools, ana, { actionId: 'training-time.kept' }),
  },
  {
    at: new Date('2026-10-13T09:20:00Z'),
    name: 'Ana was called away, and moves her study time to the next day',
    // The reminder that came with the question moves the next one.
    happens: (tools) =>
      press(tools, ana, {
        actionId: 'training-time.move',
        showing: 'Did your study time for',
        option: 'Tomorrow, Wed 14 Oct, 10:00',
      }),
  },
  {
    at: new Date('2026-10-14T10:20:00Z'),
    name: 'Ana has studied then',
    happens: (tools) => press(tools, ana, { actionId: 'training-time.kept' }),
  },
  {
    at: new Date('2026-10-20T09:20:00Z'),
    name: 'Ana’s study time was lost to a customer',
    happens: (tools) => press(tools, ana, { actionId: 'training-time.lost', option: 'Lost to a customer' }),
  },
  {
    at: new Date('2026-10-27T10:20:00Z'),
    name: 'Ana could study for a part of the time',
    happens: (tools) => press(tools, ana, { actionId: 'training-time.partly' }),
  },
];

const ana = 'U01ANA20';
