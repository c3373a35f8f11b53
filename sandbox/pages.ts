import type { Params } from './call.js';
import { SlackError } from './call.js';

export interface Page<T> {
  items: T[];
  /** As Slack adds it to an answer. */
  metadata: { response_metadata: { next_cursor: string } };
}

/**
 * The page of `items` that the call asks for. A cursor names the last item shown, so items that come or go elsewhere
 * neither repeat nor hide others; one that names nothing is refused with invalid_cursor.
 */
export function pageOf<T>(items: T[], keyOf: (item: T) => string, params: Params, size: PageSize): Page<T> {
  const limit = Math.min(Math.max(params.integer('limit') ?? size.usual, 1), size.most);
  const start = startOf(items, keyOf, params.text('cursor'));
  const shown = items.slice(start, start + limit);
  const last = shown.at(-1);
  const more = start + limit < items.length && last !== undefined;
  return {
    items: shown,
    metadata: { response_metadata: { next_cursor: more ? cursorAfter(keyOf(last)) : '' } },
  };
}

export interface PageSize {
  usual: number;
  most: number;
}

function startOf<T>(items: T[], keyOf: (item: T) => string, cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const match = /^after:(.+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'));
  const index = match ? items.findIndex((item) => keyOf(item) === match[1]) : -1;
  if (index < 0) throw new SlackError('invalid_cursor');
  return index + 1;
}

function cursorAfter(key: string): string {
  return Buffer.from(`after:${key}`).toString('base64');
}
