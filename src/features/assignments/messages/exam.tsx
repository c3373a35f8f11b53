import type { ModalView } from '@slack/types';
import type { MessageContent } from '../../../shared/block-limits.js';
import {
  actionId,
  B,
  Blocks,
  Br,
  CheckboxesInput,
  DateInput,
  Modal,
  message,
  modal,
  paragraph,
  Section,
  Text,
} from '../../../shared/blocks.js';
import type { CalendarDate } from '../../../shared/dates.js';
import { longDate } from '../../../shared/dates.js';
import { plain, plural } from '../../../shared/text.js';
import type { ExamDateProblem, ExamDays, ExamStage } from '../exam-rules.js';

export const examSent = actionId('assignments.exam');
export const failedSent = actionId('assignments.failed');

/** The names of the inputs. */
export const examInputs = { on: 'on', takenBack: 'taken-back', next: 'next', tell: 'tell' } as const;

export type ExamDialog = Readonly<{
  subject: string;
  name: string;
  examOn: CalendarDate | null;
  exam: ExamStage;
  days: ExamDays;
}>;

export const examDialog = ({ subject, name, examOn, exam, days }: ExamDialog): ModalView =>
  modal(
    <Modal callbackId={examSent} title="Your exam" submit="Save" close="Cancel" privateMetadata={subject}>
      <Section>
        <B>
          <Text of={name} max={150} />
        </B>
        {exam !== 'none' && examOn !== null && [<Br />, `So far it is booked for ${longDate(examOn)}.`]}
      </Section>
      <DateInput
        name={examInputs.on}
        label={exam === 'none' ? 'When is your exam?' : 'When is it now?'}
        hint={waitHint(days)}
        initial={exam === 'ahead' ? (examOn ?? undefined) : undefined}
        optional={exam !== 'none'}
      />
      {exam !== 'none' && (
        <CheckboxesInput
          name={examInputs.takenBack}
          label="No date?"
          options={[{ value: 'yes', label: 'I have no date at the moment' }]}
          optional
        />
      )}
    </Modal>,
  );

export type FailedDialog = Readonly<{
  subject: string;
  name: string;
  days: ExamDays;
  /** Who would be told, if the person wants it; undefined when there is nobody. */
  manager: string | undefined;
}>;

export const failedDialog = ({ subject, name, days, manager }: FailedDialog): ModalView =>
  modal(
    <Modal callbackId={failedSent} title="It did not work out" submit="Save" close="Cancel" privateMetadata={subject}>
      <Section>
        <B>
          <Text of={name} max={150} />
        </B>
        <Br />
        That happens, and many pass the next time. <B>This stays between you and Laurel.</B>
      </Section>
      <DateInput name={examInputs.next} label="Do you have a next date already?" hint={waitHint(days)} optional />
      {manager !== undefined && (
        <CheckboxesInput
          name={examInputs.tell}
          label="Would it help if your manager knew?"
          options={[
            {
              value: 'manager',
              label: `Tell ${manager}`,
              description: 'They get a short note that asks them to clear time for you.',
            },
          ]}
          optional
        />
      )}
    </Modal>,
  );

const waitHint = ({ from, waitDays }: ExamDays) => (waitDays === 0 ? undefined : waitWords(waitDays, from));

const waitWords = (days: number, from: CalendarDate) =>
  `The issuer asks for ${plural(days, 'day')} between attempts, so from ${longDate(from)}.`;

export const noDateWords = 'Please pick a date.';

/** What to say at the field. */
export function examDateWords(problem: ExamDateProblem, { from, until, waitDays }: ExamDays): string {
  switch (problem) {
    case 'past':
      return 'That day has passed. Please pick today or a later day.';
    case 'too-soon':
      return waitWords(waitDays, from);
    case 'too-far':
      return `That is more than two years ahead. Please pick a day until ${longDate(until)}.`;
  }
}

/** When reminders are quiet; `pausedUntil` is null where they go on, and then whom to ask for more time. */
export type Booked = Readonly<{
  name: string;
  on: CalendarDate;
  dueOn: CalendarDate;
  pausedUntil: CalendarDate | null;
  askForTime: string | undefined;
}>;

export const examBooked = (booked: Booked): MessageContent =>
  message(
    <Blocks>
      <Section>
        Your exam for{' '}
        <B>
          <Text of={booked.name} max={150} />
        </B>{' '}
        is on {longDate(booked.on)}. Good luck!
      </Section>
      <Section>{afterBooking(booked)}</Section>
    </Blocks>,
    { text: plain`Your exam is on ${longDate(booked.on)}.` },
  );

function afterBooking({ dueOn, pausedUntil, askForTime }: Booked) {
  if (pausedUntil !== null)
    return `Reminders pause until the day after. On ${longDate(pausedUntil)} you are asked how it went.`;
  return [
    `That is after ${longDate(dueOn)}, by when it is required, so reminders go on. For more time ask `,
    askForTime === undefined ? 'your Laurel owner' : <Text of={askForTime} max={100} />,
    '.',
  ];
}

export const examTakenBack = ({ name }: { name: string }): MessageContent =>
  message(
    <Blocks>
      <Section>
        Noted: there is no exam date for{' '}
        <B>
          <Text of={name} max={150} />
        </B>{' '}
        at the moment. Reminders come as usual again.
      </Section>
    </Blocks>,
    { text: plain`There is no exam date for ${name} at the moment.` },
  );

export type Attempted = Readonly<{
  name: string;
  next: Booked | null;
  /** Who is told because the person wanted it. */
  told: string | undefined;
}>;

export const attempted = ({ name, next, told }: Attempted): MessageContent =>
  message(
    <Blocks>
      <Section>
        Thank you for saying so. What you have learned for{' '}
        <B>
          <Text of={name} max={150} />
        </B>{' '}
        stays with you.
      </Section>
      <Section>
        {next === null
          ? 'You will not hear of it again today. When you have a new date, press “I have a date”.'
          : [`Your next attempt is on ${longDate(next.on)}. `, afterBooking(next)]}
        <Br />
        {told === undefined
          ? 'Nobody is told.'
          : [<Text of={told} max={100} />, ' gets a short note, and nobody else.']}
      </Section>
    </Blocks>,
    { text: plain`Thank you for saying so.` },
  );

export type AttemptNote = Readonly<{
  person: string;
  name: string;
  next: CalendarDate | null;
  dueOn: CalendarDate;
  studyHours: number;
}>;

/** For the manager, when the person wanted it. */
export const attemptNote = ({ person, name, next, dueOn, studyHours }: AttemptNote): MessageContent =>
  message(
    <Blocks>
      <Section>
        <B>
          <Text of={person} max={100} />
        </B>{' '}
        wants you to know: the exam for{' '}
        <B>
          <Text of={name} max={150} />
        </B>{' '}
        did not work out this time.
        <Br />
        {next === null ? 'There is no new date yet.' : `The next attempt is on ${longDate(next)}.`} It is due on{' '}
        {longDate(dueOn)}.
      </Section>
      <Section>
        What helps now is time to study
        {studyHours > 0 && ` (the whole course takes about ${plural(studyHours, 'hour')})`}: please ask what to clear
        from their desk. Nobody else was told.
      </Section>
    </Blocks>,
    { text: plain`A note from ${person} about ${name}` },
  );

/** Why nothing was done, and how it stands. */
export type ExamRefusal =
  | Readonly<{ code: 'not-yours' | 'not-known' | 'changed' }>
  | Readonly<{ code: 'settled'; name: string; is: 'in-review' | 'planned' | 'earned' | 'waived' | 'withdrawn' }>;

const examRefusals = {
  'not-yours': 'This belongs to somebody else, so nothing was changed.',
  'not-known': 'This is no longer known here, so nothing was changed. The next message will be up to date.',
  changed: 'This has changed since it was shown to you, so nothing was done. Please look at it once more.',
} as const;

const settledWords = {
  'in-review': 'was handed in and is being reviewed. There is nothing to do until that is decided.',
  planned: 'has not begun yet. There is nothing to do for now.',
  earned: 'is earned. Congratulations! There is nothing to do any more.',
  waived: 'is waived. There is nothing to do any more.',
  withdrawn: 'is no longer asked of you. There is nothing to do any more.',
} as const;

export const examRefused = (refusal: ExamRefusal): MessageContent =>
  refusal.code === 'settled'
    ? message(
        <Blocks>
          <Section>
            <B>
              <Text of={refusal.name} max={150} />
            </B>{' '}
            {settledWords[refusal.is]}
          </Section>
        </Blocks>,
        { text: plain`${refusal.name} ${settledWords[refusal.is]}` },
      )
    : paragraph(examRefusals[refusal.code]);
