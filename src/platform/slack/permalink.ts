import type { HttpUrl } from '../../shared/links.js';
import { httpUrl } from '../../shared/links.js';

/**
 * The address of a message as chat.getPermalink gives it, `https://acme.slack.com/archives/C024BE91L/p1700000000000100`, without a
 * call of its own; undefined when the workspace's address is not known.
 *
 * @param workspaceUrl as auth.test says it, with a slash at its end
 */
export const permalink = (workspaceUrl: string, channel: string, ts: string): HttpUrl | undefined =>
  httpUrl(`${workspaceUrl}archives/${channel}/p${ts.replace('.', '')}`);
