import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DeliveryHouse } from '../../../test/harness/delivery.js';
import { deliveryLengths, startDelivery, words } from '../../../test/harness/delivery.js';

let house: DeliveryHouse;

beforeAll(async () => {
  house = await startDelivery();
  await house.hire('U0ANA');
}, 60_000);
afterAll(() => house.stop());
beforeEach(() => house.clear());

/** A message that shows this item, sent and shown. */
async function show(item: string): Promise<void> {
  house.say({
    compose: (row) => house.saying(row, `Words of ${row._id}`, [{ id: item, reason: 'due-7', version: 0 }]),
    redraw: async () => words(`${item} as it is now`),
  });
  await house.put(item);
  await house.until(item, 'sent');
}

const redraws = (item: string) => house.updated().filter(({ text }) => text === `${item} as it is now`);

async function untilFresh(): Promise<void> {
  while ((await house.outbox.countStale()) > 0) await house.redraw.run();
}

describe('a message that a fact made stale', () => {
  test('is redrawn once, in its place', async () => {
    await show('once');
    const [posted] = house.posted('once');
    await house.outbox.markStale('once');
    await untilFresh();
    await house.redraw.run();
    expect(redraws('once')).toMatchObject([{ ts: posted!.ts, channel: posted!.channel }]);
  });

  test('keeps what it is known by, so that a lost reply could still be found', async () => {
    await show('known');
    await house.outbox.markStale('known');
    await untilFresh();
    expect(redraws('known')[0]!.metadata).toEqual(house.posted('known')[0]!.metadata);
  });

  test('is not another one', async () => {
    await show('mine');
    await house.outbox.markStale('somebody else');
    expect(await house.redraw.run()).toBe(0);
    expect(redraws('mine')).toEqual([]);
  });

  test('stays stale when another fact falls while it is redrawn, and is redrawn again after the gap', async () => {
    await show('twice');
    let asked = 0;
    house.say({
      async redraw() {
        asked += 1;
        if (asked === 1) await house.outbox.markStale('twice');
        return words('twice as it is now');
      },
    });
    await house.outbox.markStale('twice');
    await house.redraw.run();
    expect((await house.row('twice')).stale).toBe(2);
    await untilFresh();
    const at = redraws('twice').map(({ wallMs }) => wallMs);
    expect(at).toHaveLength(2);
    expect(at[1]! - at[0]!).toBeGreaterThan(deliveryLengths.redrawGapMs / 2);
  });

  test('is redrawn no more often than its gap allows, however many facts fall', async () => {
    await show('gap');
    const beganMs = performance.now();
    for (let n = 0; n < 3; n += 1) {
      for (let fact = 0; fact < 4; fact += 1) await house.outbox.markStale('gap');
      await untilFresh();
    }
    expect(redraws('gap')).toHaveLength(3);
    expect(performance.now() - beganMs).toBeGreaterThanOrEqual(2 * deliveryLengths.redrawGapMs);
  });

  test('is redrawn by one of two processes that look at once', async () => {
    await show('both');
    const other = house.createProcess();
    await house.outbox.markStale('both');
    await Promise.all([house.redraw.run(), other.redraw.run(), house.redraw.run(), other.redraw.run()]);
    await untilFresh();
    expect(redraws('both')).toHaveLength(1);
  });

  test('shows the newer look in the end, though the older one reaches Slack after it', async () => {
    await show('overtaken');
    const other = house.createProcess();
    const heldUp = house.createProcess({ deliveryLeaseMs: 1 });
    let begun = () => {};
    const isBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let asked = 0;
    house.say({
      async redraw() {
        asked += 1;
        if (asked > 1) return words('the newer look');
        begun();
        await held;
        return words('the older look');
      },
    });
    await house.outbox.markStale('overtaken');
    const late = heldUp.redraw.run();
    await isBegun;
    await house.outbox.markStale('overtaken');
    while ((await house.outbox.countStale()) > 0) await other.redraw.run();
    goOn();
    await late;
    await untilFresh();
    expect(house.updated().map(({ text }) => text)).toEqual(
      expect.arrayContaining(['the newer look', 'the older look']),
    );
    expect(house.updated().at(-1)!.text).toBe('the newer look');
  });

  test('between composing and the reply of Slack is redrawn when it is sent', async () => {
    house.say({
      compose: (row) => house.saying(row, `Words of ${row._id}`, [{ id: 'asg', reason: 'due-7', version: 0 }]),
      redraw: async () => words('asg as it is now'),
    });
    house.slack.faults.next('chat.postMessage', { kind: 'accept-then', what: 'reset' });
    await house.put('in flight');
    await house.until('in flight', 'unknown', house.delivery.run);
    await house.outbox.markStale('asg');
    expect(await house.redraw.run()).toBe(0);
    await house.until('in flight', 'sent');
    await untilFresh();
    expect(redraws('asg')).toHaveLength(1);
  });

  test('is left as it is when the feature has nothing to redraw', async () => {
    await show('as it is');
    house.say({ redraw: async () => undefined });
    await house.outbox.markStale('as it is');
    await untilFresh();
    expect(redraws('as it is')).toEqual([]);
  });

  test.each(['message_not_found', 'cant_update_message', 'edit_window_closed', 'is_inactive', 'channel_not_found'])(
    'is given up when Slack refuses for good (%s)',
    async (error) => {
      await show(error);
      house.slack.faults.next('chat.update', { kind: 'slack-error', error });
      await house.outbox.markStale(error);
      await untilFresh();
      expect(house.slack.faults.pending()).toEqual([]);
      expect(redraws(error)).toEqual([]);
    },
  );

  test.each(['500', 'reset'] as const)(
    'is redrawn again when the reply was lost (%s), which harms nobody',
    async (what) => {
      await show(what);
      house.slack.faults.next('chat.update', { kind: 'accept-then', what });
      await house.outbox.markStale(what);
      await untilFresh();
      expect(redraws(what).length).toBeGreaterThanOrEqual(1);
    },
  );

  test.each(['Slack', 'the feature'])('is left as it is when %s fails ten times', async (who) => {
    const quick = house.createProcess({ redrawGapMs: 1 });
    await show(who);
    let asked = 0;
    house.say({
      async redraw() {
        asked += 1;
        if (who === 'the feature') throw new Error('a bug');
        house.slack.faults.next('chat.update', { kind: 'status', status: 500 });
        return words(`${who} as it is now`);
      },
    });
    await house.outbox.markStale(who);
    while ((await house.outbox.countStale()) > 0) await quick.redraw.run();
    expect(asked).toBe(10);
    expect(redraws(who)).toEqual([]);
    expect(await house.row(who)).toMatchObject({ state: 'sent', stale: 0 });
    expect(await house.row(who)).not.toHaveProperty('redrawFailures');
  });

  test('waits when Slack asks to slow down', async () => {
    await show('slower');
    house.slack.faults.next('chat.update', { kind: 'ratelimited', retryAfter: 9 });
    await house.outbox.markStale('slower');
    await house.redraw.run();
    expect(await house.pacer.takeMethod('chat.update')).toBeGreaterThan(2 * deliveryLengths.redrawGapMs);
    await untilFresh();
    expect(redraws('slower')).toHaveLength(1);
  });
});

describe('settling', () => {
  test('that fails for one message does not keep the others', async () => {
    await show('broken');
    await show('whole');
    house.say({
      async settle(rows) {
        if (rows.some(({ _id }) => _id === 'broken')) throw new Error('a bug');
        house.settled.push(...rows);
      },
    });
    expect(await house.settling.run()).toBe(1);
    expect(await house.row('broken')).toMatchObject({ holding: true });
    expect(await house.row('whole')).toMatchObject({ holding: false });
    house.say({});
    expect(await house.settling.run()).toBe(1);
    expect(await house.settling.run()).toBe(0);
  });

  test('is what frees the items: until then they are held for their reader, in no other topic', async () => {
    await show('held');
    const held = (to: string, topic: string, except: string) => house.outbox.heldItems(to, topic, except);
    expect(await held('U0ANA', 'note', 'other')).toMatchObject([{ id: 'held', reason: 'due-7' }]);
    expect(await held('U0ANA', 'note', 'held')).toEqual([]);
    expect(await held('U0ANA', 'gossip', 'other')).toEqual([]);
    expect(await held('U0BEN', 'note', 'other')).toEqual([]);
    await house.settling.run();
    expect(await held('U0ANA', 'note', 'other')).toEqual([]);
  });
});
