import type { NewRow, Priority } from '../../../platform/slack/outbox.js';
import type { Zone } from '../../../shared/dates.js';
import { addDays, dateIn } from '../../../shared/dates.js';
import type { CertificationId } from '../../../shared/ids.js';
import type { Certification } from '../../catalog/index.js';
import type { Person } from '../../people/index.js';
import { isReached, reminderTopic } from '../nudge.js';
import type { Nudged } from '../store.js';
import { hasUrgent, isDayOff } from './day-off.js';
import type { NudgesDeps } from './deps.js';
import { askAgain } from './owe.js';

const batch = 1_000;

type Hours = Readonly<{
  shift: ReturnType<NudgesDeps['people']['shift']>;
  days: ReturnType<NudgesDeps['people']['workingDays']>;
}>;

/** Step 2 of DESIGN 5: for each person with something owed, one row for the day of their next working hour. */
export function createRows({ store, people, catalog, clock, outbox }: NudgesDeps) {
  /** When this person is next to be told of these items. Undefined: not today; ask again on a later day. */
  function rowFor(
    person: Person,
    items: readonly Nudged[],
    certifications: Map<CertificationId, Certification>,
    { shift, days }: Hours,
  ) {
    const urgent = hasUrgent(items, certifications, shift.date, days);
    if (isDayOff(person, shift.date, urgent ? 'urgent' : 'can wait', people)) return undefined;
    const row: NewRow = {
      key: `nudge|${person._id}|${shift.date}`,
      to: person._id,
      topic: reminderTopic,
      subject: person._id,
      notBefore: shift.start,
      notAfter: shift.end,
      priority: priorityOf(items, certifications, urgent),
    };
    return row;
  }

  function priorityOf(
    items: readonly Nudged[],
    certifications: Map<CertificationId, Certification>,
    urgent: boolean,
  ): Priority {
    const harms = items.map(({ certificationId }) => {
      const certification = certifications.get(certificationId);
      return certification === undefined ? 2 : catalog.harmOf(certification);
    });
    if (urgent || harms.includes(0)) return 1;
    return harms.includes(1) ? 2 : 3;
  }

  return {
    async run(keepsGoing: () => boolean): Promise<number> {
      for (let put = 0; ; ) {
        const now = clock.now();
        const owed = await store.owed(now, batch);
        if (owed.length === 0 || !keepsGoing()) return put;
        const { reach } = await store.readSwitch();
        if (reach.state === 'off') return put;
        const [found, certifications] = await Promise.all([
          people.byIds([...new Set(owed.map(({ personId }) => personId))]),
          catalog.all(),
        ]);
        const rows: NewRow[] = [];
        const writes = [...byPerson(owed)].flatMap(([personId, items]) => {
          const person = found.get(personId);
          if (person === undefined || !isReached(reach, person)) return items.map((item) => askAgain(item, null));
          // Who has left is held back: one who returns is then told at the pace of a release.
          if (person.state !== 'active') return items.map((item) => askAgain(item, null));
          // Not to be reached yet: all of them are looked at again together, once a day.
          if (person.slackId === null) return items.map((item) => askAgain(item, nextMidnight(now)));
          // Asked for once: when somebody works is the dearest question of this sweep.
          const shift = people.shift(person, now);
          const days = people.workingDays(person, now);
          if (person.startOn !== null && shift.date < person.startOn) {
            const { startOn } = person;
            return items.map((item) => askAgain(item, days.begins(startOn)));
          }
          const row = rowFor(person, items, certifications, { shift, days });
          if (row !== undefined) rows.push(row);
          const tomorrow = days.begins(days.after(shift.date));
          return items.map((item) => askAgain(item, tomorrow));
        });
        await outbox.put(rows);
        await store.write(writes);
        put += rows.length;
      }
    },
  };
}

const nextMidnight = (now: Date) => new Date(addDays(dateIn(now, 'UTC' as Zone), 1));

function byPerson<Item extends { personId: Nudged['personId'] }>(items: readonly Item[]) {
  const groups = new Map<Item['personId'], Item[]>();
  for (const item of items) groups.set(item.personId, [...(groups.get(item.personId) ?? []), item]);
  return groups;
}
