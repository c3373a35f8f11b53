import type { z } from 'zod';
import type { Deed, Plan } from '../evidence.js';
import type * as shapes from './shapes.js';
import type {
  Assignment,
  Block,
  CallLine,
  Certification,
  Credential,
  Fact,
  Grant,
  MessageLine,
  Person,
  Posting,
  Reaction,
  Row,
  StudyPlan,
} from './shapes.js';

/** A message that the app posted, as Slack accepted it. */
export type Post = Readonly<
  Pick<MessageLine, 'n' | 'wallMs' | 'channel' | 'user' | 'ts'> & {
    deliveryId: string | null;
    /** All that can be read and pressed in it. */
    words: string;
    /** When its call reached Slack; a late commit lands later than that. */
    arrivedMs: number;
    /** From when on history showed it with its delivery id; never: `Infinity`. */
    visibleFromMs: number;
  }
>;

/** How a message reads in the end. */
export type FinalLook = Readonly<{ words: string; blocks: readonly unknown[]; wallMs: number }>;

export type Stored = Readonly<Record<string, unknown> & { _id: unknown }>;

/** What somebody did, and when. */
export type Acted = Extract<Deed, { kind: 'act' }>;

/** A calendar mail as its receiver's calendar reads it. */
export type Mail = Readonly<{ to: string; method: string; uid: string; sequence: number }>;

/** All that is known of a run, read from its folder. */
export type History = Readonly<{
  plan: Plan;
  deeds: readonly Deed[];
  acts: readonly Acted[];
  posts: readonly Post[];
  /** By `channel ts`. */
  finalLooks: ReadonlyMap<string, FinalLook>;
  calls: readonly CallLine[];
  collections: Readonly<Record<string, readonly Stored[]>>;
  rows: readonly Row[];
  assignments: ReadonlyMap<string, Assignment>;
  people: ReadonlyMap<string, Person>;
  certifications: ReadonlyMap<string, Certification>;
  credentials: readonly Credential[];
  grants: ReadonlyMap<string, Grant>;
  promises: readonly z.infer<typeof shapes.RewardPromise>[];
  budgets: readonly z.infer<typeof shapes.Budget>[];
  /** By book, in the order of the chain. */
  ledger: ReadonlyMap<string, readonly Posting[]>;
  batches: readonly z.infer<typeof shapes.Batch>[];
  /** What stands in the files for payroll. */
  payrollFiles: readonly string[];
  blocks: ReadonlyMap<string, Block>;
  plans: ReadonlyMap<string, StudyPlan>;
  invitations: readonly z.infer<typeof shapes.Invitation>[];
  /** In the order in which the mail server took them. */
  mails: readonly Mail[];
  /** By the document that they are about, in the order of its versions. */
  facts: ReadonlyMap<string, readonly Fact[]>;
  reactions: readonly Reaction[];
  /** When the run ended. */
  endMs: number;
}>;

export const reminderTopic = 'nudges.reminder';

export const lookKey = ({ channel, ts }: Readonly<{ channel: string; ts: string }>) => `${channel} ${ts}`;

/** The assignments, each with the version, that can be answered from these words. */
export function answerableIn(words: string): { id: string; version: number }[] {
  const values = new Set([...words.matchAll(/\basg_\w+ \d+/g)].map(([value]) => value));
  return [...values].map((value) => {
    const [id, version] = value.split(' ');
    return { id: id!, version: Number(version) };
  });
}

export function groupBy<Value>(values: Iterable<Value>, keyOf: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
