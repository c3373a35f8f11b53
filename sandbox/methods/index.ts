import type { Method } from '../call.js';
import { chatMethods } from './chat.js';
import { conversationMethods } from './conversations.js';
import { directoryMethods } from './directory.js';
import { fileMethods } from './files.js';
import { userMethods } from './users.js';
import { viewMethods } from './views.js';

/** Every method that this Slack knows; any other is unknown_method. */
export const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    ...chatMethods,
    ...conversationMethods,
    ...directoryMethods,
    ...fileMethods,
    ...userMethods,
    ...viewMethods,
  }),
);
