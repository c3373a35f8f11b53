import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RequestHandler } from 'express';
import express from 'express';

export type Readiness = Readonly<{ ready: boolean; [detail: string]: unknown }>;

/** Health, readiness, and whatever routes the features and Slack's HTTP mode bring. */
export function createServer({
  readiness,
  routers,
}: {
  readiness: () => Promise<Readiness>;
  routers: readonly RequestHandler[];
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
