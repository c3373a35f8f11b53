import { describe, expect, test } from 'vitest';
import { aReward } from './a-reward.js';
import { at } from './a-run.js';

test('a reward that was requested, approved, told and exported keeps the promise', async () => {
  expect(await aReward().run.broken()).toEqual([]);
});

describe('a reward', () => {
  test('is decided once', async () => {
    const { run, grant } = aReward();
    grant.version = 4;
    run.fact({ _id: grant._id, version: 4 }, 'grant.declined', at(30));
    expect(await run.broken()).toEqual(
      expect.arrayContaining([
        'rewards: grt_00000001 was decided 2 times',
        'rewards: grt_00000001 is exported, but its facts say declined',
      ]),
    );
  });

  test('is never approved by whoever gets it, nor twice by one person', async () => {
    const { run, grant } = aReward();
    grant.approvals = [{ by: grant.personId }, { by: grant.personId }];
    expect(await run.broken()).toEqual([
      expect.stringMatching(/^rewards: grt_00000001 was decided by .*, whose it is$/),
      'rewards: grt_00000001 was approved twice by one person',
    ]);
  });

  test('that costs much in a year needs two', async () => {
    const { run, grant } = aReward();
    Object.assign(grant, { reward: { kind: 'raise', monthly: { minor: 10_000, currency: 'EUR' } } });
    expect(await run.broken()).toEqual(['rewards: grt_00000001 was granted by 1, and needs 2']);
  });

  test('keeps a promise once', async () => {
    const { run, grant } = aReward();
    grant.assignmentId = 'asg_00000001';
    run.database.grants!.push({ ...grant, _id: 'grt_00000002', version: 0, charge: null, payroll: [] });
    expect(await run.broken()).toEqual(['rewards: grt_00000001 and grt_00000002 keep the same promise']);
  });

  test('that was promised and earned is requested', async () => {
    const { run, grant } = aReward();
    const about = { personId: grant.personId, certificationId: 'CERT-2' };
    const promise = {
      _id: 'promise:asg_00000001',
      version: 0,
      pendingFacts: [],
      assignmentId: 'asg_00000001',
      ...about,
    };
    run.database.rewardPromises = [promise];
    expect(await run.broken()).toEqual([]);
    run.fact({ _id: promise._id, version: 0 }, 'credential.verified', at(12), about);
    expect(await run.broken()).toEqual(['lost: what was promised for asg_00000001 was earned and never requested']);
  });

  test('is told to whoever gets it, unless they have left', async () => {
    const { run, row, message } = aReward();
    run.effects.splice(run.effects.indexOf(message), 2);
    Object.assign(row, { state: 'dropped', why: 'empty' });
    expect(await run.broken()).toEqual([expect.stringMatching(/^lost: nobody told .* of grant.granted .* \(empty\)$/)]);
    run.changedPerson(row.to as string, 'person.left', at(8));
    expect(await run.broken()).toEqual([]);
  });

  test('is asked about on no card any more once it is decided', async () => {
    const { run, message } = aReward();
    const value = 'grt_00000001 1';
    run.redrawn(message, at(12), [
      { type: 'actions', elements: [{ type: 'button', action_id: 'rewards.approve', value }] },
    ]);
    expect(await run.broken()).toEqual([expect.stringMatching(/^same: the card of .* still asks about grt_00000001$/)]);
  });

  test('that somebody was told they had approved is approved', async () => {
    const { run } = aReward();
    run.act('approve-reward', 'U0BOSS', at(8), { about: 'grt_00000001' });
    expect(await run.broken()).toEqual([]);
    run.act('decline-reward', 'U0BOSS', at(9), { about: 'grt_00000001' });
    expect(await run.broken()).toEqual(['acknowledged: U0BOSS was told that “decline-reward” is done, and it is not']);
  });
});

describe('the ledger', () => {
  test('has no gap, and each posting balances', async () => {
    const { run, ledger } = aReward();
    ledger[3]!.seq = 5;
    ledger[1]!.entries[1]!.amount = 49_000;
    const broken = await run.broken();
    expect(broken).toContain('ledger: EUR 5: it is the posting number 4 of its book');
    expect(broken).toContain('ledger: EUR 2: its entries sum to -1000');
    expect(broken).toContain('ledger: EUR 2: reserved:2026-Q4 held 0, 49000 came, and it says 50000');
  });

  test('overdraws no budget, and says what the budgets say', async () => {
    const { run, ledger, budget } = aReward();
    for (const entry of ledger[0]!.entries)
      Object.assign(entry, { amount: entry.amount / 5, balance: entry.balance / 5 });
    ledger[1]!.entries[0]!.balance = -30_000;
    const broken = await run.broken();
    expect(broken).toContain('ledger: EUR 2: budget:2026-Q4 is overdrawn by 30000');
    expect(broken).toContain('ledger: budget:EUR|2026-Q4 is 100000, and 20000 was put into it');
    budget.amount = 20_000;
    expect(await run.broken()).toEqual(['ledger: EUR 2: budget:2026-Q4 is overdrawn by 30000']);
  });

  test('holds in each account what the rewards in that state cost', async () => {
    const { run, ledger } = aReward();
    ledger.pop();
    expect(await run.broken()).toEqual([
      'ledger: EUR exported:2026-Q4 holds 0, and its grants cost 50000',
      'ledger: EUR granted:2026-Q4 holds 50000, and its grants cost 0',
    ]);
  });
});

describe('payroll', () => {
  test('is told each thing in one file', async () => {
    const { run, batch } = aReward();
    const again = { ...batch, _id: 'batch:2026-11:2', seq: 2, file: { ...batch.file, text: 'key\ngrt_00000001\n' } };
    run.database.payrollBatches!.push(again);
    expect(await run.broken()).toEqual([
      'payroll: there is no file that says what batch:2026-11:2 says',
      'payroll: grt_00000001 stands in batch:2026-11:1 and in batch:2026-11:2',
      'payroll: grt_00000001 is not in batch:2026-11:1, where its grant has it',
    ]);
  });

  test('has the files that were settled, letter by letter', async () => {
    const { run } = aReward();
    run.payrollFiles[0] = 'key,amount\ngrt_00000001,600.00\n';
    expect(await run.broken()).toEqual([
      'payroll: there is no file that says what batch:2026-11:1 says',
      expect.stringMatching(/^payroll: a file says what no batch says/),
    ]);
  });

  test('is told of all that was granted by then, and of what its grants know', async () => {
    const { run, grant, ledger } = aReward();
    Object.assign(grant, { state: 'granted', version: 2, payroll: [], due: { on: '2026-11-23' } });
    run.database.audit = run.database.audit!.filter(({ _id }) => _id !== 'grt_00000001:3');
    run.database.reactions = run.database.reactions!.filter(({ _id }) => !_id.startsWith('grt_00000001:3'));
    ledger.pop();
    expect(await run.broken()).toEqual([
      'payroll: grt_00000001 stands in a file, and its grant does not know it',
      'payroll: grt_00000001 is owed to payroll, and the last file does not name it',
    ]);
  });

  test('leaves no batch half made', async () => {
    const { run, batch } = aReward();
    batch.state = 'sealed';
    expect(await run.broken()).toEqual(['payroll: batch:2026-11:1 is still sealed']);
  });
});

test('what a run was to meet and did not is said', async () => {
  const { run } = aReward();
  run.meets.push(['grant.granted', 'grant.declined'], ['grant.over-budget', 'budget.changed']);
  const met = { 'grant.granted': 1, 'grant.declined': 0, 'grant.over-budget': 0, 'budget.changed': 0 };
  expect((await run.verdict()).counts.met).toEqual(met);
  expect(await run.broken()).toEqual([
    'unmet: nothing of this run met grant.over-budget or budget.changed: it was not under fire',
  ]);
});
