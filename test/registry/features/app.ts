import fc from 'fast-check';
import { certHelp, companyFigures, leadsNobody, teamStands, whereIStand } from '../../../src/app/cert/messages.js';
import type { Company } from '../../../src/app/home/company.js';
import type { HomeData } from '../../../src/app/home/messages.js';
import { emptyHome, homeTab } from '../../../src/app/home/messages.js';
import type { Held, InReview, Later, Mine, Waiting } from '../../../src/app/home/mine.js';
import type { Standing } from '../../../src/app/home/standing.js';
import { wheres } from '../../../src/app/home/standing.js';
import type { Team } from '../../../src/app/home/team.js';
import { HomeOpened } from '../../../src/app/home.js';
import { notAskedWords } from '../../../src/app/messages.js';
import { handedInControls, handInButton, passedButton } from '../../../src/features/credentials/parts.js';
import type { Behind } from '../../../src/features/nudges/without-slack-messages.js';
import { peopleWithoutSlack } from '../../../src/features/nudges/without-slack-messages.js';
import { parseLeaveRow } from '../../../src/features/people/leave-row.js';
import { parseFirstDay, parseLeaveDays } from '../../../src/features/people/leave-rules.js';
import { leaveDialog, notInPeopleFile } from '../../../src/features/people/messages.js';
import { endLeaveButton, leaveButton, remindersSelect } from '../../../src/features/people/parts.js';
import { Leave } from '../../../src/features/people/person.js';
import type { Period } from '../../../src/features/rewards/budget.js';
import type { EntryKey, PayMonth } from '../../../src/features/rewards/index.js';
import { CalendarControls } from '../../../src/features/training-time/calendar/messages.js';
import type { CalendarDate, Zone } from '../../../src/shared/dates.js';
import type { AssignmentId, CertificationId, CredentialId, PersonId } from '../../../src/shared/ids.js';
import type { SlackUserId } from '../../../src/shared/links.js';
import type { Book, Currency } from '../../../src/shared/money.js';
import { aCertification } from '../../builders/certification.js';
import { aPerson } from '../../builders/person.js';
import { day } from '../data.js';
import type { Message, Parser } from '../entries.js';
import { message, parser, part, refusalIn, rowParser, schema, silent, view } from '../entries.js';
import { hostileText } from '../hostile.js';
import { hours, minutes, toldHours } from './training-time.js';

const today = '2026-10-01' as CalendarDate;

export const parsers: Readonly<Record<string, Parser>> = {
  'src/app/home.ts#HomeOpened': schema(HomeOpened, { user: 'U0ANA', tab: 'home' }),
  'src/features/people/person.ts#Leave': schema(Leave, { from: '2026-10-05', until: '2026-10-09' }),
  'src/features/people/leave-rules.ts#parseLeaveDays': parser(
    parseLeaveDays,
    [{ from: '2026-10-05', until: '2026-10-09' }],
    (entered) => refusalIn(parseLeaveDays(entered, today)),
  ),
  'src/features/people/leave-rules.ts#parseFirstDay': silent(parseFirstDay, '2026-10-05'),
  'src/features/people/leave-row.ts#parseLeaveRow': rowParser(parseLeaveRow, parseLeaveRow, {
    employee_id: 'E1',
    from: '2026-10-05',
    until: '2026-10-09',
  }),
};

const passed = passedButton({ id: 'asg_12345678' as AssignmentId, version: 1 });
const handedIn = handedInControls({ id: 'cre_12345678' as CredentialId, version: 1 });
const handIn = handInButton({ personId: 'per_12345678' as PersonId, certificationId: 'CERT-1' as CertificationId });

const aWaiting: fc.Arbitrary<Waiting> = fc.record({
  name: hostileText,
  need: fc.constantFrom('required', 'optional'),
  isRenewal: fc.boolean(),
  dueOn: day,
  daysLeft: fc.integer({ min: -4_000, max: 4_000 }),
  mustStop: fc.boolean(),
  why: fc.oneof(
    fc.record({ kind: fc.constant('ends' as const), earnedOn: day, because: hostileText }),
    fc.record({
      kind: fc.constant('asked' as const),
      by: fc.option(hostileText, { nil: undefined }),
      on: day,
      because: hostileText,
    }),
  ),
  lines: fc.array(hostileText, { maxLength: 3 }),
  controls: fc.constantFrom([], [passed]),
});

const inReview: fc.Arbitrary<InReview> = fc.record({
  name: hostileText,
  handedInOn: fc.option(day),
  controls: fc.constantFrom([], handedIn),
});

const held: fc.Arbitrary<Held> = fc.record({
  name: hostileText,
  standing: fc.constantFrom('current', 'in-grace', 'lapsed'),
  countsUntil: fc.option(day),
  expiresOn: fc.option(day),
});

const later: fc.Arbitrary<Later> = fc.record({ name: hostileText, opensOn: day, dueOn: day });

const many = <Value>(one: fc.Arbitrary<Value>, maxLength: number) => fc.array(one, { maxLength, size: 'max' });

const mine: fc.Arbitrary<Mine> = fc.record({
  waiting: many(aWaiting, 10),
  inReview: many(inReview, 6),
  held: many(held, 22),
  later: many(later, 6),
});

const standing: fc.Arbitrary<Standing> = fc.record({
  person: hostileText.map((name) => aPerson({ name })),
  certification: hostileText.map((name) => aCertification({ name })),
  where: fc.constantFrom(...wheres),
  on: fc.option(day),
  daysLeft: fc.option(fc.integer({ min: -4_000, max: 4_000 })),
  assignmentId: fc.constant(undefined),
});

const counts: fc.Arbitrary<Team['counts']> = fc.record(
  Object.fromEntries(wheres.map((where) => [where, fc.nat({ max: 9_999 })])) as Record<
    (typeof wheres)[number],
    fc.Arbitrary<number>
  >,
);

const team: fc.Arbitrary<Team> = fc.record({
  people: fc.integer({ min: 1, max: 500 }),
  isAll: fc.boolean(),
  counts,
  // Few words many times: what is long costs the same to check, and less to make.
  standings: fc
    .tuple(fc.array(standing, { minLength: 1, maxLength: 5 }), fc.nat({ max: 26 }))
    .map(([some, times]) => Array.from({ length: times }, () => some).flat()),
  studyTime: fc.option(toldHours, { nil: undefined }),
});

const instant = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });

const book = fc.constantFrom<Book>('EUR' as Currency, 'points');
const sum = fc.record({ book, amount: fc.integer({ min: 1, max: 10 ** 13 }) });

const company: fc.Arbitrary<Company> = fc.record({
  figures: fc.record({
    at: instant,
    inReach: fc.nat(),
    withoutSlack: fc.nat(),
    held: fc.nat(),
    dueSoon: fc.nat(),
    overdue: fc.nat(),
    inReview: fc.nat(),
    mayNotWork: fc.nat(),
    studyTime: fc.option(
      fc.record({
        hours,
        without: fc.array(fc.record({ manager: hostileText, promised: minutes, kept: minutes }), { maxLength: 5 }),
      }),
      { nil: undefined },
    ),
  }),
  needs: fc.record({
    asksToLetLeave: fc.nat(),
    deadReactions: fc.nat(),
    unknownMessages: fc.nat(),
    notSentByUs: fc.nat(),
    notSending: fc.option(fc.constant('five replies in a row were lost'), { nil: undefined }),
    payroll: fc.record({
      unwritten: fc.option(fc.constant('2026-11' as PayMonth), { nil: undefined }),
      waiting: fc.nat(),
      takes: fc.array(sum, { maxLength: 3 }),
      unanswered: fc.nat(),
      rejected: fc.array(fc.constant('grt_0123456789ab-2' as EntryKey), { maxLength: 11 }),
    }),
    shortBudgets: fc.array(
      fc.record({
        book,
        period: fc.constantFrom('2026' as Period, '2026-Q4' as Period),
        left: fc.nat(),
        needed: fc.nat(),
        count: fc.integer({ min: 1, max: 999 }),
      }),
      { maxLength: 5 },
    ),
  }),
  imports: fc.array(
    fc.record({
      _id: fc.constant('imp_1'),
      kind: fc.constantFrom('people', 'credentials'),
      sha256: fc.constant('0'.repeat(64)),
      fileName: hostileText,
      state: fc.constantFrom('running', 'done'),
      startedAt: instant,
      finishedAt: fc.option(instant),
      counts: fc.option(
        fc.record({
          rows: fc.nat(),
          create: fc.nat(),
          change: fc.nat(),
          same: fc.nat(),
          bad: fc.nat(),
          waiting: fc.nat(),
        }),
      ),
      by: fc.constant('U0OWNER'),
    }),
    { maxLength: 5 },
  ),
});

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const homeData: fc.Arbitrary<HomeData> = fc.record({
  zone: fc.constantFrom('Europe/Madrid' as Zone, 'Asia/Kolkata' as Zone),
  mine,
  settings: fc.record({
    reminders: fc
      .constantFrom('as-planned' as const, 'weekly' as const)
      .map((choice) => ({ choice, control: remindersSelect(choice) })),
    posts: maybe(fc.record({ words: hostileText, control: fc.constant(remindersSelect('weekly')) })),
    calendar: maybe(
      fc.record({
        words: hostileText,
        controls: fc.constantFrom('made', 'offered', 'none').map((address) => CalendarControls({ address })),
      }),
    ),
    away: fc.record({
      times: fc.array(
        fc.record({ from: day, until: day, standIn: maybe(hostileText), end: day.map((from) => endLeaveButton(from)) }),
        { maxLength: 4 },
      ),
      say: fc.constant(leaveButton()),
    }),
  }),
  decisions: maybe(
    fc.nat({ max: 9 }).map((count) => ({ cards: Array(Math.min(count, 5)).fill([]), count, one: 'decision' as const })),
  ),
  team: maybe(team),
  company: maybe(company),
});

const behind: fc.Arbitrary<Behind> = fc.record({
  id: fc.constant(undefined),
  person: hostileText,
  certification: hostileText,
  where: fc.constantFrom('may-not-work', 'overdue', 'in-grace', 'due'),
  on: day,
  daysLeft: fc.integer({ min: 0, max: 60 }),
  button: fc.constant(handIn),
});

export const messages: Readonly<Record<string, Message>> = {
  'src/app/home/messages.tsx#homeTab': view(
    homeTab,
    fc.tuple(homeData, fc.constantFrom('native' as const, 'plain' as const)),
  ),
  'src/app/home/messages.tsx#emptyHome': view(
    emptyHome,
    fc.tuple(fc.constantFrom(...(Object.keys(notAskedWords) as (keyof typeof notAskedWords)[]))),
  ),
  'src/app/cert/messages.tsx#whereIStand': message(whereIStand, fc.tuple(mine)),
  'src/app/cert/messages.tsx#certHelp': message(
    certHelp,
    fc.tuple(
      fc.record({
        role: fc.constantFrom('employee' as const, 'manager' as const, 'owner' as const),
        examples: fc.record({ code: hostileText, colleague: hostileText, day: hostileText }),
      }),
    ),
  ),
  'src/app/cert/messages.tsx#teamStands': message(teamStands, fc.tuple(team)),
  'src/app/cert/messages.tsx#companyFigures': message(companyFigures, fc.tuple(company)),
  'src/app/cert/messages.tsx#leadsNobody': message(leadsNobody, fc.tuple()),
  'src/features/nudges/without-slack-messages.tsx#peopleWithoutSlack': message(
    peopleWithoutSlack,
    fc.tuple(fc.record({ monday: day, behind: many(behind, 30), done: fc.nat({ max: 9 }) })),
  ),
  'src/features/people/messages.tsx#leaveDialog': view(
    leaveDialog,
    fc.tuple(fc.record({ delegate: maybe(fc.constant('U0ANA' as SlackUserId)), from: maybe(day), until: maybe(day) })),
  ),
  'src/features/people/messages.tsx#notInPeopleFile': message(notInPeopleFile, fc.tuple()),
  'src/features/people/parts.tsx#leaveButton': part(leaveButton, fc.tuple(), 'control'),
  'src/features/people/parts.tsx#endLeaveButton': part(endLeaveButton, fc.tuple(day), 'control'),
  'src/features/people/parts.tsx#remindersSelect': part(
    remindersSelect,
    fc.tuple(fc.constantFrom('as-planned' as const, 'weekly' as const)),
    'control',
  ),
};
