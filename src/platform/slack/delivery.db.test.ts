import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../../sandbox/faults.js';
import type { DeliveryHouse } from '../../../test/harness/delivery.js';
import { deliveryLengths, startDelivery } from '../../../test/harness/delivery.js';
import { monotonicMs } from '../clock.js';
import { databaseNow } from '../database/connect.js';

let house: DeliveryHouse;

beforeAll(async () => {
  house = await startDelivery();
  await Promise.all(['U0ANA', 'U0BEN', ...crowd].map((id) => house.hire(id)));
}, 60_000);
afterAll(() => house.stop());
beforeEach(() => house.clear());

/** The database tells its time in whole milliseconds, of which two writes at once may see different ones. */
const clockTickMs = 5;
const crowd = Array.from({ length: 16 }, (_, n) => `U0CROWD${n}`);
const fail = (fault: Fault, times = 1) => house.slack.faults.next('chat.postMessage', fault, { times });

/** Puts one row for each of the crowd. */
async function putForCrowd(topic: string): Promise<string[]> {
  for (const to of crowd) await house.putWith({ to }, `${topic}|${to}`);
  return crowd.map((to) => `${topic}|${to}`);
}

describe('a message', () => {
  test('is sent once, with an opaque id and nothing else in its metadata', async () => {
    await house.put('once');
    const row = await house.until('once', 'sent');
    await house.put('once');
    await house.deliver();
    expect(house.posted('once')).toMatchObject([
      { ts: row.ts, channel: row.channel, metadata: { event_payload: { delivery_id: row.deliveryId } } },
    ]);
    expect(row.attempts).toHaveLength(1);
    expect(row.deliveryId).not.toContain('once');
  });

  test('waits until its time has come', async () => {
    await house.putWith({ notBefore: new Date(house.clock.now().getTime() + 1) }, 'early');
    await house.deliver();
    expect(house.posted('early')).toEqual([]);
    expect((await house.row('early')).state).toBe('pending');
  });

  test('whose time has passed is not sent', async () => {
    await house.putWith({ notAfter: new Date(house.clock.now().getTime() - 1) }, 'late');
    expect(await house.until('late', 'dropped')).toMatchObject({ why: 'window passed', holding: false });
    expect(house.posted('late')).toEqual([]);
  });

  test('whose time has passed is dropped by the sweep, without waiting for a slot', async () => {
    await house.putWith({ notAfter: new Date(house.clock.now().getTime() - 1) }, 'swept');
    await house.put('in time');
    expect(await house.outbox.freeExpired(house.clock.now())).toBe(1);
    expect(await house.row('swept')).toMatchObject({ state: 'dropped', why: 'window passed' });
    expect((await house.row('in time')).state).toBe('pending');
  });

  test('goes in the order of urgency, then of time', async () => {
    const at = (minutes: number) => new Date(house.clock.now().getTime() - minutes * 60_000);
    await house.putWith({ priority: 3, notBefore: at(9) }, 'can wait');
    await house.putWith({ priority: 2, notBefore: at(1) }, 'usual, later');
    await house.putWith({ priority: 2, notBefore: at(2) }, 'usual, earlier');
    await house.putWith({ priority: 0, notBefore: at(0) }, 'an answer');
    await house.putWith({ priority: 1, notBefore: at(0) }, 'urgent');
    const order: (string | undefined)[] = [];
    for (let n = 0; n < 6; n += 1) order.push((await house.outbox.claim(house.clock.now()))?._id);
    expect(order).toEqual(['an answer', 'urgent', 'usual, earlier', 'usual, later', 'can wait', undefined]);
  });

  test('is sent once though two processes deliver at once', async () => {
    const keys = await putForCrowd('two');
    const other = house.createProcess();
    await Promise.all([house.delivery.run(), other.delivery.run(), house.delivery.run(), other.delivery.run()]);
    for (const key of keys) {
      await house.until(key, 'sent');
      expect(house.posted(key)).toHaveLength(1);
    }
  });
});

describe('a request to slow down', () => {
  const later = (ms: number) => new Date(Date.parse('2026-12-01T09:00:00Z') + ms).toUTCString();
  const cases: [string, Fault, waitsSeconds: number][] = [
    ['in one second', { kind: 'ratelimited', retryAfter: 1 }, 1],
    ['at once', { kind: 'ratelimited', retryAfter: 0 }, 0],
    ['without a time', { kind: 'ratelimited', retryAfter: 'absent' }, 1],
    ['at a date', { kind: 'ratelimited', retryAfter: later(2_000) }, 2],
    ['with status 200', { kind: 'slack-error', error: 'ratelimited' }, 1],
    ['in a month, which nobody believes', { kind: 'ratelimited', retryAfter: 2_600_000 }, 10],
  ];

  test.each(cases)('%s is obeyed, and the message is sent once', async (name, fault, waitsSeconds) => {
    fail(fault);
    await house.put(name);
    const beganMs = monotonicMs();
    const row = await house.until(name, 'sent');
    expect(monotonicMs() - beganMs).toBeGreaterThanOrEqual(waitsSeconds * deliveryLengths.slackSecondMs);
    expect(house.posted(name)).toHaveLength(1);
    expect(row).toMatchObject({ ambiguities: 0, attempts: [{}, {}] });
  });

  test('keeps all others from calling, too', async () => {
    await house.pacer.block('chat.postMessage', 8_000);
    expect(await house.pacer.takeMethod('chat.postMessage')).toBeGreaterThan(100);
    expect(await house.pacer.takeMethod('chat.update')).toBe(0);
  });
});

describe('a reply that was lost', () => {
  const afterAccepting = ['500', 'reset', 'hang', 'cut', 'internal_error'] as const;

  test.each(afterAccepting)(
    'after Slack took the message (%s) is found in history: one message is seen',
    async (what) => {
      const key = `found ${what}`;
      fail({ kind: 'accept-then', what });
      await house.put(key);
      const unknown = await house.until(key, 'unknown', house.delivery.run);
      expect(unknown).toMatchObject({ ambiguities: 1, looks: 0, holding: true });
      const row = await house.until(key, 'sent');
      expect(house.posted(key)).toMatchObject([{ ts: row.ts }]);
      expect(row.attempts).toHaveLength(1);
    },
  );

  test('is found although Slack took the message only later', async () => {
    fail({ kind: 'late-commit', ms: 40 });
    await house.put('late commit');
    const row = await house.until('late commit', 'sent');
    expect(house.posted('late commit')).toMatchObject([{ ts: row.ts }]);
  });

  test('is found on a later page of the history', async () => {
    fail({ kind: 'accept-then', what: 'reset' });
    await house.put('far back');
    await house.until('far back', 'unknown', house.delivery.run);
    for (let n = 0; n < 220; n += 1) await house.slack.act.message({ user: 'U0ANA', text: `Chatter ${n}` });
    expect((await house.until('far back', 'sent')).attempts).toHaveLength(1);
    expect(house.posted('far back')).toHaveLength(1);
  });

  test('and a message that is absent twice: it is sent once more', async () => {
    fail({ kind: 'reset' });
    await house.put('truly lost');
    const row = await house.until('truly lost', 'sent');
    expect(row).toMatchObject({ ambiguities: 1, attempts: [{}, {}] });
    expect(house.posted('truly lost')).toHaveLength(1);
    expect(house.logged.filter((line) => line.includes('"look":"absent"'))).toHaveLength(2);
  });

  test('a second time is left to a person, and settles as not certain', async () => {
    fail({ kind: 'reset' }, 2);
    await house.put('lost twice');
    const row = await house.until('lost twice', 'needs-review');
    expect(row).toMatchObject({ why: 'two replies were lost', ambiguities: 2, holding: true, attempts: [{}, {}] });
    await house.settling.run();
    expect(house.settled).toMatchObject([{ _id: 'lost twice', state: 'needs-review' }]);
    expect((await house.outbox.needingReview(new Date(0), 10)).map(({ _id }) => _id)).toEqual(['lost twice']);
    await house.deliver();
    expect((await house.row('lost twice')).state).toBe('needs-review');
  });

  test('is left to a person when history cannot be read', async () => {
    fail({ kind: 'reset' });
    house.slack.faults.next('conversations.history', { kind: 'slack-error', error: 'missing_scope' });
    await house.put('unreadable');
    expect(await house.until('unreadable', 'needs-review')).toMatchObject({ why: 'history unreadable: missing_scope' });
    expect(house.posted('unreadable')).toEqual([]);
  });

  test.each<[string, Fault]>([
    ['fails', { kind: 'status', status: 500 }],
    ['asks to slow down', { kind: 'ratelimited', retryAfter: 1 }],
    ['breaks off', { kind: 'reset' }],
  ])('is looked for again when history %s', async (name, fault) => {
    fail({ kind: 'accept-then', what: 'reset' });
    house.slack.faults.next('conversations.history', fault);
    await house.put(name);
    expect((await house.until(name, 'sent')).attempts).toHaveLength(1);
    expect(house.posted(name)).toHaveLength(1);
  });

  test('is left to a person when history could not be read ten times', async () => {
    const quick = house.createProcess({ lookAfterMs: 1 });
    fail({ kind: 'reset' });
    house.slack.faults.next('conversations.history', { kind: 'status', status: 500 }, { times: 10 });
    await house.put('history away');
    const row = await house.until('history away', 'needs-review', quick.deliver);
    expect(row).toMatchObject({ why: 'history could not be read', ambiguities: 1, attempts: [{}] });
    expect(house.slack.faults.pending()).toEqual([]);
  });

  test('is looked for another time when the next page is too far off', async () => {
    fail({ kind: 'accept-then', what: 'reset' });
    await house.put('far off');
    await house.until('far off', 'unknown', house.delivery.run);
    for (let n = 0; n < 220; n += 1) await house.slack.act.message({ user: 'U0ANA', text: `More chatter ${n}` });
    const slot = { _id: 'method|conversations.history' };
    while ((await house.outbox.hasLookDue()) === false);
    const looking = house.reconciler.run();
    while ((await house.database.db.collection<{ _id: string }>('pacer').findOne(slot)) === null);
    await house.pacer.block('conversations.history', 60_000);
    await looking;
    expect(await house.row('far off')).toMatchObject({ state: 'unknown', missedLooks: 1 });
    expect((await house.until('far off', 'sent')).attempts).toHaveLength(1);
    expect(house.posted('far off')).toHaveLength(1);
  });

  test('of many is looked for one after the other, as fast as the method allows', async () => {
    fail({ kind: 'accept-then', what: '500' }, crowd.length);
    const keys = await putForCrowd('many');
    for (const key of keys) await house.until(key, 'sent');
    for (const key of keys) expect(house.posted(key)).toHaveLength(1);
  });
});

describe('a refusal', () => {
  test.each([
    ['user_disabled', 'recipient: user_disabled'],
    ['invalid_blocks', 'ours: invalid_blocks'],
  ])('(%s) drops the message and says whose fault it is', async (error, why) => {
    fail({ kind: 'slack-error', error });
    await house.put(error);
    expect(await house.until(error, 'dropped')).toMatchObject({ why, holding: false, items: [] });
    await house.put(error);
    await house.deliver();
    expect((await house.row(error)).state).toBe('dropped');
    expect(house.posted(error)).toEqual([]);
  });

  test('of the recipient is told to the feature, with the channel; one that is our fault is not', async () => {
    const told: [to: string, channel: string, code: string][] = [];
    house.say({
      async refused({ to, channel }, code) {
        told.push([to, channel, code]);
        throw new Error('a bug, which the row outlives');
      },
    });
    for (const error of ['channel_not_found', 'no_text']) {
      fail({ kind: 'slack-error', error });
      await house.put(error);
      await house.until(error, 'dropped');
    }
    expect(told).toEqual([['U0ANA', await house.hire('U0ANA'), 'channel_not_found']]);
    expect(await house.outbox.refusals(house.clock.now())).toEqual([
      { why: 'ours: no_text', count: 1 },
      { why: 'recipient: channel_not_found', count: 1 },
    ]);
    expect(await house.outbox.refusals(new Date(house.clock.now().getTime() + 1))).toEqual([]);
  });

  test('of our token stops everything and loses nothing', async () => {
    fail({ kind: 'slack-error', error: 'invalid_auth' });
    await house.put('stopped');
    await house.until('stopped', 'pending', house.delivery.run);
    expect(await house.breaker.whyOpen()).toBe('invalid_auth');
    const keys = await putForCrowd('after the stop');
    await house.delivery.run();
    for (const key of ['stopped', ...keys]) {
      await house.until(key, 'sent');
      expect(house.posted(key)).toHaveLength(1);
    }
    expect(await house.breaker.whyOpen()).toBeUndefined();
  });
});

// Its probes are a minute of scaled lease time apart: a machine that stalls between two lines sees one more.
describe('the breaker', { retry: 1 }, () => {
  test('opens after five replies in a row were lost, lets one probe through at a time, and closes with the first success', async () => {
    fail({ kind: 'reset' }, 100);
    const met = () => 100 - house.slack.faults.pending().length;
    const keys = await putForCrowd('breaker');
    await house.delivery.run();
    expect(await house.breaker.whyOpen()).toBe('five replies in a row were lost');
    // Those that were on their way when the fifth was lost may still be lost.
    const lost = met();
    expect(lost).toBeLessThanOrEqual(5 + 3);
    while (met() === lost) await house.delivery.run();
    // A slow machine may see the next probe fall due before the run ends; never one for each row.
    expect(met()).toBeLessThanOrEqual(lost + 3);
    const asked = await Promise.all(Array.from({ length: 6 }, () => house.breaker.ask()));
    expect(asked.filter((answer) => answer !== 'wait').length).toBeLessThanOrEqual(1);
    house.slack.faults.clear();
    for (const key of keys) {
      await house.until(key, 'sent');
      expect(house.posted(key)).toHaveLength(1);
    }
    expect(await house.breaker.whyOpen()).toBeUndefined();
  });

  test('closes at night, with nothing to send, once the token is accepted again', async () => {
    await house.breaker.workspaceStopped('token_revoked');
    house.slack.faults.next('auth.test', { kind: 'slack-error', error: 'token_revoked' });
    while (house.slack.faults.pending().length > 0) await house.delivery.run();
    expect(await house.breaker.whyOpen()).toBe('token_revoked');
    while ((await house.breaker.whyOpen()) !== undefined) await house.delivery.run();
    expect(await house.breaker.ask()).toBe('pass');
  });

  test('stays open for lost replies, whoever says that the token works', async () => {
    for (let n = 0; n < 5; n += 1) await house.breaker.wasAmbiguous();
    await house.breaker.tokenWorks();
    expect(await house.breaker.whyOpen()).toBe('five replies in a row were lost');
  });

  test('counts only losses in a row', async () => {
    for (let n = 0; n < 4; n += 1) await house.breaker.wasAmbiguous();
    await house.breaker.succeeded();
    for (let n = 0; n < 4; n += 1) await house.breaker.wasAmbiguous();
    expect(await house.breaker.ask()).toBe('pass');
    await house.breaker.wasAmbiguous();
    expect(await house.breaker.ask()).toBe('wait');
  });

  test('is opened by one of many that lose at the same moment', async () => {
    await Promise.all(Array.from({ length: 5 }, () => house.breaker.wasAmbiguous()));
    expect(await house.breaker.whyOpen()).toBe('five replies in a row were lost');
  });
});

describe('a lease', () => {
  test('that is too short for the call keeps the message from the socket', async () => {
    const hurried = house.createProcess({ deliveryLeaseMs: 500, deliveryTimeoutMs: 500 });
    await house.put('hurried');
    const running = hurried.delivery.run();
    while (!house.logged.join().includes('deadline_passed')) await house.row('hurried');
    // It would go on for ever: its window ends it.
    await house.rows.updateOne({ _id: 'hurried' }, { $set: { notAfter: new Date(0) } });
    await running;
    expect(await house.row('hurried')).toMatchObject({ state: 'dropped', ambiguities: 0, why: 'window passed' });
    expect(house.posted('hurried')).toEqual([]);
  });

  test('that ran out while the words were composed lets the next process speak, not the slow one', async () => {
    const slow = house.createProcess({ deliveryLeaseMs: 400, deliveryTimeoutMs: 200 });
    let turns = 0;
    house.say({
      async compose(row) {
        turns += 1;
        if (turns === 1) while ((await house.outbox.freeExpired(house.clock.now())) === 0);
        return house.saying(row, `Words of ${row._id}`);
      },
    });
    await house.put('slow');
    await slow.delivery.run();
    const row = await house.until('slow', 'sent');
    expect(row.attempts).toHaveLength(1);
    expect(row.fence).toBeGreaterThan(1);
    expect(house.posted('slow')).toHaveLength(1);
  });

  test('that is over lets its holder begin nothing, though nobody has freed it yet', async () => {
    const { outbox } = house.createProcess({ deliveryLeaseMs: 1 });
    await house.put('over');
    const row = (await outbox.claim(house.clock.now()))!;
    while ((await databaseNow(house.database.db)) <= row.leaseUntil!);
    expect(await outbox.begin(row, { startedAt: house.clock.now(), channel: 'D0', items: [] })).toBe(false);
    expect(await house.row('over')).toMatchObject({ state: 'claimed', attempts: [] });
  });

  test('that is over frees a claimed row to be sent, and makes one that was being sent unknown', async () => {
    const brief = house.createProcess({ deliveryLeaseMs: 1 });
    await house.put('claimed', 'sending');
    const [first, second] = [await brief.outbox.claim(house.clock.now()), await house.outbox.claim(house.clock.now())];
    await house.outbox.begin(second!, { startedAt: house.clock.now(), channel: 'D0', items: [] });
    await house.rows.updateOne({ _id: second!._id }, [{ $set: { leaseUntil: '$$NOW' } }]);
    let freed = 0;
    while (freed < 2) freed += await house.outbox.freeExpired(house.clock.now());
    expect(await house.row(first!._id)).toMatchObject({ state: 'pending', ambiguities: 0 });
    expect(await house.row(second!._id)).toMatchObject({ state: 'unknown', ambiguities: 1 });
    expect(await house.row(second!._id)).not.toHaveProperty('leaseUntil');
  });

  test('of another process lets nobody with an older fence write', async () => {
    const { outbox } = house.createProcess({ deliveryLeaseMs: 1 });
    const at = house.clock.now();
    await house.put('fenced');
    const stale = (await outbox.claim(at))!;
    while ((await outbox.freeExpired(at)) === 0);
    const owner = (await house.outbox.claim(at))!;
    const attempt = { startedAt: at, channel: 'D0', items: [] };
    expect(await outbox.begin(stale, attempt)).toBe(false);
    expect(await outbox.hold(stale, 'claimed', 1)).toBe(false);
    expect(await outbox.later(stale, at)).toBe(false);
    expect(await outbox.failed(stale, at)).toBe(false);
    expect(await outbox.drop(stale, 'claimed', 'empty', at)).toBe(false);
    expect(await house.outbox.begin(owner, attempt)).toBe(true);
    expect(await outbox.sent(stale, 'sending', '1.0', at)).toBe(false);
    expect(await outbox.hold(stale, 'sending', 1)).toBe(false);
    expect(await outbox.drop(stale, 'sending', 'ours', at)).toBe(false);
    expect(await outbox.lostReply(stale, at)).toBe(false);
    expect(await house.outbox.lostReply(owner, at)).toBe(true);
    expect(await outbox.absentOnce(stale)).toBe(false);
    expect(await outbox.sendAgain(stale)).toBe(false);
    expect(await outbox.needsReview(stale, 'x', at)).toBe(false);
    expect(await outbox.sent(stale, 'unknown', '1.0', at)).toBe(false);
    expect(await house.row('fenced')).toMatchObject({ state: 'unknown', fence: owner.fence });
  });
});

describe('composing', () => {
  test('drops a message that has nothing left to say; the same key arms it again', async () => {
    house.say({ compose: () => ({ kind: 'nothing', why: 'empty' }) });
    await house.put('done meanwhile');
    expect(await house.until('done meanwhile', 'dropped')).toMatchObject({ why: 'empty', attempts: [] });
    house.say({});
    await house.put('done meanwhile', 'another');
    const row = await house.until('done meanwhile', 'sent');
    expect(row).not.toHaveProperty('why');
    expect(house.posted('done meanwhile')).toHaveLength(1);
    await house.until('another', 'sent');
  });

  test('may ask to come back later', async () => {
    const at = new Date(house.clock.now().getTime() + 60_000);
    house.say({ compose: () => ({ kind: 'later', at }) });
    await house.put('later');
    await house.deliver();
    expect(await house.row('later')).toMatchObject({ state: 'pending', notBefore: at });
    expect(await house.outbox.nextDueAt()).toEqual(at);
  });

  test('that fails is tried again without anybody else waiting for it', async () => {
    let failures = 0;
    house.say({
      compose(row) {
        if (row._id === 'thrice' && ++failures <= 3) throw new Error('the catalogue is away');
        return house.saying(row, `Words of ${row._id}`);
      },
    });
    await house.put('thrice');
    await house.putWith({ to: 'U0BEN', priority: 3 }, 'nobody waits');
    await house.until('nobody waits', 'sent');
    expect(await house.until('thrice', 'sent')).toMatchObject({ failures: 3, attempts: [{}] });
  });

  test('that always fails is given up at the tenth time, as our fault', async () => {
    const quick = house.createProcess({ slackSecondMs: 1 });
    let asked = 0;
    house.say({
      compose() {
        asked += 1;
        throw new Error('a bug');
      },
    });
    await house.put('hopeless');
    const row = await house.until('hopeless', 'dropped', quick.delivery.run);
    expect(row).toMatchObject({ why: 'ours: compose failed', attempts: [] });
    expect(asked).toBe(10);
  });

  test('of a topic that nobody has is a bug, not a crash', async () => {
    await house.putWith({ topic: 'nobody' }, 'no topic');
    const quick = house.createProcess({ slackSecondMs: 1 });
    expect(await house.until('no topic', 'dropped', quick.delivery.run)).toMatchObject({ why: 'ours: compose failed' });
  });
});

describe('pace', () => {
  test('one message costs eight commands of the database, and nothing to say costs one', async () => {
    const { delivery } = house.createProcess({ probeEveryMs: 60_000 });
    await delivery.run(); // Asks whether a token is refused, as it does once a minute.
    await house.put('alone');
    const commands = await house.database.costOf(delivery.run);
    expect(await house.row('alone')).toMatchObject({ state: 'sent' });
    expect(commands).toHaveLength(8);
    expect(await house.database.costOf(delivery.run)).toHaveLength(1);
  });

  test('who comes late for a slot does not delay the next one, and never gets two at once', async () => {
    const { pacer } = house.createProcess({ slackSecondMs: 10_000 }, 1);
    const freeSince = (ms: number) =>
      house.database.db
        .collection('pacer')
        .updateOne({}, [{ $set: { freeAt: { $subtract: ['$$NOW', ms] } } }], { upsert: false });
    expect(await pacer.takeMethod('chat.postMessage')).toBe(0);
    await freeSince(3_000);
    expect(await pacer.takeMethod('chat.postMessage')).toBe(0);
    const afterLate = await pacer.takeMethod('chat.postMessage');
    expect(afterLate).toBeLessThanOrEqual(7_000);
    expect(afterLate).toBeGreaterThan(4_000);
    await freeSince(3_600_000);
    expect(await pacer.takeMethod('chat.postMessage')).toBe(0);
    const afterIdle = await pacer.takeMethod('chat.postMessage');
    expect(afterIdle).toBeLessThanOrEqual(5_000);
    expect(afterIdle).toBeGreaterThan(0);
  });

  test('ten messages are settled by one look and one write', async () => {
    const keys = Array.from({ length: 10 }, (_, index) => `said ${index}`);
    await house.put(...keys);
    for (const key of keys) await house.until(key, 'sent');
    expect(await house.database.costOf(house.settling.run)).toHaveLength(2);
    expect(house.settled.map(({ _id }) => _id).toSorted()).toEqual(keys.toSorted());
    expect(await house.rows.countDocuments({ holding: true })).toBe(0);
  });

  test('one message that cannot be settled keeps no other from it', async () => {
    await house.put('refuses', 'is settled');
    for (const key of ['refuses', 'is settled']) await house.until(key, 'sent');
    house.say({
      settle: async (rows) => {
        if (rows.some(({ _id }) => _id === 'refuses')) throw new Error('a bug');
      },
    });
    expect(await house.settling.run()).toBe(1);
    expect(await house.row('refuses')).toMatchObject({ holding: true });
    expect(await house.row('is settled')).toMatchObject({ holding: false });
  });

  test('messages that have nothing to say take no slot from those that have', async () => {
    const slow = house.createProcess({ slackSecondMs: 60_000 }, 1);
    house.say({
      compose: (row) =>
        row._id === 'speaks' ? house.saying(row, 'Words of speaks') : { kind: 'nothing', why: 'empty' },
    });
    await house.put('silent 1', 'silent 2', 'silent 3', 'silent 4', 'silent 5');
    await house.putWith({ priority: 3 }, 'speaks');
    await house.until('speaks', 'sent', slow.delivery.run);
    expect(await house.rows.countDocuments({ why: 'empty' })).toBe(5);
  });

  test('four messages to one channel take at least three seconds of Slack, though nobody refuses them', async () => {
    house.slack.setLimits('off');
    const slackSecondMs = 300;
    const steady = house.createProcess({ slackSecondMs });
    const keys = [1, 2, 3, 4].map((n) => `pace ${n}`);
    const beganMs = monotonicMs();
    await house.put(...keys);
    for (const key of keys) await house.until(key, 'sent', steady.delivery.run);
    expect(monotonicMs() - beganMs).toBeGreaterThanOrEqual(3 * slackSecondMs);
    expect(keys.flatMap((key) => house.posted(key))).toHaveLength(4);
  });

  test('messages to one channel are a second apart at Slack, however fast we are asked', async () => {
    const keys = [1, 2, 3, 4, 5, 6].map((n) => `apart ${n}`);
    await house.put(...keys);
    const other = house.createProcess();
    await Promise.all([house.delivery.run(), other.delivery.run()]);
    for (const key of keys) await house.until(key, 'sent');
    const at = keys.flatMap((key) => house.posted(key).map(({ wallMs }) => wallMs)).toSorted((a, b) => a - b);
    expect(at).toHaveLength(6);
    for (let n = 1; n < at.length; n += 1)
      expect(at[n]! - at[n - 1]!).toBeGreaterThan(deliveryLengths.slackSecondMs - 1);
  });

  test('the workspace hears no more messages a second than it is configured for, from all processes together', async () => {
    const [one, two] = [house.createProcess({}, 2), house.createProcess({}, 2)];
    const beganMs = monotonicMs();
    let taken = 0;
    const take = async (pacer: typeof one.pacer) => {
      while (taken < 9) if ((await pacer.takeMethod('chat.postMessage')) === 0) taken += 1;
    };
    await Promise.all([take(one.pacer), take(two.pacer)]);
    // Half a gap may be made up by who comes late, once.
    const gaps = 8 - 0.5;
    expect(monotonicMs() - beganMs).toBeGreaterThanOrEqual((gaps * deliveryLengths.slackSecondMs) / 2);
  });

  test('a slot is given to one of many who ask at once, who are told how long to wait', async () => {
    const slots = await Promise.all(Array.from({ length: 8 }, () => house.pacer.takeChannel('D0MANY')));
    const granted = slots.filter((waitMs) => waitMs === 0).length;
    expect(granted).toBeGreaterThanOrEqual(1);
    for (const waitMs of slots) expect(waitMs).toBeLessThanOrEqual(deliveryLengths.slackSecondMs + clockTickMs);
  });
});

test('an outage of hours neither hammers Slack nor lets the row grow without end', async () => {
  const quick = house.createProcess({ slackSecondMs: 1 });
  fail({ kind: 'slack-error', error: 'service_unavailable' }, 30);
  await house.put('outage');
  const row = await house.until('outage', 'sent', quick.delivery.run);
  expect(row.attempts).toHaveLength(20);
  expect(house.posted('outage')).toHaveLength(1);
});
