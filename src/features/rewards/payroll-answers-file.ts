import type { StatefulWrite } from '../../platform/database/bulk.js';
import { latestDateOnEarth, shortDate } from '../../shared/dates.js';
import type { Money } from '../../shared/money.js';
import { readAmount, writeMoney } from '../../shared/money.js';
import type { Decision, FileKind, Load, Problem } from '../loading/index.js';
import type { Grant, GrantFact } from './grant.js';
import type { GrantStore } from './grant-store.js';
import type { Answer, PayrollEntry } from './payroll.js';
import type { PayrollAnswerRow } from './payroll-answer-row.js';
import { parsePayrollAnswerRow, payrollAnswerColumns } from './payroll-answer-row.js';
import { answering, grantOf, moneyOf } from './payroll-rules.js';

type Write = StatefulWrite<Grant, GrantFact>;

/** Payroll's answer to a file: what was paid, and what was rejected and why. */
export function createPayrollAnswersFile({
  grants,
}: {
  grants: Pick<GrantStore, 'byIds' | 'saveAll'>;
}): FileKind<PayrollAnswerRow, Write> {
  return {
    name: 'payroll-answers',
    columns: payrollAnswerColumns,
    unique: [{ columns: ['key'], letterCase: 'matters' }],
    parse: parsePayrollAnswerRow,

    async decide(rows, load) {
      const found = await grants.byIds([...new Set(rows.map(({ key }) => grantOf(key)))]);
      const byId = new Map(found.map((grant) => [grant._id, grant]));
      return rows.map((row) => decideRow(row, byId.get(grantOf(row.key)), load));
    },

    write: (writes, { by, now }) => grants.saveAll(writes, { at: now, by }),
  };
}

function decideRow(row: PayrollAnswerRow, grant: Grant | undefined, load: Load): Decision<Write> {
  const entry = grant?.payroll.find(({ key }) => key === row.key);
  if (grant === undefined || entry === undefined) return bad('key', 'stands in no file that payroll was given');
  const answer: Answer = { result: row.result, on: row.paid_on, note: row.note ?? '' };
  const problems = [...otherMoney(row, grant), ...inFuture(row, load), ...answered(entry, answer)];
  if (problems.length > 0) return { kind: 'bad', problems };
  if (entry.answer !== null) return { kind: 'same' };
  const first = unansweredReward(grant, entry);
  if (first !== undefined) {
    const waitsFor = { column: 'key', reason: `takes back ${first.key}, which payroll has not answered yet` };
    return load.hasKey(first.key)
      ? { kind: 'change-later', now: { kind: 'same' }, waitsFor }
      : { kind: 'bad', problems: [waitsFor] };
  }
  return {
    kind: 'change',
    changes: [{ column: 'result', from: '', to: row.result }],
    write: { kind: 'changed', was: grant, ...answering(grant, entry, answer) },
  };
}

const bad = (column: string, reason: string): Decision<Write> => ({ kind: 'bad', problems: [{ column, reason }] });

/** What is taken back was paid or rejected first. */
const unansweredReward = ({ payroll }: Grant, { kind }: PayrollEntry): PayrollEntry | undefined =>
  kind === 'reversal' ? payroll.find((one) => one.kind === 'reward' && one.answer === null) : undefined;

const inFuture = ({ paid_on }: PayrollAnswerRow, { now }: Load): Problem[] =>
  paid_on > latestDateOnEarth(now) ? [{ column: 'paid_on', reason: 'is in the future' }] : [];

/** The same answer again is none; another one is for somebody to look at. */
function answered({ answer: was }: PayrollEntry, answer: Answer): Problem[] {
  if (was === null || (was.result === answer.result && was.on === answer.on)) return [];
  return [{ column: 'result', reason: `is another answer: it was ${was.result} on ${shortDate(was.on)} already` }];
}

function otherMoney({ amount, currency }: PayrollAnswerRow, { reward }: Grant): Problem[] {
  const told = moneyOf(reward);
  if (told === undefined || reward.kind === 'percentage-raise') {
    return currency !== undefined && currency !== told?.currency ? [wrongCurrency(told)] : [];
  }
  if (currency !== undefined && currency !== told.currency) return [wrongCurrency(told)];
  if (amount === undefined) return [];
  const read = readAmount(amount, told.currency);
  if ('reason' in read) return [{ column: 'amount', reason: read.reason }];
  return read.minor === told.minor
    ? []
    : [{ column: 'amount', reason: `is another amount: payroll was told ${writeMoney(told)}` }];
}

const wrongCurrency = (told: Money | undefined): Problem => ({
  column: 'currency',
  reason:
    told === undefined ? 'must be blank: no money was to be paid' : `must be ${told.currency}, as payroll was told`,
});
