import type { MessageContent } from '../../shared/block-limits.js';
import { MessageTooLarge } from '../../shared/block-limits.js';
import type { Drawn } from '../../shared/blocks.js';
import {
  Actions,
  actionId,
  B,
  Blocks,
  Br,
  Button,
  Context,
  Divider,
  Link,
  message,
  paragraph,
  Section,
  Text,
} from '../../shared/blocks.js';
import type { CalendarDate } from '../../shared/dates.js';
import { addDays, longDate } from '../../shared/dates.js';
import type { HttpUrl } from '../../shared/links.js';
import type { PlainText } from '../../shared/text.js';
import { listWords, plain, plural } from '../../shared/text.js';
import type { MoreChoice, SeenItem } from './parts.js';
import { MoreMenu, SnoozeSelect } from './parts.js';
import type { SnoozeDays } from './rules.js';
import type { DateOrigin, Exam } from './sentences.js';
import { dateReason } from './sentences.js';

export const usualPressed = actionId('nudges.usual');

export type ReminderItem = Readonly<{
  seen: SeenItem;
  name: string;
  need: 'required' | 'optional';
  isRenewal: boolean;
  /** The notice of a new assignment. */
  isNew: boolean;
  askedBy: string | undefined;
  because: string;
  dueOn: CalendarDate;
  /** Negative when it is overdue. */
  daysLeft: number;
  mayNotWorkWithout: boolean;
  /** Days after the due date in which what is to be renewed still counts. */
  graceDays: number;
  role: string;
  why: string | undefined;
  studyHours: number;
  studyLink: HttpUrl | undefined;
  standing: 'open' | 'planned' | 'in-review' | 'earned' | 'waived' | 'withdrawn';
  /** When a planned one opens. */
  opensOn: CalendarDate;
  handedInOn: CalendarDate | null;
  /** Why it was waived or withdrawn; '' when nobody had to say. */
  closingWhy: string;
  exam: Exam | null;
  snoozedUntil: CalendarDate | null;
  snoozes: readonly SnoozeDays[];
  /** What other features let the person press there, what matters most first. */
  controls: readonly Drawn[];
  /** What doing it brings the person. */
  gains: readonly string[];
  /** What other features have to say. */
  lines: readonly string[];
}>;

export type Reminder = Readonly<{
  items: readonly ReminderItem[];
  alsoOpen: number;
  reminders: 'as-planned' | 'weekly';
}>;

/**
 * Only the first item is said in full, with its reasons and links: of several that would be a wall (*why am I getting this*
 * tells them of each). Where all of it is too much for one message, more is left out: of the less urgent items the others'
 * controls but for the first, then the reasons of the first, then both everywhere, and at last what else there is to say, which
 * stands on Home as well. What each brings stays.
 */
export function reminder(data: Reminder): MessageContent {
  for (const size of sizes.slice(0, -1)) {
    try {
      return drawReminder(data, size);
    } catch (error) {
      if (!(error instanceof MessageTooLarge)) throw error;
    }
  }
  return drawReminder(data, sizes.at(-1)!);
}

/** How much is said of each item, and how many items show all that can be pressed. */
type Size = Readonly<{ words: 'in full' | 'in short'; withAllControls: number; lines: 'all' | 'none' }>;
const sizes: readonly Size[] = [
  { words: 'in full', withAllControls: 8, lines: 'all' },
  { words: 'in full', withAllControls: 2, lines: 'all' },
  { words: 'in short', withAllControls: 2, lines: 'all' },
  { words: 'in short', withAllControls: 0, lines: 'all' },
  { words: 'in short', withAllControls: 0, lines: 'none' },
];

function drawReminder(
  { items, alsoOpen, reminders }: Reminder,
  { words, withAllControls, lines }: Size,
): MessageContent {
  const isAlone = items.length === 1;
  const firstWaiting = items.find(({ standing }) => standing === 'open');
  const rhythm = reminders === 'as-planned' ? 'weekly' : 'usual';
  return message(
    <Blocks>
      {!isAlone && <Section>{intro(items)}</Section>}
      {items.map((item, index) => [
        !isAlone && <Divider />,
        itemBlocks(lines === 'all' ? item : { ...item, lines: [] }, {
          words: index > 0 && words === 'in full' ? 'without reasons' : words,
          controls: index < withAllControls ? 'all' : 'first',
          more: item === firstWaiting ? ['why', rhythm] : ['why'],
        }),
      ])}
      {alsoOpen > 0 && <Context>Also open: {plural(alsoOpen, 'more certification')}.</Context>}
    </Blocks>,
    { text: summary(items) },
  );
}

const waitingOf = (items: readonly ReminderItem[]) => items.filter(({ standing }) => standing === 'open');
const nothingWaits = 'Nothing here is waiting for you any more.';

function intro(items: readonly ReminderItem[]): string {
  const { length } = waitingOf(items);
  if (length === 0) return nothingWaits;
  if (length === 1) return 'One certification is waiting for you.';
  const order = waitingOf(items).some(({ need }) => need === 'optional') ? 'What is required' : 'The most urgent';
  return `${plural(length, 'certification')} are waiting for you. ${order} comes first.`;
}

/** What a phone shows before the message is opened. */
function summary(items: readonly ReminderItem[]): PlainText {
  const waiting = waitingOf(items);
  const [first] = waiting;
  if (first === undefined) return plain`${nothingWaits}`;
  if (waiting.length === 1 && first.exam?.is === 'over') return plain`How did your exam for ${first.name} go?`;
  if (waiting.length === 1) return plain`${first.name} ${dueWords(first)}`;
  return plain`${waiting.length} certifications are waiting for you, first of all ${first.name}, which ${dueWords(first)}`;
}

type Shown = Readonly<{
  words: Size['words'] | 'without reasons';
  controls: 'all' | 'first';
  more: readonly MoreChoice[];
}>;

function itemBlocks(item: ReminderItem, { words, controls, more }: Shown) {
  const others = controls === 'all' ? item.controls : item.controls.slice(0, 1);
  if (item.standing !== 'open')
    return [<Section>{standingLine(item)}</Section>, others.length > 0 && <Actions>{others}</Actions>];
  const { seen, snoozes } = item;
  const canSnooze = !isQuiet(item) && snoozes.length > 0;
  return [
    <Section accessory={<MoreMenu seen={seen} choices={more} />}>
      {words === 'in short' ? shortHeadline(item) : headline(item)}
      {item.mayNotWorkWithout && [<Br />, consequence(item)]}
      {item.gains.map(ownLine)}
      {words === 'in full' && reasons(item)}
    </Section>,
    item.lines.length > 0 && (
      <Context>{item.lines.map((line, index) => [index > 0 && <Br />, <Text of={line} max={200} />])}</Context>
    ),
    (others.length > 0 || canSnooze) && (
      <Actions>
        {others}
        {canSnooze && <SnoozeSelect seen={seen} lengths={snoozes} />}
      </Actions>
    ),
  ];
}

const ownLine = (line: string) => [<Br />, <Text of={line} max={200} />];

/** Whether it is quiet until a day that is known already. */
const isQuiet = ({ snoozedUntil, exam }: Pick<ReminderItem, 'snoozedUntil' | 'exam'>) =>
  snoozedUntil !== null || (exam?.is === 'ahead' && exam.asksOn !== null);

const itemName = ({ name }: Pick<ReminderItem, 'name'>) => (
  <B>
    <Text of={name} max={150} />
  </B>
);

const optionalMark = ({ need }: Pick<ReminderItem, 'need'>) => need === 'optional' && ' (optional)';

const reasons = ({ role, why, studyLink, studyHours }: ReminderItem) => [
  why !== undefined && [
    <Br />,
    'Why it matters for you as ',
    <Text of={role} max={100} />,
    ': ',
    <Text of={why} max={300} />,
  ],
  studyLink !== undefined && [
    <Br />,
    <Link to={studyLink}>Study material</Link>,
    studyHours > 0 && ` (about ${plural(studyHours, 'hour')})`,
  ],
];

/** "How did your exam for First aid go?", or when it is due. */
function shortHeadline(item: ReminderItem) {
  const name = itemName(item);
  if (item.exam?.is !== 'over') return [name, optionalMark(item), ' ', dueWords(item)];
  return [
    'How did your exam for ',
    name,
    ` on ${longDate(item.exam.on)} go?`,
    <Br />,
    'The certification ',
    dueWords(item),
  ];
}

function headline(item: ReminderItem) {
  const name = itemName(item);
  if (item.exam?.is === 'over') return shortHeadline(item);
  if (!item.isNew || item.isRenewal) return [name, optionalMark(item), ' ', dueWords(item)];
  return [
    item.askedBy === undefined ? 'New for you: ' : [<Text of={item.askedBy} max={100} />, ' asks you to earn '],
    name,
    ` by ${longDate(item.dueOn)}${item.daysLeft >= 0 ? ` (${inDays(item.daysLeft)})` : ''}.`,
    item.because !== '' && [<Br />, 'Because: ', <Text of={item.because} max={300} />],
  ];
}

/** "is due in 14 days, on Thursday 31 December 2026." */
function dueWords({ isRenewal, daysLeft, dueOn }: Pick<ReminderItem, 'isRenewal' | 'daysLeft' | 'dueOn'>): string {
  const [ahead, past] = isRenewal ? ['expires', 'expired'] : ['is due', 'was due'];
  if (daysLeft < 0) return `${past} on ${longDate(dueOn)}, ${plural(-daysLeft, 'day')} ago.`;
  return `${ahead} ${inDays(daysLeft)}${daysLeft > 1 ? ', on' : ':'} ${longDate(dueOn)}.`;
}

const inDays = (days: number) => (days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`);

/** What it means for the work that needs it; days of grace count. */
function consequence({ isRenewal, daysLeft, graceDays, dueOn }: ReminderItem): string {
  if (!isRenewal) return 'You may not do the work that needs it until you have it.';
  if (daysLeft + graceDays < 0) return 'Until you have it again, you may not do the work that needs it.';
  if (graceDays === 0) return 'After that day you may not do the work that needs it.';
  return `It still counts until ${longDate(addDays(dueOn, graceDays))}; after that you may not do the work that needs it.`;
}

/** How something stands that is not waiting for the person. */
type Settled = Pick<
  ReminderItem,
  'name' | 'standing' | 'opensOn' | 'dueOn' | 'handedInOn' | 'closingWhy' | 'gains' | 'lines'
>;

function standingLine(item: Settled) {
  const { standing, closingWhy, gains, lines } = item;
  return [
    itemName(item),
    ' ',
    standingWords(item),
    closingWhy !== '' && [<Br />, 'Reason given: ', <Text of={closingWhy} max={300} />],
    standing === 'in-review' && [...gains, ...lines].map(ownLine),
  ];
}

function standingWords({ standing, opensOn, dueOn, handedInOn }: Settled): string {
  switch (standing) {
    case 'open':
      return 'is waiting for you.';
    case 'planned':
      return `is planned: you will hear of it from ${longDate(opensOn)}.`;
    case 'in-review': {
      const when = handedInOn === null ? '' : ` on ${longDate(handedInOn)}${handedInOn <= dueOn ? ', on time' : ''}`;
      return `was handed in${when}, and is being reviewed. You need not do anything.`;
    }
    case 'earned':
      return 'is earned. Congratulations!';
    case 'waived':
      return 'is waived. You need not do anything.';
    case 'withdrawn':
      return 'is no longer asked of you.';
  }
}

/** What a press is answered with; shown to the person alone. */
export const snoozed = ({ name, until }: { name: string; until: CalendarDate }): MessageContent =>
  message(
    <Blocks>
      <Section>
        Snoozed. You will hear of{' '}
        <B>
          <Text of={name} max={150} />
        </B>{' '}
        again on {longDate(until)}.
      </Section>
    </Blocks>,
    { text: plain`Snoozed until ${longDate(until)}.` },
  );

export type Explanation = DateOrigin &
  Readonly<{
    name: string;
    because: string;
    role: string;
    why: string | undefined;
    ladder: readonly number[];
    nextOn: CalendarDate | undefined;
    hour: string;
    zone: string;
    reminders: 'as-planned' | 'weekly';
  }>;

/** Every date is explained, because nobody trusts a date that nobody can explain. */
export const explanation = (facts: Explanation): MessageContent =>
  message(
    <Blocks>
      <Section>
        <B>
          Why you hear of <Text of={facts.name} max={150} />
        </B>
        <Br />
        <Text of={dateReason(facts)} max={500} />
        {facts.because !== '' && [<Br />, 'Reason given: ', <Text of={facts.because} max={300} />]}
        {facts.why !== undefined && [
          <Br />,
          'For you as ',
          <Text of={facts.role} max={100} />,
          ': ',
          <Text of={facts.why} max={300} />,
        ]}
      </Section>
      <Section>
        <B>When you hear of it</B>
        <Br />
        Reminders come {ladderWords(facts.ladder)}. One that falls on a day off comes on your last working day before
        it, at the beginning of your working hours ({facts.hour}, <Text of={facts.zone} max={64} />
        ).
        <Br />
        {facts.nextOn === undefined
          ? 'No further one is planned.'
          : `The next one is planned for ${longDate(facts.nextOn)}.`}
        {facts.reminders === 'weekly' && ' You asked for at most one message a week.'} They stop as soon as it is done.
      </Section>
    </Blocks>,
    { text: plain`Why you hear of ${facts.name}` },
  );

/** "90, 60 and 7 days and 1 day before the due date, on the day itself and 7 and 14 days after it". */
function ladderWords(ladder: readonly number[]): string {
  const before = ladder.filter((step) => step > 0);
  const after = ladder.filter((step) => step < 0).map((step) => -step);
  return listWords([
    ...(before.length > 0 ? [`${daysList(before.toSorted((a, b) => b - a))} before the due date`] : []),
    ...(ladder.includes(0) ? ['on the day itself'] : []),
    ...(after.length > 0
      ? [`${daysList(after.toSorted((a, b) => a - b))} after ${before.length > 0 ? 'it' : 'the due date'}`]
      : []),
  ]);
}

function daysList(days: readonly number[]): string {
  const several = days.filter((count) => count > 1);
  const parts = [
    ...(several.length > 0 ? [`${listWords(several.map(String))} days`] : []),
    ...(days.includes(1) ? ['1 day'] : []),
  ];
  return parts.join(' and ');
}

export const fewerMessages = (): MessageContent =>
  message(
    <Blocks>
      <Section>
        Understood. From now on you get at most one message a week, on your first working day of the week. Only what is
        required and due by the next day, or overdue, still comes at once.
      </Section>
      <Actions>
        <Button actionId={usualPressed}>Remind me as usual again</Button>
      </Actions>
    </Blocks>,
    { text: plain`From now on you get at most one message a week.` },
  );

export const usualMessages = (): MessageContent =>
  message(
    <Blocks>
      <Section>Reminders come as usual again: one message a day at most, and only when something is due.</Section>
    </Blocks>,
    { text: plain`Reminders come as usual again.` },
  );

/** The answer to a press on something that is settled meanwhile: how it stands. */
export const settled = (item: Settled): MessageContent =>
  message(
    <Blocks>
      <Section>{standingLine(item)}</Section>
      <Context>So there was nothing to do any more.</Context>
    </Blocks>,
    { text: plain`${item.name} ${standingWords(item)}` },
  );

/** Why a press changed nothing, and what to do next. */
export const refusals = {
  'not-yours': 'This reminder belongs to somebody else, so nothing was changed.',
  'not-known': 'This reminder is no longer known here, so nothing was changed. The next one will be up to date.',
  changed: 'This has changed since the message was sent, so nothing was done. The message now shows how it stands.',
  'past-due': 'It is required, and that day would be after the due date. Please pick a shorter time.',
} as const;
export type Refusal = keyof typeof refusals;

export const refused = (refusal: Refusal): MessageContent => paragraph(refusals[refusal]);
