import nock from 'nock';
import { afterEach, expect, test } from 'vitest';
import { monotonicMs } from '../clock.js';
import { createLogger } from '../logging.js';
import { createClients } from './clients.js';
import { outcomeOf } from './replies.js';

// What no local server can be made to do: a name that does not resolve, a socket that dies at a certain moment.
const slack = nock('https://slack.invalid');
const clients = createClients(
  { botToken: 'xoxb-test', apiUrl: 'https://slack.invalid/api/' },
  createLogger('fatal'),
  1_000,
);
const post = (deadlineMs: number) =>
  clients
    .delivery(deadlineMs, new Date('2026-10-01T09:00:00Z'))
    .chat.postMessage({ channel: 'D0ANA', text: 'Hello' })
    .then(() => 'accepted', outcomeOf);
const inTime = () => monotonicMs() + 60_000;

afterEach(() => nock.cleanAll());

test('a name that does not resolve was certainly not reached, so the message may be sent later', async () => {
  const failure = Object.assign(new Error('getaddrinfo ENOTFOUND slack.invalid'), { code: 'ENOTFOUND' });
  slack.post('/api/chat.postMessage').replyWithError(failure);
  expect(await post(inTime())).toEqual({ kind: 'later', code: 'ENOTFOUND' });
});

test('a connection that breaks may have delivered, so nobody knows, and it is called once only', async () => {
  const failure = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  const call = slack.post('/api/chat.postMessage').times(2).replyWithError(failure);
  expect(await post(inTime())).toMatchObject({ kind: 'ambiguous' });
  expect(call.pendingMocks()).toHaveLength(1);
});

test('after its deadline a call does not reach the socket', async () => {
  const call = slack.post('/api/chat.postMessage').reply(200, { ok: true });
  expect(await post(monotonicMs() - 1)).toEqual({ kind: 'later', code: 'deadline_passed' });
  expect(call.isDone()).toBe(false);
});
