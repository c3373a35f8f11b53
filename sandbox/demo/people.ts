import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { readPeopleFile } from '../people-file.js';

const file = join(import.meta.dirname, '..', 'company', 'people.csv');

export const membersOfCompany = () => readPeopleFile(file);

const rows = z.array(
  z.object({ employee_id: z.string(), name: z.string(), slack_id: z.string(), manager: z.string(), role: z.string() }),
);

/** What the page shows beside a name, by Slack id. */
export function rolesAndManagers(): Record<string, { role: string; manager: string | null }> {
  const people = rows.parse(
    parse(readFileSync(file), { columns: true, bom: true, skip_empty_lines: true, trim: true }),
  );
  const names = new Map(people.map(({ employee_id, name }) => [employee_id, name]));
  return Object.fromEntries(
    people
      .filter(({ slack_id }) => slack_id !== '')
      .map(({ slack_id, role, manager }) => [slack_id, { role, manager: names.get(manager) ?? null }]),
  );
}
