import type { ServerResponse } from 'node:http';
import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import express from 'express';
import { noteCalls } from './noted-calls.js';
import type { Traffic } from './traffic.js';
import type { World } from './world.js';

export interface Doors {
  world: World;
  webApi: RequestHandler;
  control: RequestHandler;
  traffic: Traffic;
  /** Files of the page, served at `/`. */
  pageFolder: string | undefined;
}

/** Where what is answered: the Web API, response URLs, files, the control API, and the page. */
export function mountRoutes(app: Express, { world, webApi, control, traffic, pageFolder }: Doors): void {
  app.disable('x-powered-by');
  // Before the parsers below: a file is taken as it comes.
  app.post('/upload/v1/:file', express.raw({ type: () => true, limit: '100mb' }), takeUpload(world));
  app.get('/files-pri/:file/:name', giveFile(world));
  // People's files come as base64 in JSON; everything else is as small as Slack wants it.
  app.use('/control/files', express.json({ limit: '150mb' }));
  app.use(express.json({ limit: '4mb' }), express.urlencoded({ extended: false, limit: '4mb', parameterLimit: 1000 }));
  app.all(
    '/api/:method',
    noteCalls(traffic, ({ params }) => String(params.method)),
    webApi,
  );
  const noteAnswers = noteCalls(traffic, () => 'response_url');
  app.post('/actions/:team/:id', noteAnswers, ({ params, body: sent }, response) => {
    const { status, body } = world.responseUrls.use(world, String(params.id), sent);
    response.locals.refusal = body.error;
    response.status(status).json(body);
  });
  app.use('/control', control);
  if (pageFolder !== undefined) app.use(express.static(pageFolder, { setHeaders: cacheByName }));
  app.use(answerUnreadable);
}

/** Names of built files change with their contents, only `index.html` is always called so. */
function cacheByName(response: ServerResponse, path: string): void {
  response.setHeader('cache-control', path.endsWith('.html') ? 'no-cache' : 'public, max-age=31536000, immutable');
}

function takeUpload(world: World): RequestHandler {
  return async (request, response) => {
    const file = world.workspace.files.get(String(request.params.file));
    const bytes = await uploadedBytes(request);
    if (!file || !bytes) {
      response.status(404).send('There is nothing to upload here.');
      return;
    }
    file.bytes = bytes;
    response.send(`OK - ${bytes.length}`);
  };
}

/** The bytes of a plain upload, or of the first file of a form. */
async function uploadedBytes({ body, headers }: Request): Promise<Buffer | undefined> {
  if (!Buffer.isBuffer(body)) return undefined;
  const contentType = headers['content-type'] ?? '';
  if (!contentType.startsWith('multipart/form-data')) return body;
  const form = await new globalThis.Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData();
  const file = [...form.values()].find((value) => value instanceof Blob);
  return file && Buffer.from(await file.arrayBuffer());
}

function giveFile(world: World): RequestHandler {
  return (request, response) => {
    const file = world.workspace.files.get(String(request.params.file));
    const allowed = request.headers.authorization === `Bearer ${world.identity.botToken}`;
    if (file && allowed) response.type('application/octet-stream').send(file.bytes);
    else response.status(allowed ? 404 : 403).end();
  };
}

/** A body that is no JSON, is too large, and the like: a sentence, or Slack's code for it. */
function answerUnreadable(
  error: Error & { status?: number },
  request: Request,
  response: Response,
  next: NextFunction,
) {
  if (response.headersSent || error.status === undefined) next(error);
  else if (request.path.startsWith('/api/')) response.json({ ok: false, error: 'invalid_json' });
  else response.status(error.status).json({ error: unreadable(error) });
}

function unreadable({ status, message }: Error & { status?: number }): string {
  return status === 413 ? 'This is too large to be sent.' : `The body cannot be read: ${message}`;
}
