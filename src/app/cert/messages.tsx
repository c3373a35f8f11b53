import type { MessageContent } from '../../shared/block-limits.js';
import { MessageTooLarge } from '../../shared/block-limits.js';
import type { Words } from '../../shared/blocks.js';
import { Actions, B, Blocks, Br, Context, Divider, message, Section, Text } from '../../shared/blocks.js';
import { plain, plural } from '../../shared/text.js';
import type { Company } from '../home/company.js';
import type { Held, Mine } from '../home/mine.js';
import { countsWords, figureFields, reviewedWords, waitingWords } from '../home/sentences.js';
import type { Standing, Where } from '../home/standing.js';
import { wheres } from '../home/standing.js';
import type { Team } from '../home/team.js';
import { dueWords, heldWords, whenWords, whereNames } from '../home/words.js';

/** Where somebody stands, in short: what is due first with what to do about it; the Home tab shows all. */
export function whereIStand(mine: Mine): MessageContent {
  try {
    return drawMine(mine, 3);
  } catch (error) {
    if (error instanceof MessageTooLarge) return drawMine(mine, 1);
    throw error;
  }
}

function drawMine({ waiting, inReview, held, later }: Mine, most: number): MessageContent {
  const [first, ...others] = waiting;
  const shown = others.slice(0, most - 1);
  const left = others.length - shown.length;
  return message(
    <Blocks>
      {first === undefined ? (
        <Section>{inReview.length > 0 ? 'Nothing else is waiting for you.' : 'Nothing is waiting for you.'}</Section>
      ) : (
        <Section>{waitingWords(first)}</Section>
      )}
      {first !== undefined && first.controls.length > 0 && <Actions>{first.controls}</Actions>}
      {shown.length > 0 && (
        <Section>
          <B>Then</B>
          {shown.map((item) => [<Br />, <Text of={item.name} max={100} />, ` ${dueWords(item)}`])}
          {left > 0 && [<Br />, `and ${plural(left, 'more certification')}`]}
        </Section>
      )}
      {inReview.slice(0, most).map((item) => (
        <Section>{reviewedWords(item)}</Section>
      ))}
      {inReview.length > most && <Context>And {inReview.length - most} more are being reviewed.</Context>}
      <Section>{heldLine(held)}</Section>
      {later.length > 0 && <Context>Nothing to do yet: {plural(later.length, 'renewal')} will open later.</Context>}
      <Context>
        Your Home tab in Laurel shows all of it. <B>/cert help</B> says what else you can do.
      </Context>
    </Blocks>,
    {
      text:
        first === undefined
          ? plain`Nothing is waiting for you.`
          : plain`${first.name} ${dueWords(first)}. ${waiting.length} in all are waiting for you.`,
    },
  );
}

function heldLine(held: readonly Held[]): Words {
  const [first] = held;
  if (first === undefined) return 'You hold no certification so far.';
  const name = <Text of={first.name} max={100} />;
  if (held.length === 1) return ['You hold one certification: ', name, ` ${heldWords(first)}.`];
  return [`You hold ${held.length} certifications. The first to end: `, name, ` ${heldWords(first)}.`];
}

export type Examples = Readonly<{ code: string; colleague: string; day: string }>;

/** What somebody can type, each with an example that works here. */
export const certHelp = ({
  role,
  examples,
}: {
  role: 'employee' | 'manager' | 'owner';
  examples: Examples;
}): MessageContent =>
  message(
    <Blocks>
      <Section>
        <B>For yourself</B>
        {helpLine('/cert', 'where you stand', '')}
        {helpLine('/cert add', 'hand in what you earned and nobody asked for', examples.code)}
      </Section>
      {role !== 'employee' && (
        <Section>
          <B>{role === 'owner' ? 'For everybody' : 'For your people'}</B>
          {helpLine('/cert team', 'where your people stand', '')}
          {helpLine('/cert assign', 'ask people to earn one; alone it opens a form', assignWords(examples))}
          {helpLine(
            '/cert extend',
            'give more time',
            `${toWhom(examples)} by ${examples.day} because the course was moved`,
          )}
          {helpLine(
            '/cert time',
            'give people time to study each week',
            `@${examples.colleague} friday 14:00–16:00 for ${examples.code}`,
          )}
          {helpLine('/cert waive', 'it is not needed after all', `${toWhom(examples)} because of a new role`)}
          {helpLine(
            '/cert withdraw',
            'it was asked by mistake',
            `${toWhom(examples)} because it was meant for somebody else`,
          )}
        </Section>
      )}
      <Context>
        {role === 'manager' && 'You can do this for everybody who reports to you, directly or through others. '}
        Your Home tab in Laurel shows the rest, and lets you choose how often you are reminded.
      </Context>
    </Blocks>,
    { text: plain`What you can do with /cert` },
  );

const toWhom = ({ colleague, code }: Examples) => `@${colleague} ${code}`;
const assignWords = (examples: Examples) => `${toWhom(examples)} by ${examples.day} because a customer asks for it`;

const helpLine = (verb: string, does: string, example: string) => [
  <Br />,
  <B>{verb}</B>,
  ` – ${does}`,
  example !== '' && [<Br />, 'for example: ', <Text of={`${verb} ${example}`} max={200} />],
];

const mostLines = 40;

/** Where somebody's people stand, worst first. Words alone: an answer to a command has no second try. */
export function teamStands(team: Team): MessageContent {
  for (const most of [mostLines, mostLines / 2]) {
    try {
      return drawTeam(team, most);
    } catch (error) {
      if (!(error instanceof MessageTooLarge)) throw error;
    }
  }
  return drawTeam(team, mostLines / 4);
}

function drawTeam({ people, isAll, counts, standings }: Team, most: number): MessageContent {
  // Who is in order is counted, not listed.
  const listed = standings.filter(({ where }) => where !== 'current');
  const shown = listed.slice(0, most);
  return message(
    <Blocks>
      <Section>
        <B>{plural(people, 'person', 'people')}</B>
        {` ${people === 1 ? 'reports' : 'report'} to you, directly or through others`}
        {isAll ? '.' : ' (only those nearest to you are counted).'}
        <Br />
        {countsWords(counts)}
      </Section>
      {wheres.map((where) => groupBlocks(where, shown))}
      {listed.length > shown.length && <Context>And {listed.length - shown.length} more that are less urgent.</Context>}
      {listed.length === 0 && <Section>Nothing is due, and nothing is waiting.</Section>}
    </Blocks>,
    { text: plain`Where your people stand: ${countsWords(counts)}` },
  );
}

const linesPerSection = 10;

function groupBlocks(where: Where, shown: readonly Standing[]) {
  const group = shown.filter((standing) => standing.where === where);
  const pages = Array.from({ length: Math.ceil(group.length / linesPerSection) }, (_, n) =>
    group.slice(n * linesPerSection, (n + 1) * linesPerSection),
  );
  return pages.map((page, n) => [
    n === 0 && <Divider />,
    <Section>
      {n === 0 && [<B>{whereNames[where]}</B>, <Br />]}
      {page.map((standing, index) => [index > 0 && <Br />, standingLine(standing)])}
    </Section>,
  ]);
}

const standingLine = (standing: Standing) => [
  <Text of={standing.person.name} max={60} />,
  ': ',
  <Text of={standing.certification.name} max={60} />,
  `, ${whenWords(standing)}`,
];

/** For an owner who leads nobody. */
export const companyFigures = ({ figures }: Company): MessageContent =>
  message(
    <Blocks>
      <Section>Nobody reports to you in the people file. This is how the whole company stands:</Section>
      <Section fields={figureFields(figures)} />
      <Context>Your Home tab in Laurel shows what needs an owner.</Context>
    </Blocks>,
    { text: plain`How the company stands` },
  );

export const leadsNobody = (): MessageContent =>
  message(
    <Blocks>
      <Section>
        Nobody reports to you in your company’s people file, so there is no team to show. <B>/cert</B> shows where you
        stand yourself.
      </Section>
    </Blocks>,
    { text: plain`Nobody reports to you in your company’s people file.` },
  );
