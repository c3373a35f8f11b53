import type { Complaint } from './complaint.js';

export type Verdict = Readonly<{ broken: readonly Complaint[]; counts: Counts }>;

export type Counts = Readonly<{
  kills: number;
  /** Processes that ended by themselves. */
  died: number;
  /** Messages of the app that Slack accepted. */
  deliveries: number;
  /** Those of them that came before the fire ended: a run in which none did has shown little. */
  underFire: number;
  /** Calendar mails that the mail server took. */
  mails: number;
  /** Messages of which the app was not told plainly whether Slack has them, as Slack's log says. */
  repliesLost: number;
  lost: number;
  doubled: number;
  /** Second copies that the promise allows. */
  copies: number;
  /** Sent by processes that stood between the deadline check and the socket. */
  residual: number;
  afterDone: number;
  /** Messages that Slack's own limits refused, because they came too early. */
  tooEarly: number;
  /** Dues that are left to a person. */
  needsReview: number;
  skipped: Readonly<Record<string, number>>;
  latenessMs: Readonly<{ p50: number; p99: number }> | null;
  /** From the end of the fire until everything was at rest. */
  recoveryMs: number | null;
  /** How often each kind of fact has happened of which the run was to meet one. */
  met: Readonly<Record<string, number>>;
}>;

/** The value below which this share of all lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
