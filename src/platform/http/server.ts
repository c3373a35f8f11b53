import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import express from 'express';
import type { Logger } from '../logging.js';

export type Readiness = Readonly<{ ready: boolean; [detail: string]: unknown }>;

/** Health, readiness, and whatever routes the features and Slack's HTTP mode bring. */
export function createServer({
  readiness,
  routers,
  log,
}: {
  readiness: () => Promise<Readiness>;
  routers: readonly RequestHandler[];
  log: Logger;
}) {
  const app = express();
  app.disable('x-powered-by');
  // Alive: the process answers. Whether it can work is readiness.
  app.get('/healthz', (_request, response) => {
    response.json({ alive: true });
  });
  app.get('/readyz', async (_request, response) => {
    const answer = await readiness().catch(() => ({ ready: false, problem: 'the database does not answer' }));
    response.status(answer.ready ? 200 : 503).json(answer);
  });
  for (const router of routers) app.use(router);
  app.use(refuse(log));

  const server = createHttpServer(app);
  return {
    /** Answers the port. Throws when it is taken. */
    listen: (port: number) =>
      new Promise<number>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, () => resolve((server.address() as AddressInfo).port));
      }),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Express would show the stack to the caller, and print it past our log. */
const refuse =
  (log: Logger): ErrorRequestHandler =>
  (error, _request, response, next) => {
    log.error({ err: error }, 'a request failed');
    if (response.headersSent) return next(error);
    response.status(isCallersFault(error) ? error.status : 500).end();
  };

const isCallersFault = (error: unknown): error is { status: number } =>
  error instanceof Error &&
  'status' in error &&
  typeof error.status === 'number' &&
  error.status >= 400 &&
  error.status < 500;
