import { aRun, at } from './a-run.js';

const charge = { book: 'EUR', period: '2026-Q4', amount: 50_000 };

/** Ana's reward of €500, from the request to the file for payroll, as it is when all went well. A test then bends one thing. */
export function aReward() {
  const run = aRun();
  const [personId, manager] = [run.person('U0ANA'), run.person('U0BOSS')];
  const grant = {
    _id: 'grt_00000001',
    version: 3,
    pendingFacts: [],
    personId,
    certificationId: 'CERT-1',
    assignmentId: null as string | null,
    reward: { kind: 'bonus', amount: { minor: 50_000, currency: 'EUR' } },
    state: 'exported',
    charge: charge as typeof charge | null,
    approvals: [{ by: manager }],
    decision: { by: manager },
    due: null as { on: string } | null,
    end: null,
    payroll: [{ key: 'grt_00000001', batchId: 'batch:2026-11:1' }],
  };
  for (const [version, type] of ['requested', 'reserved', 'granted', 'exported'].entries())
    run.fact({ _id: grant._id, version }, `grant.${type}`, at(6 + version), { personId, by: manager });

  const chain = [['source', 'budget', 100_000] as const, ...moves.map(([from, to]) => [from, to, 50_000] as const)];
  const balances = new Map<string, number>();
  const ledger = chain.map(([from, to, amount], index) => ({
    _id: `posting-${index + 1}`,
    book: 'EUR',
    seq: index + 1,
    entries: [
      { account: `${from}:2026-Q4`, amount: -amount },
      { account: `${to}:2026-Q4`, amount },
    ].map(({ account, amount: moved }) => {
      const balance = (balances.get(account) ?? 0) + moved;
      balances.set(account, balance);
      return { account, amount: moved, balance };
    }),
  }));
  const budget = { _id: 'budget:EUR|2026-Q4', version: 0, pendingFacts: [], ...charge, amount: 100_000 };
  const text = 'key,amount\ngrt_00000001,500.00\n';
  const batch = {
    _id: 'batch:2026-11:1',
    seq: 1,
    state: 'written',
    file: { keys: ['grt_00000001'], text },
  };
  Object.assign(run.database, { grants: [grant], ledger, budgets: [budget], payrollBatches: [batch] });
  run.payrollFiles.push(text);
  run.deeds.push({ kind: 'command', what: 'export', how: 'done', atMs: at(20), untilMs: at(21) });

  const about = { _id: grant._id, personId, version: 2 } as Parameters<typeof run.row>[0];
  const row = run.row(about, at(10));
  Object.assign(row, { _id: `rewards.result|${grant._id}:2`, topic: 'rewards.result' });
  const message = run.posted(row, about, at(10), { text: 'Your reward is approved', blocks: [] });
  Object.assign(row, { state: 'sent', ts: message.ts, channel: message.channel });
  return { run, grant, ledger, budget, batch, row, message };
}

const moves = [
  ['budget', 'reserved'],
  ['reserved', 'granted'],
  ['granted', 'exported'],
] as const;
