import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../../platform/clock.js';
import type { PressHandler } from '../../../platform/slack/edge.js';
import type { SlackFiles } from '../../../platform/slack/files.js';
import type { Drawn } from '../../../shared/blocks.js';
import { dateIn } from '../../../shared/dates.js';
import type { Person } from '../../people/index.js';
import type { TrainingTimeDeps } from '../deps.js';
import type { FeedStore } from '../feed-store.js';
import type { InvitationStore } from '../invitation-store.js';
import type { InCalendar } from '../messages.js';
import { refused } from '../messages.js';
import {
  addressEnded,
  addressPressed,
  CalendarControls,
  calendarAddress,
  filePressed,
  fileSent,
  fileWords,
  noAddress,
} from './messages.js';
import type { CalendarSeries } from './series.js';
import { calendarText } from './series.js';
import type { CalendarSubjects } from './subject.js';
import { calendarWords } from './words.js';

/** 160 bits, in digits and letters that no program takes for formatting. */
const secretBytes = 20;
const never = new Date(0);

/** What Home says of somebody's calendar, and what can be done about it. */
export type CalendarSetting = Readonly<{ words: string; controls: readonly Drawn[] }>;

/**
 * For whom no mail reaches: private addresses from which calendars read study time, and files with it. The address is the key:
 * it is said once, to its person alone, and can be made anew or ended at any time.
 */
export function createFeeds({
  store,
  invitations,
  subjects,
  people,
  slackFiles,
  clock,
  publicUrl,
  isMailed,
}: {
  store: FeedStore;
  invitations: Pick<InvitationStore, 'byIds'>;
  subjects: Pick<CalendarSubjects, 'planned'>;
  people: Pick<TrainingTimeDeps['people'], 'byId' | 'whoIs'>;
  slackFiles: Pick<SlackFiles, 'show'>;
  clock: Clock;
  /** By which address others reach us; undefined: none is offered. */
  publicUrl: string | undefined;
  /** Whether this person gets invitations by mail. */
  isMailed(person: Person): boolean;
}) {
  /** All that this person has planned. */
  async function entriesOf(person: Person): Promise<CalendarSeries[]> {
    const planned = await subjects.planned(person, clock.now());
    const known = await invitations.byIds(planned.map(({ id }) => id));
    return planned.map(({ id, entry }) => {
      const { sequence = 0, changedAt = never } = known.get(id) ?? {};
      return { ...entry, sequence, changedAt };
    });
  }

  const forPerson =
    (answer: (person: Person) => ReturnType<PressHandler>): PressHandler =>
    async ({ slackUserId }) => {
      const person = await people.whoIs(slackUserId);
      return person === null ? refused('not-yours') : answer(person);
    };

  const presses: Readonly<Record<string, PressHandler>> = {
    [addressPressed]: forPerson(async (person) => {
      if (publicUrl === undefined) return noAddress();
      const secret = randomBytes(secretBytes).toString('hex');
      await store.set({ _id: person._id, hash: hashOf(secret), madeAt: clock.now() });
      return calendarAddress(addressOf(publicUrl, secret));
    }),

    [addressEnded]: forPerson(async (person) => {
      await store.remove(person._id);
      return undefined;
    }),

    [filePressed]: forPerson(async (person) => {
      const entries = await entriesOf(person);
      if (person.slackId === null || entries.length === 0) return fileSent('nothing-planned');
      const bytes = Buffer.from(calendarText(entries, { method: 'none', from: 'file' }));
      const files = [{ name: 'study-time.ics', bytes }];
      await slackFiles.show({ slackId: person.slackId, files, words: fileWords });
      return fileSent('sent');
    }),
  };

  return {
    presses,

    /** Undefined for whom mail reaches, unless they have an address from before. */
    async settingOf(person: Person): Promise<CalendarSetting | undefined> {
      const feed = await store.ofPerson(person._id);
      if (feed === null && isMailed(person)) return undefined;
      const madeOn = feed === null ? undefined : dateIn(feed.madeAt, person.zone);
      const address = publicUrl === undefined ? 'none' : feed === null ? 'offered' : 'made';
      return { words: calendarWords(address, madeOn), controls: CalendarControls({ address }) };
    },

    async inCalendar(person: Person): Promise<InCalendar> {
      if (isMailed(person)) return 'by-mail';
      return (await store.ofPerson(person._id)) === null ? 'not' : 'by-address';
    },

    /** The calendar behind a secret; undefined when there is none. */
    async read(secret: string): Promise<string | undefined> {
      const feed = await store.byHash(hashOf(secret));
      const person = feed === null ? null : await people.byId(feed._id);
      if (person?.state !== 'active') return undefined;
      return calendarText(await entriesOf(person), { method: 'none', from: 'address' });
    },
  };
}

export type Feeds = ReturnType<typeof createFeeds>;

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

function addressOf(publicUrl: string, secret: string): string {
  return new URL(`calendar/${secret}.ics`, publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`).href;
}
