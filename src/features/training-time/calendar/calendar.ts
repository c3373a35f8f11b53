import type { Database } from '../../../platform/database/connect.js';
import type { Lengths } from '../../../platform/database/lengths.js';
import type { Mailer } from '../../../platform/mail/mail.js';
import type { SlackFiles } from '../../../platform/slack/files.js';
import type { TrainingTimeDeps } from '../deps.js';
import { createFeedStore } from '../feed-store.js';
import { createInvitationStore } from '../invitation-store.js';
import { createFeeds } from './feeds.js';
import { createFeedRouter } from './http.js';
import { createInvitations } from './invitations.js';
import { createCalendarSubjects, mailAddressOf } from './subject.js';

/** How study time gets into calendars. */
export type CalendarDeps = Readonly<{
  lengths: Pick<Lengths, 'mailLeaseMs'>;
  /** Undefined: no invitations go out. */
  mailer: Mailer | undefined;
  /** By which address others reach us; undefined: no calendar address is offered. */
  publicUrl: string | undefined;
  slackFiles: Pick<SlackFiles, 'show'>;
}>;

/** Study time in people's calendars: invitations by mail, addresses from which calendars read, and files. */
export function createCalendar({
  database,
  lengths,
  mailer,
  publicUrl,
  slackFiles,
  ...deps
}: { database: Pick<Database, 'db'> } & CalendarDeps &
  Pick<TrainingTimeDeps, 'store' | 'plans' | 'people' | 'catalog' | 'clock'>) {
  const subjects = createCalendarSubjects(deps);
  const invitationStore = createInvitationStore(database, lengths);
  const invitations = createInvitations({ ...deps, store: invitationStore, blocks: deps.store, subjects, mailer });
  const feeds = createFeeds({
    ...deps,
    store: createFeedStore(database),
    invitations: invitationStore,
    subjects,
    slackFiles,
    publicUrl,
    isMailed: (person) => mailer !== undefined && mailAddressOf(person) !== null,
  });
  return {
    ...invitations,
    presses: feeds.presses,
    /** For Home: how study time gets into somebody's calendar without mail; undefined for whom mail reaches. */
    settingOf: feeds.settingOf,
    /** How this person's calendar hears of what they plan. */
    inCalendar: feeds.inCalendar,
    /** Serves calendars at their addresses. */
    router: createFeedRouter(feeds),
  };
}
