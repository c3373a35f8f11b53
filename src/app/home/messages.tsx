import type { HomeView } from '@slack/types';
import type { Import } from '../../features/loading/index.js';
import type { CompanyHours, ToldHours } from '../../features/training-time/index.js';
import { becameOf, eachWords, keptWords } from '../../features/training-time/index.js';
import { MessageTooLarge } from '../../shared/block-limits.js';
import type { Drawn } from '../../shared/blocks.js';
import { Actions, B, Br, Context, Divider, Header, Home, home, Section, Table, Text } from '../../shared/blocks.js';
import type { CalendarDate, Zone } from '../../shared/dates.js';
import { dateIn, localTime, longDate, shortDate } from '../../shared/dates.js';
import { plural, visibleText } from '../../shared/text.js';
import type { notAskedWords } from '../messages.js';
import type { Company } from './company.js';
import type { Held, InReview, Later, Mine, Waiting } from './mine.js';
import { needsLines } from './needs.js';
import { bold, countsWords, figureFields, lines, reviewedWords, waitingWords } from './sentences.js';
import type { Standing } from './standing.js';
import type { Team } from './team.js';
import { heldWords, whenWords, whereNames } from './words.js';

export type Settings = Readonly<{
  reminders: Readonly<{ choice: 'as-planned' | 'weekly'; control: Drawn }>;
  /** Posts about this person, with how to choose; undefined where nothing is posted. */
  posts: Readonly<{ words: string; control: Drawn }> | undefined;
  /** How study time gets into this person's calendar without mail; undefined for whom mail reaches. */
  calendar: Readonly<{ words: string; controls: readonly Drawn[] }> | undefined;
  /** When this person is away, who decides in their place then, and how to say and end it. */
  away: Readonly<{
    times: readonly Readonly<{ from: CalendarDate; until: CalendarDate; standIn: string | undefined; end: Drawn }>[];
    say: Drawn;
  }>;
}>;

export type HomeData = Readonly<{
  zone: Zone;
  mine: Mine;
  settings: Settings;
  /** What waits for this person's decision, each drawn as in the DM; undefined for who never decides. */
  decisions: Readonly<{ cards: readonly (readonly Drawn[])[]; count: number; one: string }> | undefined;
  team: Team | undefined;
  company: Company | undefined;
}>;

/** With Slack's native table, or in words alone where the workspace does not know it. */
export type Style = 'native' | 'plain';

/** How much is shown of what can be long; the rest is counted. */
type Room = Readonly<{ waiting: number; inReview: number; cards: number; rows: number }>;

/** More of what waits would be a wall. */
export const mostWaiting = 8;

const rooms: readonly Room[] = [
  { waiting: mostWaiting, inReview: 5, cards: 5, rows: 25 },
  { waiting: 5, inReview: 3, cards: 3, rows: 25 },
  { waiting: 3, inReview: 1, cards: 1, rows: 15 },
  { waiting: 1, inReview: 1, cards: 0, rows: 10 },
];

/** Somebody's Home tab. What would be more than Slack takes is cut, and what is left out is counted. */
export function homeTab(data: HomeData, style: Style): HomeView {
  for (const room of rooms.slice(0, -1)) {
    try {
      return drawHome(data, style, room);
    } catch (error) {
      if (!(error instanceof MessageTooLarge)) throw error;
    }
  }
  return drawHome(data, style, rooms.at(-1)!);
}

/** For who is not served, and why. */
export const emptyHome = (why: keyof typeof notAskedWords): HomeView =>
  home(
    <Home>
      <Header>Nothing to show here yet</Header>
      <Section>{emptyWords[why]}</Section>
    </Home>,
  );

const emptyWords: Readonly<Record<keyof typeof notAskedWords, string>> = {
  guest:
    'Laurel’s Home is for members of this workspace. Reminders that you get can still be answered with their buttons.',
  left: 'You are no longer in your company’s people file, so Laurel keeps nothing for you to see. Your Laurel owner can change that.',
  unknown:
    'You are not in your company’s people file yet. Once your Laurel owner has added you, your certifications stand here.',
};

const drawHome = ({ zone, mine, settings, decisions, team, company }: HomeData, style: Style, room: Room) =>
  home(
    <Home>
      <Header>{topLine(mine)}</Header>
      {decisions !== undefined && decisions.count > 0 && (
        <Context>
          {plural(decisions.count, decisions.one)} {decisions.count === 1 ? 'waits' : 'wait'} for your decision: see
          further down.
        </Context>
      )}
      {waitingItems(mine.waiting, room.waiting)}
      {reviewedItems(mine.inReview, room.inReview)}
      {heldItems(mine.held)}
      {laterItems(mine.later)}
      <Divider />
      {choices(settings)}
      {decisions !== undefined && decisionCards(decisions, room.cards)}
      {company !== undefined && companyBlocks(company, zone)}
      {team !== undefined && teamBlocks(team, style, room.rows)}
    </Home>,
  );

function topLine({ waiting, inReview }: Mine): string {
  if (waiting.length > 1) return `${plural(waiting.length, 'certification')} are waiting for you`;
  if (waiting.length === 1) return 'One certification is waiting for you';
  return inReview.length > 0 ? 'Nothing else is waiting for you' : 'Nothing is waiting for you';
}

const waitingItems = (items: readonly Waiting[], most: number) => [
  ...items
    .slice(0, most)
    .map((item) => [
      <Section>{waitingWords(item)}</Section>,
      item.controls.length > 0 && <Actions>{item.controls}</Actions>,
    ]),
  items.length > most && <Context>And {plural(items.length - most, 'more certification')}, less urgent.</Context>,
];

const reviewedItems = (items: readonly InReview[], most: number) =>
  items.length > 0 && [
    <Header>Being reviewed</Header>,
    ...items
      .slice(0, most)
      .map((item) => [
        <Section>{reviewedWords(item)}</Section>,
        item.controls.length > 0 && <Actions>{item.controls}</Actions>,
      ]),
    items.length > most && <Context>And {items.length - most} more.</Context>,
  ];

const mostHeld = 20;

const heldItems = (held: readonly Held[]) =>
  held.length > 0 && [
    <Header>What you hold</Header>,
    <Section>{lines(held.slice(0, mostHeld).map((one) => [bold(one.name, 80), ` ${heldWords(one)}`]))}</Section>,
    held.length > mostHeld && <Context>And {held.length - mostHeld} more, which last longer.</Context>,
  ];

const mostLater = 5;

const laterItems = (later: readonly Later[]) =>
  later.length > 0 && [
    <Section>
      <B>Opens later</B>
      <Br />
      {lines(later.slice(0, mostLater).map(laterWords))}
    </Section>,
    later.length > mostLater && <Context>And {later.length - mostLater} more.</Context>,
  ];

const laterWords = ({ name, opensOn, dueOn }: Later) => [
  <Text of={name} max={80} />,
  ` from ${shortDate(opensOn)} on, due on ${shortDate(dueOn)}`,
];

const choices = ({ reminders, posts, calendar, away }: Settings) => [
  <Header>Your choices</Header>,
  <Section accessory={reminders.control}>
    <B>Reminders</B>
    <Br />
    {reminders.choice === 'weekly'
      ? 'At most one message a week. What is required and due by the next day, or overdue, still comes at once.'
      : 'As planned: at most one message a day, and only when something is due.'}
  </Section>,
  posts !== undefined && (
    <Section accessory={posts.control}>
      <B>Posts about you</B>
      <Br />
      <Text of={posts.words} max={300} />
    </Section>
  ),
  calendar !== undefined && [
    <Section>
      <B>Your calendar</B>
      <Br />
      <Text of={calendar.words} max={300} />
    </Section>,
    <Actions>{calendar.controls}</Actions>,
  ],
  <Section accessory={away.say}>
    <B>While you are away</B>
    <Br />
    Laurel keeps quiet and plans no study time on days off that it knows of.
    {away.times.length === 0 && ' It knows of none ahead.'}
  </Section>,
  ...away.times.map(({ end, ...time }) => <Section accessory={end}>{awayWords(time)}</Section>),
];

const awayWords = ({ from, until, standIn }: Omit<Settings['away']['times'][number], 'end'>) => [
  from === until ? `Away on ${longDate(from)}.` : `Away from ${longDate(from)} to ${longDate(until)}.`,
  standIn !== undefined && [' ', <Text of={standIn} max={100} />, ' decides in your place.'],
];

const decisionCards = ({ cards, count }: NonNullable<HomeData['decisions']>, most: number) => {
  const shown = cards.slice(0, most);
  const left = count - shown.length;
  return [
    <Divider />,
    <Header>Waiting for your decision</Header>,
    count === 0 && <Section>Nothing at the moment.</Section>,
    ...shown,
    left > 0 && <Context>And {plural(left, 'more decision')}.</Context>,
  ];
};

const teamBlocks = (team: Team, style: Style, mostRows: number) => {
  const shown = team.standings.slice(0, mostRows);
  const left = team.standings.length - shown.length;
  return [
    <Divider />,
    <Header>Your people</Header>,
    <Section>
      {plural(team.people, 'person', 'people')} {team.people === 1 ? 'reports' : 'report'} to you, directly or through
      others{team.isAll ? '' : ' (only those nearest to you are shown)'}.
      <Br />
      {countsWords(team.counts)}
    </Section>,
    shown.length > 0 && (style === 'native' ? nativeTable(shown) : plainTable(shown)),
    left > 0 && (
      <Context>
        And {left} more that stand better. <B>/cert team</B> groups them.
      </Context>
    ),
    team.studyTime !== undefined && studyTimeBlocks(team.studyTime),
  ];
};

const studyTimeBlocks = (hours: ToldHours) => [
  <Section>
    <B>Study time of the last 7 days: {keptWords(hours)} kept.</B>
    <Br />
    {becameOf(hours)}
  </Section>,
  hours.each.length > 0 && <Context>{eachWords(hours.each)}</Context>,
];

const heading = ['Person', 'Certification', 'Stands', 'When'];

const cellsOf = (standing: Standing): string[] => [
  visibleText(standing.person.name, 60),
  visibleText(standing.certification.name, 60),
  whereNames[standing.where],
  whenWords(standing),
];

const nativeTable = (standings: readonly Standing[]) => <Table rows={[heading, ...standings.map(cellsOf)]} />;

const rowsPerSection = 15;

const plainTable = (standings: readonly Standing[]) =>
  Array.from({ length: Math.ceil(standings.length / rowsPerSection) }, (_, n) => (
    <Section>{lines(standings.slice(n * rowsPerSection, (n + 1) * rowsPerSection).map(rowWords))}</Section>
  ));

/** "Ben Turnwheel: Forklift, overdue since 3 Dec 2026" */
const rowWords = (standing: Standing) => [
  bold(standing.person.name, 60),
  ': ',
  <Text of={standing.certification.name} max={60} />,
  `, ${whereNames[standing.where].toLowerCase()} ${whenWords(standing)}`.trimEnd(),
];

function companyBlocks({ figures, needs, imports }: Company, zone: Zone) {
  const needed = needsLines(needs, dateIn(figures.at, zone));
  return [
    <Divider />,
    <Header>The company</Header>,
    needed.length > 0 && (
      <Section>
        <B>Needs an owner</B>
        <Br />
        {lines(needed)}
      </Section>
    ),
    <Section fields={figureFields(figures)} />,
    <Context>
      Counted on {localTime(figures.at, zone)}. {needed.length === 0 && 'Nothing needs an owner.'}
    </Context>,
    figures.studyTime !== undefined && <Section>{companyStudyTime(figures.studyTime)}</Section>,
    imports.length > 0 && (
      <Context>
        <B>Files loaded last</B>
        <Br />
        {lines(imports.map((one) => importWords(one, zone)))}
      </Context>
    ),
  ];
}

/** Where time is not given is for owners to put right with those who lead there. */
const companyStudyTime = ({ hours, without }: CompanyHours) => [
  <B>Study time of the last 7 days: {keptWords(hours)} kept.</B>,
  <Br />,
  becameOf(hours),
  ...without.map(({ manager, ...team }) => [<Br />, 'Little under ', bold(manager, 60), `: ${keptWords(team)}.`]),
];

function importWords({ kind, fileName, state, startedAt, counts }: Import, zone: Zone) {
  const what = [<Text of={fileName} max={80} />, ` (${kind}), ${localTime(startedAt, zone)}: `];
  if (state === 'running' || counts === null) return [...what, 'not finished'];
  const { create, change, bad } = counts;
  return [...what, `${create} new, ${change} changed, ${bad} refused`];
}
