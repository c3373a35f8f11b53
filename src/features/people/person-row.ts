import { z } from 'zod';
import { blankOr, employeeNumber, parseCells, remembered, sensibleDate, someWords, words } from '../../shared/cells.js';
import { Zone } from '../../shared/dates.js';
import type { Cells, Problem } from '../loading/index.js';
import { hasHolidays } from './holidays.js';
import { parseHours, usualHours } from './parse-hours.js';
import type { WorkingPeriod } from './person.js';
import { slackIdPattern } from './person.js';

export const peopleColumns = [
  { name: 'employee_id', need: 'required' },
  { name: 'name', need: 'required' },
  { name: 'email', need: 'optional' },
  { name: 'slack_id', need: 'optional' },
  { name: 'manager', need: 'optional' },
  { name: 'role', need: 'optional' },
  { name: 'team', need: 'optional' },
  { name: 'zone', need: 'optional' },
  { name: 'country', need: 'optional' },
  { name: 'hours', need: 'optional' },
  { name: 'start_on', need: 'optional' },
  { name: 'grade', need: 'optional' },
  { name: 'location', need: 'optional' },
] as const;

const email = z.email('is not an e-mail address').max(254, 'is longer than 254 characters').transform(lowerCase);

const slackId = z.string().regex(slackIdPattern, 'must be a Slack user id such as U024BE7LH');

const country = z
  .string()
  .transform((text) => text.toUpperCase())
  .refine(isCountry, 'must be a country such as ES or DE-BY whose holidays are known; leave it blank otherwise');

const hours = z.string().transform((text, context): readonly WorkingPeriod[] => {
  const parsed = parseHours(text);
  if ('hours' in parsed) return parsed.hours;
  context.addIssue({ code: 'custom', message: parsed.reason });
  return z.NEVER;
});

const shape = z.object({
  employee_id: employeeNumber,
  name: someWords(200),
  email: blankOr(null, email).optional(),
  /** Slack's directory knows who and where somebody is, too: blank cells leave what it said. */
  slack_id: blankOr(undefined, slackId).optional(),
  zone: blankOr(undefined, remembered(Zone)).optional(),
  /** An employee id. */
  manager: blankOr(null, employeeNumber).optional(),
  role: words(100).optional(),
  team: words(100).optional(),
  country: blankOr('', remembered(country)).optional(),
  hours: blankOr(usualHours, remembered(hours)).optional(),
  start_on: blankOr(null, sensibleDate).optional(),
  grade: words(40).optional(),
  location: words(100).optional(),
});

/** What the file says of one person; undefined is what it does not say. */
export type PersonRow = z.infer<typeof shape>;

export function parsePersonRow(cells: Cells): { row: PersonRow } | { problems: readonly Problem[] } {
  const parsed = parseCells(shape, cells);
  if ('row' in parsed && parsed.row.manager === parsed.row.employee_id) {
    return { problems: [{ column: 'manager', reason: 'is the person themselves' }] };
  }
  return parsed;
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}

function isCountry(text: string): boolean {
  return /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(text) && hasHolidays(text);
}
