import { z } from 'zod';
import { blankOr, hundredths, oneOf, parseCells, sensibleDate, someWords, wholeNumber } from '../../shared/cells.js';
import { CertificationId } from '../../shared/ids.js';
import type { Money } from '../../shared/money.js';
import { Currency, minorDigits, readAmount } from '../../shared/money.js';
import type { Cells, Problem } from '../loading/index.js';
import type { RewardRule, Terms } from './reward.js';
import { everyGrade, lastings, occasions } from './reward.js';

export const rewardColumns = [
  { name: 'code', need: 'required' },
  { name: 'grade', need: 'required' },
  { name: 'occasion', need: 'required' },
  { name: 'from_on', need: 'required' },
  { name: 'kind', need: 'required' },
  { name: 'amount', need: 'optional' },
  { name: 'currency', need: 'optional' },
  { name: 'percent', need: 'optional' },
  { name: 'reference', need: 'optional' },
  { name: 'lasts', need: 'optional' },
] as const;

/** Read once its kind and currency are known. */
const someCell = blankOr(undefined, z.string().max(40, 'is too long')).optional();

const shape = z.object({
  code: CertificationId,
  grade: someWords(40),
  occasion: oneOf(...occasions),
  from_on: sensibleDate,
  kind: oneOf('points', 'bonus', 'raise', 'time-off', 'none'),
  amount: someCell,
  currency: blankOr(undefined, Currency).optional(),
  percent: blankOr(undefined, hundredths(0.01, 50)).optional(),
  reference: someCell,
  lasts: blankOr(undefined, oneOf(...lastings)).optional(),
});
type CellsRead = z.infer<typeof shape>;

/** What the file says an occasion brings, from a day on. */
export type RewardRow = Pick<RewardRule, 'grade' | 'occasion' | 'from' | 'certificationId' | 'terms'>;

/** Refuses, too, a raise for a renewal, and a percentage without a grade: it would be of nobody's pay. */
export function parseRewardRow(cells: Cells): { row: RewardRow } | { problems: readonly Problem[] } {
  const read = parseCells(shape, cells);
  if ('problems' in read) return read;
  const problems = [...misplaced(read.row), ...unfit(read.row)];
  if (problems.length > 0) return { problems };
  const terms = termsOf(read.row);
  if ('problem' in terms) return { problems: [terms.problem] };
  const { code, grade, occasion, from_on } = read.row;
  return { row: { certificationId: code, grade, occasion, from: from_on, terms: terms.terms } };
}

type Column = 'amount' | 'currency' | 'percent' | 'reference' | 'lasts';

function columnsOf({ kind, percent }: CellsRead): readonly Column[] {
  switch (kind) {
    case 'none':
      return [];
    case 'points':
    case 'time-off':
      return ['amount'];
    case 'bonus':
      return ['amount', 'currency'];
    case 'raise':
      return percent === undefined ? ['amount', 'currency', 'lasts'] : ['percent', 'reference', 'currency', 'lasts'];
  }
}

function misplaced(read: CellsRead): Problem[] {
  const wanted = columnsOf(read);
  return (['amount', 'currency', 'percent', 'reference', 'lasts'] as const).flatMap((column): Problem[] => {
    if ((read[column] !== undefined) === wanted.includes(column)) return [];
    const reason = wanted.includes(column) ? 'is blank' : `must be blank for ${nameOf(read)}`;
    return [{ column, reason }];
  });
}

function nameOf({ kind, percent }: CellsRead): string {
  return kind === 'raise' ? `a raise by ${percent === undefined ? 'amount' : 'percent'}` : kind;
}

function unfit({ kind, occasion, percent, grade }: CellsRead): Problem[] {
  if (kind !== 'raise') return [];
  return [
    ...(occasion === 'renewal'
      ? [{ column: 'kind', reason: 'must not be a raise: it is given once, and a renewal keeps it' }]
      : []),
    ...(percent !== undefined && grade === everyGrade
      ? [{ column: 'grade', reason: 'must be one grade, as a percentage is reckoned with the pay of a grade' }]
      : []),
  ];
}

type Read<Value> = { value: Value } | { problem: Problem };

function termsOf(read: CellsRead): { terms: Terms } | { problem: Problem } {
  switch (read.kind) {
    case 'none':
      return { terms: { kind: 'none' } };
    case 'points':
      return made(number('amount', wholeNumber(1, 100_000), read), (points) => ({ kind: 'points', points }));
    case 'time-off':
      return made(number('amount', days, read), (halfDays) => ({ kind: 'time-off', halfDays }));
    case 'bonus':
      return made(money('amount', read), (amount) => ({ kind: 'bonus', amount }));
    case 'raise': {
      const lasts = read.lasts!;
      const { percent } = read;
      if (percent === undefined)
        return made(money('amount', read), (baseMonthly) => ({ kind: 'raise', baseMonthly, lasts }));
      return made(money('reference', read), (referenceMonthly) => ({
        kind: 'percentage-raise',
        baseBasisPoints: percent,
        referenceMonthly,
        lasts,
      }));
    }
  }
}

const made = <Value>(read: Read<Value>, terms: (value: Value) => Terms) =>
  'problem' in read ? read : { terms: terms(read.value) };

/** `1`, `2.5`: days, as half days. */
const days = z
  .string()
  .regex(/^\d{1,2}(\.[05])?$/, 'must be a number of days such as 1 or 2.5')
  .transform((text) => Number(text) * 2)
  .refine((halfDays) => halfDays >= 1 && halfDays <= 60, 'must be half a day to 30 days');

function number(column: 'amount', shape: z.ZodType<number, string>, read: CellsRead): Read<number> {
  const parsed = shape.safeParse(read[column]);
  if (parsed.success) return { value: parsed.data };
  return { problem: { column, reason: parsed.error.issues[0]?.message ?? 'is not valid' } };
}

function money(column: 'amount' | 'reference', read: CellsRead): Read<Money> {
  const currency = read.currency!;
  const amount = readAmount(read[column]!, currency);
  if ('reason' in amount) return { problem: { column, reason: amount.reason } };
  if (amount.minor >= 10 ** minorDigits(currency)) return { value: { currency, minor: amount.minor } };
  return { problem: { column, reason: `must be at least 1 ${currency}` } };
}
