import type { MessageContent } from '../../../shared/block-limits.js';
import { Actions, B, Blocks, Br, message, Section, Text } from '../../../shared/blocks.js';
import type { CalendarDate } from '../../../shared/dates.js';
import { addDays, longDate } from '../../../shared/dates.js';
import type { AssignmentId, CertificationId, PersonId } from '../../../shared/ids.js';
import { plain, plural } from '../../../shared/text.js';
import type { LapseNews } from '../lapse-rules.js';
import { handInButton, passedButton } from '../parts.js';

/** What became of something handed in. */
export type Result =
  | Readonly<{
      kind: 'verified';
      /** The last day on which it counts, without grace; null when it never expires. */
      until: CalendarDate | null;
      /** The first day of reminders to renew; null when there are none still to begin. */
      remindsFrom: CalendarDate | null;
      /** Whether another one that is held lasts longer and so is the one to be renewed. */
      lasts: 'itself' | 'another';
    }>
  | Readonly<{
      kind: 'declined';
      by: string | undefined;
      why: string;
      /** What still asks for it; null when nothing does. */
      due: Readonly<{
        on: CalendarDate;
        /** Negative when it is overdue. */
        daysLeft: number;
        again: Readonly<{ id: AssignmentId; version: number }>;
        handInFor: Readonly<{ personId: PersonId; certificationId: CertificationId }>;
      }> | null;
    }>
  | Readonly<{ kind: 'merged' }>;

/** `whose` is undefined for the person's own; otherwise it is told to who handed it in for them. */
export type ResultMessage = Result & Readonly<{ certification: string; whose: string | undefined }>;

export function resultMessage(result: ResultMessage): MessageContent {
  const { certification, whose } = result;
  const name = whose === undefined ? 'Your' : `${whose}’s`;
  switch (result.kind) {
    case 'verified':
      return message(
        <Blocks>
          <Section>
            {whose === undefined ? 'Well done! ' : ''}
            {subject(result)} is verified{byline(result)}
            {result.remindsFrom !== null && [
              <Br />,
              `There is nothing to do until ${longDate(result.remindsFrom)}: then Laurel begins to remind ${whose === undefined ? 'you' : 'of it'} so that it is renewed in time.`,
            ]}
          </Section>
        </Blocks>,
        { text: plain`${name} ${certification} is verified.` },
      );
    case 'declined':
      return message(
        <Blocks>
          <Section>
            {subject(result)} could not be verified yet.
            <Br />
            {result.by === undefined
              ? 'What is missing: '
              : [<Text of={result.by} max={100} />, ' says what is missing: ']}
            <Text of={result.why} max={300} />
            {result.due !== null && [<Br />, timeLeft(result.due)]}
          </Section>
          {result.due !== null && (
            <Actions>
              {whose === undefined ? passedButton(result.due.again) : handInButton(result.due.handInFor)}
            </Actions>
          )}
        </Blocks>,
        { text: plain`${name} ${certification} could not be verified yet. What is missing: ${result.why}` },
      );
    case 'merged':
      return message(
        <Blocks>
          <Section>
            {subject(result)} is already on record: what was handed in is the same one. There is nothing to do.
          </Section>
        </Blocks>,
        { text: plain`${name} ${certification} is already on record.` },
      );
  }
}

const subject = ({ certification, whose }: Pick<ResultMessage, 'certification' | 'whose'>) => [
  whose === undefined ? 'Your ' : [<Text of={whose} max={100} />, '’s '],
  <B>
    <Text of={certification} max={150} />
  </B>,
];

function byline({ until, lasts }: Extract<Result, { kind: 'verified' }>): string {
  if (lasts === 'another')
    return `. Another one on record lasts longer${until === null ? ' and never expires' : `, until ${longDate(until)}`}, so that is the one Laurel goes by.`;
  return until === null ? ' and never expires.' : ` and counts until ${longDate(until)}.`;
}

function timeLeft({ on, daysLeft }: { on: CalendarDate; daysLeft: number }): string {
  if (daysLeft < 0) return `It was due on ${longDate(on)}, so please hand in again soon.`;
  if (daysLeft === 0) return 'It is due today, so please hand in again today.';
  return `There ${daysLeft === 1 ? 'is' : 'are'} ${plural(daysLeft, 'day')} left: it is due on ${longDate(on)}.`;
}

/** That somebody may not work any more; told to whoever plans their work. */
export type LapseMessage = Readonly<{
  news: LapseNews;
  person: string;
  certification: string;
  expiresOn: CalendarDate;
  /** The last day on which the work may be done, grace included. */
  lastDay: CalendarDate;
}>;

export function lapseMessage({ news, person, certification, expiresOn, lastDay }: LapseMessage): MessageContent {
  const whose = [
    <Text of={person} max={100} />,
    '’s ',
    <B>
      <Text of={certification} max={150} />
    </B>,
  ];
  const grace = lastDay > expiresOn ? ` It expired on ${longDate(expiresOn)}; the days of grace ` : '';
  if (news === 'on-last-day') {
    return message(
      <Blocks>
        <Section>
          Today is the last day on which {whose} counts.{grace !== '' && `${grace}end today.`}
          <Br />
          From {longDate(addDays(lastDay, 1))} on, <Text of={person} max={100} /> may not do the work that needs it,
          until it is renewed.
          <Br />
          <B>Next step:</B> please plan that work without them from tomorrow.
        </Section>
      </Blocks>,
      { text: plain`${person} may not do the work that needs ${certification} from tomorrow on.` },
    );
  }
  return message(
    <Blocks>
      <Section>
        {whose} has lapsed: its last day was {longDate(lastDay)}.{grace !== '' && `${grace}are over.`}
        <Br />
        Until it is renewed, <Text of={person} max={100} /> may not do the work that needs it.
        <Br />
        <B>Next step:</B> please make sure today that somebody else does that work.
      </Section>
    </Blocks>,
    { text: plain`${person} may not do the work that needs ${certification} until it is renewed.` },
  );
}
