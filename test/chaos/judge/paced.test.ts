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

/** Slack asks for 30 seconds in the tenth second; one is called again after so many real seconds. */
function asked(afterSeconds: number, method = 'chat.update') {
  const run = aRun();
  run.call(method, at(10), { came: 'limited', limitedBy: 'fault', retryAfterMs: 3_000, error: 'ratelimited' });
  run.call(method, at(10 + afterSeconds));
  return run;
}

describe('when Slack asks to wait', () => {
  test.each([0.3, 3.1])('a call after %s seconds is on its way, or in time', async (seconds) => {
    expect(await asked(seconds).broken()).toEqual([]);
  });

  test('a call in between is disobedient', async () => {
    expect(await asked(2).broken()).toEqual([
      'paced: chat.update was called 2000 ms after Slack had asked to wait 3000 ms',
    ]);
  });

  test('an answer to somebody who waits is tried', async () => {
    expect(await asked(2, 'views.open').broken()).toEqual([]);
  });

  test('who was killed has told nobody', async () => {
    const run = asked(2);
    run.deeds.unshift({ kind: 'killed', failpoint: null, worker: 0, pid: 7, atMs: at(10.1), untilMs: at(10.1) });
    expect(await run.broken()).toEqual([]);
  });

  test('who was killed much later has told the others', async () => {
    const run = asked(2);
    run.deeds.unshift({ kind: 'killed', failpoint: null, worker: 0, pid: 7, atMs: at(11.5), untilMs: at(11.5) });
    expect((await run.broken()).join()).toContain('paced');
  });

  test('a call that was held back since before is excused, one that began later is not', async () => {
    const held = asked(2);
    held.deeds.unshift(stopped(9, 11.9));
    expect(await held.broken()).toEqual([]);
    const later = asked(2);
    later.deeds.unshift(stopped(11.5, 11.9));
    expect((await later.broken()).join()).toContain('paced');
  });
});
