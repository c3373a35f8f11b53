import type { Choice, Drawn } from '../../shared/blocks.js';
import { actionId, Select } from '../../shared/blocks.js';
import type { Zone } from '../../shared/dates.js';
import type { AssignmentId, TrainingBlockId } from '../../shared/ids.js';
import { writeSeen } from '../../shared/seen.js';
import { slotLabel, writeStamp } from './times.js';
import type { Span } from './training-block.js';

export const planPressed = actionId('training-time.plan');
export const movePressed = actionId('training-time.move');

/** What an option says besides a time. */
export const anotherTime = 'another-time';
export const everyWeek = 'every-week';
export const dropIt = 'drop';

/** Times to choose from, for what the person sees. */
export type Offer<Id> = Readonly<{
  id: Id;
  version: number;
  slots: readonly Span[];
  zone: Zone;
  now: Date;
  /** Whether study time is planned weekly; left out where one sitting is enough, or is spoken of alone. */
  weekly?: 'none' | 'some';
}>;

/** For an assignment for which nothing is planned yet. */
export const PlanStudyTime = (offer: Offer<AssignmentId>): Drawn => (
  <Select actionId={planPressed} placeholder="Plan study time" options={timesIn(offer)} />
);

/** Why the other time is looked for: it is still to come, it did not happen then, or nobody said. */
type MoveReason = 'to-come' | 'moved' | 'unanswered';

/** For study time that is planned already. */
export const MoveStudyTime = ({ offer, why }: { offer: Offer<TrainingBlockId>; why: MoveReason }): Drawn => (
  <Select
    actionId={movePressed}
    placeholder={movePlaceholders[why]}
    options={[
      ...timesIn(offer),
      ...(why === 'to-come' ? [{ value: writeSeen(offer.id, offer.version, dropIt), label: 'Drop it' }] : []),
    ]}
  />
);

const movePlaceholders: Readonly<Record<MoveReason, string>> = {
  'to-come': 'Move study time',
  moved: 'Moved to…',
  unanswered: 'Plan study time',
};

const timesIn = ({ id, version, slots, zone, now, weekly }: Offer<string>): Choice[] => [
  ...slots.map((slot) => ({
    value: writeSeen(id, version, writeStamp(slot.startsAt)),
    label: slotLabel(slot, zone, now),
  })),
  ...(weekly === undefined ? [] : [{ value: writeSeen(id, version, everyWeek), label: weeklyLabels[weekly] }]),
  { value: writeSeen(id, version, anotherTime), label: 'Another time…' },
];

const weeklyLabels = { none: 'Every week…', some: 'Weekly study time…' } as const;
