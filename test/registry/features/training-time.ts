import fc from 'fast-check';
import { readMention } from '../../../src/features/assignments/command-text.js';
import { readDueDate } from '../../../src/features/assignments/due-date.js';
import { refusalWords } from '../../../src/features/assignments/messages/proposals.js';
import type { ToldHours } from '../../../src/features/training-time/digest-messages.js';
import { weekOfStudy } from '../../../src/features/training-time/digest-messages.js';
import type { Hours } from '../../../src/features/training-time/hours.js';
import * as training from '../../../src/features/training-time/messages.js';
import * as parts from '../../../src/features/training-time/parts.js';
import { readTimeRequest } from '../../../src/features/training-time/plans/command-text.js';
import * as giving from '../../../src/features/training-time/plans/giving-messages.js';
import * as plans from '../../../src/features/training-time/plans/messages.js';
import { StudyPlan, Weekdays, WeeklySeries } from '../../../src/features/training-time/plans/study-plan.js';
import { parsePolicyRow } from '../../../src/features/training-time/policy-row.js';
import { readStamp } from '../../../src/features/training-time/times.js';
import type { Reply, Span } from '../../../src/features/training-time/training-block.js';
import { LostTo, lostTo, TrainingBlock } from '../../../src/features/training-time/training-block.js';
import { Meeting, TrainingPolicy, usualTerms } from '../../../src/features/training-time/training-policy.js';
import type { TimeOfDay, Weekday, Zone } from '../../../src/shared/dates.js';
import { addMinutes } from '../../../src/shared/dates.js';
import type { AssignmentId, CertificationId, StudyPlanId, TrainingBlockId } from '../../../src/shared/ids.js';
import type { SlackUserId } from '../../../src/shared/links.js';
import { reviewStages } from '../../../src/shared/review.js';
import { writeSeen } from '../../../src/shared/seen.js';
import { aStudyPlan } from '../../builders/study-plan.js';
import { aTrainingBlock } from '../../builders/training-block.js';
import { address, day } from '../data.js';
import type { Message, Parser } from '../entries.js';
import { message, parser, part, refusalIn, rowParser, schema, silent, view } from '../entries.js';
import { hostileText } from '../hostile.js';

const here = { now: new Date('2026-10-01T07:00:00Z'), zone: 'Europe/Madrid' as Zone };

export const parsers: Readonly<Record<string, Parser>> = {
  'src/features/training-time/plans/command-text.ts#readTimeRequest': parser(
    readTimeRequest,
    [
      '<!subteam^S0FIELD|field> fridays 14:00-16:00 for AWS-SAA until 2027-01-29',
      '<@U0ANA> tue, fri 9:00 - 9:45 for X1',
    ],
    (text) => refusalIn(readTimeRequest(text as string, here, { readMention, readDueDate })),
    fc.oneof(
      hostileText,
      hostileText.map((text) => `<@U0ANA|ana> ${text} 14:00-16:00 for ${text} until ${text}`),
    ),
  ),
  'src/features/training-time/policy-row.ts#parsePolicyRow': rowParser(parsePolicyRow, parsePolicyRow, {
    team: 'Field Service',
    role: '*',
    weekly_hours: '2',
    longest_hours: '1.5',
    days: 'Mon Wed Fri',
    between: '09:00-12:00',
    notice_days: '2',
    blackouts: '2026-12-15..2026-12-31 | 2027-04-01',
    meetings: 'Mon 09:00-10:00; Tue Thu 14:00-15:00',
    agreed_by: 'manager',
  }),
  'src/features/training-time/training-policy.ts#Meeting': schema(Meeting, {
    weekday: 1,
    from: '09:00',
    to: '10:00',
  }),
  'src/features/training-time/training-policy.ts#TrainingPolicy': schema(TrainingPolicy, {
    _id: 'training-policy:*|*',
    version: 0,
    team: '*',
    role: '*',
    ...usualTerms,
  }),
  'src/features/training-time/plans/study-plan.ts#StudyPlan': schema(StudyPlan, aStudyPlan()),
  'src/features/training-time/plans/study-plan.ts#Weekdays': schema(Weekdays, [1, 3, 5]),
  'src/features/training-time/plans/study-plan.ts#WeeklySeries': schema(WeeklySeries, aStudyPlan().series),
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
    weekly: fc.constantFrom(undefined, 'none', 'some'),
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
const seenPlan = fc.record({ id: id<StudyPlanId>('pln'), version });
const series = fc.record({
  weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7] as Weekday[], { minLength: 1 }),
  from: fc.constantFrom('00:00', '23:45') as fc.Arbitrary<TimeOfDay>,
  minutes: fc.integer({ min: 2, max: 40 }).map((quarters) => quarters * 15),
  zone,
  firstOn: day,
  untilOn: day,
});
const planned = {
  seen: seenPlan,
  name: hostileText,
  series,
  times: fc.integer({ min: 1, max: 366 }),
  dueOn: day,
  neededMinutes: fc.integer({ min: 0, max: 120_000 }),
};
const howPlanned = fc.constantFrom('as-wished' as const, 'stands' as const);
const ownPlan = fc.record({
  ...planned,
  assignment: fc.record({ id: id<AssignmentId>('asg'), version }),
  state: fc.constantFrom(...StudyPlan.shape.state.options),
  instead: fc.option(series),
  inCalendar: fc.constantFrom('by-mail', 'by-address', 'not'),
  manager: fc.option(hostileText, { nil: undefined }),
});
const names = fc.array(hostileText, { maxLength: 30 });
const given = fc.record({
  request: fc.record({
    who: fc.array(
      fc.record({ kind: fc.constant('person'), slackId: fc.constant('U0ANA' as SlackUserId), name: hostileText }),
      {
        maxLength: 500,
      },
    ),
    wish: series,
    certificationId: fc.constant('AWS-SAA' as CertificationId),
    until: fc.option(day),
  }),
  name: hostileText,
  names,
  left: fc.array(fc.record({ name: hostileText, why: fc.constantFrom('not-asked', 'has-another', 'outside-hours') })),
  unknown: fc.integer({ min: 0, max: 500 }),
}) as fc.Arbitrary<Parameters<typeof giving.giving>[0]>;
const givingRefused = fc.oneof(
  fc.record({ kind: fc.constant('refused'), code: fc.constant('out-of-reach'), names }),
  fc.record({
    kind: fc.constant('refused'),
    code: fc.constant('no-certification'),
    certificationId: fc.constant('X1'),
  }),
  fc.record({ kind: fc.constant('refused'), code: fc.constant('group-empty'), mention: hostileText }),
) as fc.Arbitrary<Parameters<typeof giving.timeRefused>[0]>;
const planCard = fc.record({
  ...planned,
  person: hostileText,
  otherClock: fc.boolean(),
  reason: fc.constantFrom(...reviewStages),
  standing: fc.oneof(
    fc.record({ kind: fc.constantFrom('waiting', 'over', 'no-longer-yours') }),
    fc.record({ kind: fc.constantFrom('agreed', 'declined'), by: hostileText, instead: fc.option(series) }),
  ),
});

export const messages: Readonly<Record<string, Message>> = {
  'src/features/training-time/plans/giving-messages.tsx#gave': message(giving.gave, fc.tuple(given)),
  'src/features/training-time/plans/giving-messages.tsx#giving': message(giving.giving, fc.tuple(given)),
  'src/features/training-time/plans/giving-messages.tsx#notGiven': message(giving.notGiven, fc.tuple()),
  'src/features/training-time/plans/giving-messages.tsx#timeNotUnderstood': message(
    giving.timeNotUnderstood,
    fc.tuple(hostileText),
  ),
  'src/features/training-time/plans/giving-messages.tsx#timeRefused': message(
    giving.timeRefused,
    fc.tuple(givingRefused, fc.constant(refusalWords)),
  ),
  'src/features/training-time/plans/messages.tsx#drawPlanCard': part(plans.drawPlanCard, fc.tuple(planCard), 'block'),
  'src/features/training-time/plans/messages.tsx#ownPlan': message(plans.ownPlan, fc.tuple(ownPlan, howPlanned)),
  'src/features/training-time/plans/messages.tsx#planAnswered': message(plans.planAnswered, fc.tuple(planCard)),
  'src/features/training-time/plans/messages.tsx#planCard': message(plans.planCard, fc.tuple(planCard, howPlanned)),
  'src/features/training-time/plans/messages.tsx#planRefused': message(
    plans.planRefused,
    fc.tuple(fc.constantFrom(...(Object.keys(plans.planRefusals) as plans.PlanRefusal[]))),
  ),
  'src/features/training-time/plans/messages.tsx#weeklyDialog': view(
    plans.weeklyDialog,
    fc.tuple(
      fc.record({
        who: fc.constantFrom('person', 'manager'),
        seen: seenPlan,
        name: hostileText,
        wish: series,
        zone,
      }),
    ),
  ),
  'src/features/training-time/messages.tsx#ask': message(training.ask, fc.tuple(fc.record({ ...named, offer }))),
  'src/features/training-time/digest-messages.tsx#weekOfStudy': message(
    weekOfStudy,
    fc.tuple(fc.record({ monday: day, hours: toldHours })),
  ),
  'src/features/training-time/messages.tsx#answered': message(
    training.answered,
    fc.tuple(fc.record({ ...named, reply, next })),
  ),
  'src/features/training-time/messages.tsx#cancelledInLeave': message(
    training.cancelledInLeave,
    fc.tuple(
      fc.record({
        times: fc.array(
          fc.record({
            id: id('asg') as fc.Arbitrary<AssignmentId>,
            version,
            name: hostileText,
            spans: fc.array(named.span, { minLength: 1, maxLength: 5 }),
            next: fc.option(named.span, { nil: undefined }),
            offer: next,
          }),
          { minLength: 1, maxLength: 4 },
        ),
        zone,
        inCalendar: fc.constantFrom('by-mail', 'by-address', 'not'),
      }),
    ),
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
