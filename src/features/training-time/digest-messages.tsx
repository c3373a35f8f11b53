import type { MessageContent } from '../../shared/block-limits.js';
import { B, Blocks, Br, Context, message, Section, Text } from '../../shared/blocks.js';
import type { CalendarDate } from '../../shared/dates.js';
import { shortDate } from '../../shared/dates.js';
import { plain } from '../../shared/text.js';
import type { Hours } from './hours.js';
import { hoursWords, keptWords } from './times.js';
import type { LostTo } from './training-block.js';

/** Of a team, with the people by name, where single people are told of. Minutes. */
export type ToldHours = Hours &
  Readonly<{ each: readonly Readonly<{ name: string; promised: number; kept: number }>[] }>;

const mostPeople = 15;

/** For a manager, once a week; `monday` begins the week that it tells of. */
export const weekOfStudy = ({ monday, hours }: { monday: CalendarDate; hours: ToldHours }): MessageContent =>
  message(
    <Blocks>
      <Section>
        <B>Study time last week: your team kept {keptWords(hours)}.</B>
        <Br />
        {[becameOf(hours), nextStep(hours)].filter(Boolean).join(' ')}
      </Section>
      {hours.each.length > 0 && <Context>{eachWords(hours.each)}</Context>}
    </Blocks>,
    { text: plain`Study time, week of ${shortDate(monday)}: your team kept ${keptWords(hours)}` },
  );

/** "Lost: 3 hours to meetings, 1 hour to customers. Not said: 2 hours." Empty when all was kept. */
export function becameOf({ lost, lostTo, unanswered }: Hours): string {
  const reasons = lostTo.map(({ to, minutes }) => `${hoursWords(minutes)} to ${lostWords[to]}`).join(', ');
  return [
    ...(lost > 0 ? [`Lost: ${reasons === '' ? hoursWords(lost) : reasons}.`] : []),
    ...(unanswered > 0 ? [`Nobody has said so far how ${hoursWords(unanswered)} went.`] : []),
  ].join(' ');
}

const lostWords: Readonly<Record<LostTo, string>> = {
  meeting: 'meetings',
  customer: 'customers',
  overload: 'too much work',
  other: 'something else',
};

/** One thing that a manager can do about it, or thanks. */
function nextStep({ promised, kept, lost, lostTo }: Hours): string {
  if (kept === promised) return 'Thank you for keeping it free.';
  if (lost < promised / 4) return '';
  const [most] = lostTo;
  return most === undefined ? steps.other : steps[most.to];
}

const steps: Readonly<Record<LostTo, string>> = {
  meeting: 'Is there a meeting that could move?',
  customer: 'Could somebody cover for those who study?',
  overload: 'What could wait until they have passed?',
  other: 'Your team may tell you what would help.',
};

/** Each person on a line of their own. */
export function eachWords(each: ToldHours['each']) {
  const left = each.length - mostPeople;
  return [
    ...each
      .slice(0, mostPeople)
      .map(({ name, ...own }, n) => [n > 0 && <Br />, <Text of={name} max={80} />, `: ${keptWords(own)}`]),
    left > 0 && [<Br />, `And ${left} more.`],
  ];
}
