import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { surfaces } from '../../src/app/surfaces.js';
import { startHouse } from '../harness/house.js';
import { messages } from './registry.js';

let house: Awaited<ReturnType<typeof startHouse>>;
beforeAll(async () => {
  house = await startHouse();
});
afterAll(() => house.stop());

test('everything that can be pressed in a message has a handler, and every handler something to press', () => {
  const drawn = Object.values(messages).flatMap(({ any }) =>
    fc.sample(any, { numRuns: 60, seed: 1 }).flatMap(({ blocks }) => actionIdsIn(blocks)),
  );
  const handled = Object.keys(surfaces(house.features).presses);
  expect(handled.length).toBeGreaterThan(0);
  expect(handled.toSorted()).toEqual([...new Set(drawn)].toSorted());
});

test('every dialog that can be sent in has a handler, and every handler a dialog', () => {
  const drawn = Object.values(messages).flatMap(({ any }) =>
    fc
      .sample(any, { numRuns: 60, seed: 1 })
      .flatMap(({ view }) => (view?.type === 'modal' && view.submit ? [view.callback_id] : [])),
  );
  const handled = Object.keys(surfaces(house.features).forms);
  expect(handled.toSorted()).toEqual([...new Set(drawn)].toSorted());
});

/** Of what tells us when it is pressed: inputs of a dialog are sent in with it. */
function actionIdsIn(json: unknown): string[] {
  if (typeof json !== 'object' || json === null || ('type' in json && json.type === 'input')) return [];
  return Object.entries(json).flatMap(([key, value]) => (key === 'action_id' ? [String(value)] : actionIdsIn(value)));
}
