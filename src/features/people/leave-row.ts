import { z } from 'zod';
import { blankOr, employeeNumber, parseCells, sensibleDate } from '../../shared/cells.js';
import { addDays } from '../../shared/dates.js';
import type { Cells, Problem } from '../loading/index.js';

export const leaveColumns = [
  { name: 'employee_id', need: 'required' },
  { name: 'from', need: 'required' },
  { name: 'until', need: 'required' },
] as const;

/** Longer leave than any law gives is a slip of the year. */
const longestDays = 3 * 366;

const shape = z.object({
  employee_id: employeeNumber,
  from: sensibleDate,
  /** The last day; blank: this leave is not taken. */
  until: blankOr(null, sensibleDate),
});

/** What the file says of one leave of one person. */
export type LeaveRow = z.infer<typeof shape>;

export function parseLeaveRow(cells: Cells): { row: LeaveRow } | { problems: readonly Problem[] } {
  const parsed = parseCells(shape, cells);
  const wrong = 'row' in parsed ? whatIsWrong(parsed.row) : undefined;
  return wrong === undefined ? parsed : { problems: [{ column: 'until', reason: wrong }] };
}

function whatIsWrong({ from, until }: LeaveRow): string | undefined {
  if (until === null) return undefined;
  if (until < from) return 'is before the first day';
  return until > addDays(from, longestDays) ? 'is more than three years after the first day' : undefined;
}
