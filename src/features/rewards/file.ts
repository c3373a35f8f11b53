import { isDeepStrictEqual } from 'node:util';
import type { StatefulWrite } from '../../platform/database/bulk.js';
import type { CalendarDate } from '../../shared/dates.js';
import { latestDateOnEarth } from '../../shared/dates.js';
import type { CertificationId } from '../../shared/ids.js';
import type { Money } from '../../shared/money.js';
import { decimalOf, writeMoney } from '../../shared/money.js';
import { listWords } from '../../shared/text.js';
import type { CellChange, Decision, FileKind, Load, Problem } from '../loading/index.js';
import type { RewardRule, SkillValue, TableFact, Terms } from './reward.js';
import { everyGrade } from './reward.js';
import type { RewardRow } from './reward-row.js';
import { parseRewardRow, rewardColumns } from './reward-row.js';
import type { Limits, Tables } from './rules.js';
import { tooMuch } from './rules.js';
import type { SkillValueRow } from './skill-value-row.js';
import { parseSkillValueRow, skillValueColumns } from './skill-value-row.js';
import type { RewardsStore } from './store.js';
import { ruleId, skillValueId } from './store.js';

type Write<Noun extends { _id: string; version: number }> = StatefulWrite<Noun, TableFact>;

type Deps = Readonly<{
  store: Pick<RewardsStore, 'tablesOf' | 'saveRules' | 'saveSkillValues'>;
  catalog: { all(): Promise<ReadonlyMap<CertificationId, unknown>> };
  limits: Limits;
}>;

/** The rewards file: what earning or renewing a certification brings in a grade, each row from a day on. */
export function createRewardsFile({
  store,
  catalog,
  people,
  limits,
}: Deps & { people: { grades(): Promise<readonly string[]> } }): FileKind<RewardRow, Write<RewardRule>> {
  return {
    name: 'rewards',
    columns: rewardColumns,
    unique: [{ columns: ['code', 'grade', 'occasion', 'from_on'], letterCase: 'matters' }],
    parse: parseRewardRow,

    async decide(rows, load) {
      const [catalogue, grades, tables] = await Promise.all([
        catalog.all(),
        people.grades(),
        store.tablesOf(codesOf(rows)),
      ]);
      return rows.map((row): Decision<Write<RewardRule>> => {
        const _id = ruleId(row);
        const others = tables.rules.filter((rule) => rule._id !== _id);
        const wanted = { ...tables, rules: [...others, { _id, version: 0, ...row }] };
        const decision = decideRow({
          row: { _id, ...row },
          was: tables.rules.find((rule) => rule._id === _id),
          added: 'reward-rule.added',
          changed: 'reward-rule.changed',
          cellsOf: ({ terms }) => termsCells(terms),
          load,
        });
        return unlessWrong(decision, () => [
          ...unknownCode(row, catalogue),
          ...unknownGrade(row, grades),
          ...wrongCurrency(row, limits),
          ...costsTooMuch(row.terms.kind === 'percentage-raise' ? 'percent' : 'amount', {
            tables: wanted,
            row: { _id, from: row.from },
            limits,
          }),
        ]);
      });
    },

    write: (writes, { by, now }) => store.saveRules(writes, { at: now, by }),
  };
}

/** The skill values file: by how much a certification's raises are more or less than their base, each row from a day on. */
export function createSkillValuesFile({ store, catalog, limits }: Deps): FileKind<SkillValueRow, Write<SkillValue>> {
  return {
    name: 'skill-values',
    columns: skillValueColumns,
    unique: [{ columns: ['code', 'from_on'], letterCase: 'matters' }],
    parse: parseSkillValueRow,

    async decide(rows, load) {
      const [catalogue, tables] = await Promise.all([catalog.all(), store.tablesOf(codesOf(rows))]);
      return rows.map((row): Decision<Write<SkillValue>> => {
        const _id = skillValueId(row);
        const others = tables.skillValues.filter((one) => one._id !== _id);
        const wanted = { ...tables, skillValues: [...others, { _id, version: 0, ...row }] };
        const decision = decideRow({
          row: { _id, ...row },
          was: tables.skillValues.find((one) => one._id === _id),
          added: 'skill-value.added',
          changed: 'skill-value.changed',
          cellsOf: ({ valueHundredths, demandHundredths }) => ({
            value: String(valueHundredths / 100),
            demand: String(demandHundredths / 100),
          }),
          load,
        });
        return unlessWrong(decision, () => [
          ...unknownCode(row, catalogue),
          ...costsTooMuch('value', { tables: wanted, row: { _id, from: row.from }, limits }),
        ]);
      });
    },

    write: (writes, { by, now }) => store.saveSkillValues(writes, { at: now, by }),
  };
}

const codesOf = (rows: readonly { certificationId: CertificationId }[]) => [
  ...new Set(rows.map(({ certificationId }) => certificationId)),
];

const unknownCode = (
  { certificationId }: { certificationId: CertificationId },
  catalogue: ReadonlyMap<CertificationId, unknown>,
): Problem[] => (catalogue.has(certificationId) ? [] : [{ column: 'code', reason: 'is not in the catalogue' }]);

const unknownGrade = ({ grade }: RewardRow, grades: readonly string[]): Problem[] =>
  grade === everyGrade || grades.includes(grade)
    ? []
    : [{ column: 'grade', reason: `is nobody’s grade so far; ${everyGrade} stands for every grade` }];

function wrongCurrency({ terms }: RewardRow, limits: Limits): Problem[] {
  const currency = currencyOf(terms);
  if (currency === undefined || limits.some((limit) => limit.currency === currency)) return [];
  const paid = listWords(limits.map((limit) => limit.currency));
  const reason =
    paid === ''
      ? 'is not one in which you pay rewards: REWARD_CURRENCIES names none'
      : `is not one in which you pay rewards: these are ${paid}`;
  return [{ column: 'currency', reason }];
}

function costsTooMuch(
  column: string,
  { tables, row, limits }: { tables: Tables; row: Row; limits: Limits },
): Problem[] {
  const much = tooMuch(tables, { row: row._id, from: row.from, limits });
  if (much === undefined) return [];
  const [cost, limit] = [writeMoney(much.cost), writeMoney(much.limit)];
  return [{ column, reason: `makes a reward of ${cost} a year, and ${limit} is the most that one may cost` }];
}

/** What is stored already is not judged again: nobody may be left in a grade, and limits change. */
function unlessWrong<Noun extends { _id: string; version: number }>(
  decision: Decision<Write<Noun>>,
  problemsOf: () => readonly Problem[],
): Decision<Write<Noun>> {
  const problems = decision.kind === 'create' || decision.kind === 'change' ? problemsOf() : [];
  return problems.length > 0 ? { kind: 'bad', problems } : decision;
}

type Row = Readonly<{ _id: string; from: CalendarDate }>;

/** What is in force stays as it is: somebody may have read it. What is yet to begin may still change. */
function decideRow<Noun extends Row & { version: number }>({
  row,
  was,
  added,
  changed,
  cellsOf,
  load,
}: {
  row: Omit<Noun, 'version'> & Row;
  was: Noun | undefined;
  added: TableFact['type'];
  changed: TableFact['type'];
  cellsOf(row: Omit<Noun, 'version'>): Readonly<Record<string, string>>;
  load: Load;
}): Decision<Write<Noun>> {
  if (was === undefined) return { kind: 'create', write: { kind: 'born', noun: row, fact: { type: added } } };
  const [before, after] = [cellsOf(was), cellsOf(row)];
  if (isDeepStrictEqual(before, after)) return { kind: 'same' };
  if (row.from <= latestDateOnEarth(load.now)) {
    const reason = 'has come, and what holds from it was loaded otherwise: give what is new a later day';
    return { kind: 'bad', problems: [{ column: 'from_on', reason }] };
  }
  const { _id, version, ...set } = { version: 0, ...row };
  return {
    kind: 'change',
    changes: cellChanges(before, after),
    write: { kind: 'changed', was: { _id: was._id, version: was.version }, set, fact: { type: changed } },
  };
}

const cellChanges = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): CellChange[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((column) => ({ column, from: before[column] ?? '', to: after[column] ?? '' }))
    .filter(({ from, to }) => from !== to);

const currencyOf = (terms: Terms) => {
  switch (terms.kind) {
    case 'bonus':
      return terms.amount.currency;
    case 'raise':
      return terms.baseMonthly.currency;
    case 'percentage-raise':
      return terms.referenceMonthly.currency;
    default:
      return undefined;
  }
};

/** As the file would write it. */
function termsCells(terms: Terms): Readonly<Record<string, string>> {
  switch (terms.kind) {
    case 'none':
      return { kind: 'none' };
    case 'points':
      return { kind: 'points', amount: String(terms.points) };
    case 'time-off':
      return { kind: 'time-off', amount: String(terms.halfDays / 2) };
    case 'bonus':
      return { kind: 'bonus', ...moneyCells('amount', terms.amount) };
    case 'raise':
      return { kind: 'raise', ...moneyCells('amount', terms.baseMonthly), lasts: terms.lasts };
    case 'percentage-raise': {
      const percent = String(terms.baseBasisPoints / 100);
      return { kind: 'raise', percent, ...moneyCells('reference', terms.referenceMonthly), lasts: terms.lasts };
    }
  }
}

const moneyCells = (column: 'amount' | 'reference', money: Money) => ({
  [column]: decimalOf(money),
  currency: money.currency,
});
