import type { Delivered, Outgoing } from '../delivery.js';
import type { Events } from '../events.js';
import type { JsonObject } from '../json.js';
import { Refused } from '../refused.js';
import { teamOf } from '../slack-json.js';
import type { Member } from '../workspace.js';
import type { World } from '../world.js';

/** What an act works with. */
export interface Stage {
  world: World;
  events: Events;
  send(outgoing: Outgoing): Promise<Delivered>;
  entries: Entries;
}

/** What people have entered into elements and not yet sent: kept per person and message or view. */
export interface Entries {
  of(userId: string, place: string): JsonObject;
  put(userId: string, place: string, blockId: string, actionId: string, state: JsonObject): void;
  forget(userId: string, place: string): void;
}

export function createEntries(): Entries {
  const entries = new Map<string, Record<string, JsonObject>>();
  const keyOf = (userId: string, place: string) => `${userId} ${place}`;
  return {
    of: (userId, place) => entries.get(keyOf(userId, place)) ?? {},
    put(userId, place, blockId, actionId, state) {
      const held = entries.get(keyOf(userId, place)) ?? {};
      held[blockId] = { ...held[blockId], [actionId]: state };
      entries.set(keyOf(userId, place), held);
    },
    forget: (userId, place) => entries.delete(keyOf(userId, place)),
  };
}

/** `initial` with what was entered since, for elements that are still there. */
export function mergedState(initial: JsonObject, entered: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(initial).map(([blockId, elements]) => {
      const own = (elements ?? {}) as JsonObject;
      const since = (entered[blockId] ?? {}) as JsonObject;
      return [blockId, Object.fromEntries(Object.entries(own).map(([id, state]) => [id, since[id] ?? state]))];
    }),
  );
}

/** An active human; throws Refused for anyone else. */
export function actor(world: World, userId: string): Member {
  const member = world.workspace.members.get(userId);
  if (!member) throw new Refused(`There is no member ${userId}.`);
  if (member.isBot) throw new Refused(`${userId} is a bot.`);
  if (member.deleted) throw new Refused(`${userId} is deactivated and cannot do anything.`);
  return member;
}

export function requireInteractivity(world: World): void {
  if (!world.manifest.interactive)
    throw new Refused('The manifest has interactivity off, so Slack tells the app nothing.');
}

/** The fields that every interaction payload has. */
export function interactionFrame(world: World, member: Member): JsonObject {
  const { identity, triggers } = world;
  return {
    user: { id: member.id, username: member.name, name: member.name, team_id: teamOf(world, member) },
    api_app_id: identity.appId,
    token: 'sandbox-verification-token',
    trigger_id: triggers.issue(member.id),
    team: { id: identity.teamId, domain: identity.teamDomain },
    enterprise: null,
    is_enterprise_install: false,
  };
}
