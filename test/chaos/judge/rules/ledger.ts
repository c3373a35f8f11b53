import type { Complaint } from '../complaint.js';
import { complain } from '../complaint.js';
import type { History } from '../history.js';
import type { Posting } from '../shapes.js';

/** Kinds of accounts that are never below zero, each with the state of the grants whose money lies there. */
const stateOfAccount = {
  budget: undefined,
  reserved: 'reserved',
  granted: 'granted',
  exported: 'exported',
  paid: 'paid',
} as const;
const kinds = Object.keys(stateOfAccount) as (keyof typeof stateOfAccount)[];

/**
 * The chain of each book has no gap, every posting balances and says what its accounts hold after it, and none of them is
 * overdrawn. In the end each account holds what the grants in its state cost, and what came in is what the budgets say.
 */
export function ledger(history: History): Complaint[] {
  const balances = new Map<string, number>();
  const chains = [...history.ledger].flatMap(([book, chain]) =>
    chain.flatMap((posting, index) => faultsOf(posting, index, (account) => `${book} ${account}`, balances)),
  );
  return [...chains, ...unlikeGrants(history, balances), ...unlikeBudgets(history, balances)];
}

function faultsOf(
  { _id, book, seq, entries }: Posting,
  index: number,
  nameOf: (account: string) => string,
  balances: Map<string, number>,
): Complaint[] {
  const say = (sentence: string) => complain('ledger', `${book} ${seq}: ${sentence}`, [_id]);
  const sum = entries.reduce((total, { amount }) => total + amount, 0);
  const complaints = [
    ...(seq === index + 1 ? [] : [say(`it is the posting number ${index + 1} of its book`)]),
    ...(sum === 0 ? [] : [say(`its entries sum to ${sum}`)]),
  ];
  for (const { account, amount, balance } of entries) {
    const before = balances.get(nameOf(account)) ?? 0;
    balances.set(nameOf(account), before + amount);
    if (before + amount !== balance)
      complaints.push(say(`${account} held ${before}, ${amount} came, and it says ${balance}`));
    if (before + amount < 0 && amount < 0 && isLimited(account))
      complaints.push(say(`${account} is overdrawn by ${-(before + amount)}`));
  }
  return complaints;
}

const isLimited = (account: string) => kinds.some((kind) => account.startsWith(`${kind}:`));

/** At rest nothing is set aside, granted, exported or paid that no grant says, and nothing that one says is missing. */
function unlikeGrants({ grants }: History, balances: ReadonlyMap<string, number>): Complaint[] {
  const costs = new Map<string, number>();
  for (const { state, charge } of grants.values()) {
    const kind = kinds.find((one) => stateOfAccount[one] === state);
    if (kind === undefined || charge === null) continue;
    const account = `${charge.book} ${kind}:${charge.period}`;
    costs.set(account, (costs.get(account) ?? 0) + charge.amount);
  }
  const named = [...balances.keys()].filter((account) => /^\S+ (?:reserved|granted|exported|paid):/.test(account));
  return [...new Set([...costs.keys(), ...named])].flatMap((account) => {
    const [holds, cost] = [balances.get(account) ?? 0, costs.get(account) ?? 0];
    return holds === cost
      ? []
      : [complain('ledger', `${account} holds ${holds}, and its grants cost ${cost}`, [account])];
  });
}

function unlikeBudgets({ budgets }: History, balances: ReadonlyMap<string, number>): Complaint[] {
  return budgets.flatMap(({ _id, book, period, amount }) => {
    const given = -(balances.get(`${book} source:${period}`) ?? 0);
    return given === amount ? [] : [complain('ledger', `${_id} is ${amount}, and ${given} was put into it`, [_id])];
  });
}
