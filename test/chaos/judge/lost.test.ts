import { describe, expect, test } from 'vitest';
import { aRun, at } from './a-run.js';

describe('a run in which all went well', () => {
  test('keeps the promise, and is counted', async () => {
    const run = aRun();
    for (const slackId of ['U0ANA', 'U0BEN']) {
      run.person(slackId);
      run.reminded(run.due(slackId), at(6));
    }
    run.deeds.unshift({ kind: 'killed', failpoint: null, worker: 0, pid: 7, atMs: at(1), untilMs: at(1) });
    const { broken, counts } = await run.verdict();
    expect(broken).toEqual([]);
    expect(counts).toMatchObject({
      kills: 1,
      deliveries: 2,
      underFire: 2,
      repliesLost: 0,
      lost: 0,
      latenessMs: { p50: 1_000, p99: 1_000 },
      recoveryMs: 30_000,
    });
  });
});

describe('a reminder is lost', () => {
  test('that was never shown', async () => {
    const run = aRun();
    run.person('U0ANA');
    run.due('U0ANA', 'First aid');
    expect(await run.broken()).toEqual(['lost: “First aid” for U0ANA was never shown; no row has ever tried to']);
  });

  test('that only a longer name was shown of', async () => {
    const run = aRun();
    run.person('U0ANA');
    run.due('U0ANA', 'First aid');
    run.reminded(run.due('U0ANA', 'First aid2'), at(6));
    expect(await run.broken()).toEqual([expect.stringMatching(/^lost: “First aid” for U0ANA was never shown/)]);
  });

  test('that was shown after its window, or before it', async () => {
    const run = aRun();
    run.person('U0ANA');
    run.person('U0BEN');
    run.reminded(run.due('U0ANA'), at(66));
    run.reminded(run.due('U0BEN'), at(2));
    expect(await run.broken()).toEqual([
      expect.stringMatching(/^lost: .* only after its window$/),
      expect.stringMatching(/^lost: .* before it was due$/),
    ]);
  });

  test.each(['claimed', 'sending', 'unknown'])('whose row is still %s', async (state) => {
    const run = aRun();
    run.person('U0ANA');
    const assignment = run.due('U0ANA');
    run.reminded(assignment, at(6));
    Object.assign(run.row(assignment, at(7)), { state });
    expect((await run.broken()).join()).toContain(`is still ${state}`);
  });

  test.each(['empty', 'window passed', 'ours: compose failed', 'recipient: is_archived'])(
    'whose row was dropped as “%s”, when nothing else tells why',
    async (why) => {
      const run = aRun();
      run.person('U0ANA');
      Object.assign(run.row(run.due('U0ANA'), at(6)), { state: 'dropped', why });
      expect((await run.broken())[0]).toMatch(/^lost: .* was never shown/);
    },
  );

  test('whose row was dropped for a reason that Slack has never said', async () => {
    const run = aRun();
    run.person('U0ANA');
    const assignment = run.due('U0ANA');
    run.reminded(assignment, at(6));
    const news = { topic: 'credentials.result', state: 'dropped', why: 'recipient: is_archived' };
    Object.assign(run.row(assignment, at(6)), news);
    expect(await run.broken()).toEqual([expect.stringMatching(/^lost: .* which Slack has never said$/)]);
  });

  test('that is left to a person although it was tried once only', async () => {
    const run = aRun();
    run.person('U0ANA');
    const row = run.row(run.due('U0ANA'), at(6));
    Object.assign(row, { state: 'needs-review', why: 'two replies were lost', ambiguities: 1 });
    expect(await run.broken()).toEqual([expect.stringContaining('although it was not tried twice')]);
  });
});

test('what is lost is lost once', async () => {
  const run = aRun();
  run.person('U0ANA');
  run.row(run.due('U0ANA'), at(6));
  expect(await run.broken()).toEqual([expect.stringMatching(/^lost: .* was never shown; .* is sending$/)]);
});

describe('a reminder is not lost', () => {
  test('that is left to a person after two lost replies; it is counted', async () => {
    const run = aRun();
    run.person('U0ANA');
    const row = run.row(run.due('U0ANA'), at(6));
    row.attempts.push(row.attempts[0]!);
    Object.assign(row, { state: 'needs-review', why: 'two replies were lost', ambiguities: 2 });
    const { broken, counts } = await run.verdict();
    expect(broken).toEqual([]);
    expect(counts.needsReview).toBe(1);
  });

  test.each([
    ['assignment.closed', { closing: 'waived' }, 'waived'],
    ['assignment.handed-in', {}, 'in-review'],
    ['assignment.snoozed', { until: '2026-11-26' }, 'snoozed'],
  ])('when %s came first', async (type, more, reason) => {
    const run = aRun();
    run.person('U0ANA');
    run.changed(run.due('U0ANA'), type, at(3), more);
    const { broken, counts } = await run.verdict();
    expect(broken).toEqual([]);
    expect(counts.skipped).toEqual({ [reason]: 1 });
  });

  test.each([
    ['person.left', {}, 'left'],
    ['person.reminders-chosen', { reminders: 'weekly' }, 'less-often'],
  ])('when %s came first', async (type, more, reason) => {
    const run = aRun();
    const personId = run.person('U0ANA');
    run.due('U0ANA');
    run.changedPerson(personId, type, at(3), more);
    const { broken, counts } = await run.verdict();
    expect(broken).toEqual([]);
    expect(counts.skipped).toEqual({ [reason]: 1 });
  });

  test('when Slack refused it for good, as its log says too', async () => {
    const run = aRun();
    run.person('U0ANA');
    const row = run.row(run.due('U0ANA'), at(6));
    Object.assign(row, { state: 'dropped', why: 'recipient: is_archived' });
    run.call('chat.postMessage', at(6), { deliveryId: row.deliveryId, came: 'refused', error: 'is_archived' });
    const { broken, counts } = await run.verdict();
    expect(broken).toEqual([]);
    expect(counts.skipped).toEqual({ 'refused: is_archived': 1 });
  });
});
