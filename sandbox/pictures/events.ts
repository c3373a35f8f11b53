import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { quickFolder } from '../quick-folder.js';
import { load } from '../story/events/files.js';
import { handIn, openHome, press, pressAndFill, pressAndRead, typeAndConfirm } from '../story/hands.js';
import type { StoryEvent } from '../story/tools.js';

/** What happens for the pictures alone, once all else that they show is over: the story and its judge know nothing of it. */
export const forPictures: readonly StoryEvent[] = [
  {
    at: new Date('2026-12-01T08:00:00Z'),
    name: 'Field Madrid gets a channel of its own, which reads how far the team is',
    async happens(tools) {
      tools.slack.addChannel({ id: 'C01MADRID', name: 'field-madrid' });
      await load(tools, 'channels', 'channels.csv', filesFolder);
    },
  },
  {
    at: new Date('2026-12-01T08:10:00Z'),
    name: 'Álvaro asks Clara to become a first aider',
    happens: (tools) =>
      typeAndConfirm(
        tools,
        alvaro,
        'assign <@U01CLARA64|clara> FIRST-AID by 29 jan because your crew goes out in pairs',
      ),
  },
  {
    at: new Date('2026-12-01T08:20:00Z'),
    name: 'And gives her two hours on Fridays',
    happens: (tools) =>
      typeAndConfirm(
        tools,
        alvaro,
        'time <@U01CLARA64|clara> friday 10:00-12:00 for FIRST-AID until 18 dec',
        'training-time.give',
      ),
  },
  {
    at: new Date('2026-12-01T08:30:00Z'),
    name: 'Tomás has become one',
    happens: (tools) => handIn(tools, tomas, 'FIRST-AID', { earned: '2026-11-27', number: 'FA-2611-1021' }),
  },
  {
    at: new Date('2026-12-01T08:40:00Z'),
    name: 'Marta asks for time to study each week, which nobody answers',
    async happens(tools) {
      await pressAndRead(tools, marta, {
        actionId: 'training-time.plan',
        showing: 'First aid',
        option: 'Every week…',
      });
      await pressAndRead(tools, marta, { actionId: 'training-time.ask' });
    },
  },
  {
    at: new Date('2026-12-01T14:30:00Z'),
    name: 'Inés approves what Tomás handed in',
    happens: (tools) => press(tools, tools.owner, { actionId: 'credentials.approve', about: 'Tomás Polea' }),
  },
  {
    at: new Date('2026-12-02T09:00:00Z'),
    name: 'Álvaro declines its reward',
    happens: (tools) =>
      pressAndFill(
        tools,
        alvaro,
        { actionId: 'rewards.decline', about: 'Tomás Polea' },
        { why: 'The course was in paid hours; this half-day is for those who give up a Saturday.' },
      ),
  },
  {
    at: new Date('2026-12-02T10:00:00Z'),
    name: 'The owner loads that Dev’s result was withdrawn, and that Rohan’s counts for a few days more',
    happens: (tools) => load(tools, 'credentials', 'credentials-december.csv', filesFolder),
  },
  {
    at: new Date('2026-12-02T11:00:00Z'),
    name: 'Clara is away on her first Friday to study',
    async happens(tools) {
      await openHome(tools, clara);
      await pressAndFill(
        tools,
        clara,
        { actionId: 'people.leave', on: 'home' },
        { from: '2026-12-03', until: '2026-12-04' },
      );
    },
  },
  {
    at: new Date('2026-12-14T09:00:00Z'),
    name: 'Inés makes the file for payroll, in which Rohan’s raise ends',
    async happens({ exportRewards }) {
      const folder = await mkdtemp(join(quickFolder(), 'laurel-payroll-'));
      await exportRewards('2026-12', join(folder, 'december.csv'));
      await rm(folder, { recursive: true });
    },
  },
];

const alvaro = 'U01ALVAR07';
const clara = 'U01CLARA64';
const marta = 'U01MARTA50';
const tomas = 'U01TOMAS21';

const filesFolder = join(import.meta.dirname, 'files');
