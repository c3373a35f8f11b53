import { describe, expect, test } from 'vitest';
import { aRun, at, lengths } from './a-run.js';

const second = lengths.slackSecondMs;

/** Messages to a manager, so many milliseconds apart; the limits refuse what came too early. */
function burst(gapMs: number, count = 10) {
  const run = aRun();
  for (let nth = 0; nth < count; nth += 1) {
    const isFirst = nth === 0;
    const limits = { came: 'limited', limitedBy: 'limits', retryAfterMs: second, error: 'ratelimited' };
    run.call('chat.postMessage', at(10) + nth * gapMs, {
      channel: 'D0MANAGER',
      ...(isFirst || gapMs >= second ? {} : limits),
    });
  }
  return run;
}

const stopped = (from: number, until: number) => ({
  kind: 'stopped' as const,
  failpoint: null,
  deliveryId: null,
  worker: 0,
  pid: 7,
  atMs: at(from),
  untilMs: at(until),
});

describe('in one channel', () => {
  test('messages come a second apart', async () => {
    expect(await burst(second).broken()).toEqual([]);
  });

  test('many may not come faster', async () => {
    const run = burst(second / 2);
    const { broken, counts } = await run.verdict();
    expect(broken[0]?.sentence).toMatch(/ms too early into D0MANAGER$/);
    expect(counts.tooEarly).toBe(9);
  });

  test('one may gain a little on the one before', async () => {
    const run = aRun();
    for (const ms of [0, second - 60, 2 * second, 3 * second])
      run.call('chat.postMessage', at(10) + ms, { channel: 'D0MANAGER' });
    expect(await run.broken()).toEqual([]);
  });

  test('at their true length seconds are seconds', async () => {
    const run = aRun();
    run.atTrueLength();
    run.call('chat.postMessage', at(10), { channel: 'D0MANAGER' });
    run.call('chat.postMessage', at(10.7), { channel: 'D0MANAGER' });
    expect(await run.broken()).toEqual(['paced: a message came 300 ms too early into D0MANAGER']);
  });

  test('what a stopped process sends late is not the fault of the next one', async () => {
    const run = aRun();
    run.atTrueLength();
    run.deeds.unshift(stopped(8, 9.95));
    run.call('chat.postMessage', at(10), { channel: 'D0MANAGER' });
    run.call('chat.postMessage', at(10.1), { channel: 'D0MANAGER' });
    expect(await run.broken()).toEqual([]);
  });

  test('others are not counted', async () => {
    const run = aRun();
    for (let nth = 0; nth < 20; nth += 1) run.call('chat.postMessage', at(10), { channel: `D0NUMBER${nth}` });
    expect(await run.broken()).toEqual([]);
  });
});

/** Slack asks for a minute in the tenth second; so many are called again after so many real seconds. */
function asked(afterSeconds: number, { method = 'chat.update', times = 1 } = {}) {
  const run = aRun();
  run.call(method, at(10), { came: 'limited', limitedBy: 'fault', retryAfterMs: 6_000, error: 'ratelimited' });
  for (let nth = 0; nth < times; nth += 1) run.call(method, at(10 + afterSeconds) + nth);
  return run;
}

describe('when Slack asks to wait', () => {
  test.each([0.3, 6.1])('calls after %s seconds are on their way, or in time', async (seconds) => {
    expect(await asked(seconds, { times: 20 }).broken()).toEqual([]);
  });

  test('a call in between is disobedient', async () => {
    expect(await asked(4).broken()).toEqual([
      'paced: chat.update was called 4000 ms after Slack had asked to wait 6000 ms',
    ]);
  });

  test('on a busy machine as many are on their way as two processes have in hand', async () => {
    expect(await asked(1, { times: 8 }).broken()).toEqual([]);
    expect((await asked(1, { times: 9 }).broken()).join()).toContain('1008 ms after');
  });

  test('an answer to somebody who waits is tried', async () => {
    expect(await asked(4, { method: 'views.open' }).broken()).toEqual([]);
  });

  test('who was killed has told nobody', async () => {
    const run = asked(4);
    run.deeds.unshift({ kind: 'killed', failpoint: null, worker: 0, pid: 7, atMs: at(10.1), untilMs: at(10.1) });
    expect(await run.broken()).toEqual([]);
  });

  test('who was killed much later has told the others', async () => {
    const run = asked(4);
    run.deeds.unshift({ kind: 'killed', failpoint: null, worker: 0, pid: 7, atMs: at(11.5), untilMs: at(11.5) });
    expect((await run.broken()).join()).toContain('paced');
  });

  test('a call that was held back since before is excused, one that began later is not', async () => {
    const held = asked(4);
    held.deeds.unshift(stopped(9, 13.9));
    expect(await held.broken()).toEqual([]);
    const later = asked(4);
    later.deeds.unshift(stopped(12.5, 13.9));
    expect((await later.broken()).join()).toContain('paced');
  });
});
