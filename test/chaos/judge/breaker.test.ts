import { describe, expect, test } from 'vitest';
import { aRun, at, lengths } from './a-run.js';

const minute = (60 * lengths.slackSecondMs) / 1_000;
const lost = { came: 'lost' as const, fault: 'accept-then', channel: 'D0ANA' };

/** Five replies are lost in the tenth second; then others are tried at these seconds. */
function tried(seconds: readonly number[], how: object = lost) {
  const run = aRun();
  for (let nth = 0; nth < 5; nth += 1) run.call('chat.postMessage', at(10 + nth / 10), { ...lost, channel: `D${nth}` });
  for (const [nth, second] of seconds.entries())
    run.call('chat.postMessage', at(second), { ...how, channel: `D1${nth}` });
  return run;
}

describe('after five lost replies in a row', () => {
  test('nothing is tried for a minute', async () => {
    expect(await tried([15]).broken()).toEqual(['breaker: a message was tried although 5 replies in a row were lost']);
  });

  test('one message a minute is', async () => {
    const first = 10.4 + minute;
    expect(await tried([first, first + minute, first + 2 * minute]).broken()).toEqual([]);
    expect(await tried([first, first + minute / 2]).broken()).toHaveLength(1);
  });

  test('those that are on their way may arrive', async () => {
    expect(await tried([10.5, 11, 12, 13]).broken()).toEqual([]);
  });

  test('all is well again when one is answered', async () => {
    const probe = 10.4 + minute;
    const run = tried([probe], { came: 'accepted' });
    for (const later of [0.2, 0.4, 0.6]) run.call('chat.postMessage', at(probe + later), { channel: `D2${later}` });
    expect(await run.broken()).toEqual([]);
  });

  test('a process that stood still sends late', async () => {
    const run = tried([15]);
    run.deeds.unshift({
      ...{ kind: 'stopped', failpoint: null, deliveryId: null, worker: 0, pid: 7 },
      atMs: at(10.8),
      untilMs: at(14.9),
    });
    expect(await run.broken()).toEqual([]);
  });
});

test('four are too few', async () => {
  const run = tried([15]);
  run.effects.splice(0, 1);
  expect(await run.broken()).toEqual([]);
});
