import type { EventHandler, PressHandler } from '../platform/slack/edge.js';
import type { Features } from './compose.js';

/** Where: which feature answers which press or event. Action ids are `feature.verb`. */
export type Surfaces = Readonly<{
  presses: Readonly<Record<string, PressHandler>>;
  events: Readonly<Record<'user_change' | 'team_join', EventHandler>>;
}>;

export const surfaces = ({ people, nudges }: Features): Surfaces => ({
  presses: { ...nudges.presses },
  events: people.events,
});
