import type { Clock } from '../../../platform/clock.js';
import type { Readers } from '../../../platform/slack/notice.js';
import type { Outbox } from '../../../platform/slack/outbox.js';
import type { CertificationId, CredentialId, PersonId } from '../../../shared/ids.js';
import type { Certification } from '../../catalog/index.js';
import type { Credential } from '../../credentials/index.js';
import type { Person } from '../../people/index.js';
import type { RecognitionStore } from '../store.js';

/** All that recognition needs of the rest of the house; compose.ts fills it. */
export type RecognitionDeps = Readonly<{
  store: RecognitionStore;
  outbox: Pick<Outbox, 'put' | 'markStale' | 'heldItems'>;
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
  };
  catalog: {
    byId(id: CertificationId): Promise<Certification | null>;
    whyFor(certification: Certification, role: string): string | undefined;
  };
  credentials: {
    byId(id: CredentialId): Promise<Credential | null>;
    /** Whether this person has held the same certification before. */
    renewsEarlier(credential: Credential): Promise<boolean>;
    /** How many other certifications this person had earned before this one. */
    countEarlier(credential: Credential): Promise<number>;
  };
}>;
