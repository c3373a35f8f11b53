import type { Answer, FormErrors, FormHandler, PressHandler } from '../../platform/slack/edge.js';
import type { FormValues } from '../../platform/slack/forms.js';
import { listOf, textOf } from '../../platform/slack/forms.js';
import { CalendarDate } from '../../shared/dates.js';
import { AssignmentId } from '../../shared/ids.js';
import type { Seen } from '../../shared/seen.js';
import { readSeen, writeSeen } from '../../shared/seen.js';
import type { Authority, Person } from '../people/index.js';
import type { ExamActions, Own } from './actions/exam.js';
import { attemptDay, examDays, examStage } from './exam-rules.js';
import {
  attempted,
  examBooked,
  examDateWords,
  examDialog,
  examInputs,
  examRefused,
  examSent,
  examTakenBack,
  failedDialog,
  failedSent,
  noDateWords,
} from './messages/exam.js';
import { examPressed, failedPressed } from './parts.js';

export type ExamEdgeDeps = Readonly<{
  exam: ExamActions;
  authority: Pick<Authority, 'reachableManager'>;
  /** The active person behind a Slack account, or null. */
  whoIs(slackId: string): Promise<Person | null>;
}>;

/** The edge of what people say about their exam: the buttons of a reminder, and the dialogs that they open. */
export function createExamEdge({ exam, authority, whoIs }: ExamEdgeDeps) {
  async function about<Said>(
    slackId: string,
    value: unknown,
    answer: (person: Person, seen: Seen<AssignmentId>) => Promise<Said>,
  ) {
    const seen = readSeen(AssignmentId, value);
    if (seen === undefined) return examRefused({ code: 'not-known' });
    const person = await whoIs(slackId);
    return person === null ? examRefused({ code: 'not-yours' }) : answer(person, seen);
  }

  /** What is shown is as it stands now, whatever the message says that was pressed. */
  const opens =
    (draw: (own: Own, person: Person) => Promise<Answer>): PressHandler =>
    ({ slackUserId, value }) =>
      about(slackUserId, value, async (person, { id }) => {
        const own = await exam.ownOf(person, id);
        return 'kind' in own ? examRefused(own.refusal) : draw(own, person);
      });

  const openExam = opens(async ({ assignment: { _id, version, examOn, attemptedOn }, certification, today }) =>
    examDialog({
      subject: writeSeen(_id, version),
      name: certification.name,
      examOn,
      exam: examStage(examOn, today),
      days: examDays(attemptedOn, certification, today),
    }),
  );

  const openFailed = opens(async ({ assignment: { _id, version, examOn }, certification, today }, person) => {
    const manager = await authority.reachableManager(person);
    return failedDialog({
      subject: writeSeen(_id, version),
      name: certification.name,
      days: examDays(attemptDay(examOn, today), certification, today),
      manager: manager?.name,
    });
  });

  const sendExam: FormHandler = ({ slackUserId, subject, values }) =>
    about<Answer | FormErrors>(slackUserId, subject, async (person, seen) => {
      const isTakenBack = listOf(values, examInputs.takenBack).includes('yes');
      const on = isTakenBack ? null : dateOf(values, examInputs.on);
      if (on === undefined || (on === null && !isTakenBack)) return noDate(examInputs.on);
      const answer = await exam.book(person, seen, on);
      switch (answer.kind) {
        case 'booked':
          return examBooked(answer.booked);
        case 'taken-back':
          return examTakenBack(answer);
        case 'bad-date':
          return { errors: { [examInputs.on]: examDateWords(answer.problem, answer.days) } };
        case 'refused':
          return examRefused(answer.refusal);
      }
    });

  const sendFailed: FormHandler = ({ slackUserId, subject, values }) =>
    about<Answer | FormErrors>(slackUserId, subject, async (person, seen) => {
      const nextOn = dateOf(values, examInputs.next);
      if (nextOn === undefined) return noDate(examInputs.next);
      const tell = listOf(values, examInputs.tell).includes('manager') ? 'manager' : 'nobody';
      const answer = await exam.attempt(person, seen, { nextOn, tell });
      switch (answer.kind) {
        case 'attempted':
          return attempted(answer.attempted);
        case 'bad-date':
          return { errors: { [examInputs.next]: examDateWords(answer.problem, answer.days) } };
        case 'refused':
          return examRefused(answer.refusal);
      }
    });

  return {
    presses: { [examPressed]: openExam, [failedPressed]: openFailed } as Record<string, PressHandler>,
    forms: { [examSent]: sendExam, [failedSent]: sendFailed } as Record<string, FormHandler>,
  };
}

/** Null when it was left empty, undefined when it is no date. */
function dateOf(values: FormValues, name: string): CalendarDate | null | undefined {
  const text = textOf(values, name);
  return text === null ? null : CalendarDate.safeParse(text).data;
}

const noDate = (name: string): FormErrors => ({ errors: { [name]: noDateWords } });
