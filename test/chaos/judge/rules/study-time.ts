import type { Complaint } from '../complaint.js';
import { complain } from '../complaint.js';
import type { History } from '../history.js';
import { groupBy } from '../history.js';
import type { Block } from '../shapes.js';

/** Nobody studies two things at once; what is agreed has all of its times, and what was given up has none to come. */
export function studyTime(history: History): Complaint[] {
  const blocks = [...history.blocks.values()];
  const standing = blocks.filter(({ state }) => state !== 'dropped');
  return [
    ...[...groupBy(standing, ({ personId }) => personId).values()].flatMap(overlaps),
    ...unmade(history, blocks),
    ...leftStanding(history, blocks),
  ];
}

function overlaps(own: readonly Block[]): Complaint[] {
  const inOrder = own.toSorted((a, b) => a.startsAt - b.startsAt);
  return inOrder.slice(1).flatMap((block, index) => {
    const before = inOrder[index]!;
    return before.endsAt <= block.startsAt
      ? []
      : [
          complain('study-time', `${before._id} and ${block._id} of ${block.personId} overlap`, [
            before._id,
            block._id,
          ]),
        ];
  });
}

function unmade({ plans }: History, blocks: readonly Block[]): Complaint[] {
  return [...plans.values()].flatMap(({ _id, state, dates }) => {
    const made = blocks.filter(({ planId }) => planId === _id).length;
    return state !== 'agreed' || made === dates.length
      ? []
      : [complain('study-time', `${_id} is agreed for ${dates.length} days, and has ${made} times`, [_id])];
  });
}

function leftStanding({ plans, facts }: History, blocks: readonly Block[]): Complaint[] {
  return blocks.flatMap(({ _id, planId, state, startsAt }) => {
    const ended = facts.get(planId ?? '')?.findLast(({ type }) => type === 'study-plan.ended');
    const isOver = planId !== null && plans.get(planId)?.state === 'ended';
    return isOver && state === 'planned' && startsAt > (ended?.at ?? 0)
      ? [complain('study-time', `${_id} is still planned, and its plan ${planId} has ended`, [_id, planId])]
      : [];
  });
}
