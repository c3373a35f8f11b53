import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../sandbox/faults.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { clientOf, startWithPeople } from './workspace.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startWithPeople({ limits: 'off' });
});
afterEach(() => sandbox.stop());

const RATELIMITED = '{"ok":false,"error":"ratelimited"}';

const posted = () => sandbox.effects().filter(({ kind }) => kind === 'message.posted').length;
function post(timeout = 5000) {
  return clientOf(sandbox, { timeout }).chat.postMessage({ channel: 'U0ANA', text: 'Hi' });
}

describe('faults', () => {
  it.each<[string, Fault, object]>([
    ['500', { kind: 'status', status: 500 }, { statusCode: 500 }],
    ['502', { kind: 'status', status: 502 }, { statusCode: 502 }],
    ['503', { kind: 'status', status: 503 }, { statusCode: 503 }],
    ['200 without a word', { kind: 'unreadable', body: 'empty' }, { data: { ok: false, error: '' } }],
    ['200 with a page', { kind: 'unreadable', body: 'html' }, { code: 'slack_webapi_platform_error' }],
    ['200 with null', { kind: 'unreadable', body: 'null' }, { message: /of null/ }],
    ['a rate limit of no time', { kind: 'ratelimited', retryAfter: 0 }, { retryAfter: 0 }],
    ['a rate limit of a second', { kind: 'ratelimited' }, { retryAfter: 1 }],
    ['a rate limit', { kind: 'ratelimited', retryAfter: 30 }, { retryAfter: 30 }],
    ['a rate limit until a date', { kind: 'ratelimited', retryAfter: { inSeconds: 9 } }, { message: /valid timeout/ }],
    ['a rate limit in words', { kind: 'ratelimited', said: 'body' }, { data: { error: 'ratelimited' } }],
    ['an account gone', { kind: 'slack-error', error: 'account_inactive' }, { data: { error: 'account_inactive' } }],
    ['a rate limit without a time', { kind: 'ratelimited', retryAfter: 'absent' }, { message: /valid timeout/ }],
    ['a Slack error', { kind: 'slack-error', error: 'fatal_error' }, { data: { error: 'fatal_error' } }],
    ['a reset connection', { kind: 'reset' }, { code: 'slack_webapi_request_error' }],
  ])('instead of the call: %s', async (_name, fault, seen) => {
    sandbox.faults.next('chat.postMessage', fault);
    const error = await post().catch((cause: Error) => cause);
    if ('message' in seen) expect(String((error as Error).message)).toMatch(seen.message as RegExp);
    else expect(error).toMatchObject(seen);
    expect(posted()).toBe(0);
    await post();
    expect(posted()).toBe(1);
  });

  it.each<[Extract<Fault, { kind: 'accept-then' }>['what'], object | string]>([
    ['500', { statusCode: 500 }],
    ['reset', { code: 'slack_webapi_request_error' }],
    ['cut', 'terminated'],
    ['internal_error', { data: { error: 'internal_error' } }],
    ['hang', { code: 'slack_webapi_request_error' }],
    ['empty', { data: { ok: false, error: '' } }],
    ['html', { code: 'slack_webapi_platform_error' }],
    ['null', { name: 'TypeError' }],
  ])('after the message was accepted: %s', async (what, seen) => {
    sandbox.faults.next('chat.postMessage', { kind: 'accept-then', what });
    const error = await post(what === 'hang' ? 200 : 5000).catch((cause: Error) => cause);
    if (typeof seen === 'string') expect((error as Error).message).toBe(seen);
    else expect(error).toMatchObject(seen);
    expect(posted()).toBe(1);
  });

  it.each<[Fault, number, string | null, string]>([
    [{ kind: 'status', status: 502 }, 502, null, '<html><body>Something went wrong</body></html>'],
    [{ kind: 'status', status: 503, body: 'Busy' }, 503, null, 'Busy'],
    [{ kind: 'unreadable', body: 'empty' }, 200, null, ''],
    [{ kind: 'unreadable', body: 'html' }, 200, null, '<html><body>Something went wrong</body></html>'],
    [{ kind: 'unreadable', body: 'null' }, 200, null, 'null'],
    [{ kind: 'ratelimited', retryAfter: 0 }, 429, '0', RATELIMITED],
    [{ kind: 'ratelimited', retryAfter: 'absent' }, 429, null, RATELIMITED],
    [{ kind: 'ratelimited', retryAfter: 'soon' }, 429, 'soon', RATELIMITED],
    [{ kind: 'ratelimited', retryAfter: { inSeconds: 9 } }, 429, 'Tue, 01 Dec 2026 09:00:09 GMT', RATELIMITED],
    [{ kind: 'ratelimited', said: 'body', retryAfter: 2 }, 200, '2', RATELIMITED],
    [{ kind: 'ratelimited', said: 'body', retryAfter: 'absent' }, 200, null, RATELIMITED],
  ])('say on the wire: %j', async (fault, status, retryAfter, body) => {
    sandbox.faults.next('chat.postMessage', fault);
    const answer = await fetch(`${sandbox.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.botToken}` },
      body: new URLSearchParams({ channel: 'U0ANA', text: 'Hi' }),
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe(retryAfter);
    expect(await answer.text()).toBe(body);
    expect(posted()).toBe(0);
  });

  it('answer a refused call plainly, even when its reply was to be lost', async () => {
    sandbox.faults.next('chat.postMessage', { kind: 'accept-then', what: 'reset' });
    const call = clientOf(sandbox).chat.postMessage({ channel: 'C0NOWHERE', text: 'Hi' });
    await expect(call).rejects.toMatchObject({ data: { error: 'channel_not_found' } });
  });

  it('let an effect land after its reply was lost', async () => {
    sandbox.faults.next('chat.postMessage', { kind: 'late-commit', ms: 300 });
    await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    expect(posted()).toBe(0);
    await sandbox.waitFor(({ kind }) => kind === 'message.posted');
  });

  it('delay a call', async () => {
    sandbox.faults.next('chat.postMessage', { kind: 'delay', ms: 60 });
    const began = performance.now();
    await post();
    expect(performance.now() - began).toBeGreaterThanOrEqual(59);
  });

  it('queue up, wait for their method, and can be taken back', async () => {
    sandbox.faults.next('chat.postMessage', { kind: 'status', status: 500 }, { times: 2 });
    await clientOf(sandbox).auth.test();
    await expect(post()).rejects.toMatchObject({ statusCode: 500 });
    expect(sandbox.faults.pending()).toHaveLength(1);
    sandbox.faults.clear();
    expect((await post()).ok).toBe(true);
  });
});
