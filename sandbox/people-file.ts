import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { NewMember } from './workspace.js';

const row = z.object({
  name: z.string().trim().min(1),
  email: z.string().trim().default(''),
  slack_id: z.string().trim().default(''),
  zone: z.string().trim().default(''),
  role: z.string().trim().default(''),
});

/**
 * The Slack members of a company's `people.csv`: one for every row with a slack_id. Throws a sentence that names the
 * row when a row is unusable.
 */
export function readPeopleFile(path: string): NewMember[] {
  const records: unknown[] = parse(readFileSync(path), {
    columns: true,
    bom: true,
    skip_empty_lines: true,
    trim: true,
  });
  return records.flatMap((record, index) => {
    const parsed = row.safeParse(record);
    if (!parsed.success) throw new Error(`${path}, row ${index + 2}: ${z.prettifyError(parsed.error)}`);
    const { name, email, slack_id: id, zone, role } = parsed.data;
    return id === '' ? [] : [{ id, realName: name, email: email || null, tz: zone || null, title: role }];
  });
}
