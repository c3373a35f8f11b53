import type { CalendarDate } from '../../../shared/dates.js';
import { addDays, clockTime, dateIn } from '../../../shared/dates.js';
import type { Assignment } from '../../assignments/index.js';
import type { Certification } from '../../catalog/index.js';
import type { Person } from '../../people/index.js';
import type { Explanation, Refusal, ReminderItem } from '../messages.js';
import type { SeenItem } from '../parts.js';
import type { SnoozeDays } from '../rules.js';
import { isUrgent, snoozeUntil } from '../rules.js';
import type { NudgesDeps } from './deps.js';
import type { Items } from './items.js';

type Refused = { kind: 'refused'; refusal: Refusal };
/** It is done, waived or handed in meanwhile. */
type Settled = { kind: 'settled'; item: ReminderItem };
type Snoozed = { kind: 'snoozed'; name: string; until: CalendarDate };

/** Long enough for the next working week to begin, whatever the holidays. */
const longestWaitDays = 31;

/** What people do with a reminder. Each decides from fresh data who may: only the person it was sent to. */
export function createAnswers({ store, people, catalog, outbox, clock }: NudgesDeps, { itemOf, originOf }: Items) {
  async function ownOf(person: Person, seen: SeenItem): Promise<Assignment | Refused> {
    const [assignment] = await store.byIds([seen.id]);
    if (assignment === undefined) return refuse('not-known');
    return assignment.personId === person._id ? assignment : refuse('not-yours');
  }

  /** The day on which the next step is told: those who asked for fewer messages hear of it when their week begins. */
  function nextTold(person: Person, { state, nudge, dueOn }: Assignment, need: Certification['need']) {
    if (state !== 'open' || nudge.nextAt === null) return undefined;
    const next = dateIn(nudge.nextAt, person.zone);
    if (person.reminders === 'as-planned') return next;
    const days = people.workingDays(person, clock.now());
    const coming = Array.from({ length: longestWaitDays }, (_, later) => addDays(next, later));
    return (
      coming.find((day) => isUrgent(need, dueOn, day, days) || people.isFirstWorkingDayOfWeek(person, day)) ?? next
    );
  }

  return {
    async snooze(person: Person, seen: SeenItem & { days: SnoozeDays }): Promise<Snoozed | Settled | Refused> {
      const own = await ownOf(person, seen);
      if ('kind' in own) return own;
      const certification = (await catalog.all()).get(own.certificationId);
      if (certification === undefined) return refuse('not-known');
      const now = clock.now();
      if (own.state !== 'open') {
        await outbox.markStale(own._id);
        const item = await itemOf({ assignment: own, certification, person, now, reason: undefined });
        return { kind: 'settled', item };
      }
      const days = people.workingDays(person, now);
      const until = snoozeUntil({ dueOn: own.dueOn, need: certification.need, days }, seen.days);
      if (until === undefined) return refuse('past-due');
      const done: Snoozed = { kind: 'snoozed', name: certification.name, until };
      const change = {
        until,
        nextAt: days.begins(until),
        fact: {
          type: 'assignment.snoozed' as const,
          personId: person._id,
          certificationId: own.certificationId,
          until,
        },
        cause: { at: now, by: person._id },
      };
      if (await store.snooze({ _id: own._id, version: seen.version }, change)) return done;
      // The same press, come twice, is answered the same; anything else has changed under the person's eyes.
      const [current] = await store.byIds([own._id]);
      const isSamePress = current?.version === seen.version + 1 && current.nudge.snoozedUntil === until;
      if (isSamePress) return done;
      await outbox.markStale(own._id);
      return refuse('changed');
    },

    async explain(person: Person, seen: SeenItem): Promise<{ kind: 'explained'; facts: Explanation } | Refused> {
      const own = await ownOf(person, seen);
      if ('kind' in own) return own;
      const certification = (await catalog.all()).get(own.certificationId);
      if (certification === undefined) return refuse('not-known');
      const now = clock.now();
      const days = people.workingDays(person, now);
      const origin = await originOf({ assignment: own, certification, person, now, reason: undefined }, days);
      return {
        kind: 'explained',
        facts: {
          ...origin,
          name: certification.name,
          because: own.because,
          role: person.role,
          why: catalog.whyFor(certification, person.role),
          ladder: certification.ladder,
          nextOn: nextTold(person, own, certification.need),
          hour: clockTime(days.begins(days.onOrBefore(days.today)), person.zone),
          zone: person.zone,
          reminders: person.reminders,
        },
      };
    },

    /** At most one message a week, or as usual again; the messages that offer the choice are redrawn by its fact. */
    async chooseReminders(person: Person, reminders: Person['reminders']): Promise<void> {
      await people.chooseReminders(person._id, reminders, clock.now());
    },
  };
}

export type Answers = ReturnType<typeof createAnswers>;

const refuse = (refusal: Refusal): Refused => ({ kind: 'refused', refusal });
