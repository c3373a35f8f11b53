import type { RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { monotonicMs } from '../clock.js';
import { createLogger } from '../logging.js';
import type { Clients } from './clients.js';
import { createClients } from './clients.js';
import { outcomeOf, outcomeOfCode, retryAfterMs } from './replies.js';

/** A server that answers as each case says, so that the errors are those which the real client throws. */
let answer: (response: ServerResponse) => void;
let calls = 0;
const respond: RequestListener = (request, response) => {
  calls += 1;
  // A reply before the request was read is another kind of accident.
  request.resume().once('end', () => answer(response));
};
const server = createServer(respond);
const now = new Date('2026-12-01T09:00:00Z');
const timeoutMs = 150;
let clients: Clients;

const clientsFor = (apiUrl: string) =>
  createClients(
    { botToken: 'xoxb-1', apiUrl },
    createLogger('info', () => {}),
    timeoutMs,
  );

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  clients = clientsFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  calls = 0;
});

const post = (by: Clients = clients, deadlineMs = monotonicMs() + 60_000) =>
  by
    .delivery(deadlineMs, now)
    .chat.postMessage({ channel: 'D0ANA', text: 'Hi' })
    .then(
      () => {
        throw new Error('The call was expected to fail.');
      },
      (error: unknown) => outcomeOf(error),
    );

const status =
  (code: number, body: string, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(code, headers).end(body);
const json = (body: unknown) => status(200, JSON.stringify(body), { 'content-type': 'application/json' });
const tooMany = (headers: Record<string, string>) => status(429, '{"ok":false,"error":"ratelimited"}', headers);

describe('a reply that leaves open whether the message was sent', () => {
  const cases: [string, (response: ServerResponse) => void][] = [
    ['an error of the server', status(500, '<html>')],
    ['a gateway that gave up', status(504, '')],
    ['a service that is not available', status(503, 'upstream')],
    ['a proxy that lost the page', status(404, 'not here')],
    ['a redirect', status(302, '', { location: 'https://example.com' })],
    ['a connection that is reset', (response) => void response.socket?.resetAndDestroy()],
    ['a connection that is closed', (response) => void response.socket?.destroy()],
    [
      'a body that is cut',
      (response) => void response.writeHead(200, { 'content-length': '90' }).write('{"ok":', () => response.destroy()),
    ],
    ['a body that never ends', (response) => void response.writeHead(200).write('{"ok":')],
    ['no answer at all', () => {}],
    ['a page of HTML', status(200, '<html>Sign in</html>')],
    ['an empty body', status(200, '')],
    ['null', json(null)],
    ['a refusal without a reason', json({ ok: false })],
    ['a refusal with prose for a reason', json({ ok: false, error: 'Something went wrong, sorry' })],
    ['a reason that nobody knows', json({ ok: false, error: 'moon_in_the_way' })],
    ['a failure of Slack half way', json({ ok: false, error: 'internal_error' })],
    ['a fatal error of Slack', json({ ok: false, error: 'fatal_error' })],
    ['a request that took Slack too long', json({ ok: false, error: 'request_timeout' })],
  ];

  test.each(cases)('%s', async (_, reply) => {
    answer = reply;
    expect(await post()).toMatchObject({ kind: 'ambiguous', code: expect.stringMatching(/^\S{1,60}$/) });
    expect(calls).toBe(1);
  });
});

describe('a reply that asks to come again', () => {
  const date = new Date(now.getTime() + 30_000).toUTCString();
  const cases: [string, Record<string, string>, number | undefined][] = [
    ['in seconds', { 'retry-after': '7' }, 7_000],
    ['at once', { 'retry-after': '0' }, 0],
    ['at a date', { 'retry-after': date }, 30_000],
    ['at a date that has passed', { 'retry-after': 'Tue, 01 Dec 2026 08:00:00 GMT' }, 0],
    ['without saying when', {}, undefined],
    ['in words', { 'retry-after': 'Soon' }, undefined],
    ['in a way that only looks like a number', { 'retry-after': '1.5' }, undefined],
    ['before it was asked', { 'retry-after': '-5' }, undefined],
  ];

  test.each(cases)('%s', async (_, headers, waitMs) => {
    answer = tooMany(headers);
    expect(await post()).toEqual({ kind: 'later', code: 'ratelimited', waitMs });
    expect(calls).toBe(1);
  });

  test('with status 200, as some methods do', async () => {
    answer = json({ ok: false, error: 'ratelimited' });
    expect(await post()).toEqual({ kind: 'later', code: 'ratelimited' });
  });

  test('with status 200, and says when', async () => {
    answer = status(200, '{"ok":false,"error":"ratelimited"}', { 'retry-after': '7' });
    expect(await post()).toEqual({ kind: 'later', code: 'ratelimited', waitMs: 7_000 });
  });

  test.each(['reading', 'interactive'] as const)(
    'to the client for %s, which has the fetch of the SDK',
    async (name) => {
      answer = tooMany({ 'retry-after': '7' });
      const error = await clients[name].auth.test().catch((cause: unknown) => cause);
      expect(outcomeOf(error)).toEqual({ kind: 'later', code: 'ratelimited', waitMs: 7_000 });
    },
  );
});

describe('a message that certainly did not leave', () => {
  test('because nobody listens', async () => {
    const gone = createServer();
    await new Promise<void>((listening) => gone.listen(0, '127.0.0.1', listening));
    const { port } = gone.address() as AddressInfo;
    await new Promise((closed) => gone.close(closed));
    expect(await post(clientsFor(`http://127.0.0.1:${port}/api/`))).toEqual({ kind: 'later', code: 'ECONNREFUSED' });
  });

  test('because the name of the host is unknown', async () => {
    expect(await post(clientsFor('http://slack.invalid/api/'))).toMatchObject({ kind: 'later' });
  });

  test('because the deadline had passed before the socket', async () => {
    expect(await post(clients, monotonicMs() - 1)).toEqual({ kind: 'later', code: 'deadline_passed' });
    expect(calls).toBe(0);
  });
});

describe('a refusal of Slack', () => {
  const codes: [ReturnType<typeof outcomeOfCode>['kind'], 'recipient' | 'ours' | undefined, string][] = [
    [
      'refused',
      'recipient',
      `channel_not_found is_archived is_inactive not_in_channel user_disabled user_not_found user_not_visible
       messages_tab_disabled restricted_action restricted_action_read_only_channel ekm_access_denied
       restricted_action_thread_only_channel restricted_action_non_threadable_channel restricted_action_thread_locked
       app_access_restricted cannot_dm_bot channel_is_limited_access`,
    ],
    [
      'refused',
      'ours',
      `no_text invalid_blocks invalid_blocks_format msg_too_long msg_blocks_too_long invalid_metadata_format
       invalid_metadata_schema metadata_must_be_sent_from_app metadata_too_large too_many_attachments missing_scope
       not_allowed_token_type invalid_arguments invalid_arg_name unknown_method message_not_found cant_update_message
       edit_window_closed attachment_payload_limit_exceeded invalid_attachments markdown_text_conflict block_mismatch
       invalid_array_arg invalid_charset invalid_form_data invalid_post_type missing_post_type invalid_ts_oldest
       method_deprecated deprecated_endpoint no_permission team_not_found`,
    ],
    [
      'workspace-stopped',
      undefined,
      `invalid_auth not_authed account_inactive token_revoked token_expired team_access_not_granted org_login_required
       two_factor_setup_required accesslimited enterprise_is_restricted`,
    ],
    [
      'later',
      undefined,
      `ratelimited rate_limited message_limit_exceeded service_unavailable team_added_to_org external_channel_migrating`,
    ],
    ['ambiguous', undefined, 'internal_error fatal_error request_timeout update_failed moon_in_the_way'],
  ];
  const cases = codes.flatMap(([kind, blame, list]) => list.split(/\s+/).map((code) => ({ kind, blame, code })));

  test.each(cases)('$code is $kind $blame', async ({ kind, blame, code }) => {
    answer = json({ ok: false, error: code });
    const outcome = await post();
    expect(outcome).toEqual(outcomeOfCode(code));
    expect(outcome).toMatchObject({ kind, code, ...(blame === undefined ? {} : { blame }) });
  });
});

test('Retry-After is read in both of its forms, and nothing is read into anything else', () => {
  expect(retryAfterMs(' 30 ', now)).toBe(30_000);
  expect(retryAfterMs('Tue, 01 Dec 2026 09:01:00 GMT', now)).toBe(60_000);
  for (const header of [null, '', 'x', '3.0', '-1', 'Moonday']) expect(retryAfterMs(header, now)).toBeUndefined();
});
