import type { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import type { Logger } from '../platform/logging.js';
import type { Identity } from '../platform/slack/bolt.js';
import { createBolt } from '../platform/slack/bolt.js';
import { createSharedChannels } from '../platform/slack/channels.js';
import type { Clients } from '../platform/slack/clients.js';
import type { EventName } from '../platform/slack/edge.js';
import { createEdge } from '../platform/slack/edge.js';
import type { Features } from './compose.js';
import { apology, asDialog, sharedChannel, stranger, tooLate } from './messages.js';
import { surfaces } from './surfaces.js';

/** Bolt with every surface of the features registered on it; not started yet. */
export function connectSlack({
  slack,
  identity,
  clients,
  features,
  clock,
  log,
}: {
  slack: Config['slack'];
  identity: Identity;
  clients: Pick<Clients, 'interactive'>;
  features: Features;
  clock: Clock;
  log: Logger;
}) {
  const bolt = createBolt({ slack, identity, clock, log });
  const { presses, forms, commands, events } = surfaces(features);
  const edge = createEdge({
    bolt: bolt.app,
    teamId: identity.teamId,
    clients,
    isShared: createSharedChannels({ clients, clock, log }).isShared,
    words: { apology, tooLate, stranger, sharedChannel, asDialog },
    afterHome: features.home.refresh,
    log,
  });
  for (const [actionId, handle] of Object.entries(presses)) edge.onPress(actionId, handle);
  for (const [callbackId, handle] of Object.entries(forms)) edge.onForm(callbackId, handle);
  for (const [name, handle] of Object.entries(commands)) edge.onCommand(name, handle);
  for (const [type, handle] of Object.entries(events)) edge.onEvent(type as EventName, handle);
  return bolt;
}
