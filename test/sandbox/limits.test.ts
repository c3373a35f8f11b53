import { afterEach, describe, expect, it } from 'vitest';
import { createRateLimits } from '../../sandbox/limits.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { clientOf, startWithPeople } from './workspace.js';

let sandbox: Sandbox;
afterEach(() => sandbox.stop());

describe('rate limits', () => {
  it('take one message a second per channel and say when the next one fits', async () => {
    sandbox = await startWithPeople();
    const client = clientOf(sandbox);
    await client.chat.postMessage({ channel: 'U0ANA', text: 'One' });
    const second = await fetch(`${sandbox.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.botToken}` },
      body: new URLSearchParams({ channel: 'U0ANA', text: 'Two' }),
    });
    expect(second.status).toBe(429);
    expect(second.headers.get('retry-after')).toBe('1');
    expect(await second.json()).toEqual({ ok: false, error: 'ratelimited' });
    await client.chat.postMessage({ channel: 'U0BEN', text: 'Another channel' });
    expect(sandbox.effects().filter(({ kind }) => kind === 'message.posted')).toHaveLength(2);
  });

  it('do not count a message that is refused', async () => {
    sandbox = await startWithPeople();
    const client = clientOf(sandbox);
    await expect(client.chat.postMessage({ channel: 'U0ANA', text: '' })).rejects.toThrow('no_text');
    expect((await client.chat.postMessage({ channel: 'U0ANA', text: 'One' })).ok).toBe(true);
  });

  it('run faster with the scale, so that a client that obeys Retry-After in scaled time gets through', async () => {
    sandbox = await startWithPeople({ scale: 50 });
    const client = clientOf(sandbox);
    const began = performance.now();
    for (let i = 0; i < 5; ) {
      const { error } = await client.chat
        .postMessage({ channel: 'U0ANA', text: `${i}` })
        .catch((cause: { retryAfter?: number }) => ({ error: cause.retryAfter }));
      if (typeof error === 'number') await new Promise((resolve) => setTimeout(resolve, (error * 1000) / 50));
      else i += 1;
    }
    expect(performance.now() - began).toBeGreaterThanOrEqual(4 * 20 - 1);
    const at = sandbox.effects().flatMap((effect) => (effect.kind === 'message.posted' ? [effect.wallMs] : []));
    for (let i = 1; i < at.length; i += 1) expect((at[i] ?? 0) - (at[i - 1] ?? 0)).toBeGreaterThanOrEqual(19.5);
  });

  it('give each method its tier', async () => {
    sandbox = await startWithPeople();
    const client = clientOf(sandbox);
    const calls = Array.from({ length: 21 }, () => client.users.list({ limit: 1 }));
    const answers = await Promise.allSettled(calls);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    expect(answers.at(-1)).toMatchObject({ reason: { code: 'slack_webapi_rate_limited_error' } });
    expect((await client.users.info({ user: 'U0ANA' })).ok).toBe(true);
  });

  it('can be switched off for bulk tests', async () => {
    sandbox = await startWithPeople({ limits: 'off' });
    const client = clientOf(sandbox);
    for (let i = 0; i < 60; i += 1) await client.chat.postMessage({ channel: 'U0ANA', text: `${i}` });
    sandbox.setLimits('on');
    await client.chat.postMessage({ channel: 'U0ANA', text: 'First' });
    await expect(client.chat.postMessage({ channel: 'U0ANA', text: 'Second' })).rejects.toMatchObject({
      retryAfter: 1,
    });
  });

  it('always ask for at least one whole second', async () => {
    sandbox = await startWithPeople();
    const limits = createRateLimits({ scale: 1, state: 'on' });
    for (let i = 0; i < 100; i += 1) limits.takeMethod('users.info', 'tier4');
    expect(limits.takeMethod('users.info', 'tier4')).toEqual({ allowed: false, retryAfterSeconds: 1 });
  });
});
