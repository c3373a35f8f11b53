import type { MessageContent } from '../../shared/block-limits.js';
import { MessageTooLarge } from '../../shared/block-limits.js';
import type { Drawn } from '../../shared/blocks.js';
import { B, Blocks, Br, Context, message, Section, Text } from '../../shared/blocks.js';
import type { CalendarDate } from '../../shared/dates.js';
import { longDate, shortDate } from '../../shared/dates.js';
import type { AssignmentId } from '../../shared/ids.js';
import { plain, plural } from '../../shared/text.js';

/** What somebody without Slack has to do soon, or should have done. */
export type Behind = Readonly<{
  /** What the line is about, so that it can be redrawn; undefined when nothing is asked of them. */
  id: AssignmentId | undefined;
  person: string;
  certification: string;
  where: 'may-not-work' | 'overdue' | 'in-grace' | 'due';
  /** The day it is about: due on, or the last day on which it counts. */
  on: CalendarDate;
  daysLeft: number;
  button: Drawn;
}>;

const most = 20;

export type WeeklyList = Readonly<{ monday: CalendarDate; behind: readonly Behind[]; done: number }>;

/** For a manager, once a week; `done` counts what was listed and is settled since. */
export function peopleWithoutSlack(list: WeeklyList): MessageContent {
  try {
    return drawList(list, most);
  } catch (error) {
    if (error instanceof MessageTooLarge) return drawList(list, most / 2);
    throw error;
  }
}

function drawList({ monday, behind, done }: WeeklyList, mostLines: number): MessageContent {
  const shown = behind.slice(0, mostLines);
  const left = behind.length - shown.length;
  if (behind.length === 0) {
    const settled = 'What was listed here is done, or waits for its decision.';
    return message(
      <Blocks>
        <Section>{settled}</Section>
      </Blocks>,
      { text: plain`${settled}` },
    );
  }
  const people = new Set(behind.map(({ person }) => person)).size;
  return message(
    <Blocks>
      <Section>
        <B>Please pass this on: {plural(people, 'person', 'people')} without Slack</B>
        <Br />
        Laurel cannot write to them, so only you can remind them. What they have earned already, you can hand in for
        them here.
      </Section>
      {shown.map((one) => (
        <Section accessory={one.button}>
          <B>
            <Text of={one.person} max={80} />
          </B>
          {': '}
          <Text of={one.certification} max={100} />
          <Br />
          {standsWords(one)}
        </Section>
      ))}
      {left > 0 && (
        <Context>
          And {plural(left, 'more line')}, less urgent: <B>/cert team</B> shows them.
        </Context>
      )}
      {done > 0 && <Context>{done === 1 ? 'One is' : `${done} are`} done, or waiting for a decision.</Context>}
    </Blocks>,
    // Each week's says another thing on the phone, or it would be passed over as known.
    {
      text: plain`Week of ${shortDate(monday)}: ${plural(people, 'person', 'people')} without Slack should hear from you`,
    },
  );
}

function standsWords({ where, on, daysLeft }: Behind): string {
  switch (where) {
    case 'may-not-work':
      return `May not do the work that needs it, since ${longDate(on)}.`;
    case 'overdue':
      return `Was due on ${longDate(on)}.`;
    case 'in-grace':
      return `Has expired, and still counts until ${longDate(on)}.`;
    case 'due':
      return `Is due ${daysLeft === 0 ? 'today:' : daysLeft === 1 ? 'tomorrow:' : `in ${daysLeft} days, on`} ${longDate(on)}.`;
  }
}
