import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Proxy as Network } from './proxy.js';
import { startProxy } from './proxy.js';

let echo: Server;
let proxy: Network;
let callers: Socket[];

/** Says back what it hears. */
async function startEcho(prefix = ''): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => socket.write(`${prefix}${bytes}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

beforeEach(async () => {
  echo = await startEcho();
  proxy = await startProxy({ host: '127.0.0.1', port: portOf(echo) });
  callers = [];
});
afterEach(async () => {
  for (const caller of callers) caller.destroy();
  await proxy.close();
  echo.close();
});

/** A connection through the proxy. */
async function call() {
  const socket = connect(proxy.port, '127.0.0.1').setEncoding('utf8');
  callers.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const ended = new Promise<string>((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    socket.once('close', () => resolve('closed'));
  });
  return {
    ended,
    /** What comes back, within so long. */
    async ask(word: string, withinMs = 2_000): Promise<string> {
      socket.write(word);
      const answer = once(socket, 'data').then(([said]) => String(said));
      return Promise.race([answer, delay(withinMs).then(() => 'silence')]);
    },
  };
}

test('a proxy passes on what both say', async () => {
  const caller = await call();
  expect(await caller.ask('one')).toBe('one');
  expect(await caller.ask('two')).toBe('two');
});

test('a reset breaks what stands, and new connections work', async () => {
  const caller = await call();
  await caller.ask('one');
  proxy.reset();
  expect(await caller.ended).toBe('ECONNRESET');
  expect(await (await call()).ask('two')).toBe('two');
});

test('nothing passes while it is stalled, also on new connections, and all of it afterwards', async () => {
  const caller = await call();
  await caller.ask('one');
  const stalled = proxy.stall(300);
  expect(await caller.ask('two', 150)).toBe('silence');
  const later = (await call()).ask('new');
  await stalled;
  expect(await caller.ask(' and three')).toBe('two and three');
  expect(await later).toBe('new');
});

test('two stalls that overlap end with the later one', async () => {
  const caller = await call();
  await caller.ask('one');
  const [short, long] = [proxy.stall(100), proxy.stall(400)];
  const answer = caller.ask('two');
  await short;
  expect(await Promise.race([answer, delay(150).then(() => 'silence')])).toBe('silence');
  await long;
  expect(await answer).toBe('two');
});

test('what is half open is silent for ever and does not break; new connections work afterwards', async () => {
  const before = await call();
  await before.ask('one');
  const halfOpen = proxy.halfOpen(100);
  const meanwhile = await call();
  await halfOpen;
  expect(await Promise.all([before.ask('two', 300), meanwhile.ask('two', 300)])).toEqual(['silence', 'silence']);
  expect(await Promise.race([before.ended, delay(50).then(() => 'open')])).toBe('open');
  expect(await (await call()).ask('three')).toBe('three');
});

test('while it refuses, what stands is broken and nobody listens', async () => {
  const caller = await call();
  await caller.ask('one');
  const refused = proxy.refuse(200);
  expect(await caller.ended).toBe('ECONNRESET');
  const attempt = connect(proxy.port, '127.0.0.1');
  const [error] = (await once(attempt, 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNREFUSED');
  await refused;
  expect(await (await call()).ask('two')).toBe('two');
});

test('new connections go where the proxy is told', async () => {
  const other = await startEcho('other: ');
  proxy.setTarget({ host: '127.0.0.1', port: portOf(other) });
  expect(await (await call()).ask('one')).toBe('other: one');
  other.close();
});

test('a target that nobody listens at breaks the connection, not the proxy', async () => {
  proxy.setTarget({ path: '/nowhere' });
  expect(await (await call()).ended).toMatch(/ECONNRESET|closed/);
  proxy.setTarget({ host: '127.0.0.1', port: portOf(echo) });
  expect(await (await call()).ask('one')).toBe('one');
});
