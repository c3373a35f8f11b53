import type { PersonId } from '../../shared/ids.js';
import type { Decision, FileKind } from '../loading/index.js';
import type { LeaveRow } from './leave-row.js';
import { leaveColumns, parseLeaveRow } from './leave-row.js';
import { isLongOver, withLeaveFrom } from './leave-rules.js';
import type { Person } from './person.js';
import { mostLeave } from './person.js';
import type { PeopleStore } from './store.js';

/** One row, and the person as it found them. */
type Write = Readonly<{ person: Person; row: LeaveRow }>;

/**
 * The leave file: who is away from when until when. A row is known by its person and first day; leave that is absent from
 * it stays.
 */
export function createLeaveFile({
  store,
}: {
  store: Pick<PeopleStore, 'byEmployeeIds' | 'saveAll'>;
}): FileKind<LeaveRow, Write> {
  return {
    name: 'leave',
    columns: leaveColumns,
    unique: [{ columns: ['employee_id', 'from'], letterCase: 'matters' }],
    parse: parseLeaveRow,

    async decide(rows, { today }) {
      const people = await store.byEmployeeIds([...new Set(rows.map(({ employee_id }) => employee_id))]);
      const byEmployeeId = new Map(people.map((person) => [person.employeeId, person]));
      return rows.map((row): Decision<Write> => {
        const person = byEmployeeId.get(row.employee_id);
        if (person === undefined)
          return { kind: 'bad', problems: [{ column: 'employee_id', reason: 'is nobody known so far' }] };
        const was = person.leave.find(({ from }) => from === row.from)?.until ?? null;
        if (was === row.until) return { kind: 'same' };
        if (was === null && row.until !== null && isLongOver({ until: row.until }, today))
          return { kind: 'same', note: 'is over for long' };
        const write = { person, row };
        if (was !== null)
          return { kind: 'change', changes: [{ column: 'until', from: was, to: row.until ?? '' }], write };
        const isTooMuch = withLeaveFrom(person.leave, row, today).length > mostLeave;
        return isTooMuch
          ? { kind: 'bad', problems: [{ column: 'from', reason: `is more than ${mostLeave} absences of one person` }] }
          : { kind: 'create', write };
      });
    },

    /** All that the rows say of one person in one update. */
    async write(writes, { by, now, today }) {
      const byPerson = new Map<PersonId, { was: Person; leave: Person['leave'] }>();
      for (const { person: was, row } of writes) {
        const { leave } = byPerson.get(was._id) ?? was;
        byPerson.set(was._id, { was, leave: withLeaveFrom(leave, row, today) });
      }
      const changed = [...byPerson.values()].map(({ was, leave }) => ({
        kind: 'changed' as const,
        was,
        set: { leave },
        fact: { type: 'person.leave-changed' as const, was: was.leave },
      }));
      return store.saveAll(changed, { at: now, by });
    },
  };
}
