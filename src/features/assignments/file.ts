import type { StatefulWrite } from '../../platform/database/bulk.js';
import type { CalendarDate } from '../../shared/dates.js';
import { longDate } from '../../shared/dates.js';
import type { CertificationId, PersonId } from '../../shared/ids.js';
import { newAssignmentId } from '../../shared/ids.js';
import type { Credential } from '../credentials/index.js';
import type { CellChange, Decision, FileKind, Load, Problem } from '../loading/index.js';
import type { Assignment, AssignmentFact, FirstNudge } from './assignment.js';
import { notBegun } from './assignment.js';
import type { AssignmentRow } from './assignment-row.js';
import { assignmentColumns, parseAssignmentRow } from './assignment-row.js';
import { announcedOrLoaded, covers, earlier, nothingSaid, plannedAnew } from './rules.js';
import type { AssignmentsStore } from './store.js';

/** What is owed at first is found out when it is written, as that asks for more of each row. */
type Write = Readonly<{
  save: StatefulWrite<Assignment, AssignmentFact>;
  nudge: 'as-it-is' | Omit<Parameters<FirstNudge>[0], 'now'>;
}>;

type People = {
  byEmployeeIds(employeeIds: readonly string[]): Promise<readonly { _id: PersonId; employeeId: string }[]>;
};

type Deps = Readonly<{
  store: Pick<AssignmentsStore, 'ofPeople' | 'saveAll'>;
  people: People;
  catalog: { all(): Promise<ReadonlyMap<CertificationId, unknown>> };
  credentials: { earnedBy(personIds: readonly PersonId[]): Promise<readonly Credential[]> };
  firstNudge: FirstNudge;
}>;

/** The assignments file: who is to earn what by when. One row for a person and certification. */
export function createAssignmentsFile(deps: Deps): FileKind<AssignmentRow, Write> {
  return {
    name: 'assignments',
    columns: assignmentColumns,
    unique: [{ columns: ['employee_id', 'code'], letterCase: 'matters' }],
    parse: parseAssignmentRow,

    async decide(rows, load) {
      const stored = await readStored(rows, deps);
      return rows.map((row): Decision<Write> => {
        const about = stored.about(row);
        return 'problems' in about ? { kind: 'bad', problems: about.problems } : decideRow(row, about, load);
      });
    },

    async write(writes, { by, now }) {
      const saves = await Promise.all(writes.map((write) => withNudge(write, now, deps.firstNudge)));
      return deps.store.saveAll(saves, { at: now, by });
    },
  };
}

/** What is known about the person and certification of a row. */
type About = Readonly<{
  personId: PersonId;
  assignedBy: PersonId | null;
  assignments: readonly Assignment[];
  held: readonly Credential[];
}>;

async function readStored(rows: readonly AssignmentRow[], { store, people, catalog, credentials }: Deps) {
  const named = await people.byEmployeeIds(
    rows.flatMap(({ employee_id, assigned_by }) => [employee_id, ...(assigned_by === undefined ? [] : [assigned_by])]),
  );
  const idOf = new Map(named.map(({ _id, employeeId }) => [employeeId, _id]));
  const personIds = rows.flatMap(({ employee_id }) => idOf.get(employee_id) ?? []);
  const [catalogue, assignments, earned] = await Promise.all([
    catalog.all(),
    store.ofPeople(personIds),
    credentials.earnedBy(personIds),
  ]);
  const assignmentsOf = byPair(assignments);
  const heldOf = byPair(earned.filter(({ state }) => state === 'verified'));

  return {
    about({ employee_id, code, assigned_by }: AssignmentRow): About | { problems: Problem[] } {
      const personId = idOf.get(employee_id);
      const assignedBy = assigned_by === undefined ? null : idOf.get(assigned_by);
      const problems: Problem[] = [];
      if (personId === undefined) problems.push({ column: 'employee_id', reason: 'is nobody known so far' });
      if (!catalogue.has(code)) problems.push({ column: 'code', reason: 'is not in the catalogue' });
      if (assignedBy === undefined) problems.push({ column: 'assigned_by', reason: 'is nobody known so far' });
      if (personId === undefined || assignedBy === undefined || problems.length > 0) return { problems };
      const pair = pairOf({ personId, certificationId: code });
      return { personId, assignedBy, assignments: assignmentsOf.get(pair) ?? [], held: heldOf.get(pair) ?? [] };
    },
  };
}

function byPair<Noun extends Parameters<typeof pairOf>[0]>(nouns: readonly Noun[]): Map<string, Noun[]> {
  const groups = new Map<string, Noun[]>();
  for (const noun of nouns) groups.set(pairOf(noun), [...(groups.get(pairOf(noun)) ?? []), noun]);
  return groups;
}

const pairOf = ({ personId, certificationId }: { personId: PersonId; certificationId: CertificationId }) =>
  `${personId} ${certificationId}`;

function decideRow(row: AssignmentRow, about: About, { today }: Load): Decision<Write> {
  const past = about.assignments.find(({ state, dueOn }) => state === 'closed' && dueOn === row.due_on);
  if (past !== undefined) return wasClosed(row, past);
  const unfinished = about.assignments.find(({ state }) => state !== 'closed');
  if (row.state !== undefined) return closes(row, row.state, unfinished, about, today);

  const held = about.held.find((credential) =>
    covers(credential, { dueOn: row.due_on, renews: unfinished?.renews ?? null }),
  );
  if (held !== undefined) {
    const until = held.expiresOn === null ? 'for good' : `until ${longDate(held.expiresOn)}`;
    return { kind: 'same', note: `as it is held already, ${until}` };
  }
  if (unfinished === undefined) return isAssigned(row, about, today);
  if (isBeforeRenewal(row, unfinished)) {
    return { kind: 'same', note: `as its renewal is planned: it opens on ${longDate(unfinished.opensOn)}` };
  }
  if (isMovedForward(row, unfinished, about)) {
    return { kind: 'same', note: `as what is held expires before that: it is due on ${longDate(unfinished.dueOn)}` };
  }
  return changes(row, unfinished, about, today);
}

/** What is closed stays closed: the file may be an old one. */
function wasClosed(row: AssignmentRow, { closing }: Assignment): Decision<Write> {
  if (closing === null || closing === row.state) return { kind: 'same' };
  return { kind: 'same', note: `as the one due on that day is closed already: ${closing}` };
}

/** A date of the last round, in an old file, must not pull the next renewal forward. */
const isBeforeRenewal = (row: AssignmentRow, { state, renews, opensOn }: Assignment) =>
  state === 'planned' && renews !== null && row.opens_on === undefined && row.due_on < opensOn;

/** Laurel moved a first time forward to an expiry; the file goes on saying the later day. */
const isMovedForward = (row: AssignmentRow, { renews, dueOn }: Assignment, { held }: About) =>
  renews === null && row.due_on > dueOn && held.some(({ expiresOn }) => expiresOn === dueOn);

function closes(
  row: AssignmentRow,
  closing: 'waived' | 'withdrawn',
  unfinished: Assignment | undefined,
  about: About,
  today: CalendarDate,
): Decision<Write> {
  const fact = factOf(row, about, 'assignment.closed', { closing });
  if (unfinished === undefined) {
    const noun = { ...newAssignment(row, about, today), state: 'closed' as const, closing };
    return { kind: 'create', write: { save: { kind: 'born', noun, fact }, nudge: 'as-it-is' } };
  }
  // With the date of the row, so that the same row finds it closed the next time.
  const set: Partial<Assignment> = {
    state: 'closed',
    closing,
    dueOn: row.due_on,
    because: row.because ?? unfinished.because,
  };
  return {
    kind: 'change',
    changes: [{ column: 'state', from: unfinished.state, to: closing }, ...cellChanges(unfinished, set, row)],
    write: { save: { kind: 'changed', was: versionOf(unfinished), set, fact }, nudge: 'as-it-is' },
  };
}

function isAssigned(row: AssignmentRow, about: About, today: CalendarDate): Decision<Write> {
  const noun = newAssignment(row, about, today);
  const fact = factOf(row, about, noun.state === 'open' ? 'assignment.opened' : 'assignment.planned', {});
  return {
    kind: 'create',
    write: { save: { kind: 'born', noun, fact }, nudge: noun.state === 'open' ? nudgeOf(noun, 'loaded') : 'as-it-is' },
  };
}

function newAssignment(row: AssignmentRow, about: About, today: CalendarDate): Omit<Assignment, 'version'> {
  const opensOn = row.opens_on ?? earlier(today, row.due_on);
  return {
    _id: newAssignmentId(),
    personId: about.personId,
    certificationId: row.code,
    state: opensOn > today ? 'planned' : 'open',
    dueOn: row.due_on,
    opensOn,
    renews: null,
    because: row.because ?? '',
    assignedBy: about.assignedBy,
    assignedOn: today,
    ...notBegun,
    nudge: nothingSaid,
  };
}

function changes(row: AssignmentRow, was: Assignment, about: About, today: CalendarDate): Decision<Write> {
  const isPlanned = was.state === 'planned';
  const opensOn = isPlanned ? earlier(row.opens_on ?? was.opensOn, row.due_on) : was.opensOn;
  // A day that was known before is the sweep's, which also tells the person.
  const opens = isPlanned && opensOn !== was.opensOn && opensOn <= today;
  const next: Assignment = {
    ...was,
    dueOn: row.due_on,
    opensOn,
    because: row.because ?? was.because,
    assignedBy: about.assignedBy ?? was.assignedBy,
    state: opens ? 'open' : was.state,
  };
  const names = (['dueOn', 'opensOn', 'because', 'assignedBy', 'state'] as const).filter(
    (name) => was[name] !== next[name],
  );
  if (names.length === 0) return { kind: 'same' };
  const set = Object.fromEntries(names.map((name) => [name, next[name]]));
  const fact = opens
    ? factOf(row, about, 'assignment.opened', {})
    : factOf(row, about, 'assignment.changed', { fields: names });
  const isNudgedAnew = next.state === 'open' && (opens || names.includes('dueOn'));
  return {
    kind: 'change',
    changes: cellChanges(was, set, row),
    write: {
      save: { kind: 'changed', was: versionOf(was), set, fact },
      nudge: isNudgedAnew ? nudgeOf(next, announcedOrLoaded(was)) : 'as-it-is',
    },
  };
}

async function withNudge({ save, nudge: about }: Write, now: Date, firstNudge: FirstNudge): Promise<Write['save']> {
  if (about === 'as-it-is') return save;
  const nudge = await firstNudge({ ...about, now });
  if (save.kind === 'born') return { ...save, noun: { ...save.noun, nudge } };
  return { ...save, set: { ...save.set, ...plannedAnew(nudge) } };
}

const nudgeOf = (
  { personId, certificationId, dueOn, opensOn, examOn }: Omit<Assignment, 'version'>,
  how: 'announced' | 'loaded',
) => ({ personId, certificationId, dueOn, opensOn, examOn, how });

function cellChanges(was: Assignment, set: Partial<Assignment>, row: AssignmentRow): CellChange[] {
  const columns = { dueOn: 'due_on', opensOn: 'opens_on', because: 'because' } as const;
  const changed = Object.entries(columns).flatMap(([name, column]): CellChange[] => {
    const [from, to] = [was[name as keyof typeof columns], set[name as keyof typeof columns]];
    return to === undefined || to === from ? [] : [{ column, from, to }];
  });
  if (set.assignedBy !== undefined)
    changed.push({
      column: 'assigned_by',
      from: was.assignedBy === null ? '' : 'somebody else',
      to: row.assigned_by ?? '',
    });
  if (set.state === 'open') changed.push({ column: 'state', from: was.state, to: 'open' });
  return changed;
}

const versionOf = ({ _id, version }: Assignment) => ({ _id, version });

function factOf<Type extends AssignmentFact['type'], More>(
  row: AssignmentRow,
  { personId }: About,
  type: Type,
  more: More,
) {
  return { type, personId, certificationId: row.code, ...more };
}
