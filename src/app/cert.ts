import type { CommandHandler } from '../platform/slack/edge.js';
import { certHelp } from './messages.js';

/** `/cert`: each verb with the feature that answers it. */
export function createCert(): CommandHandler {
  return async () => certHelp();
}
