import { z } from 'zod';
import { blankOr, employeeNumber, oneOf, parseCells, sensibleDate, words } from '../../shared/cells.js';
import { CertificationId } from '../../shared/ids.js';
import type { Cells, Problem } from '../loading/index.js';

export const assignmentColumns = [
  { name: 'employee_id', need: 'required' },
  { name: 'code', need: 'required' },
  { name: 'due_on', need: 'required' },
  { name: 'opens_on', need: 'optional' },
  { name: 'because', need: 'optional' },
  { name: 'assigned_by', need: 'optional' },
  { name: 'state', need: 'optional' },
] as const;

/** Blank cells say nothing of an assignment that is known already. */
const shape = z.object({
  employee_id: employeeNumber,
  code: CertificationId,
  due_on: sensibleDate,
  opens_on: blankOr(undefined, sensibleDate).optional(),
  because: blankOr(undefined, words(500)).optional(),
  assigned_by: blankOr(undefined, employeeNumber).optional(),
  state: blankOr(undefined, oneOf('waived', 'withdrawn')).optional(),
});

/** One assignment of the file; undefined is what it does not say. */
export type AssignmentRow = z.infer<typeof shape>;

export function parseAssignmentRow(cells: Cells): { row: AssignmentRow } | { problems: readonly Problem[] } {
  const parsed = parseCells(shape, cells);
  if ('row' in parsed && parsed.row.opens_on !== undefined && parsed.row.due_on < parsed.row.opens_on) {
    return { problems: [{ column: 'due_on', reason: 'is before the day on which it opens' }] };
  }
  return parsed;
}
