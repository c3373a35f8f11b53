import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepMeasuring } from './measuring.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('the clock of a long command is measured each minute, also after a failure, and not after its end', async () => {
  let measured = 0;
  const warned: unknown[] = [];
  const log = { debug() {}, info() {}, warn: (fields: unknown) => warned.push(fields), error() {}, fatal() {} };
  const clock = {
    async measure() {
      measured += 1;
      if (measured === 2) throw new Error('the database is away');
    },
  };
  const end = keepMeasuring(clock, log);
  await vi.advanceTimersByTimeAsync(4 * 60_000);
  expect(measured).toBe(4);
  expect(warned).toHaveLength(1);
  end();
  await vi.advanceTimersByTimeAsync(4 * 60_000);
  expect(measured).toBe(4);
});
