import type { CommandHandler, EventHandler, EventName, FormHandler, PressHandler } from '../platform/slack/edge.js';
import type { Features } from './compose.js';

/** Where: which feature answers which press, dialog, command or event. Action ids are `feature.verb`. */
export type Surfaces = Readonly<{
  presses: Readonly<Record<string, PressHandler>>;
  forms: Readonly<Record<string, FormHandler>>;
  commands: Readonly<Record<`/${string}`, CommandHandler>>;
  events: Readonly<Record<EventName, EventHandler>>;
}>;

export function surfaces(features: Features): Surfaces {
  const { people, credentials, assignments, trainingTime, nudges, recognition, rewards, cert, home } = features;
  return {
    presses: {
      ...credentials.presses,
      ...assignments.presses,
      ...trainingTime.presses,
      ...nudges.presses,
      ...recognition.presses,
      ...rewards.presses,
      ...people.presses,
    },
    forms: {
      ...credentials.forms,
      ...assignments.forms,
      ...trainingTime.forms,
      ...recognition.forms,
      ...rewards.forms,
      ...people.forms,
    },
    commands: { '/cert': cert },
    events: { ...people.events, app_home_opened: home.opened },
  };
}
