import { describe, expect, test } from 'vitest';
import type { Settings } from './scenario.js';
import type { Step } from './timetable.js';
import { timetableOf } from './timetable.js';

const settings: Settings = {
  ...{ minutes: 1, kills: 40, workers: 3, messages: 800, seed: 1, timeScale: 10 },
  patienceSeconds: 240,
};
const isKill = ({ what }: Step) => what === 'kill' || what === 'kill-at-failpoint';

describe('the timetable of a run', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(timetableOf(settings)).toEqual(timetableOf(settings));
    expect(timetableOf({ ...settings, seed: 2 })).not.toEqual(timetableOf(settings));
  });

  test.each([0, 1, 7, 40, 1_000])('has %s kills, two thirds of them at failpoints', (kills) => {
    const steps = timetableOf({ ...settings, kills, minutes: Math.max(1, kills / 50) });
    expect(steps.filter(isKill)).toHaveLength(kills);
    expect(steps.filter(({ what }) => what === 'kill-at-failpoint')).toHaveLength(Math.floor((2 * kills) / 3));
  });

  test('begins everything while the fire lasts, in order, in every part of it', () => {
    const steps = timetableOf({ ...settings, minutes: 5 });
    const times = steps.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(5 * 60_000);
    for (let minute = 0; minute < 5; minute += 1) {
      const inMinute = steps.filter(({ atMs }) => Math.floor(atMs / 60_000) === minute);
      expect(inMinute.filter(isKill).length).toBeGreaterThan(4);
      expect(new Set(inMinute.map(({ what }) => what)).size).toBeGreaterThan(4);
    }
  });

  test('over some minutes leaves nothing out', () => {
    const found = new Set(
      timetableOf({ ...settings, minutes: 10 }).map((step) => `${step.what} ${harmOf(step)}`.trim()),
    );
    const harms = ['reset', 'stall', 'half-open', 'refuse'].flatMap((how) => [`engine ${how}`, `slack ${how}`]);
    for (const what of [
      ...['kill', 'kill-at-failpoint', 'stop', 'residual', 'rolling-restart', 'kill-engine', 'pause-engine', 'clock'],
      ...['token-refused', 'sockets drop', 'sockets refresh', ...harms.map((harm) => `network ${harm}`)],
    ])
      expect(found).toContain(what);
  });
});

function harmOf(step: Step): string {
  if (step.what === 'network') return `${step.to} ${step.how}`;
  return step.what === 'sockets' ? step.how : '';
}
