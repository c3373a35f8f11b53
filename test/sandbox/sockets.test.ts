import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { clientOf, startWithPeople } from './workspace.js';

let sandbox: Sandbox;
const sockets: WebSocket[] = [];
beforeEach(async () => {
  sandbox = await startWithPeople({ limits: 'off', scale: 1000 });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await sandbox.stop();
});

type Envelope = Record<string, unknown> & { type: string };

/** A connection that acknowledges nothing by itself; `next` gives what it is sent, in order. */
async function connect() {
  const { url = '' } = await clientOf(sandbox, { token: sandbox.appToken }).apps.connections.open();
  return listen(url);
}

function listen(url: string) {
  const socket = new WebSocket(url);
  sockets.push(socket);
  const waiting: ((envelope: Envelope) => void)[] = [];
  const arrived: Envelope[] = [];
  socket.on('message', (data) => {
    const envelope = JSON.parse(String(data)) as Envelope;
    const taker = waiting.shift();
    if (taker) taker(envelope);
    else arrived.push(envelope);
  });
  return {
    url,
    socket,
    refused: new Promise<Error>((resolve) => socket.once('error', resolve)),
    next(): Promise<Envelope> {
      const first = arrived.shift();
      return first ? Promise.resolve(first) : new Promise((resolve) => waiting.push(resolve));
    },
  };
}

it('greets a connection, and lets a ticket open only one', async () => {
  const first = await connect();
  expect(await first.next()).toMatchObject({
    type: 'hello',
    num_connections: 1,
    connection_info: { app_id: expect.stringMatching(/^A/) },
  });
  expect((await listen(first.url).refused).message).toContain('401');
});

it('lets ten connect and no more', async () => {
  const addresses = await Promise.all(
    Array.from(
      { length: 11 },
      async () => (await clientOf(sandbox, { token: sandbox.appToken }).apps.connections.open()).url ?? '',
    ),
  );
  const eleventh = addresses.pop() ?? '';
  for (const address of addresses) expect((await listen(address).next()).type).toBe('hello');
  expect(await listen(eleventh).next()).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
  await expect(connect()).rejects.toMatchObject({ data: { error: 'too_many_websockets' } });
});

it('waits three real seconds for an acknowledgement, tells of an event again, and of a command only once', async () => {
  const deaf = await connect();
  await deaf.next();
  const event = sandbox.act.change('U0ANA', { title: 'SRE' });
  const command = sandbox.act.command({ user: 'U0ANA', command: '/cert' });
  const first = [await deaf.next(), await deaf.next()];
  expect(first).toMatchObject([
    { type: 'events_api', retry_attempt: 0, accepts_response_payload: false },
    { type: 'slash_commands', accepts_response_payload: true },
  ]);
  const [eventOutcome, commandOutcome] = await Promise.all([event, command]);
  expect(eventOutcome).toMatchObject({ acked: false, problem: 'timeout' });
  expect(commandOutcome).toMatchObject({ acked: false, problem: 'timeout' });
  expect(commandOutcome.ackMs).toBeGreaterThanOrEqual(2990);
  const again = await deaf.next();
  expect(again).toMatchObject({ type: 'events_api', retry_attempt: 1, retry_reason: 'timeout' });
  expect(again.payload).toEqual(first[0]?.payload);
});

it('gives up waiting when the connection goes', async () => {
  const dying = await connect();
  await dying.next();
  const command = sandbox.act.command({ user: 'U0ANA', command: '/cert' });
  await dying.next();
  dying.socket.terminate();
  expect(await command).toMatchObject({ acked: false, problem: 'connection_failed' });
});
