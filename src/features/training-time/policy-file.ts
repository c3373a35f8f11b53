import { isDeepStrictEqual } from 'node:util';
import type { StatefulWrite } from '../../platform/database/bulk.js';
import type { CellChange, Decision, FileKind, Problem } from '../loading/index.js';
import type { PolicyRow } from './policy-row.js';
import { dayNames, parsePolicyRow, policyColumns } from './policy-row.js';
import type { PolicyStore } from './policy-store.js';
import { policyId } from './policy-store.js';
import type { TrainingPolicy, TrainingPolicyFact } from './training-policy.js';
import { anyone } from './training-policy.js';

type Write = StatefulWrite<TrainingPolicy, TrainingPolicyFact>;

type Deps = Readonly<{
  policies: Pick<PolicyStore, 'byIds' | 'saveAll'>;
  people: { teams(): Promise<readonly string[]>; roles(): Promise<readonly string[]> };
}>;

/** The training policies file: how much study time teams and roles are given, when, and who must agree. */
export function createTrainingPoliciesFile({ policies, people }: Deps): FileKind<PolicyRow, Write> {
  return {
    name: 'training-policies',
    columns: policyColumns,
    unique: [{ columns: ['team', 'role'], letterCase: 'matters' }],
    parse: parsePolicyRow,

    async decide(rows) {
      const [teams, roles, stored] = await Promise.all([
        people.teams(),
        people.roles(),
        policies.byIds(rows.map(policyId)),
      ]);
      return rows.map((row): Decision<Write> => {
        const was = stored.find(({ _id }) => _id === policyId(row));
        const problems = [...unknown('team', row.team, teams), ...unknown('role', row.role, roles)];
        // What is stored already is not judged again: nobody may be left in a team.
        if (was === undefined && problems.length > 0) return { kind: 'bad', problems };
        return was === undefined ? added(row) : changed(was, row);
      });
    },

    write: (writes, { by, now }) => policies.saveAll(writes, { at: now, by }),
  };
}

const unknown = (column: 'team' | 'role', name: string, known: readonly string[]): Problem[] =>
  name === anyone || known.includes(name)
    ? []
    : [{ column, reason: `is nobody’s ${column} so far; ${anyone} stands for every ${column}` }];

const added = (row: PolicyRow): Decision<Write> => ({
  kind: 'create',
  write: { kind: 'born', noun: { _id: policyId(row), ...row }, fact: { type: 'training-policy.added' } },
});

function changed(was: TrainingPolicy, row: PolicyRow): Decision<Write> {
  const [before, after] = [written(was), written(row)];
  if (isDeepStrictEqual(before, after)) return { kind: 'same' };
  const { _id, version } = was;
  const changes = Object.keys(after)
    .map((column): CellChange => ({ column, from: before[column] ?? '', to: after[column] ?? '' }))
    .filter(({ from, to }) => from !== to);
  return {
    kind: 'change',
    changes,
    write: { kind: 'changed', was: { _id, version }, set: row, fact: { type: 'training-policy.changed' } },
  };
}

/** As the file would write it. */
const written = (row: PolicyRow): Record<string, string> => ({
  weekly_hours: String(row.weeklyMinutes / 60),
  longest_hours: String(row.longestMinutes / 60),
  days: row.weekdays.map((day) => dayNames[day - 1]).join(' '),
  between: row.between === null ? '' : `${row.between.from}-${row.between.to}`,
  notice_days: String(row.noticeDays),
  blackouts: row.blackouts.map(({ from, until }) => `${from}..${until}`).join(' | '),
  meetings: row.meetings.map(({ weekday, from, to }) => `${dayNames[weekday - 1]} ${from}-${to}`).join('; '),
  agreed_by: row.agreedBy,
});
