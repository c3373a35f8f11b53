import fc from 'fast-check';
import type { ToldHours } from '../../../src/features/training-time/digest-messages.js';
import { weekOfStudy } from '../../../src/features/training-time/digest-messages.js';
import type { Hours } from '../../../src/features/training-time/hours.js';
import * as training from '../../../src/features/training-time/messages.js';
import * as parts from '../../../src/features/training-time/parts.js';
import { readStamp } from '../../../src/features/training-time/times.js';
import type { Reply, Span } from '../../../src/features/training-time/training-block.js';
import { LostTo, lostTo, TrainingBlock } from '../../../src/features/training-time/training-block.js';
import type { TimeOfDay, Zone } from '../../../src/shared/dates.js';
import { addMinutes } from '../../../src/shared/dates.js';
import type { AssignmentId, TrainingBlockId } from '../../../src/shared/ids.js';
import { writeSeen } from '../../../src/shared/seen.js';
import { aTrainingBlock } from '../../builders/training-block.js';
import { address, day } from '../data.js';
import type { Message, Parser } from '../entries.js';
import { message, part, schema, silent, view } from '../entries.js';
import { hostileText } from '../hostile.js';

export const parsers: Readonly<Record<string, Parser>> = {
  'src/features/training-time/times.ts#readStamp': silent(readStamp, '20261201T0900Z', '20280229T2345Z'),
  'src/features/training-time/training-block.ts#LostTo': schema(LostTo, ...lostTo),
  'src/features/training-time/training-block.ts#TrainingBlock': schema(TrainingBlock, aTrainingBlock()),
};

const id = <Id extends string>(prefix: string) =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 })
    .map((digits) => `${prefix}_${digits}` as Id);

const version = fc.integer({ min: 0, max: 999_999_999 });
const zone = fc.constantFrom(
  'Europe/Madrid',
  'Asia/Kathmandu',
  'America/Argentina/ComodRivadavia',
) as fc.Arbitrary<Zone>;
const quarterHours = fc.integer({ min: 0, max: 50_000 });
const instant = quarterHours.map((count) => addMinutes(new Date('2026-01-01T00:00:00Z'), 15 * count));
const span: fc.Arbitrary<Span> = fc
  .tuple(instant, fc.constantFrom(30, 60, 90, 120))
  .map(([startsAt, minutes]) => ({ startsAt, endsAt: addMinutes(startsAt, minutes) }));

const offerOf = <Id extends string>(prefix: string): fc.Arbitrary<parts.Offer<Id>> =>
  fc.record({
    id: id<Id>(prefix),
    version,
    slots: fc.uniqueArray(span, { maxLength: 8, size: 'max', selector: ({ startsAt }) => startsAt.getTime() }),
    zone,
    now: instant,
  });

const named = { name: hostileText, span, zone };
const next = fc.option(offerOf<AssignmentId>('asg'), { nil: undefined });
const offer = offerOf<TrainingBlockId>('blk');
const standing = fc.record({ ...named, state: fc.constantFrom(...TrainingBlock.shape.state.options) });
const reply: fc.Arbitrary<Reply> = fc.oneof(
  fc.record({ kind: fc.constantFrom('kept', 'partly', 'dropped'), to: fc.constant(null) }),
  fc.record({ kind: fc.constant('lost'), to: fc.constantFrom(...lostTo) }),
);
const study = fc.record({
  link: fc.option(address, { nil: undefined }),
  hours: fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.double({ min: 0, max: 2_000, noNaN: true })),
});

export const minutes = fc.nat({ max: 600_000 });
export const hours: fc.Arbitrary<Hours> = fc.record({
  people: fc.integer({ min: 1, max: 500 }),
  promised: minutes,
  kept: minutes,
  moved: minutes,
  unanswered: minutes,
  lost: minutes,
  lostTo: fc.uniqueArray(fc.record({ to: fc.constantFrom(...lostTo), minutes }), { selector: ({ to }) => to }),
});
export const toldHours: fc.Arbitrary<ToldHours> = fc
  .tuple(hours, fc.array(fc.record({ name: hostileText, promised: minutes, kept: minutes }), { maxLength: 17 }))
  .map(([sum, each]) => ({ ...sum, each }));

export const messages: Readonly<Record<string, Message>> = {
  'src/features/training-time/messages.tsx#ask': message(training.ask, fc.tuple(fc.record({ ...named, offer }))),
  'src/features/training-time/digest-messages.tsx#weekOfStudy': message(
    weekOfStudy,
    fc.tuple(fc.record({ monday: day, hours: toldHours })),
  ),
  'src/features/training-time/messages.tsx#answered': message(
    training.answered,
    fc.tuple(fc.record({ ...named, reply, next })),
  ),
  'src/features/training-time/messages.tsx#planAt': view(
    training.planAt,
    fc.tuple(
      fc.record({
        subject: fc.tuple(id('blk'), version).map(([block, seen]) => writeSeen(block, seen)),
        name: hostileText,
        date: day,
        time: fc.constantFrom('00:00', '23:45') as fc.Arbitrary<TimeOfDay>,
        zone,
        minutes: fc.constantFrom(...training.lengths),
      }),
    ),
  ),
  'src/features/training-time/messages.tsx#planned': message(
    training.planned,
    fc.tuple(
      fc.record({
        ...named,
        how: fc.constantFrom('planned', 'moved'),
        recall: fc.constantFrom('to-come', 'too-late'),
        inCalendar: fc.constantFrom('by-mail', 'by-address', 'not'),
      }),
    ),
  ),
  'src/features/training-time/messages.tsx#recall': message(
    training.recall,
    fc.tuple(fc.record({ ...named, begins: fc.constantFrom('to-come', 'begun'), offer, study })),
  ),
  'src/features/training-time/messages.tsx#refused': message(
    training.refused,
    fc.tuple(fc.constantFrom(...(Object.keys(training.refusals) as training.Refusal[]))),
  ),
  'src/features/training-time/messages.tsx#settled': message(training.settled, fc.tuple(standing)),
  'src/features/training-time/messages.tsx#stands': message(training.stands, fc.tuple(standing)),
  'src/features/training-time/parts.tsx#MoveStudyTime': part(
    parts.MoveStudyTime,
    fc.tuple(fc.record({ offer, why: fc.constantFrom('to-come', 'moved', 'unanswered') })),
    'control',
  ),
  'src/features/training-time/parts.tsx#PlanStudyTime': part(
    parts.PlanStudyTime,
    fc.tuple(offerOf<AssignmentId>('asg')),
    'control',
  ),
};
