/** Calls a minute; a method's budget is that many at once and refills evenly. */
const TIER_PER_MINUTE = { tier1: 1, tier2: 20, tier3: 50, tier4: 100 } as const;
export type Tier = keyof typeof TIER_PER_MINUTE;

/** A refusal carries the whole seconds (of scaled time) after which the call would be taken. */
type Allowance = { allowed: true } | { allowed: false; retryAfterSeconds: number };

export interface RateLimits {
  takeMethod(method: string, tier: Tier): Allowance;
  /** One message a second per channel, without a burst. */
  takeMessage(channel: string): Allowance;
  set(state: 'on' | 'off'): void;
}

/**
 * Rates in real, monotonic time that runs `scale` times faster: with 10, a second's wait lasts 100 ms and Retry-After
 * still says 1.
 */
export function createRateLimits({ scale, state }: { scale: number; state: 'on' | 'off' }): RateLimits {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const nextMessageAt = new Map<string, number>();
  let active = state === 'on';
  const scaledSeconds = () => (performance.now() * scale) / 1000;

  return {
    takeMethod(method, tier) {
      if (!active) return { allowed: true };
      const capacity = TIER_PER_MINUTE[tier];
      const now = scaledSeconds();
      const bucket = buckets.get(method) ?? { tokens: capacity, at: now };
      const tokens = Math.min(capacity, bucket.tokens + ((now - bucket.at) * capacity) / 60);
      const allowed = tokens >= 1;
      buckets.set(method, { tokens: allowed ? tokens - 1 : tokens, at: now });
      return allowed ? { allowed } : refusal(((1 - tokens) * 60) / capacity);
    },
    takeMessage(channel) {
      if (!active) return { allowed: true };
      const now = scaledSeconds();
      const free = nextMessageAt.get(channel) ?? now;
      if (now < free) return refusal(free - now);
      nextMessageAt.set(channel, now + 1);
      return { allowed: true };
    },
    set(next) {
      active = next === 'on';
      buckets.clear();
      nextMessageAt.clear();
    },
  };
}

function refusal(waitSeconds: number): Allowance {
  return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(waitSeconds)) };
}
