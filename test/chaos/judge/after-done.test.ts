import { describe, expect, test } from 'vitest';
import { aRun, at, lengths } from './a-run.js';

/** How long after the fact a reminder may still be on its way, in seconds. */
const bound = (lengths.deliveryLeaseMs - lengths.deliveryTimeoutMs) / 1000;

const endings: readonly [string, object][] = [
  ['assignment.closed', { closing: 'waived' }],
  ['assignment.handed-in', {}],
  ['assignment.snoozed', { until: '2026-11-26' }],
];

/** Ana is told in the tenth second of what was over since `seconds`; the message was drawn anew afterwards. */
function told(seconds: number, [type, more]: readonly [string, object] = endings[0]!) {
  const run = aRun();
  run.person('U0ANA');
  const assignment = run.due('U0ANA');
  const { row, message } = run.reminded(assignment, at(10));
  run.changed(assignment, type, at(seconds), more);
  run.redrawn(message, at(11), type === 'assignment.snoozed' ? run.waiting(assignment) : []);
  return { run, row, message, assignment };
}

describe('a reminder that comes after it was done', () => {
  test.each(endings)('is too late after %s', async (type, more) => {
    const { run } = told(10 - bound - 2, [type, more]);
    expect(await run.broken()).toEqual([expect.stringMatching(new RegExp(`^after-done: .* after ${type}`))]);
  });

  test.each(endings)('may have been on its way at %s', async (type, more) => {
    expect(await told(10 - bound, [type, more]).run.broken()).toEqual([]);
  });

  test('is right when it was opened again', async () => {
    const { run, assignment, message } = told(2, ['assignment.handed-in', {}]);
    run.changed(assignment, 'assignment.reopened', at(4));
    run.redrawn(message, at(12), run.waiting(assignment));
    expect(await run.broken()).toEqual([]);
  });

  test('is right on the day until which it was snoozed', async () => {
    expect(await told(2, ['assignment.snoozed', { until: '2026-11-23' }]).run.broken()).toEqual([]);
  });

  test('is not too late as long as nothing proves that the fact stood', async () => {
    const { run } = told(2);
    const reactions = run.database.reactions! as unknown as { _id: string; doneAt: Date }[];
    reactions.find(({ _id }) => _id.includes(':1|'))!.doneAt = new Date(at(9));
    expect(await run.broken()).toEqual([]);
  });

  test('is too late when Slack was told of the press long before', async () => {
    const { run, assignment } = told(2, ['assignment.snoozed', { until: '2026-11-26' }]);
    const reactions = run.database.reactions! as unknown as { _id: string; doneAt: Date }[];
    reactions.find(({ _id }) => _id.includes(':1|'))!.doneAt = new Date(at(9));
    run.act('snooze', 'U0ANA', at(2), { assignmentId: assignment._id });
    expect((await run.broken()).join()).toContain('after assignment.snoozed');
  });

  test('may have been held back by a connection that stood still', async () => {
    const { run } = told(2);
    run.deeds.unshift({ kind: 'network', to: 'slack', what: 'stall', atMs: at(4), untilMs: at(9.9) });
    expect(await run.broken()).toEqual([]);
  });

  test('is counted apart when its process stood between the deadline check and the socket', async () => {
    const { run, row } = told(2);
    const { deliveryId } = row;
    const failpoint = 'delivery.ts:post slack.chat.postMessage before';
    run.deeds.unshift({ kind: 'stopped', failpoint, deliveryId, worker: 0, pid: 7, atMs: at(1), untilMs: at(9.9) });
    const { broken, counts } = await run.verdict();
    expect(broken).toEqual([]);
    expect(counts.residual).toBe(1);
  });

  test('is too late when its process was stopped elsewhere', async () => {
    const { run } = told(2);
    const failpoint = 'outbox.ts:begin outbox.updateOne after';
    run.deeds.unshift({
      kind: 'stopped',
      failpoint,
      deliveryId: null,
      worker: 0,
      pid: 7,
      atMs: at(1),
      untilMs: at(9.9),
    });
    expect((await run.broken()).join()).toContain('after-done');
  });
});

describe('a card', () => {
  test('that comes after the decision is too late', async () => {
    const run = aRun();
    run.person('U0ANA');
    const assignment = run.due('U0ANA');
    const { row } = run.reminded(assignment, at(10));
    row.topic = 'credentials.review';
    row.attempts[0]!.items = [{ id: 'cre_00000001', reason: 'asked', version: 0 }];
    const credential = { _id: 'cre_00000001', version: 1, pendingFacts: [] };
    run.database.proposals = [credential];
    run.fact(credential, 'credential.verified', at(2));
    expect((await run.broken()).join()).toContain('told of cre_00000001 after credential.verified');
  });
});

describe('a person', () => {
  test('who has left is told nothing', async () => {
    const run = aRun();
    const personId = run.person('U0ANA');
    run.reminded(run.due('U0ANA'), at(10));
    run.changedPerson(personId, 'person.left', at(2));
    expect((await run.broken()).join()).toContain('somebody who had left');
  });

  test('who asked for one message a week is told nothing on another day', async () => {
    const run = aRun();
    const personId = run.person('U0ANA', {
      hours: [1, 2].map((day) => ({ day: 8 - day })).concat({ day: 1 }, { day: 7 }),
    });
    run.reminded(run.due('U0ANA'), at(10));
    run.changedPerson(personId, 'person.reminders-chosen', at(2), { reminders: 'weekly' });
    // The run is on a Monday, with which this week begins.
    expect(await run.broken()).toEqual([]);
    run.database.people![0]!.hours = [{ day: 7 }];
    expect((await run.broken()).join()).toContain('one message a week');
  });

  test('who asked for one message a week is told all the same of what is urgent', async () => {
    const run = aRun();
    const personId = run.person('U0ANA', { hours: [{ day: 2 }, { day: 3 }].map(({ day }) => ({ day })) });
    const assignment = run.due('U0ANA');
    assignment.dueOn = '2026-11-24';
    run.reminded(assignment, at(10));
    run.changedPerson(personId, 'person.reminders-chosen', at(2), { reminders: 'weekly' });
    expect(await run.broken()).toEqual([]);
  });
});
