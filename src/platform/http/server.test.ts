import { afterEach, expect, test } from 'vitest';
import { createLogger } from '../logging.js';
import type { Readiness } from './server.js';
import { createServer } from './server.js';

const lines: string[] = [];
const log = createLogger('info', (line) => lines.push(line));
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function serve(readiness: () => Promise<Readiness>, routers: Parameters<typeof createServer>[0]['routers'] = []) {
  const server = createServer({ readiness, routers, log });
  open.push(server);
  const port = await server.listen(0);
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  return { server, port, get };
}

const ready = async () => ({ ready: true, tickAgesSeconds: { nudges: 12 } });

test('/healthz says that the process answers, whether or not it can work', async () => {
  const { get } = await serve(() => Promise.reject(new Error('lost')));
  const response = await get('/healthz');
  expect([response.status, await response.json()]).toEqual([200, { alive: true }]);
  expect(response.headers.get('x-powered-by')).toBeNull();
});

test('/readyz is 200 with its details while the process can work', async () => {
  const { get } = await serve(ready);
  const response = await get('/readyz');
  expect([response.status, await response.json()]).toEqual([200, { ready: true, tickAgesSeconds: { nudges: 12 } }]);
});

test('/readyz is 503 with the reasons when it cannot', async () => {
  const { get } = await serve(async () => ({ ready: false, problems: ['Slack is not connected'] }));
  const response = await get('/readyz');
  expect([response.status, await response.json()]).toEqual([
    503,
    { ready: false, problems: ['Slack is not connected'] },
  ]);
});

test('/readyz is 503 and tells nothing of the error when readiness itself cannot be found out', async () => {
  const { get } = await serve(() => Promise.reject(new Error('mongodb://laurel:secret@db')));
  const response = await get('/readyz');
  expect([response.status, await response.json()]).toEqual([
    503,
    { ready: false, problem: 'the database does not answer' },
  ]);
});

test('routes of others are served, and any other path is not found', async () => {
  const { get } = await serve(ready, [
    (request, response, next) => (request.path === '/slack/events' ? void response.status(418).end() : next()),
  ]);
  expect((await get('/slack/events')).status).toBe(418);
  expect((await get('/secrets')).status).toBe(404);
});

test('a route that throws shows its caller nothing, and the log what it was', async () => {
  const { get } = await serve(ready, [
    () => {
      throw new Error('xoxb-secret');
    },
  ]);
  const response = await get('/anything');
  expect([response.status, await response.text()]).toEqual([500, '']);
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({ msg: 'a request failed', err: { message: '[removed]' } });
});

test('a port that is taken is an error to whoever starts', async () => {
  const { port } = await serve(ready);
  const second = createServer({ readiness: ready, routers: [], log });
  await expect(second.listen(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('closing ends at once, though clients keep their connections open', async () => {
  const { server, get } = await serve(ready);
  await (await get('/healthz')).text();
  await server.close();
  await expect(get('/healthz')).rejects.toThrow();
});
