import type { Clock } from '../../../platform/clock.js';
import type { Outbox } from '../../../platform/slack/outbox.js';
import type { CertificationId, CredentialId, PersonId } from '../../../shared/ids.js';
import type { Certification } from '../../catalog/index.js';
import type { Credential } from '../../credentials/index.js';
import type { Person } from '../../people/index.js';
import type { ReminderControls, ReminderLine } from '../item.js';
import type { Reach } from '../nudge.js';
import type { WorkingDays } from '../rules.js';
import type { NudgesStore } from '../store.js';

/** All that reminders need of the rest of the house; compose.ts fills it. */
export type NudgesDeps = Readonly<{
  store: NudgesStore;
  outbox: Pick<Outbox, 'put' | 'heldItems' | 'markStale'>;
  clock: Clock;
  people: {
    byId(id: PersonId): Promise<Person | null>;
    byIds(ids: readonly PersonId[]): Promise<Map<PersonId, Person>>;
    /** The active person behind a Slack account, or null. */
    whoIs(slackId: string): Promise<Person | null>;
    countReachable(reach: Reach): Promise<number>;
    /** This person is about to be written to: open their DM first. */
    wanted(id: PersonId): Promise<void>;
    /** This DM is gone. */
    forgetDm(id: PersonId, channel: string): Promise<void>;
    chooseReminders(id: PersonId, reminders: Person['reminders'], at: Date): Promise<void>;
    workingDays(person: Person, now: Date): WorkingDays;
    /** The shift that `now` is in, or the next one. */
    shift(person: Person, now: Date): { date: WorkingDays['today']; start: Date; end: Date };
    /** Until when this person studies, while they do. */
    studiesUntil(id: PersonId, now: Date): Promise<Date | undefined>;
    isFirstWorkingDayOfWeek(person: Person, date: WorkingDays['today']): boolean;
  };
  catalog: {
    all(): Promise<Map<CertificationId, Certification>>;
    byIds(ids: readonly CertificationId[]): Promise<Map<CertificationId, Certification>>;
    byId(id: CertificationId): Promise<Certification | null>;
    harmOf(certification: Certification): number;
    whyFor(certification: Certification, role: string): string | undefined;
  };
  credentials: { byId(id: CredentialId): Promise<Credential | null> };
  /** Late slots: what other features let the person press in a reminder, and what they have to say there, in this order. */
  controls: readonly ReminderControls[];
  /** What doing it brings the person: said with the reasons, also where those are left out. */
  gains: readonly ReminderLine[];
  lines: readonly ReminderLine[];
}>;
