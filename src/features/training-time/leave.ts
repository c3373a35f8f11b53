import type { Stored } from '../../platform/database/facts.js';
import type { Topics } from '../../platform/slack/delivery.js';
import { createNotice } from '../../platform/slack/notice.js';
import type { Row } from '../../platform/slack/outbox.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { AssignmentId, PersonId, StudyPlanId } from '../../shared/ids.js';
import type { Person } from '../people/index.js';
import type { TrainingTimeDeps } from './deps.js';
import type { CancelledTimes, InCalendar } from './messages.js';
import { cancelledInLeave } from './messages.js';
import type { Offers } from './offers.js';
import { planFact } from './plans/study-plan.js';
import { atHand, isAhead, isInLeave } from './rules.js';
import type { TrainingBlock } from './training-block.js';
import { factOf } from './training-block.js';

const leaveTopic = 'training-time.leave';

/** Whoever is back later than that has other things to hear. */
const toldWithinMs = 60 * 86_400_000;

/** Study time gives way to leave: it is cancelled, and its person is told of all of it in one message. */
export function createLeave({
  store,
  plans,
  outbox,
  readers,
  people,
  assignments,
  catalog,
  offers,
  inCalendar,
}: TrainingTimeDeps & { offers: Offers; inCalendar(person: Person): Promise<InCalendar> }) {
  /** Drops what is to come in the leave that is known now. May run again: the row is put once for each fact. */
  async function makeRoom(personId: PersonId, fact: Stored): Promise<void> {
    const { id, at } = fact;
    const person = await people.byId(personId);
    if (person === null) return;
    const cause = { at, by: 'training-time.makeRoom' };
    const days = daysOf(person);
    for (const block of await store.plannedOf(personId)) {
      // What has begun by then can be answered.
      if (block.startsAt <= at || !isInLeave(block, days)) continue;
      const why = factOf(block, 'training-block.dropped', { why: 'leave' as const });
      const isDropped = await store.changeFor(id, block, { state: 'dropped', nextAt: null }, why, cause);
      if (!isDropped) throw new Error(`${block._id} changed while it was to be dropped`);
    }
    const dropped = await store.droppedFor(personId, id);
    const last = dropped.at(-1);
    if (last === undefined) return;
    for (const planId of new Set(dropped.map((block) => block.planId)))
      if (planId !== null) await endEmpty(planId, fact);
    await outbox.put([
      {
        key: `${leaveTopic}|${id}`,
        to: personId,
        topic: leaveTopic,
        subject: id,
        notBefore: at,
        notAfter: new Date(last.endsAt.getTime() + toldWithinMs),
        priority: 2,
      },
    ]);
  }

  /** A plan of which nothing is left would stand in the way of another. */
  async function endEmpty(planId: StudyPlanId, { id, at }: Stored): Promise<void> {
    const plan = await plans.byId(planId);
    const ahead = (await store.plannedOfPlan(planId)).filter((block) => isAhead(block, at));
    if (plan?.state !== 'agreed' || ahead.length > 0) return;
    const fact = planFact(plan, 'study-plan.ended', { why: 'leave' as const });
    const ended = await plans.changeFor(id, plan, { state: 'ended' }, fact, { at, by: 'training-time.makeRoom' });
    if (!ended) throw new Error(`${planId} changed while it was to be ended`);
  }

  const daysOf = (person: Person) => ({
    zone: person.zone,
    shiftsOn: (date: CalendarDate) => people.shiftsOn(person, date),
    isOnLeave: (date: CalendarDate) => people.isOnLeave(person, date),
  });

  async function about(row: Pick<Row, 'to' | 'subject'>, now: Date) {
    const person = await people.byId(row.to as PersonId);
    const dropped = await store.droppedFor(row.to as PersonId, row.subject);
    if (person === null || dropped.length === 0) return undefined;
    const ids = [...new Set(dropped.map(({ assignmentId }) => assignmentId))];
    const blocksOf = (id: AssignmentId) => dropped.filter(({ assignmentId }) => assignmentId === id);
    const found = await Promise.all(ids.map((id) => cancelled(person, id, blocksOf(id), now)));
    const times = found.filter((one) => one !== undefined);
    return times.length === 0 ? undefined : { times, zone: person.zone, inCalendar: await inCalendar(person) };
  }

  /** Undefined when it is not to be studied for any more. */
  async function cancelled(person: Person, id: AssignmentId, blocks: readonly TrainingBlock[], now: Date) {
    const assignment = await assignments.byId(id);
    const certification = assignment && (await catalog.byId(assignment.certificationId));
    if (assignment?.state !== 'open' || !certification) return undefined;
    const next = atHand(
      (await store.plannedFor(id)).filter((block) => isAhead(block, now)),
      now,
    );
    const times: CancelledTimes = {
      id,
      version: assignment.version,
      name: certification.name,
      spans: blocks,
      next,
      offer: next === undefined ? await offers.toPlan({ assignment, certification, person }, now) : undefined,
    };
    return times;
  }

  const topics: Topics = {
    [leaveTopic]: createNotice({
      readers,
      async draw(row, now) {
        const told = await about(row, now);
        return (
          told && {
            words: cancelledInLeave(told),
            items: told.times.map(({ id, version }) => ({ id, reason: 'leave', version })),
          }
        );
      },
      async redraw(row, now) {
        const told = await about(row, now);
        return told && cancelledInLeave(told);
      },
    }),
  };

  return { makeRoom, topics };
}

export type MakeRoom = ReturnType<typeof createLeave>['makeRoom'];
