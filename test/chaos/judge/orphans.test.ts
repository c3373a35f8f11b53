import { expect, test } from 'vitest';
import { aRun, at } from './a-run.js';

function quiet() {
  const run = aRun();
  run.person('U0ANA');
  const assignment = run.due('U0ANA');
  const { row } = run.reminded(assignment, at(6));
  return { run, assignment, row };
}

test('a house at rest has a free lease and ticks that run now and then', async () => {
  const { run } = quiet();
  run.database.leases = [{ _id: 'migrations', holder: null, until: new Date(at(0)) }];
  run.database.agendaJobs = [
    { _id: 'one', name: 'nudges', lockedAt: null },
    { _id: 'two', name: 'dms', lockedAt: new Date(at(89)) },
  ];
  expect(await run.broken()).toEqual([]);
});

test.each([
  ['holding', true, /^orphans: the row .* is not settled$/],
  ['stale', 1, /^orphans: the message of .* is stale$/],
])('a row that was sent is not left %s', async (field, value, says) => {
  const { run, row } = quiet();
  row[field] = value;
  expect(await run.broken()).toEqual([expect.stringMatching(says)]);
});

test.each(['waiting', 'claimed', 'dead'])('no reaction is left %s', async (state) => {
  const { run } = quiet();
  run.database.reactions![0]!.state = state;
  expect(await run.broken()).toEqual([expect.stringMatching(`^orphans: the reaction .* is ${state}$`)]);
});

test('no lease is left held', async () => {
  const { run } = quiet();
  run.database.leases = [{ _id: 'migrations', holder: 'somebody', until: new Date(at(0)) }];
  expect(await run.broken()).toEqual(['orphans: the lease migrations is held']);
});

test.each([at(0), at(86_400)])('no tick is locked by somebody who is gone, or whose clock was ahead', async (ms) => {
  const { run } = quiet();
  run.database.agendaJobs = [{ _id: 'one', name: 'nudges', lockedAt: new Date(ms) }];
  expect(await run.broken()).toEqual([expect.stringMatching(/^orphans: the tick nudges is locked since /)]);
});

test('no facts wait', async () => {
  const { run, assignment } = quiet();
  assignment.pendingFacts = [{ id: 'whatever' }];
  expect(await run.broken()).toEqual([`orphans: facts of assignments ${assignment._id} wait`]);
});

test('a house that did not come to rest is broken', async () => {
  const { run } = quiet();
  run.deeds.pop();
  expect(await run.broken()).toEqual(['ended: nobody says how the run ended']);
  run.deeds.push({ kind: 'gave-up', atMs: at(90), untilMs: at(90) });
  expect(await run.broken()).toEqual(['ended: the house did not come to rest']);
});
