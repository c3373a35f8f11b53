import { z } from 'zod';
import { blankOr, employeeNumber, oneOf, parseCells, someWords, wholeNumber } from '../../shared/cells.js';
import { CertificationId } from '../../shared/ids.js';
import { httpUrl } from '../../shared/links.js';
import { cleanText } from '../../shared/text.js';
import type { Cells, Problem } from '../loading/index.js';
import type { Certification } from './certification.js';
import { defaultLadder } from './certification.js';

export const certificationColumns = [
  { name: 'code', need: 'required' },
  { name: 'name', need: 'required' },
  { name: 'issuer', need: 'required' },
  { name: 'kind', need: 'required' },
  { name: 'need', need: 'required' },
  { name: 'may_not_work_without', need: 'optional' },
  // Required although it may be blank: a forgotten column must not make everything last for ever.
  { name: 'valid_months', need: 'required' },
  { name: 'grace_days', need: 'optional' },
  { name: 'ladder', need: 'optional' },
  { name: 'relevant_to', need: 'optional' },
  { name: 'study_hours', need: 'optional' },
  { name: 'exam_fee', need: 'optional' },
  { name: 'study_links', need: 'optional' },
  { name: 'reviewer', need: 'optional' },
  { name: 'approvals', need: 'optional' },
  { name: 'retake_days', need: 'optional' },
] as const;

/** `90 60 30 0 -7`: days before the due date, negative ones after it, in any order. */
const ladder = list(/[\s,]+/, wholeNumber(-365, 730), 30).transform((days) =>
  [...new Set(days)].toSorted((a, b) => b - a),
);

const relevance = z.string().transform((text, context): Certification['relevantTo'][number] => {
  const [, role = '', why = ''] = /^([^:]*):(.*)$/s.exec(text) ?? [];
  const shape = z.object({ role: someWords(100), why: someWords(300) });
  const parsed = shape.safeParse({ role, why });
  if (parsed.success) return parsed.data;
  context.addIssue('must be like "Field engineer: why it matters | Team lead: why it matters"');
  return z.NEVER;
});

/** `Role: why | Role: why` */
const relevantTo = list(/\|/, relevance, 50).refine(
  (all) => new Set(all.map(({ role }) => role.toLowerCase())).size === all.length,
  'names a role twice',
);

const studyHours = z
  .string()
  .regex(/^\d{1,4}(\.\d{1,2})?$/, 'must be a number of hours such as 12 or 7.5')
  .transform(Number)
  .refine((hours) => hours <= 2000, 'must be at most 2000 hours');

/** `150.00 USD` */
const examFee = z.string().transform((text, context): { cents: number; currency: string } => {
  const [, whole, part = '', currency] = /^(\d{1,7})(?:\.(\d{1,2}))? ?([A-Z]{3})$/.exec(text) ?? [];
  if (whole !== undefined && currency !== undefined) {
    return { cents: Number(whole) * 100 + Number(part.padEnd(2, '0')), currency };
  }
  context.addIssue('must be a price such as 150.00 USD');
  return z.NEVER;
});

const studyLink = z.string().transform((text, context): string => {
  const address = httpUrl(text);
  if (address !== undefined && address.length <= 2000) return address;
  context.addIssue('must be https addresses, separated by spaces');
  return z.NEVER;
});

/** `manager`, `owner`, or the employee ids of those who may. */
export type NamedReviewer = Readonly<{ by: 'manager' | 'owner' } | { by: 'people'; employeeIds: readonly string[] }>;

const reviewers = list(/[\s,]+/, employeeNumber, 20).transform((employeeIds): NamedReviewer => {
  const [only] = employeeIds.length === 1 ? employeeIds.map((id) => id.toLowerCase()) : [];
  if (only === 'manager' || only === 'owner') return { by: only };
  return { by: 'people', employeeIds: [...new Set(employeeIds)] };
});

const yesOrNo = oneOf('yes', 'no', 'true', 'false').transform((word) => word === 'yes' || word === 'true');

const shape = z.object({
  code: CertificationId,
  name: someWords(200),
  issuer: someWords(200),
  kind: oneOf('internal', 'external'),
  need: oneOf('required', 'optional'),
  may_not_work_without: blankOr(false, yesOrNo).optional(),
  valid_months: blankOr(null, wholeNumber(1, 600)),
  grace_days: blankOr(0, wholeNumber(0, 3650)).optional(),
  ladder: blankOr(defaultLadder, ladder).optional(),
  relevant_to: blankOr([], relevantTo).optional(),
  study_hours: blankOr(0, studyHours).optional(),
  exam_fee: blankOr(null, examFee).optional(),
  study_links: blankOr([], list(/\s+/, studyLink, 10)).optional(),
  reviewer: blankOr({ by: 'manager' }, reviewers).optional(),
  approvals: blankOr(
    undefined,
    oneOf('1', '2').transform((count) => (count === '2' ? 2 : 1)),
  ).optional(),
  retake_days: blankOr(0, wholeNumber(0, 365)).optional(),
});

/** What the file says of one certification; undefined is what it does not say. */
export type CertificationRow = z.infer<typeof shape>;

export const parseCertificationRow = (cells: Cells): { row: CertificationRow } | { problems: readonly Problem[] } =>
  parseCells(shape, cells);

/** The parts of a cell, each read by `part`; at most `max` of them. */
function list<Part extends z.ZodType<unknown, string>>(separator: RegExp, part: Part, max: number) {
  return z.string().transform((text, context): z.output<Part>[] => {
    const parts = text
      .split(separator)
      .map(cleanText)
      .filter((piece) => piece !== '');
    const read = parts.slice(0, max + 1).map((piece) => part.safeParse(piece));
    const wrong = read.find(({ success }) => !success);
    if (parts.length === 0) context.addIssue('is blank');
    else if (parts.length > max) context.addIssue(`has more than ${max} parts`);
    else if (wrong?.error) context.addIssue(wrong.error.issues[0]?.message ?? 'is not valid');
    else return read.flatMap(({ data }) => (data === undefined ? [] : [data]));
    return z.NEVER;
  });
}
