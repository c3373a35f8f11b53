import { z } from 'zod';

/*
 * What the judge needs of the documents that the app leaves and of the lines that the sandbox writes. Loose, because
 * more may stand there; loud, because what is missing here would let a broken promise pass unseen.
 */

const instantMs = z.date().transform((date) => date.getTime());

const Item = z.object({ id: z.string(), reason: z.string(), version: z.number() });
export type Item = z.infer<typeof Item>;

export const Row = z.object({
  _id: z.string(),
  deliveryId: z.string(),
  to: z.string(),
  topic: z.string(),
  state: z.enum(['pending', 'claimed', 'sending', 'unknown', 'sent', 'dropped', 'needs-review']),
  notBefore: instantMs,
  attempts: z.array(z.object({ startedAt: instantMs, channel: z.string(), items: z.array(Item) })),
  items: z.array(Item),
  holding: z.boolean(),
  ambiguities: z.number(),
  stale: z.number(),
  channel: z.string().optional(),
  ts: z.string().optional(),
  why: z.string().optional(),
});
export type Row = z.infer<typeof Row>;

export const Assignment = z.object({
  _id: z.string(),
  version: z.number(),
  personId: z.string(),
  certificationId: z.string(),
  state: z.enum(['planned', 'open', 'in-review', 'closed']),
  dueOn: z.string(),
  nudge: z.object({
    said: z.array(z.object({ reason: z.string(), row: z.string(), at: instantMs, certain: z.boolean() })),
  }),
});
export type Assignment = z.infer<typeof Assignment>;

export const Person = z.object({
  _id: z.string(),
  slackId: z.string().nullable(),
  zone: z.string(),
  state: z.enum(['active', 'left']),
  reminders: z.enum(['as-planned', 'weekly']),
  hours: z.array(z.object({ day: z.number() })),
});
export type Person = z.infer<typeof Person>;

export const Certification = z.object({ _id: z.string(), name: z.string(), need: z.enum(['required', 'optional']) });
export type Certification = z.infer<typeof Certification>;

export const Credential = z.object({
  _id: z.string(),
  personId: z.string(),
  certificationId: z.string(),
  state: z.string(),
});
export type Credential = z.infer<typeof Credential>;

const Money = z.object({ minor: z.number() });

/** A reward on its way; what it costs in a year decides how many must approve it. */
export const Grant = z.object({
  _id: z.string(),
  version: z.number(),
  personId: z.string(),
  certificationId: z.string(),
  assignmentId: z.string().nullable(),
  reward: z.object({ kind: z.string(), amount: Money.optional(), monthly: Money.optional() }),
  state: z.enum(['requested', 'over-budget', 'reserved', 'granted', 'exported', 'paid', 'declined', 'reversed']),
  charge: z.object({ book: z.string(), period: z.string(), amount: z.number() }).nullable(),
  approvals: z.array(z.object({ by: z.string() })),
  decision: z.object({ by: z.string() }).nullable(),
  due: z.object({ on: z.string() }).nullable(),
  end: z.object({ kind: z.enum(['ends', 'reversal']) }).nullable(),
  payroll: z.array(z.object({ key: z.string(), batchId: z.string() })),
});
export type Grant = z.infer<typeof Grant>;

export const RewardPromise = z.object({ assignmentId: z.string(), personId: z.string(), certificationId: z.string() });

export const Budget = z.object({ _id: z.string(), book: z.string(), period: z.string(), amount: z.number() });

export const Posting = z.object({
  _id: z.string(),
  book: z.string(),
  seq: z.number(),
  entries: z.array(z.object({ account: z.string(), amount: z.number(), balance: z.number() })),
});
export type Posting = z.infer<typeof Posting>;

export const Batch = z.object({
  _id: z.string(),
  seq: z.number(),
  state: z.enum(['collecting', 'sealed', 'written']),
  file: z.object({ keys: z.array(z.string()), text: z.string() }).nullable(),
});

export const Block = z.object({
  _id: z.string(),
  version: z.number(),
  personId: z.string(),
  planId: z.string().nullable(),
  startsAt: instantMs,
  endsAt: instantMs,
  state: z.enum(['planned', 'kept', 'partly', 'lost', 'dropped']),
});
export type Block = z.infer<typeof Block>;

export const StudyPlan = z.object({
  _id: z.string(),
  version: z.number(),
  state: z.enum(['proposed', 'asked', 'declined', 'agreed', 'ended']),
  dates: z.array(z.string()),
});
export type StudyPlan = z.infer<typeof StudyPlan>;

export const Invitation = z.object({
  _id: z.string(),
  sequence: z.number(),
  state: z.enum(['owed', 'told', 'refused']),
  invited: z.string().nullable(),
});

/** A row of `audit`; what each type adds is optional here. */
export const Fact = z
  .object({
    _id: z.string().regex(/:\d+$/, 'a fact is named by its document and version'),
    type: z.string(),
    about: z.string(),
    at: instantMs,
    by: z.string(),
    personId: z.string().optional(),
    certificationId: z.string().optional(),
    until: z.string().optional(),
    closing: z.string().optional(),
    reminders: z.string().optional(),
    verb: z.string().optional(),
  })
  .transform((fact) => ({ ...fact, version: Number(fact._id.slice(fact._id.lastIndexOf(':') + 1)) }));
export type Fact = z.infer<typeof Fact>;

export const Reaction = z.object({
  _id: z.string(),
  state: z.enum(['waiting', 'claimed', 'done', 'dead']),
  fact: z.object({ id: z.string() }),
  doneAt: instantMs.optional(),
});
export type Reaction = z.infer<typeof Reaction>;

const stamp = { n: z.number(), wallMs: z.number() };

export const MessageLine = z.object({
  ...stamp,
  kind: z.enum(['message.posted', 'message.updated']),
  channel: z.string(),
  user: z.string().nullable(),
  ts: z.string(),
  text: z.string(),
  blocks: z.array(z.unknown()).nullable(),
  metadata: z.object({ event_payload: z.object({ delivery_id: z.string().optional() }).optional() }).nullable(),
  by: z.string(),
  via: z.string(),
  hiddenUntilMs: z.number().optional(),
  strippedOfMetadata: z.literal(true).optional(),
});
export type MessageLine = z.infer<typeof MessageLine>;

export const CallLine = z.object({
  ...stamp,
  kind: z.literal('call.answered'),
  method: z.string(),
  channel: z.string().nullable(),
  deliveryId: z.string().nullable(),
  arrivedMs: z.number(),
  came: z.enum(['accepted', 'lost', 'refused', 'limited', 'failed']),
  error: z.string().nullable(),
  retryAfterMs: z.number().nullable(),
  limitedBy: z.enum(['fault', 'limits']).nullable(),
  fault: z.string().nullable(),
});
export type CallLine = z.infer<typeof CallLine>;
