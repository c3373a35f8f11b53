import { describe, expect, test } from 'vitest';
import { aRun, at } from './a-run.js';

const hour = 3_600;

/** Ana is asked after an hour of study time how it went, and says that it was kept. */
function studied() {
  const run = aRun();
  const personId = run.person('U0ANA');
  const block = {
    _id: 'blk_00000001',
    version: 0,
    pendingFacts: [] as object[],
    personId,
    planId: null as string | null,
    startsAt: new Date(at(5 - hour)),
    endsAt: new Date(at(5)),
    state: 'planned',
  };
  Object.assign(run.database, { trainingBlocks: [block], studyPlans: [], invitations: [] });
  run.words.push({
    blockId: block._id,
    slackId: 'U0ANA',
    topic: 'training-time.ask',
    dueMs: at(5),
    untilMs: at(60),
  });
  /** One row that asks, and its message. */
  function ask(ms: number) {
    const about = { _id: block._id, personId, version: block.version } as Parameters<typeof run.row>[0];
    const row = run.row(about, ms);
    Object.assign(row, { _id: `training-time.ask|${ms}`, topic: 'training-time.ask' });
    const value = `${block._id} ${block.version}`;
    const blocks = [{ type: 'actions', elements: [{ type: 'button', action_id: 'training-time.kept', value }] }];
    const message = run.posted(row, about, ms, { text: `Did it happen? ${ms}`, blocks });
    Object.assign(row, { state: 'sent', ts: message.ts, channel: message.channel });
    return { row, message };
  }
  const keep = (ms: number) => {
    Object.assign(block, { version: 1, state: 'kept' });
    run.fact(block, 'training-block.kept', ms, { personId, by: personId });
  };
  return { run, block, ask, keep };
}

describe('a word of study time', () => {
  test('is said once, in its time', async () => {
    const { run, ask } = studied();
    expect(await run.broken()).toEqual(['lost: training-time.ask of blk_00000001 was never said to U0ANA']);
    ask(at(7));
    expect(await run.broken()).toEqual([]);
    ask(at(9));
    expect(await run.broken()).toEqual([expect.stringMatching(/^doubled: .* blk_00000001 due-14 was told by /)]);
  });

  test('does not come before its time', async () => {
    const { run, ask } = studied();
    ask(at(2));
    expect(await run.broken()).toEqual(['lost: training-time.ask of blk_00000001 came before its time']);
  });

  test('is left out where there is nothing to ask any more, and then must not be said', async () => {
    const { run, ask, keep } = studied();
    keep(at(4));
    expect(await run.broken()).toEqual([]);
    run.redrawn(ask(at(12)).message, at(13));
    expect(await run.broken()).toEqual([expect.stringMatching(/^after-done: .* told of blk_00000001 after/)]);
  });

  test('can be answered as long as nobody has, and no longer', async () => {
    const { run, ask, keep } = studied();
    const { message } = ask(at(7));
    keep(at(8));
    expect(await run.broken()).toEqual([expect.stringMatching(/^same: the card of .* still asks about blk_00000001$/)]);
    run.redrawn(message, at(9));
    expect(await run.broken()).toEqual([]);
  });
});

describe('study time', () => {
  test('of one person never overlaps', async () => {
    const { run, block, ask } = studied();
    ask(at(7));
    const other = { ...block, _id: 'blk_00000002', startsAt: new Date(at(0)), endsAt: new Date(at(hour)) };
    run.database.trainingBlocks!.push(other);
    expect(await run.broken()).toEqual([
      expect.stringMatching(/^study-time: blk_00000001 and blk_00000002 .* overlap$/),
    ]);
    other.state = 'dropped';
    expect(await run.broken()).toEqual([]);
  });

  test('that is agreed has all its times, and what was given up has none to come', async () => {
    const { run, block, ask } = studied();
    ask(at(7));
    const plan = {
      _id: 'pln_00000001',
      version: 0,
      pendingFacts: [],
      state: 'agreed',
      dates: ['2026-11-25', '2026-12-02'],
    };
    run.database.studyPlans!.push(plan);
    const time = {
      ...block,
      _id: 'blk_00000002',
      planId: plan._id,
      startsAt: new Date(at(48 * hour)),
      endsAt: new Date(at(49 * hour)),
    };
    run.database.trainingBlocks!.push(time);
    expect(await run.broken()).toEqual(['study-time: pln_00000001 is agreed for 2 days, and has 1 times']);
    Object.assign(plan, { version: 1, state: 'ended' });
    run.fact(plan, 'study-plan.ended', at(20));
    expect(await run.broken()).toEqual([
      'study-time: blk_00000002 is still planned, and its plan pln_00000001 has ended',
    ]);
  });
});

describe('a calendar', () => {
  function invited() {
    const { run, block, ask } = studied();
    ask(at(7));
    const invitation = { _id: block._id, sequence: 1, state: 'told', invited: 'ana@example.com' as string | null };
    run.database.invitations!.push(invitation);
    const mail = (method: string, sequence: number, to = 'ana@example.com') =>
      run.mails.push({
        to,
        text: `BEGIN:VCALENDAR\r\nMETHOD:${method}\r\nBEGIN:VEVENT\r\nUID:${block._id}\r\n @laurel\r\nSEQUENCE:${sequence}\r\n`,
      });
    return { run, block, invitation, mail };
  }

  test('has what the app believes that it has', async () => {
    const { run, invitation, mail } = invited();
    expect(await run.broken()).toEqual([
      'calendars: blk_00000001 is in the calendar of ana@example.com, to which no mail went',
    ]);
    mail('REQUEST', 0);
    expect(await run.broken()).toEqual(['calendars: blk_00000001 has number 1, and the last mail had 0']);
    mail('REQUEST', 1);
    expect(await run.broken()).toEqual([]);
    invitation.invited = null;
    expect(await run.broken()).toEqual(['calendars: blk_00000001 was never taken out']);
    mail('CANCEL', 1);
    expect(await run.broken()).toEqual([]);
    invitation.state = 'owed';
    expect(await run.broken()).toEqual(['calendars: blk_00000001 is still owed']);
  });

  test('is never sent a lower number after a higher one, but by a process that stood still', async () => {
    const { run, mail } = invited();
    for (const sequence of [1, 0, 1]) mail('REQUEST', sequence);
    expect(await run.broken()).toEqual(['calendars: blk_00000001@laurel to ana@example.com was sent as 0 after 1']);
    const stop = { kind: 'stopped', failpoint: null, deliveryId: null, worker: 0, pid: 7 } as const;
    run.deeds.unshift({ ...stop, atMs: at(20), untilMs: at(27) });
    expect(await run.broken()).toEqual([]);
  });

  test('has one entry for a plan, not one for each of its times', async () => {
    const { run, block, mail } = invited();
    mail('REQUEST', 1);
    block.planId = 'pln_00000001';
    expect(await run.broken()).toEqual(['calendars: blk_00000001 is an entry beside its plan pln_00000001']);
  });
});
