import { afterEach, beforeEach, expect, test } from 'vitest';
import { startHouse } from '../harness/house.js';

let house: Awaited<ReturnType<typeof startHouse>>;
beforeEach(async () => {
  house = await startHouse();
});
afterEach(() => house.stop());

test('a socket comes back, though Slack takes its question for an address and never answers', async () => {
  await house.hire({ slackId: 'U0ANA', name: 'Ana Ruiz' });
  const { faults, sockets } = house.slack;
  faults.next('apps.connections.open', { kind: 'accept-then', what: 'hang' }, { times: 2 });
  faults.next('apps.connections.open', { kind: 'status', status: 503 }, { times: 2 });
  sockets.drop();
  await sockets.connected(2);
  // Each in its turn.
  for (const _ of ['one', 'the other']) expect((await house.slack.act.openHome({ user: 'U0ANA' }))?.acked).toBe(true);
  expect(faults.pending()).toEqual([]);
}, 30_000);
