/** What must hold for a chain of postings, whoever wrote it. Imports nothing of the app. */

type Entry = Readonly<{ account: string; amount: number }>;
type Wanted = Readonly<{ key: string; entries: readonly Entry[] }>;
type Answer =
  | Readonly<{ kind: 'posted' | 'already-posted'; posting: Readonly<{ _id: string; seq: number }> }>
  | Readonly<{ kind: 'refused'; account: string; missing: number }>;
type Posting = Readonly<{ _id: string; seq: number; entries: readonly (Entry & { balance: number })[] }>;

/** In the order of the chain; `answers` in any. `limited`: accounts that must never be below zero. */
export function complaintsAbout(
  chain: readonly Posting[],
  { answers, limited }: { answers: readonly { wanted: Wanted; answer: Answer }[]; limited: readonly string[] },
): string[] {
  const complaints: string[] = [];
  const keys = new Set<string>();
  const holds = new Map<string, number>();
  /** All that each account ever held, in order. */
  const held = new Map<string, Set<number>>();

  chain.forEach(({ _id, seq, entries }, n) => {
    if (seq !== n + 1) complaints.push(`${_id} has place ${seq}, after ${n} others`);
    if (keys.has(_id)) complaints.push(`${_id} stands twice`);
    keys.add(_id);
    let sum = 0;
    for (const { account, amount, balance } of entries) {
      const after = (holds.get(account) ?? 0) + amount;
      sum += amount;
      holds.set(account, after);
      held.set(account, (held.get(account) ?? new Set([0])).add(after));
      if (balance !== after) complaints.push(`${_id} says that ${account} holds ${balance}, not ${after}`);
      if (after < 0 && limited.includes(account)) complaints.push(`${_id} leaves ${after} in ${account}`);
    }
    if (sum !== 0) complaints.push(`${_id} makes ${sum} out of nothing`);
  });

  const postedOnce = new Set<string>();
  for (const { wanted, answer } of answers) {
    const standing = chain.find(({ _id }) => _id === wanted.key);
    if (answer.kind === 'refused') {
      const takes = wanted.entries.find(({ account }) => account === answer.account)?.amount ?? 0;
      const couldHold = (held.get(answer.account) ?? new Set([0])).has(-answer.missing - takes);
      if (!couldHold || answer.missing <= 0)
        complaints.push(`${wanted.key} was refused for ${answer.missing} that were not missing`);
      continue;
    }
    if (answer.posting.seq !== standing?.seq || !saysTheSame(standing, wanted))
      complaints.push(`${wanted.key} was said to be posted`);
    if (answer.kind !== 'posted') continue;
    if (postedOnce.has(wanted.key)) complaints.push(`${wanted.key} was said to be posted by two`);
    postedOnce.add(wanted.key);
  }
  return complaints;
}

const saysTheSame = ({ entries }: Posting, wanted: Wanted) =>
  JSON.stringify(entries.map(({ account, amount }) => [account, amount])) ===
  JSON.stringify(wanted.entries.map(({ account, amount }) => [account, amount]));
