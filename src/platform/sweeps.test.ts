import { expect, test } from 'vitest';
import { createLogger } from './logging.js';
import type { Sweep } from './sweeps.js';
import { runSweeps } from './sweeps.js';

function sweepsThat(...deeds: ((keepsGoing: () => boolean) => number)[]) {
  const ran: string[] = [];
  const sweeps = deeds.map((deed, index): Sweep => {
    const name = `sweep ${index}`;
    return {
      name,
      async run(keepsGoing) {
        ran.push(name);
        return deed(keepsGoing);
      },
    };
  });
  return { sweeps, ran };
}

const fails = () => {
  throw new Error('out of order');
};

test('sweeps run in their order and answer how much was done in all', async () => {
  const { sweeps, ran } = sweepsThat(
    () => 2,
    () => 0,
    () => 5,
  );
  expect(
    await runSweeps(
      sweeps,
      createLogger('info', () => {}),
      new AbortController().signal,
    ),
  ).toBe(7);
  expect(ran).toEqual(['sweep 0', 'sweep 1', 'sweep 2']);
});

test('a sweep that fails is logged by name and keeps no other from running', async () => {
  const lines: string[] = [];
  const { sweeps, ran } = sweepsThat(
    () => 2,
    fails,
    () => 5,
  );
  const log = createLogger('info', (line) => lines.push(line));
  expect(await runSweeps(sweeps, log, new AbortController().signal)).toBe(7);
  expect(ran).toHaveLength(3);
  expect(JSON.parse(lines[0]!)).toMatchObject({ sweep: 'sweep 1', err: { message: 'out of order' } });
});

test('the stop lets the sweep in hand see it, and begins no other', async () => {
  const stopping = new AbortController();
  const { sweeps, ran } = sweepsThat(
    (keepsGoing) => {
      expect(keepsGoing()).toBe(true);
      stopping.abort();
      expect(keepsGoing()).toBe(false);
      return 1;
    },
    () => 5,
  );
  expect(
    await runSweeps(
      sweeps,
      createLogger('info', () => {}),
      stopping.signal,
    ),
  ).toBe(1);
  expect(ran).toEqual(['sweep 0']);
});
