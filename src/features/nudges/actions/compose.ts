import type { Composed, Topic } from '../../../platform/slack/delivery.js';
import type { Row, SentRow } from '../../../platform/slack/outbox.js';
import type { MessageContent } from '../../../shared/block-limits.js';
import { addMinutes } from '../../../shared/dates.js';
import type { AssignmentId, PersonId } from '../../../shared/ids.js';
import type { Assignment } from '../../assignments/index.js';
import type { Certification } from '../../catalog/index.js';
import { reminder } from '../messages.js';
import { isReached } from '../nudge.js';
import { worstFirst } from '../rules.js';
import { hasUrgent, isDayOff } from './day-off.js';
import type { NudgesDeps } from './deps.js';
import type { Items } from './items.js';
import { createSettle } from './settle.js';

/** More would be a wall of text; the rest stays owed and comes another day. */
const mostInFull = 8;

/** Step 3 of DESIGN 5: the words of a reminder, from fresh data at the moment of sending. */
export function createReminderTopic(deps: NudgesDeps, { itemOf }: Items): Topic {
  const { store, people, catalog, outbox } = deps;

  async function compose(row: Row, now: Date): Promise<Composed> {
    // What other rows hold is asked before what is owed: an item that is settled between the two is then held or owed no more.
    const [person, { reach }, elsewhere] = await Promise.all([
      people.byId(row.to as PersonId),
      store.readSwitch(),
      outbox.heldItems(row.to, row.topic, row._id),
    ]);
    if (person === null || person.state !== 'active' || person.slackId === null)
      return { kind: 'nothing', why: 'empty' };
    if (!isReached(reach, person)) return { kind: 'nothing', why: 'empty' };
    const shift = people.shift(person, now);
    // The hours may have changed since the row was put.
    if (shift.start > now) return { kind: 'later', at: shift.start };
    const studiesUntil = await people.studiesUntil(person._id, now);
    if (studiesUntil !== undefined) return { kind: 'later', at: studiesUntil };

    const open = await store.openOf(person._id);
    // A step that falls due at this very hour belongs into the same message; the sweep is about to say so.
    if (open.some(({ nudge }) => nudge.nextAt !== null && nudge.nextAt <= now)) {
      return { kind: 'later', at: addMinutes(now, 1) };
    }
    const isInOtherRow = ({ _id, nudge }: Assignment) =>
      elsewhere.some(({ id, reason }) => id === _id && reason === nudge.owed?.reason);
    // What is held back (no `askAt`) waits for its turn.
    const owed = open.filter(
      (assignment) =>
        assignment.nudge.owed !== null && assignment.nudge.owed.askAt !== null && !isInOtherRow(assignment),
    );
    if (owed.length === 0) return { kind: 'nothing', why: 'empty' };
    if (person.dmChannel === null) {
      await people.wanted(person._id);
      return { kind: 'later', at: addMinutes(now, 1) };
    }

    const certifications = await certificationsOf(owed);
    const urgent = hasUrgent(owed, certifications, shift.date, people.workingDays(person, now));
    // They may have asked for less since the row was put; it stays owed.
    if (isDayOff(person, shift.date, urgent ? 'urgent' : 'can wait', people)) return { kind: 'nothing', why: 'empty' };
    const told = owed
      .flatMap((assignment) => {
        const certification = certifications.get(assignment.certificationId);
        return certification === undefined ? [] : [{ assignment, certification }];
      })
      .toSorted((a, b) => worstFirst(rank(a), rank(b)))
      .slice(0, mostInFull);
    if (told.length === 0) return { kind: 'nothing', why: 'empty' };
    const items = await Promise.all(
      told.map((one) => itemOf({ ...one, person, now, reason: one.assignment.nudge.owed?.reason })),
    );
    return {
      kind: 'say',
      channel: person.dmChannel,
      words: reminder({ items, alsoOpen: open.length - told.length, reminders: person.reminders }),
      items: told.map(({ assignment }) => ({
        id: assignment._id,
        reason: assignment.nudge.owed!.reason,
        version: assignment.version,
      })),
    };
  }

  /** The same items as they stand now: done, snoozed or still waiting. */
  async function redraw(row: SentRow, now: Date): Promise<MessageContent | undefined> {
    const person = await people.byId(row.to as PersonId);
    if (person === null) return undefined;
    const current = await store.byIds(row.items.map(({ id }) => id as AssignmentId));
    const certifications = await certificationsOf(current);
    const items = await Promise.all(
      row.items.flatMap(({ id, reason }) => {
        const assignment = current.find(({ _id }) => _id === id);
        const certification = assignment && certifications.get(assignment.certificationId);
        return certification === undefined || assignment === undefined
          ? []
          : [itemOf({ assignment, certification, person, now, reason })];
      }),
    );
    const others = (await store.openOf(person._id)).filter(({ _id }) => !row.items.some(({ id }) => id === _id));
    return items.length === 0 ? undefined : reminder({ items, alsoOpen: others.length, reminders: person.reminders });
  }

  const certificationsOf = (assignments: readonly Assignment[]) =>
    catalog.byIds([...new Set(assignments.map(({ certificationId }) => certificationId))]);

  const rank = ({ assignment, certification }: { assignment: Assignment; certification: Certification }) => ({
    harm: catalog.harmOf(certification),
    dueOn: assignment.dueOn,
  });

  /** Slack no longer knows the DM: it is opened anew, and what is owed waits for the next working day. */
  async function refused(row: Row & { channel: string }, code: string): Promise<void> {
    if (code === 'channel_not_found') await people.forgetDm(row.to as PersonId, row.channel);
  }

  return { compose, redraw, refused, settle: createSettle(deps) };
}
