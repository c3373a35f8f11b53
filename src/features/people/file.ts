import { isDeepStrictEqual } from 'node:util';
import type { StatefulWrite } from '../../platform/database/bulk.js';
import type { Zone } from '../../shared/dates.js';
import type { PersonId } from '../../shared/ids.js';
import { newPersonId } from '../../shared/ids.js';
import type { CellChange, Decision, FileKind, Load, Problem } from '../loading/index.js';
import { usualHours, writeHours } from './parse-hours.js';
import type { Person, PersonFact } from './person.js';
import type { PersonRow } from './person-row.js';
import { parsePersonRow, peopleColumns } from './person-row.js';
import type { PeopleStore } from './store.js';

type Write = StatefulWrite<Person, PersonFact>;

/** The people file: who works here, for whom, where and when. Nobody leaves by being absent from it. */
export function createPeopleFile({
  store,
}: {
  store: Pick<PeopleStore, 'byEmployeeIds' | 'byIds' | 'owners' | 'saveAll'>;
}): FileKind<PersonRow, Write> {
  return {
    name: 'people',
    columns: peopleColumns,
    unique: [
      { columns: ['employee_id'], letterCase: 'matters' },
      { columns: ['email'], letterCase: 'ignored' },
      { columns: ['slack_id'], letterCase: 'matters' },
    ],
    parse: parsePersonRow,

    async decide(rows, load) {
      const stored = await readStored(rows, store);
      const ownProblems = rows.map((row) => problemsOf(row, stored, load));
      const joining = rows.filter((row, index) => ownProblems[index]?.length === 0 && !stored.has(row));
      const newIds = new Map(joining.map((row) => [row.employee_id, newPersonId()]));
      return rows.map((row, index): Decision<Write> => {
        const problems = ownProblems[index] ?? [];
        return problems.length > 0 ? { kind: 'bad', problems } : decideRow(row, stored, newIds);
      });
    },

    write: (writes, { by, now }) => store.saveAll(writes, { at: now, by }),
  };
}

type Stored = Readonly<{
  has(row: PersonRow): boolean;
  byEmployeeId(employeeId: string): Person | undefined;
  /** Somebody else who has what the row says is this person's. */
  otherOwner(row: PersonRow, column: 'email' | 'slack_id'): Person | undefined;
  /** The employee id of a manager whom a row may replace. */
  numberOf(id: PersonId): string;
}>;

async function readStored(
  rows: readonly PersonRow[],
  store: Pick<PeopleStore, 'byEmployeeIds' | 'byIds' | 'owners'>,
): Promise<Stored> {
  const people = await store.byEmployeeIds(
    rows.flatMap(({ employee_id, manager }) => [employee_id, manager ?? []].flat()),
  );
  const byEmployeeId = new Map(people.map((person) => [person.employeeId, person]));
  const idOf = (employeeId: string) => byEmployeeId.get(employeeId)?._id;

  // Most rows say what is stored, so only for the others it is asked who else is concerned.
  const emails = rows.flatMap(({ employee_id, email }) =>
    email === byEmployeeId.get(employee_id)?.email ? [] : (email ?? []),
  );
  const slackIds = rows.flatMap(({ employee_id, slack_id }) =>
    slack_id === byEmployeeId.get(employee_id)?.slackId ? [] : (slack_id ?? []),
  );
  const owners = emails.length + slackIds.length === 0 ? [] : await store.owners({ emails, slackIds });
  const byEmail = new Map(owners.map((person) => [person.email, person]));
  const bySlackId = new Map(owners.map((person) => [person.slackId, person]));

  const replaced = rows.flatMap(({ employee_id, manager }) => {
    const was = byEmployeeId.get(employee_id)?.managerId;
    return was && manager !== undefined && (manager === null || idOf(manager) !== was) ? [was] : [];
  });
  const managers = replaced.length === 0 ? new Map<PersonId, Person>() : await store.byIds(replaced);

  return {
    has: ({ employee_id }) => byEmployeeId.has(employee_id),
    byEmployeeId: (employeeId) => byEmployeeId.get(employeeId),
    otherOwner(row, column) {
      const owner = column === 'email' ? byEmail.get(row.email ?? null) : bySlackId.get(row.slack_id ?? null);
      const isSaid = column === 'email' ? row.email : row.slack_id;
      return isSaid && owner?.employeeId !== row.employee_id ? owner : undefined;
    },
    numberOf: (id) => managers.get(id)?.employeeId ?? '',
  };
}

/** What no other row of the file can mend. */
function problemsOf(row: PersonRow, stored: Stored, load: Load): Problem[] {
  const problems: Problem[] = [];
  for (const column of ['email', 'slack_id'] as const) {
    const owner = stored.otherOwner(row, column);
    if (owner && !load.hasKey(owner.employeeId)) problems.push({ column, reason: 'belongs to somebody else already' });
  }
  if (row.manager && !stored.byEmployeeId(row.manager) && !load.hasKey(row.manager)) {
    problems.push({ column: 'manager', reason: 'is nobody in this file, and nobody known so far' });
  }
  return problems;
}

function decideRow(row: PersonRow, stored: Stored, newIds: ReadonlyMap<string, PersonId>): Decision<Write> {
  const was = stored.byEmployeeId(row.employee_id);
  const { fields, waitsFor } = fieldsOf(row, stored, newIds);
  const now = was === undefined ? joins(row, fields, newIds) : changes(was, row, fields, stored);
  return waitsFor === undefined ? now : { kind: 'change-later', now, waitsFor };
}

/** What can be said of the person now, and the first thing that must wait for another row. */
function fieldsOf(row: PersonRow, stored: Stored, newIds: ReadonlyMap<string, PersonId>) {
  const { employee_id, name, email, slack_id, manager, zone, start_on, ...same } = row;
  const fields: Partial<Person> = withoutGaps({
    name,
    ...same,
    startOn: start_on,
    email,
    slackId: slack_id,
  }) as Partial<Person>;
  let waitsFor: Problem | undefined;
  if (zone !== undefined) {
    fields.zone = zone;
    fields.zoneFrom = 'file';
  }

  // Whoever has it still is in the file and will give it up. Giving up one's own at once lets two people swap.
  if (stored.otherOwner(row, 'email')) {
    fields.email = null;
    waitsFor = { column: 'email', reason: 'is still somebody else’s, whose row does not give it up' };
  }
  if (stored.otherOwner(row, 'slack_id')) {
    fields.slackId = null;
    waitsFor = { column: 'slack_id', reason: 'is still somebody else’s, whose row does not give it up' };
  }

  if (manager === null) fields.managerId = null;
  else if (manager !== undefined) {
    const managerId = stored.byEmployeeId(manager)?._id ?? newIds.get(manager);
    if (managerId !== undefined) fields.managerId = managerId;
    else waitsFor = { column: 'manager', reason: 'is somebody whose own row was not loaded' };
  }
  return { fields, waitsFor };
}

function joins(row: PersonRow, fields: Partial<Person>, newIds: ReadonlyMap<string, PersonId>) {
  const noun: Omit<Person, 'version'> = {
    _id: newIds.get(row.employee_id)!,
    employeeId: row.employee_id,
    name: row.name,
    email: null,
    slackId: null,
    managerId: null,
    role: '',
    team: '',
    zone: 'UTC' as Zone,
    zoneFrom: 'default',
    country: '',
    hours: [...usualHours],
    leave: [],
    startOn: null,
    grade: '',
    location: '',
    state: 'active',
    reminders: 'as-planned',
    delegate: null,
    dmChannel: null,
    ...fields,
  };
  return { kind: 'create' as const, write: { kind: 'born' as const, noun, fact: { type: 'person.joined' as const } } };
}

function changes(was: Person, row: PersonRow, wanted: Partial<Person>, stored: Stored) {
  const names = (Object.keys(wanted) as (keyof Person)[]).filter((name) => !isDeepStrictEqual(was[name], wanted[name]));
  if (names.length === 0) return { kind: 'same' as const };
  // The DM that we know is with the old account.
  const otherAccount = names.includes('slackId') ? { dmChannel: null } : {};
  const set = { ...Object.fromEntries(names.map((name) => [name, wanted[name]])), ...otherAccount };
  const fact = { type: 'person.changed' as const, fields: names.filter((name) => name !== 'zoneFrom') };
  return {
    kind: 'change' as const,
    changes: names.map((name) => cellChange(name, was, row, stored)),
    write: { kind: 'changed' as const, was: { _id: was._id, version: was.version }, set, fact },
  };
}

function cellChange(name: keyof Person, was: Person, row: PersonRow, stored: Stored): CellChange {
  switch (name) {
    case 'managerId':
      return { column: 'manager', from: was.managerId ? stored.numberOf(was.managerId) : '', to: row.manager ?? '' };
    case 'hours':
      return { column: 'hours', from: writeHours(was.hours), to: writeHours(row.hours ?? []) };
    case 'zoneFrom':
      return { column: 'zone', from: `from ${was.zoneFrom}`, to: 'from file' };
    case 'slackId':
      return { column: 'slack_id', from: was.slackId ?? '', to: row.slack_id ?? '' };
    case 'startOn':
      return { column: 'start_on', from: was.startOn ?? '', to: row.start_on ?? '' };
    default:
      return { column: name, from: String(was[name] ?? ''), to: String(row[name as keyof PersonRow] ?? '') };
  }
}

const withoutGaps = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
