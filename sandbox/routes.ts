import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import express from 'express';
import type { World } from './world.js';

export interface Doors {
  world: World;
  webApi: RequestHandler;
  control: RequestHandler;
}

/** Where what is answered: the Web API, response URLs, files, and the control API. */
export function mountRoutes(app: Express, { world, webApi, control }: Doors): void {
  app.disable('x-powered-by');
  // Before the parsers below: a file is taken as it comes.
  app.post('/upload/v1/:file', express.raw({ type: () => true, limit: '100mb' }), takeUpload(world));
  app.get('/files-pri/:file/:name', giveFile(world));
  app.use(express.json({ limit: '4mb' }), express.urlencoded({ extended: false, limit: '4mb', parameterLimit: 1000 }));
  app.all('/api/:method', webApi);
  app.post('/actions/:team/:id', ({ params, body: sent }, response) => {
    const { status, body } = world.responseUrls.use(world, String(params.id), sent);
    response.status(status).json(body);
  });
  app.use('/control', control);
  app.use(answerUnreadable);
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
  else response.status(error.status).json({ error: `The body cannot be read: ${error.message}` });
}
