/**
 * How long leases, looks and gaps last, in milliseconds of lease time (`$$NOW`). Tests, story and demo divide all of
 * them by one number, together with the sandbox's limits.
 */
export type Lengths = Readonly<{
  /** A claimed outbox row, from claim to the end of its HTTP call. */
  deliveryLeaseMs: number;
  /** How long one delivery call may take before its outcome counts as unknown. */
  deliveryTimeoutMs: number;
  /** After an unknown outcome: from the client's timeout to the first look, and from the first look to the second. */
  lookAfterMs: number;
  /** Between two probes while the breaker is open. */
  probeEveryMs: number;
  /** One second of Slack's limits: the gap between two messages in one channel, the unit of Retry-After. */
  slackSecondMs: number;
  /** Between two redraws of one message. */
  redrawGapMs: number;
  reactionLeaseMs: number;
  /** A calendar invitation, from claim to the end of its mails: one to take it from an old address, one to a new one. */
  mailLeaseMs: number;
  /** First pause after a failed reaction; doubles with each try. */
  reactionBackoffMs: number;
  /** The longest wait that a Retry-After may ask for. */
  longestRetryAfterMs: number;
  /** How long others wait for a process that was killed while it prepared the database. */
  prepareLeaseMs: number;
  /** How long one minute of the schedule lasts. */
  tickMinuteMs: number;
  /** Between two looks for a tick that is due. */
  tickPollMs: number;
  /** The lock of a tick that runs. Short, because the lock of a killed process stops its tick everywhere until then. */
  tickLockMs: number;
  /** How long the sweeps of one tick may begin anew: less than its lock, so that one run ends before the next may begin. */
  sweepMs: number;
  /** How long a loop that found nothing to do rests, unless it is poked. */
  loopRestMs: number;
}>;

export const productionLengths: Lengths = {
  deliveryLeaseMs: 30_000,
  deliveryTimeoutMs: 10_000,
  lookAfterMs: 60_000,
  probeEveryMs: 60_000,
  slackSecondMs: 1_000,
  redrawGapMs: 5_000,
  reactionLeaseMs: 30_000,
  mailLeaseMs: 60_000,
  reactionBackoffMs: 1_000,
  longestRetryAfterMs: 3_600_000,
  prepareLeaseMs: 30_000,
  tickMinuteMs: 60_000,
  tickPollMs: 5_000,
  tickLockMs: 30_000,
  sweepMs: 20_000,
  loopRestMs: 1_000,
};

export const scaledLengths = (by: number): Lengths =>
  Object.fromEntries(
    Object.entries(productionLengths).map(([name, ms]) => [name, Math.max(1, Math.round(ms / by))]),
  ) as Record<keyof Lengths, number>;
