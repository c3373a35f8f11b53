import { describe, expect, test } from 'vitest';
import { aRun, at } from './a-run.js';

function told() {
  const run = aRun();
  run.person('U0ANA');
  const assignment = run.due('U0ANA');
  return { run, assignment, ...run.reminded(assignment, at(6)) };
}

describe('what the app believes', () => {
  test('of a message that Slack does not have is wrong', async () => {
    const { run, row } = told();
    row.ts = '1.000001';
    expect(await run.broken()).toEqual([expect.stringMatching(/^same: .* is sent, but Slack has no such message$/)]);
  });

  test('of what it never posted is wrong, unless it is not certain', async () => {
    const { run, assignment } = told();
    const { said } = assignment.nudge;
    said.push({ reason: 'due-7', row: 'nudge|nobody', at: new Date(at(7)), certain: true });
    expect((await run.broken()).join()).toContain('which was never posted');
    said[1]!.certain = false;
    expect(await run.broken()).toEqual([]);
  });

  test('is remembered once', async () => {
    const { run, assignment } = told();
    assignment.nudge.said.push(assignment.nudge.said[0]!);
    expect((await run.broken()).join()).toContain('remembers twice');
  });

  test('is remembered, unless something happened meanwhile', async () => {
    const { run, assignment, message } = told();
    assignment.nudge.said = [];
    expect((await run.broken()).join()).toContain('does not remember');
    run.changed(assignment, 'assignment.snoozed', at(6.01), { until: '2026-11-26' });
    run.redrawn(message, at(7), run.waiting(assignment));
    expect(await run.broken()).toEqual([]);
  });
});

describe('a message in Slack', () => {
  test('that no row knows is strange', async () => {
    const { run } = told();
    run.database.outbox = [];
    run.database.assignments![0]!.nudge = { said: [] };
    expect((await run.broken()).join()).toContain('a message is known to no row');
  });

  test('that carries no delivery id is strange', async () => {
    const { run, message } = told();
    run.effects.push({ ...message, ts: '1.000001', metadata: null });
    expect(await run.broken()).toEqual(['same: a message carries no delivery id']);
  });

  test('whose row was dropped is strange, unless history could not show it', async () => {
    const { run, row, message, assignment } = told();
    assignment.nudge.said = [];
    Object.assign(row, { state: 'dropped', why: 'empty', ambiguities: 1 });
    expect((await run.broken()).join()).toContain('but its row is dropped');
    message.strippedOfMetadata = true;
    expect(await run.broken()).toEqual([]);
  });

  test('that is left to a person may stand there', async () => {
    const { run, row, assignment } = told();
    assignment.nudge.said[0]!.certain = false;
    Object.assign(row, { state: 'needs-review', why: 'history unreadable: missing_scope', ambiguities: 1 });
    expect((await run.broken()).join()).toContain('which Slack has never said');
    run.call('conversations.history', at(13), { channel: row.channel, came: 'refused', error: 'missing_scope' });
    expect(await run.broken()).toEqual([]);
  });
});

describe('a reminder as it reads in the end', () => {
  test('shows the version that stands', async () => {
    const { run, assignment, message } = told();
    run.changed(assignment, 'assignment.snoozed', at(8), { until: '2026-11-26' });
    expect((await run.broken()).join()).toContain('shows version 0');
    run.redrawn(message, at(9), run.waiting(assignment));
    expect(await run.broken()).toEqual([]);
  });

  test('offers nothing of what is closed', async () => {
    const { run, assignment, message } = told();
    run.changed(assignment, 'assignment.closed', at(8), { closing: 'waived' });
    expect((await run.broken()).join()).toContain('which is closed at version 1');
    run.redrawn(message, at(9), []);
    expect(await run.broken()).toEqual([]);
  });

  test('can be answered for what is open', async () => {
    const { run, message } = told();
    run.redrawn(message, at(9), []);
    expect((await run.broken()).join()).toContain('which is open');
  });

  test('may be old where Slack carried out an update late, or refused it; not where only a process was late', async () => {
    for (const [call, isExcused] of [
      [{ fault: 'late-commit', came: 'lost' }, true],
      [{ came: 'refused', error: 'missing_scope', fault: 'slack-error' }, true],
      [{ came: 'accepted' }, false],
    ] as const) {
      const { run, assignment, message } = told();
      const old = message.blocks;
      run.changed(assignment, 'assignment.snoozed', at(8), { until: '2026-11-26' });
      run.redrawn(message, at(9), run.waiting(assignment));
      run.effects.push({ ...message, kind: 'message.updated', wallMs: at(12), blocks: old });
      run.call('chat.update', at(11.9), { channel: message.channel, wallMs: at(12), ...call });
      expect((await run.broken()).length > 0).toBe(!isExcused);
    }
  });
});

describe('a card', () => {
  const asks = [
    { type: 'actions', elements: [{ type: 'button', action_id: 'credentials.approve', value: 'cre_00000001 0' }] },
  ];

  test('asks about what is handed in, and about nothing that is decided', async () => {
    const { run, message, row, assignment } = told();
    row.topic = 'credentials.review';
    row.items = [];
    assignment.nudge.said = [];
    run.dues.length = 0;
    run.redrawn(message, at(9), asks);
    const { personId, certificationId } = assignment;
    const credential = { _id: 'cre_00000001', version: 0, personId, certificationId, state: 'submitted' };
    run.database.credentials!.push(credential);
    expect(await run.broken()).toEqual([]);
    credential.state = 'verified';
    expect(await run.broken()).toEqual([expect.stringMatching(/^same: the card .* still asks about cre_00000001$/)]);
  });
});
