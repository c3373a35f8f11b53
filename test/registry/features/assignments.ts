import fc from 'fast-check';
import type { ExamRefusal } from '../../../src/features/assignments/messages/exam.js';
import * as exam from '../../../src/features/assignments/messages/exam.js';
import * as parts from '../../../src/features/assignments/parts.js';
import { day, seen } from '../data.js';
import type { Message, Parser } from '../entries.js';
import { message, part, view } from '../entries.js';
import { hostileText } from '../hostile.js';
import * as proposals from './proposals.js';

const stage = fc.constantFrom('none', 'ahead', 'over');
const days = fc.record({ from: day, until: day, waitDays: fc.integer({ min: 0, max: 365 }) });
const subject = seen.map(({ id, version }) => `${id} ${version}`);
const somebody = fc.option(hostileText, { nil: undefined });
const booked = fc.record({
  name: hostileText,
  on: day,
  dueOn: day,
  pausedUntil: fc.option(day),
  askForTime: somebody,
});
const refusal: fc.Arbitrary<ExamRefusal> = fc.oneof(
  fc.record({ code: fc.constantFrom('not-yours', 'not-known', 'changed') }),
  fc.record({
    code: fc.constant('settled' as const),
    name: hostileText,
    is: fc.constantFrom('in-review', 'planned', 'earned', 'waived', 'withdrawn'),
  }),
);

export const parsers: Readonly<Record<string, Parser>> = {
  ...proposals.parsers,
};

export const messages: Readonly<Record<string, Message>> = {
  ...proposals.messages,
  'src/features/assignments/parts.tsx#examButton': part(
    parts.examButton,
    fc.tuple(fc.tuple(seen, stage).map(([item, exam]) => ({ ...item, exam }))),
    'control',
  ),
  'src/features/assignments/parts.tsx#failedButton': part(parts.failedButton, fc.tuple(seen), 'control'),
  'src/features/assignments/messages/exam.tsx#attemptNote': message(
    exam.attemptNote,
    fc.tuple(
      fc.record({
        person: hostileText,
        name: hostileText,
        next: fc.option(day),
        dueOn: day,
        studyHours: fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.double({ min: 0, max: 2_000, noNaN: true })),
      }),
    ),
  ),
  'src/features/assignments/messages/exam.tsx#attempted': message(
    exam.attempted,
    fc.tuple(fc.record({ name: hostileText, next: fc.option(booked), told: somebody })),
  ),
  'src/features/assignments/messages/exam.tsx#examBooked': message(exam.examBooked, fc.tuple(booked)),
  'src/features/assignments/messages/exam.tsx#examDialog': view(
    exam.examDialog,
    fc.tuple(fc.record({ subject, name: hostileText, examOn: fc.option(day), exam: stage, days })),
  ),
  'src/features/assignments/messages/exam.tsx#examRefused': message(exam.examRefused, fc.tuple(refusal)),
  'src/features/assignments/messages/exam.tsx#examTakenBack': message(
    exam.examTakenBack,
    fc.tuple(fc.record({ name: hostileText })),
  ),
  'src/features/assignments/messages/exam.tsx#failedDialog': view(
    exam.failedDialog,
    fc.tuple(fc.record({ subject, name: hostileText, days, manager: somebody })),
  ),
};
