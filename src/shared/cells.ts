/** Parts of which the parsers of CSV rows are made. Reasons never hold the cell itself. */
import { z } from 'zod';
import { CalendarDate } from './dates.js';
import { cleanText } from './text.js';

/** Words, cleaned of what nobody sees; at most `max` characters. May be blank. */
export const words = (max: number) =>
  z
    .string()
    .transform(cleanText)
    .refine((text) => text.length <= max, `is longer than ${max} characters`);

/** Words that must be there. */
export const someWords = (max: number) => words(max).refine((text) => text !== '', 'is blank');

/** What a blank cell says, and how any other is read. */
export const blankOr = <const Blank, Filled extends z.ZodType<unknown, string>>(blank: Blank, filled: Filled) =>
  z.string().transform((cell, context): Blank | z.output<Filled> => {
    if (cell === '') return blank;
    const parsed = filled.safeParse(cell);
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom', message: parsed.error.issues[0]?.message ?? 'is not valid' });
    return z.NEVER;
  });

const answersKept = 1_000;

/** For what is slow to judge and says the same in thousands of rows, such as a time zone: each cell is judged once. */
export function remembered<Filled extends z.ZodType<unknown, string>>(filled: Filled) {
  const answers = new Map<string, z.ZodSafeParseResult<z.output<Filled>>>();
  return z.string().transform((cell, context): z.output<Filled> => {
    const answer = answers.get(cell) ?? filled.safeParse(cell);
    if (answers.size < answersKept) answers.set(cell, answer);
    if (answer.success) return answer.data;
    context.addIssue({ code: 'custom', message: answer.error.issues[0]?.message ?? 'is not valid' });
    return z.NEVER;
  });
}

/** One of these words, in any case of letters. */
export const oneOf = <const Word extends string>(...allowed: readonly Word[]) =>
  z.string().transform((cell, context): Word => {
    const found = allowed.find((word) => word === cell.toLowerCase());
    if (found !== undefined) return found;
    context.addIssue({ code: 'custom', message: `must be ${allowed.join(' or ')}` });
    return z.NEVER;
  });

/** A whole number from `min` to `max`. */
export const wholeNumber = (min: number, max: number) => {
  const reason = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^-?\d{1,9}$/, reason)
    .transform(Number)
    .refine((value) => value >= min && value <= max, reason);
};

/** A number from `min` to `max` with at most two decimals, as hundredths: `1.25` is 125. */
export const hundredths = (min: number, max: number) => {
  const reason = `must be a number from ${min} to ${max} with at most two decimals`;
  return z
    .string()
    .regex(/^\d{1,6}(\.\d{1,2})?$/, reason)
    .transform((text) => {
      const [whole = '', part = ''] = text.split('.');
      return Number(whole + part.padEnd(2, '0'));
    })
    .refine((value) => value >= min * 100 && value <= max * 100, reason);
};

/** A date that a person may live to see; far years are slips, and overflow when months are added. */
export const sensibleDate = CalendarDate.refine(
  (date) => date >= '1900-01-01' && date <= '2199-12-31',
  'must be a date between 1900 and 2199',
);

/** The number by which the people file knows somebody. */
export const employeeNumber = z
  .string()
  .min(1, 'is blank')
  .regex(/^[\p{L}\p{N}._@+/-]{1,64}$/u, 'must be up to 64 letters, digits, ".", "_", "-", "/", "@" or "+"');

/** Reads the cells of one row; each wrong cell is one problem. An absent column is undefined. */
export function parseCells<Row>(
  shape: z.ZodType<Row>,
  cells: Readonly<Partial<Record<string, string>>>,
): { row: Row } | { problems: { column: string; reason: string }[] } {
  const parsed = shape.safeParse(cells);
  if (parsed.success) return { row: parsed.data };
  const problems = new Map(
    parsed.error.issues.toReversed().map(({ path, message }) => [String(path[0] ?? ''), message]),
  );
  return { problems: [...problems].toReversed().map(([column, reason]) => ({ column, reason })) };
}
