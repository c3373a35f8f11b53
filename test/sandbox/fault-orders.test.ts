import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFaults } from '../../sandbox/faults/create.js';
import { usualEventFaults, usualFaults } from '../../sandbox/faults/usual.js';
import type { Fault, RandomFaults } from '../../sandbox/faults.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { clientOf, refusalOf, startWithPeople } from './workspace.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startWithPeople({ limits: 'off' });
});
afterEach(() => sandbox.stop());

const gone: Fault = { kind: 'slack-error', error: 'account_inactive' };
const busy: Fault = { kind: 'slack-error', error: 'fatal_error' };
const test = () => clientOf(sandbox).auth.test();
const info = () => clientOf(sandbox).users.info({ user: 'U0ANA' });

describe('a standing fault', () => {
  it('meets every call until it is cleared', async () => {
    sandbox.faults.standing({ methods: '*', fault: gone });
    for (let i = 0; i < 3; i += 1) expect(await refusalOf(test())).toBe('account_inactive');
    expect(await refusalOf(info())).toBe('account_inactive');
    sandbox.faults.clear();
    expect((await test()).ok).toBe(true);
  });

  it('meets only the methods that it names, after what is queued', async () => {
    sandbox.faults.standing({ methods: ['auth.test'], fault: gone });
    sandbox.faults.next('auth.test', busy);
    expect(await refusalOf(test())).toBe('fatal_error');
    expect(await refusalOf(test())).toBe('account_inactive');
    expect((await info()).ok).toBe(true);
  });

  it('ends by itself after its time', async () => {
    sandbox.faults.standing({ methods: '*', fault: gone, forMs: 1000 });
    expect(await refusalOf(test())).toBe('account_inactive');
    await new Promise((resolve) => setTimeout(resolve, 1010));
    expect((await test()).ok).toBe(true);
  });
});

describe('chance', () => {
  const order: RandomFaults<Fault> = { seed: 7, methods: { 'chat.postMessage': 0.5, 'users.info': 0, '*': 0.1 } };
  const decisions = (given: RandomFaults<Fault>, method: string, times = 400, scale = 1) => {
    const faults = createFaults(scale);
    faults.random(given);
    return Array.from({ length: times }, () => faults.take(method));
  };
  const share = (decided: (Fault | undefined)[]) => decided.filter(Boolean).length / decided.length;

  it('decides the same for each method when the seed is the same, whatever comes between', () => {
    const alone = decisions(order, 'chat.postMessage', 50);
    const faults = createFaults(1);
    faults.random(order);
    const among = Array.from({ length: 50 }, () => {
      faults.take('chat.update');
      faults.take('auth.test');
      return faults.take('chat.postMessage');
    });
    expect(among).toEqual(alone);
    expect(decisions({ ...order, seed: 8 }, 'chat.postMessage', 50)).not.toEqual(alone);
    const half = { seed: 7, methods: { '*': 0.5 } };
    expect(decisions(half, 'chat.update', 50)).not.toEqual(decisions(half, 'chat.delete', 50));
  });

  it('meets the share of calls that was asked for', () => {
    expect(share(decisions(order, 'chat.postMessage'))).toBeCloseTo(0.5, 1);
    expect(share(decisions(order, 'chat.update'))).toBeCloseTo(0.1, 1);
    expect(share(decisions(order, 'users.info'))).toBe(0);
    expect(share(decisions({ seed: 7, methods: {} }, 'chat.update'))).toBe(0);
  });

  it('draws by weight among the kinds that fit the method, and lengths in scaled time', () => {
    const kinds: RandomFaults<Fault>['kinds'] = [
      { weight: 3, fault: { kind: 'delay', ms: [1000, 3000], historyLagMs: 500 } },
      { fault: { kind: 'ratelimited', retryAfter: 30 } },
      { weight: 1000, only: ['chat.update'], fault: { kind: 'reset' } },
    ];
    const drawn = decisions({ seed: 1, methods: { '*': 1 }, kinds }, 'chat.postMessage', 400, 10);
    const lengths = drawn.flatMap((fault) => (fault?.kind === 'delay' ? [fault.ms] : []));
    expect(lengths.length / 400).toBeCloseTo(0.75, 1);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(300);
    expect(new Set(lengths).size).toBeGreaterThan(200);
    expect(drawn).toContainEqual({ kind: 'delay', ms: lengths[0], historyLagMs: 50 });
    expect(drawn).toContainEqual({ kind: 'ratelimited', retryAfter: 30 });
    expect(drawn).not.toContainEqual({ kind: 'reset' });
    const [unscaled] = decisions({ seed: 1, methods: { '*': 1 }, kinds: kinds.slice(0, 1), scale: 1 }, 'x', 1, 10);
    expect(unscaled).toMatchObject({ historyLagMs: 500 });
  });

  it('brings everything that can go wrong unless told, and flaws of messages only to those who post them', () => {
    const everything = decisions({ seed: 1, methods: { '*': 1 } }, 'chat.postMessage', 4000);
    const bare = (fault: object) =>
      JSON.stringify(Object.entries(fault).map(([name, value]) => (/ms$/i.test(name) ? name : [name, value])));
    const seen = new Set(everything.map((fault) => bare(fault ?? {})));
    expect([...seen].sort()).toEqual(usualFaults.map(({ fault }) => bare(fault)).sort());
    const ofUpdates = decisions({ seed: 1, methods: { '*': 1 } }, 'chat.update', 1000);
    expect(ofUpdates.some((fault) => fault && ('metadata' in fault || 'historyLagMs' in fault))).toBe(false);
  });

  it('stops when it is cleared', async () => {
    sandbox.faults.random({ seed: 1, methods: { 'auth.test': 1 }, kinds: [{ fault: busy }] });
    sandbox.faults.next('auth.test', gone);
    expect(await refusalOf(test())).toBe('account_inactive');
    expect(await refusalOf(test())).toBe('fatal_error');
    sandbox.faults.clear();
    expect((await test()).ok).toBe(true);
  });
});

describe('another process', () => {
  async function control(method: string, path: string, sent?: unknown) {
    const answer = await fetch(`${sandbox.url}/control/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
    });
    return { status: answer.status, body: (await answer.json()) as unknown };
  }

  it('orders standing and random faults, and ends all with one word', async () => {
    await control('POST', 'faults/standing', { methods: ['auth.test'], fault: gone, forMs: 60_000 });
    await control('POST', 'faults/random', { seed: 1, methods: { 'users.info': 1 }, kinds: [{ fault: busy }] });
    await control('POST', 'faults/events', { method: 'user_change', fault: { kind: 'lost' } });
    expect((await control('GET', 'faults/events')).body).toEqual([{ method: 'user_change', fault: { kind: 'lost' } }]);
    expect(await refusalOf(test())).toBe('account_inactive');
    expect(await refusalOf(info())).toBe('fatal_error');
    expect(await control('DELETE', 'faults')).toEqual({ status: 200, body: [] });
    expect((await control('GET', 'faults/events')).body).toEqual([]);
    expect([(await test()).ok, (await info()).ok]).toEqual([true, true]);
  });

  it('may order whatever chance brings', async () => {
    for (const { fault } of usualFaults) {
      const kinds = [{ fault, weight: 2, only: ['chat.update'] }];
      const { status, body } = await control('POST', 'faults/random', { seed: 1, methods: { '*': 1 }, kinds });
      expect([status, body]).toEqual([200, []]);
    }
    const kinds = usualEventFaults;
    expect((await control('POST', 'faults/events/random', { seed: 1, methods: { '*': 1 }, kinds })).status).toBe(200);
  });

  it.each<[string, unknown, string]>([
    ['faults/standing', { methods: 'auth.test', fault: gone }, 'methods'],
    ['faults/standing', { methods: '*' }, 'fault'],
    ['faults/random', { seed: 1, methods: { '*': 2 } }, 'methods.*'],
    ['faults/random', { seed: 1, methods: {}, kinds: [{ fault: { kind: 'delay', ms: [1] } }] }, 'kinds.0.fault.ms'],
    ['faults', { method: 'auth.test', fault: { kind: 'delay', ms: [1, 2] } }, 'fault.ms'],
    ['faults/events', { method: 'user_change', fault: { kind: 'reset' } }, 'fault'],
  ])('is told what is wrong: %s %j', async (path, sent, sentence) => {
    const { status, body } = await control('POST', path, sent);
    expect(status).toBe(400);
    expect((body as { error: string }).error).toContain(sentence);
  });
});
