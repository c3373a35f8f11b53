import { z } from 'zod';
import { CalendarDate } from '../../shared/dates.js';
import { GrantId } from '../../shared/ids.js';

/** A month of pay, `2026-11`. */
export type PayMonth = string & z.$brand<'PayMonth'>;
export const PayMonth = z
  .string()
  .regex(/^2[01]\d\d-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-11')
  .brand<'PayMonth'>();

/** `batch:2026-11:1`: the first file for November 2026. */
export type BatchId = string & z.$brand<'BatchId'>;
export const BatchId = z
  .string()
  .regex(/^batch:2[01]\d\d-(0[1-9]|1[0-2]):[1-9]\d{0,3}$/, 'must be a batch such as batch:2026-11:1')
  .brand<'BatchId'>();

/** What payroll is told: of the reward, that a raise ends, or that the reward is taken back. */
export const entryKinds = ['reward', 'ends', 'reversal'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** By which payroll answers: the grant, what is said of it, and for the how manieth time when not the first. */
export type EntryKey = string & z.$brand<'EntryKey'>;
export const EntryKey = z
  .string()
  .regex(/^grt_[0-9a-z]{8,40}(-(ends|reversal))?(-([2-9]|[1-9]\d{1,2}))?$/, 'is no key of a payroll file')
  .brand<'EntryKey'>();

/** What payroll said became of an entry, and on which day. */
const Answer = z.object({ result: z.enum(['paid', 'rejected']), on: CalendarDate, note: z.string().max(500) });
export type Answer = z.infer<typeof Answer>;

/** That a file told payroll something of a grant. */
export const PayrollEntry = z.object({
  key: EntryKey,
  kind: z.enum(entryKinds),
  batchId: BatchId,
  month: PayMonth,
  at: z.date(),
  answer: Answer.nullable(),
});
export type PayrollEntry = z.infer<typeof PayrollEntry>;

/** What a column of the file can say. */
export const fields = [
  'key',
  'entry',
  'employee_id',
  'email',
  'person_id',
  'name',
  'certification',
  'code',
  'kind',
  'amount',
  'currency',
  'percent',
  'about',
  'lasts',
  'from',
  'until',
  'days',
  'period',
  'approved_by',
  'approved_on',
] as const;
export type Field = (typeof fields)[number];

/** What payroll's own system calls a field. */
const Column = z.object({ name: z.string().min(1).max(60), field: z.enum(fields) });
export type Column = z.infer<typeof Column>;

/**
 * A file for payroll. `collecting`: what it is to name goes into it, grant by grant. `sealed`: what it says is settled for
 * good. `written`: somebody has the file. A batch begins only when the one before it is written.
 */
export const PayrollBatch = z.object({
  _id: BatchId,
  /** Its place among all batches: 1, 2, 3, … */
  seq: z.int().min(1),
  month: PayMonth,
  columns: z.array(Column).min(1),
  /** The owner's Slack id. */
  by: z.string().min(1),
  at: z.date(),
  state: z.enum(['collecting', 'sealed', 'written']),
  /** The grants that owed payroll something, as they stood. Whatever has changed by the time that it is its turn is left out. */
  candidates: z.array(z.object({ id: GrantId, version: z.int().min(0) })),
  /** Null while it is collecting. */
  file: z.object({ keys: z.array(EntryKey), text: z.string(), sha256: z.string().length(64) }).nullable(),
});
export type PayrollBatch = z.infer<typeof PayrollBatch>;
