import { z } from 'zod';
import { hundredths, parseCells, sensibleDate } from '../../shared/cells.js';
import { CertificationId } from '../../shared/ids.js';
import type { Cells, Problem } from '../loading/index.js';
import type { SkillValue } from './reward.js';

export const skillValueColumns = [
  { name: 'code', need: 'required' },
  { name: 'from_on', need: 'required' },
  { name: 'value', need: 'required' },
  { name: 'demand', need: 'required' },
] as const;

const shape = z
  .object({
    code: CertificationId,
    from_on: sensibleDate,
    value: hundredths(0.1, 10),
    demand: hundredths(0.1, 10),
  })
  .transform(({ code, from_on, value, demand }) => ({
    certificationId: code,
    from: from_on,
    valueHundredths: value,
    demandHundredths: demand,
  }));

/** What the file says a skill is worth, from a day on. */
export type SkillValueRow = Omit<SkillValue, '_id' | 'version'>;

export const parseSkillValueRow = (cells: Cells): { row: SkillValueRow } | { problems: readonly Problem[] } =>
  parseCells(shape, cells);
