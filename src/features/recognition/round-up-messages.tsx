import type { MessageContent } from '../../shared/block-limits.js';
import { B, Blocks, Br, Context, message, paragraph, Section, Text } from '../../shared/blocks.js';
import { cutText, escapeMrkdwn, plain, plural } from '../../shared/text.js';
import type { Praise } from './messages.js';
import { longestLine } from './post.js';
import { earned as earnedOrRenewed, roundUpLine } from './sentences.js';

/** What one round-up tells: only what people agreed to. */
export type RoundUp = Readonly<{ praises: readonly Praise[]; goals: readonly GoalLine[] }>;

/** How far a team is: figures, never who. */
export type GoalLine = Readonly<{ team: string; certification: string; held: number; of: number }>;

/** More of a kind are counted and not named, so that the message stays one that is read. */
const mostNamed = 30;
/** Of a kind, so that the two and the goals are one message, whatever is written in them. */
const mostBytes = 4_000;
/** Of a line, besides what others have written. */
const frameBytes = 80;
/** Some of the longest lines fill a section. */
const linesInSection = 5;
export const mostGoals = 8;

/** One message a week in a channel: what was earned, and below it, more quietly, what was renewed; by name, nobody first. */
export function roundUp({ praises, goals }: RoundUp): MessageContent {
  const byName = praises.toSorted((a, b) => a.name.localeCompare(b.name));
  const earned = byName.filter(({ isRenewal }) => !isRenewal);
  const renewed = byName.filter(({ isRenewal }) => isRenewal);
  const [first, ...others] = [...earned, ...renewed];
  const [goal] = goals;
  if (first === undefined && goal === undefined) return paragraph('What stood here is not told any more.');
  return message(
    <Blocks>
      {listed('Earned this week', earned)}
      {listed('Renewed and kept current', renewed)}
      {goals.length > 0 && (
        <Section>
          <B>Together</B>
          {goals.slice(0, mostGoals).map((one) => [<Br />, '• ', goalWords(one)])}
        </Section>
      )}
    </Blocks>,
    { text: first === undefined ? goalText(goal!) : praiseText(first, others.length) },
  );
}

function praiseText(praise: Praise, others: number) {
  const named = `${praise.name} has ${earnedOrRenewed(praise)} ${praise.certification}`;
  return others === 0
    ? plain`The week’s round-up: ${named}.`
    : plain`The week’s round-up: ${named}, and ${others} more.`;
}

const goalWords = ({ team, certification, held, of }: GoalLine) => [
  held === of ? `All ${of} in ` : `${held} of the ${of} in `,
  <Text of={team} max={100} />,
  ' who need ',
  <Text of={certification} max={150} />,
  ' hold it.',
];

const goalText = ({ team, certification, held, of }: GoalLine) =>
  held === of
    ? plain`The week’s round-up: all ${of} in ${team} who need ${certification} hold it.`
    : plain`The week’s round-up: ${held} of the ${of} in ${team} who need ${certification} hold it.`;

function listed(title: string, praises: readonly Praise[]) {
  if (praises.length === 0) return [];
  const named = praises.slice(0, countNamed(praises));
  const sections = Array.from({ length: Math.ceil(named.length / linesInSection) }, (_, n) =>
    named.slice(n * linesInSection, (n + 1) * linesInSection),
  );
  return [
    ...sections.map((section, n) => (
      <Section>
        {n === 0 && [<B>{title}</B>, <Br />]}
        {section.map((praise, place) => [place > 0 && <Br />, '• ', roundUpLine(praise)])}
      </Section>
    )),
    praises.length > named.length && (
      <Context>And {plural(praises.length - named.length, 'more', 'more')} of our colleagues.</Context>
    ),
  ];
}

/** How many of them, from the first on, can be written out. */
function countNamed(praises: readonly Praise[]): number {
  let room = mostBytes;
  const first = praises.slice(0, mostNamed).findIndex((praise) => {
    room -= bytesOf(praise);
    return room < 0;
  });
  return first < 0 ? Math.min(praises.length, mostNamed) : first;
}

const bytesOf = ({ name, certification, line }: Praise) =>
  frameBytes + writtenBytes(name, 150) + writtenBytes(certification, 150) + writtenBytes(line, longestLine);

function writtenBytes(text: string, max: number): number {
  return Buffer.byteLength(JSON.stringify(escapeMrkdwn(cutText(text, max))));
}
