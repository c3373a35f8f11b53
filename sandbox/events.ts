import { secondsOf } from './clock.js';
import type { Delivered, Delivery } from './delivery.js';
import type { JsonObject } from './json.js';
import type { World } from './world.js';

/** Waits before Slack's three further tries, in milliseconds of scaled time. */
const RETRY_AFTER_MS = [0, 60_000, 300_000];

export interface Events {
  /**
   * Tells the app, if its manifest subscribes to this event, and tries again when it does not acknowledge. Resolves
   * after the first try; undefined when the app does not listen.
   */
  tell(subscription: string, event: JsonObject): Promise<Delivered | undefined>;
  /** Gives up all tries still to come. */
  stop(): void;
}

export function createEvents(world: World, delivery: () => Delivery, scale: number): Events {
  const timers = new Set<NodeJS.Timeout>();

  function tryAgain(payload: JsonObject, attempt: number, reason: string): void {
    const waitMs = RETRY_AFTER_MS[attempt - 1];
    if (waitMs === undefined) return;
    const timer = setTimeout(async () => {
      timers.delete(timer);
      const { acked, problem } = await delivery().send({
        type: 'events_api',
        payload,
        acceptsResponse: false,
        retry: { attempt, reason },
      });
      if (!acked) tryAgain(payload, attempt + 1, problem ?? 'timeout');
    }, waitMs / scale);
    timer.unref();
    timers.add(timer);
  }

  return {
    async tell(subscription, event) {
      if (!world.manifest.botEvents.has(subscription)) return undefined;
      const payload = eventPayload(world, event);
      const delivered = await delivery().send({ type: 'events_api', payload, acceptsResponse: false });
      if (!delivered.acked) tryAgain(payload, 1, delivered.problem ?? 'timeout');
      return delivered;
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

function eventPayload({ identity, clock, ids }: World, event: JsonObject): JsonObject {
  const now = clock.now();
  return {
    token: 'sandbox-verification-token',
    team_id: identity.teamId,
    context_team_id: identity.teamId,
    context_enterprise_id: null,
    api_app_id: identity.appId,
    event: { event_ts: `${secondsOf(now)}.000100`, ...event },
    type: 'event_callback',
    event_id: ids.next('Ev'),
    event_time: secondsOf(now),
    authorizations: [
      {
        enterprise_id: null,
        team_id: identity.teamId,
        user_id: identity.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${ids.hex(16)}`,
  };
}
