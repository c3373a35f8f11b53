import { describe, expect, test } from 'vitest';
import { aRun, at } from './a-run.js';

describe('the audit', () => {
  test('explains each version of a document', async () => {
    const run = aRun();
    const personId = run.person('U0ANA');
    run.changedPerson(personId, 'person.changed', at(1));
    run.changedPerson(personId, 'person.changed', at(2));
    expect(await run.broken()).toEqual([]);
    run.database.audit!.shift();
    expect(await run.broken()).toEqual([`audited: people ${personId} has no fact of version 1`]);
  });

  test('explains no version that was never reached', async () => {
    const run = aRun();
    const personId = run.person('U0ANA');
    run.changedPerson(personId, 'person.changed', at(1));
    run.database.people![0]!.version = 0;
    expect(await run.broken()).toEqual([`audited: people ${personId} is at version 0, but has facts of version 1`]);
  });

  test('tells of nothing that is not there, and of the document that names the fact', async () => {
    const run = aRun();
    run.fact({ _id: 'asg_99999999', version: 0 }, 'assignment.opened', at(1));
    expect(await run.broken()).toEqual(['audited: facts are about asg_99999999, which is not there']);
    const personId = run.person('U0ANA');
    run.database.audit![0]!.about = personId;
    expect(await run.broken()).toEqual([`audited: the fact asg_99999999:0 is about ${personId}`]);
  });

  test('tells of no change that has followed from the same fact before', async () => {
    const run = aRun();
    run.person('U0ANA');
    const assignment = run.due('U0ANA');
    run.reminded(assignment, at(6));
    const changed = (seconds: number) =>
      run.changed(assignment, 'assignment.changed', at(seconds), { by: 'per_manager' });
    changed(1);
    changed(2);
    const { _id } = changed(1);
    expect(await run.broken()).toContainEqual(expect.stringMatching(`^audited: ${_id} follows from what .*:1 has`));
  });
});

describe('what somebody was told is done', () => {
  test('is in the audit', async () => {
    const run = aRun();
    run.person('U0ANA');
    const assignment = run.due('U0ANA');
    run.act('snooze', 'U0ANA', at(3), { assignmentId: assignment._id });
    expect((await run.broken()).join()).toContain('U0ANA was told that “snooze” is done, and it is not');
    run.changed(assignment, 'assignment.snoozed', at(3), { until: '2026-11-26' });
    expect(await run.broken()).toEqual([]);
  });

  test('need not be there when nobody was told', async () => {
    const run = aRun();
    run.person('U0ANA');
    const assignment = run.due('U0ANA');
    run.reminded(assignment, at(6));
    run.act('snooze', 'U0ANA', at(7), { assignmentId: assignment._id, acked: false });
    expect(await run.broken()).toEqual([]);
  });

  test.each([
    ['waive', 'proposal.confirmed', { verb: 'waive' }, { verb: 'assign' }],
    ['assign', 'proposal.confirmed', { verb: 'assign' }, { verb: 'waive' }],
    ['hand-in', 'credential.submitted', {}, { certificationId: 'ANOTHER' }],
    ['approve', 'credential.verified', {}, { certificationId: 'ANOTHER' }],
    ['less-often', 'person.reminders-chosen', { reminders: 'weekly' }, { reminders: 'as-planned' }],
  ] as const)('%s is proved by %s, of the right matter', async (what, type, right, wrong) => {
    for (const [more, isProved] of [
      [right, true],
      [wrong, false],
    ] as const) {
      const run = aRun();
      const by = run.person('U0ANA');
      const assignment = run.due('U0ANA');
      run.reminded(assignment, at(6));
      const { _id: assignmentId, personId, certificationId } = assignment;
      run.act(what, 'U0ANA', at(20), { assignmentId: what === 'assign' ? null : assignmentId });
      run.database.proposals = [{ _id: 'pro_00000001', version: 1, pendingFacts: [] }];
      run.fact({ _id: 'pro_00000001', version: 1 }, type, at(20), { by, personId, certificationId, ...more });
      const told = (await run.broken()).filter((complaint) => complaint.startsWith('acknowledged'));
      expect(told.length).toBe(isProved ? 0 : 1);
    }
  });
});
