import type { Ids } from './ids.js';

const LIFETIME_MS = 3000;

/** What a person's act allows the app to open: one view, within three real seconds. */
export interface Triggers {
  issue(userId: string): string;
  /** The person who caused the trigger, or why it cannot be used. A trigger that expired stays expired. */
  exchange(triggerId: string): { userId: string } | { error: TriggerError };
}

type TriggerError = 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';

/** `realMs` is a monotonic clock in milliseconds. */
export function createTriggers(ids: Ids, realMs = () => performance.now()): Triggers {
  const issued = new Map<string, { userId: string; at: number; exchanged: boolean }>();
  return {
    issue(userId) {
      const triggerId = `${Math.floor(realMs() * 1000)}.${issued.size + 1}.${ids.hex(32)}`;
      issued.set(triggerId, { userId, at: realMs(), exchanged: false });
      return triggerId;
    },
    exchange(triggerId) {
      const trigger = issued.get(triggerId);
      if (!trigger) return { error: 'invalid_trigger_id' };
      if (trigger.exchanged) return { error: 'exchanged_trigger_id' };
      if (realMs() - trigger.at > LIFETIME_MS) return { error: 'expired_trigger_id' };
      trigger.exchanged = true;
      return { userId: trigger.userId };
    },
  };
}
