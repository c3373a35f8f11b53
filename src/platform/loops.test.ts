import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogger } from './logging.js';
import { startLoops } from './loops.js';

const anHourMs = 3_600_000;
let stopping: AbortController;
let lines: string[];
const log = createLogger('info', (line) => lines.push(line));

beforeEach(() => {
  stopping = new AbortController();
  lines = [];
});
afterEach(() => stopping.abort());

/** A loop whose runs the test lets end one by one, saying what each has done. */
function steered(name: string) {
  const begun: { end: (done: number | Error) => void }[] = [];
  const waiting: (() => void)[] = [];
  return {
    loop: {
      name,
      run: () =>
        new Promise<number>((resolve, reject) => {
          begun.push({ end: (done) => (done instanceof Error ? reject(done) : resolve(done)) });
          for (const tell of waiting.splice(0)) tell();
        }),
    },
    runs: () => begun.length,
    async nthRun(n: number) {
      while (begun.length < n) await new Promise<void>((resolve) => waiting.push(resolve));
      return begun[n - 1]!;
    },
  };
}

const turnOfTheEventLoop = () => new Promise((resolve) => setImmediate(resolve));

test('a loop goes on at once while there is work, and rests when there is none', async () => {
  const { loop, nthRun, runs } = steered('work');
  startLoops([loop], log, stopping.signal, anHourMs);
  (await nthRun(1)).end(3);
  (await nthRun(2)).end(0);
  await turnOfTheEventLoop();
  expect(runs()).toBe(2);
});

test('a poke wakes every loop that rests', async () => {
  const [one, two] = [steered('one'), steered('two')];
  const { poke } = startLoops([one.loop, two.loop], log, stopping.signal, anHourMs);
  for (const { nthRun } of [one, two]) (await nthRun(1)).end(0);
  await turnOfTheEventLoop();
  poke();
  await Promise.all([one.nthRun(2), two.nthRun(2)]);
});

test('a poke during a run is not lost', async () => {
  const { loop, nthRun } = steered('work');
  const { poke } = startLoops([loop], log, stopping.signal, anHourMs);
  const first = await nthRun(1);
  poke();
  first.end(0);
  await nthRun(2);
});

test('a loop that rests wakes by itself', async () => {
  const { loop, nthRun } = steered('work');
  startLoops([loop], log, stopping.signal, 5);
  (await nthRun(1)).end(0);
  await nthRun(2);
});

test('a loop that throws is logged, rests and goes on; the others do not notice', async () => {
  const [broken, sound] = [steered('broken'), steered('sound')];
  const { poke } = startLoops([broken.loop, sound.loop], log, stopping.signal, anHourMs);
  (await broken.nthRun(1)).end(new Error('out of order'));
  (await sound.nthRun(1)).end(1);
  await sound.nthRun(2);
  await turnOfTheEventLoop();
  expect(broken.runs()).toBe(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({ loop: 'broken', err: { message: 'out of order' } });
  poke();
  await broken.nthRun(2);
});

test('the stop ends a rest at once, and lets the run in hand end', async () => {
  const [resting, busy] = [steered('resting'), steered('busy')];
  const { ended } = startLoops([resting.loop, busy.loop], log, stopping.signal, anHourMs);
  (await resting.nthRun(1)).end(0);
  const inHand = await busy.nthRun(1);
  stopping.abort();
  let hasEnded = false;
  const end = ended().then(() => {
    hasEnded = true;
  });
  await turnOfTheEventLoop();
  expect(hasEnded).toBe(false);
  inHand.end(1);
  await end;
  expect([resting.runs(), busy.runs()]).toEqual([1, 1]);
});
