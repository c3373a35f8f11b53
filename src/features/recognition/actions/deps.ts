import type { Clock } from '../../../platform/clock.js';
import type { Readers } from '../../../platform/slack/notice.js';
import type { Outbox } from '../../../platform/slack/outbox.js';
import type { CalendarDate } from '../../../shared/dates.js';
import type { CertificationId, CredentialId, PersonId } from '../../../shared/ids.js';
import type { HttpUrl } from '../../../shared/links.js';
import type { Certification } from '../../catalog/index.js';
import type { Credential } from '../../credentials/index.js';
import type { Person } from '../../people/index.js';
import type { Progress } from '../rules.js';
import type { RecognitionStore } from '../store.js';

export type TeamProgress = Progress & Readonly<{ certificationId: CertificationId }>;
type WorkingDay = Readonly<{ date: CalendarDate; from: Date }>;

/** All that recognition needs of the rest of the house; compose.ts fills it. */
export type RecognitionDeps = Readonly<{
  store: RecognitionStore;
  outbox: Pick<Outbox, 'put' | 'markStale' | 'heldItems' | 'isUnderWay'>;
  clock: Clock;
  readers: Readers;
  /** The Slack channel of the posts; undefined: nothing is posted. */
  channel: string | undefined;
  /** Whether people of another company read this channel: they are told nothing. */
  isShared(channelId: string): Promise<boolean>;
  people: {
    byId(id: PersonId): Promise<Person | null>;
    /** The active person behind a Slack account, or null. */
    whoIs(slackId: string): Promise<Person | null>;
    /** Whether Laurel speaks to this person of its own accord yet (the switch: off, a pilot, on). */
    isReached(person: Person): Promise<boolean>;
    /** Nearest first, but for those who have left. */
    managersAbove(person: Person): Promise<Person[]>;
    /** The nearest of them with a Slack account. */
    reachableManager(person: Person): Promise<Person | undefined>;
    /** The end of this person's second working day after the one that `from` is in, or that comes next. */
    answerBy(person: Person, from: Date): Date;
    /** Whether Laurel speaks to everybody. */
    isEverybodyReached(): Promise<boolean>;
    /** The working day that `now` is in, or the next one, and the one after it; each with when it begins, or goes on. */
    workingDays(person: Person, now: Date): readonly [WorkingDay, WorkingDay];
  };
  teams: {
    /** How far this team is with each certification that somebody in it is asked to hold. */
    progressOf(team: string): Promise<readonly TeamProgress[]>;
  };
  /** The address of a message in Slack, where it can be told. */
  linkTo(channel: string, ts: string): HttpUrl | undefined;
  catalog: {
    byId(id: CertificationId): Promise<Certification | null>;
    whyFor(certification: Certification, role: string): string | undefined;
  };
  rewards: {
    /** Whether a reward for it is granted, and not taken back. */
    isRewarded(id: CredentialId): Promise<boolean>;
  };
  credentials: {
    byId(id: CredentialId): Promise<Credential | null>;
    /** Whether this person has held the same certification before. */
    renewsEarlier(credential: Credential): Promise<boolean>;
    /** How many other certifications this person had earned before this one. */
    countEarlier(credential: Credential): Promise<number>;
  };
}>;
