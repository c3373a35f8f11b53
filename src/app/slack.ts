import type { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import type { Logger } from '../platform/logging.js';
import type { Identity } from '../platform/slack/bolt.js';
import { createBolt } from '../platform/slack/bolt.js';
import { createEdge } from '../platform/slack/edge.js';
import type { Features } from './compose.js';
import { apology, stranger } from './messages.js';
import { surfaces } from './surfaces.js';

/** Bolt with every surface of the features registered on it; not started yet. */
export function connectSlack({
  slack,
  identity,
  features,
  clock,
  log,
}: {
  slack: Config['slack'];
  identity: Identity;
  features: Features;
  clock: Clock;
  log: Logger;
}) {
  const bolt = createBolt({ slack, identity, clock, log });
  const { presses, events } = surfaces(features);
  const edge = createEdge({ bolt: bolt.app, teamId: identity.teamId, apology, stranger, log });
  for (const [actionId, handle] of Object.entries(presses)) edge.onPress(actionId, handle);
  edge.onEvent('user_change', events.user_change);
  edge.onEvent('team_join', events.team_join);
  return bolt;
}
