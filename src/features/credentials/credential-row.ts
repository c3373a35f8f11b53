import { z } from 'zod';
import { blankOr, employeeNumber, oneOf, parseCells, sensibleDate, words } from '../../shared/cells.js';
import { CertificationId } from '../../shared/ids.js';
import type { Cells, Problem } from '../loading/index.js';

export const credentialColumns = [
  { name: 'employee_id', need: 'required' },
  { name: 'code', need: 'required' },
  { name: 'earned_on', need: 'required' },
  { name: 'expires_on', need: 'optional' },
  { name: 'number', need: 'optional' },
  { name: 'evidence', need: 'optional' },
  { name: 'state', need: 'optional' },
] as const;

/** Blank cells say nothing of a credential that is known already. */
const shape = z.object({
  employee_id: employeeNumber,
  code: CertificationId,
  earned_on: sensibleDate,
  expires_on: blankOr(undefined, sensibleDate).optional(),
  number: blankOr(undefined, words(100)).optional(),
  evidence: blankOr(undefined, words(2000)).optional(),
  state: blankOr(undefined, oneOf('verified', 'revoked', 'superseded')).optional(),
});

/** One credential of the file; undefined is what it does not say. */
export type CredentialRow = z.infer<typeof shape>;

export function parseCredentialRow(cells: Cells): { row: CredentialRow } | { problems: readonly Problem[] } {
  const parsed = parseCells(shape, cells);
  if ('row' in parsed && parsed.row.expires_on !== undefined && parsed.row.expires_on < parsed.row.earned_on) {
    return { problems: [{ column: 'expires_on', reason: 'is before the day on which it was earned' }] };
  }
  return parsed;
}
