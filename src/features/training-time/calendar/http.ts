import type { RequestHandler } from 'express';
import express from 'express';
import { z } from 'zod';
import type { Feeds } from './feeds.js';

/** The last part of the path: a secret as we make them. */
export const FeedFile = z.string().regex(/^[0-9a-f]{40}\.ics$/);

/** `GET /calendar/<secret>.ics`. Whatever else is asked for is not found, and looks the same whether it ever was there. */
export function createFeedRouter({ read }: Pick<Feeds, 'read'>): RequestHandler {
  const router = express.Router();
  router.get('/calendar/:file', async (request, response) => {
    const file = FeedFile.safeParse(request.params.file);
    const text = file.success ? await read(file.data.slice(0, -'.ics'.length)) : undefined;
    response.set('X-Content-Type-Options', 'nosniff');
    if (text === undefined) {
      response.status(404).set('Cache-Control', 'no-store').type('text/plain').send('Not found\n');
      return;
    }
    // Nobody between may keep it; who reads it again with its ETag is told that nothing has changed.
    response.set('Cache-Control', 'private, no-cache').type('text/calendar; charset=utf-8').send(text);
  });
  return router;
}
