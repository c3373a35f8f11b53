/** The names of what can be broken. */
export type Rule =
  | 'lost'
  | 'doubled'
  | 'after-done'
  | 'paced'
  | 'breaker'
  | 'orphans'
  | 'same'
  | 'audited'
  | 'acknowledged'
  | 'rewards'
  | 'ledger'
  | 'payroll'
  | 'study-time'
  | 'calendars'
  | 'unmet'
  | 'ended';

export type Complaint = Readonly<{
  rule: Rule;
  sentence: string;
  /** Whatever helps to find it: ids of assignments, rows, deliveries, facts. */
  ids: readonly string[];
  /** The line of the effect log, where there is one, and the instant. */
  where: Readonly<{ n: number | null; wallMs: number }> | null;
}>;

export const complain = (
  rule: Rule,
  sentence: string,
  ids: readonly string[],
  where: Readonly<{ n: number | null; wallMs: number }> | null = null,
): Complaint => ({ rule, sentence, ids, where: where && { n: where.n, wallMs: where.wallMs } });
