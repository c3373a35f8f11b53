import { secondsOf } from './clock.js';
import type { Delivered, Delivery, Outgoing } from './delivery.js';
import type { EventFault } from './faults.js';
import type { JsonObject } from './json.js';
import type { World } from './world.js';

/** Waits before Slack's three further tries, in milliseconds of scaled time. */
const RETRY_AFTER_MS = [0, 60_000, 300_000];

export interface Events {
  /**
   * Tells the app, if its manifest subscribes to this event, and tries again when it does not acknowledge. Resolves
   * after the first try, or at once when a fault holds the event back; undefined when the app does not listen.
   */
  tell(subscription: string, event: JsonObject): Promise<Delivered | undefined>;
  /** Gives up all tries still to come. */
  stop(): void;
}

export interface EventParts {
  delivery(): Delivery;
  /** Removes and gives what the next event of this name meets. */
  takeFault(name: string): EventFault | undefined;
  /** How much faster than Slack's time retries come. */
  scale: number;
}

export function createEvents(world: World, { delivery, takeFault, scale }: EventParts): Events {
  const timers = new Set<NodeJS.Timeout>();
  const waitingForNext = new Set<() => void>();

  function later(ms: number, act: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timer.unref();
    timers.add(timer);
    return timer;
  }

  async function send(payload: JsonObject, retry?: Outgoing['retry']): Promise<Delivered> {
    const delivered = await delivery().send({ type: 'events_api', payload, acceptsResponse: false, retry });
    if (!delivered.acked) tryAgain(payload, (retry?.attempt ?? 0) + 1, delivered.problem ?? 'timeout');
    return delivered;
  }

  function tryAgain(payload: JsonObject, attempt: number, reason: string): void {
    const waitMs = RETRY_AFTER_MS[attempt - 1];
    if (waitMs !== undefined) later(waitMs / scale, () => void send(payload, { attempt, reason }));
  }

  /** Tells of an event, and then of those that it was to overtake. */
  async function sendInTurn(payload: JsonObject): Promise<Delivered> {
    const overtaken = [...waitingForNext];
    const delivered = await send(payload);
    for (const tell of overtaken) tell();
    return delivered;
  }

  async function sendWith(fault: EventFault, payload: JsonObject): Promise<Delivered> {
    switch (fault.kind) {
      case 'twice': {
        const delivered = await sendInTurn(payload);
        later(fault.ms ?? 0, () => void send(payload, { attempt: 1, reason: 'timeout' }));
        return delivered;
      }
      case 'late':
        later(fault.ms, () => void sendInTurn(payload));
        return heldBack;
      case 'after-next': {
        const tell = () => {
          if (!waitingForNext.delete(tell)) return;
          clearTimeout(timer);
          void sendInTurn(payload);
        };
        const timer = later(fault.ms, tell);
        waitingForNext.add(tell);
        return heldBack;
      }
      case 'lost':
        return heldBack;
    }
  }

  return {
    async tell(subscription, event) {
      if (!world.manifest.botEvents.has(subscription)) return undefined;
      const payload = eventPayload(world, event);
      const fault = takeFault(subscription);
      return fault ? sendWith(fault, payload) : sendInTurn(payload);
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      waitingForNext.clear();
    },
  };
}

const heldBack: Delivered = { acked: false, ackMs: 0, response: null, problem: 'held_back' };

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
