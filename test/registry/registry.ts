import fc from 'fast-check';
import { z } from 'zod';
import { apology, asDialog, notAsked, sharedChannel, stranger, tooLate, unknownVerb } from '../../src/app/messages.js';
import { Assignment, Closing, NudgeMemory } from '../../src/features/assignments/assignment.js';
import { parseAssignmentRow } from '../../src/features/assignments/assignment-row.js';
import { Certification, Reviewer } from '../../src/features/catalog/certification.js';
import { parseCertificationRow } from '../../src/features/catalog/certification-row.js';
import { Credential, EvidenceFile } from '../../src/features/credentials/credential.js';
import { parseCredentialRow } from '../../src/features/credentials/credential-row.js';
import { FileRefused } from '../../src/features/loading/file-refused.js';
import { readHeader } from '../../src/features/loading/header.js';
import type { Refusal } from '../../src/features/nudges/messages.js';
import * as nudges from '../../src/features/nudges/messages.js';
import { Reach } from '../../src/features/nudges/nudge.js';
import { MoreMenu, SnoozeSelect } from '../../src/features/nudges/parts.js';
import { readAccount } from '../../src/features/people/account.js';
import { parseHours } from '../../src/features/people/parse-hours.js';
import { Person, WorkingPeriod } from '../../src/features/people/person.js';
import { parsePersonRow } from '../../src/features/people/person-row.js';
import { askedToWaitMs } from '../../src/features/people/slots.js';
import { configurationNames, readConfig, readStorageConfig } from '../../src/platform/config.js';
import { duplicateIndexOf, duplicateKeyOf, isDuplicateKey } from '../../src/platform/database/errors.js';
import { CommandPayload, PressPayload } from '../../src/platform/slack/edge.js';
import { FormPayload, SlackFile } from '../../src/platform/slack/forms.js';
import { outcomeOf, slackCodeOf } from '../../src/platform/slack/replies.js';
import * as cells from '../../src/shared/cells.js';
import { CalendarDate, TimeOfDay, Zone } from '../../src/shared/dates.js';
import {
  AssignmentId,
  CertificationId,
  CredentialId,
  GrantId,
  PersonId,
  PostId,
  ProposalId,
  StudyPlanId,
  TrainingBlockId,
} from '../../src/shared/ids.js';
import { httpUrl, SlackUserId } from '../../src/shared/links.js';
import { Review } from '../../src/shared/review.js';
import { readSeen as readSeenOf } from '../../src/shared/seen.js';
import { anAssignment } from '../builders/assignment.js';
import { aCertification } from '../builders/certification.js';
import { aCredential } from '../builders/credential.js';
import { aPerson } from '../builders/person.js';
import { aMoreMenu, anExplanation, aReminder, aReminderItem, aSnoozeSelect, day } from './data.js';
import type { Message, Parser } from './entries.js';
import {
  configuration,
  forAnything,
  madeSchema,
  message,
  parser,
  part,
  refusalIn,
  rowParser,
  schema,
  silent,
  thrownBy,
  view,
} from './entries.js';
import * as app from './features/app.js';
import * as assignments from './features/assignments.js';
import * as calendar from './features/calendar.js';
import * as credentials from './features/credentials.js';
import * as ledger from './features/ledger.js';
import * as recognition from './features/recognition.js';
import * as rewards from './features/rewards.js';
import * as trainingTime from './features/training-time.js';
import { hostileText } from './hostile.js';

/*
 * Every parser and every message of src/, by the name of its file and export. Tests fail for one that is missing here,
 * and for one that does not hold what is promised of all.
 *
 * A parser is an export that judges what comes from outside: a zod schema or a function that makes one; a function named
 * parse… or read…; a function whose first parameter is `unknown`. Not those that answer later (promises, generators):
 * they read files or the database, and have tests of their own. What else judges input may stand here, too.
 *
 * A message is an exported function of a messages.tsx or parts.tsx, or one anywhere (but for shared/, which makes the
 * parts) that returns a MessageContent, ModalView or HomeView.
 */

export const parsers: Readonly<Record<string, Parser>> = {
  ...credentials.parsers,
  ...assignments.parsers,
  ...trainingTime.parsers,
  ...calendar.parsers,
  ...recognition.parsers,
  ...rewards.parsers,
  ...app.parsers,
  ...ledger.parsers,
  'src/features/assignments/assignment.ts#Assignment': schema(Assignment, anAssignment()),
  'src/features/assignments/assignment.ts#Closing': schema(Closing, 'earned'),
  'src/features/assignments/assignment.ts#NudgeMemory': schema(NudgeMemory, anAssignment().nudge),
  'src/features/assignments/assignment-row.ts#parseAssignmentRow': rowParser(parseAssignmentRow, parseAssignmentRow, {
    employee_id: 'E1',
    code: 'AWS-SAA',
    due_on: '2026-12-31',
    opens_on: '2026-10-01',
    because: 'the customer asks for it',
    assigned_by: 'E2',
    state: 'waived',
  }),
  'src/features/catalog/certification-row.ts#parseCertificationRow': rowParser(
    parseCertificationRow,
    parseCertificationRow,
    {
      code: 'AWS-SAA',
      name: 'Solutions Architect',
      issuer: 'AWS',
      kind: 'external',
      need: 'required',
      may_not_work_without: 'no',
      valid_months: '36',
      grace_days: '0',
      ladder: '90 30 0 -7',
      relevant_to: 'SRE: customers ask for it | Team lead: the same',
      study_hours: '7.5',
      exam_fee: '150.00 USD',
      study_links: 'https://example.com/a https://example.com/b',
      reviewer: 'manager',
      approvals: '2',
      retake_days: '14',
    },
  ),
  'src/features/catalog/certification.ts#Certification': schema(Certification, aCertification()),
  'src/features/catalog/certification.ts#Reviewer': schema(
    Reviewer,
    { by: 'manager' },
    { by: 'people', personIds: ['per_12345678'] },
  ),
  'src/features/credentials/credential-row.ts#parseCredentialRow': rowParser(parseCredentialRow, parseCredentialRow, {
    employee_id: 'E1',
    code: 'AWS-SAA',
    earned_on: '2026-01-31',
    expires_on: '2029-01-31',
    number: 'A-17',
    evidence: 'https://example.com/badge',
    state: 'verified',
  }),
  'src/features/credentials/credential.ts#Credential': schema(Credential, aCredential()),
  'src/features/credentials/credential.ts#EvidenceFile': schema(EvidenceFile, {
    slackFileId: 'F0SLIP',
    name: 'slip.pdf',
    bytes: 17,
    kind: 'pdf',
    kept: true,
    refused: null,
  }),
  'src/shared/review.ts#Review': schema(Review, {
    stage: 'asked',
    nextAt: null,
    cardAt: new Date(0),
    asks: [{ to: 'per_12345678', reason: 'asked', row: null }],
  }),
  'src/features/loading/header.ts#readHeader': parser(
    readHeader,
    [['employee_id', 'NAME']],
    (header) => thrownBy(FileRefused, () => readHeader(header as string[], headerColumns)),
    fc.array(hostileText),
  ),
  'src/features/nudges/nudge.ts#Reach': schema(
    Reach,
    { state: 'off' },
    { state: 'pilot', personIds: ['per_12345678'], teams: ['Field Service'] },
  ),
  'src/features/people/account.ts#readAccount': parser(
    readAccount,
    [{ id: 'U0ANA', team_id: 'T0HOME', tz: 'Europe/Madrid', profile: { email: 'ana@example.com' } }],
    (payload) => {
      const read = readAccount(payload, 'T0HOME');
      return read.kind === 'unreadable' ? String(read.slackId) : undefined;
    },
  ),
  'src/features/people/parse-hours.ts#parseHours': parser(
    parseHours,
    ['Mon-Fri 09:00-13:00,15:00-19:00; Sat 22:00-06:00'],
    (text) => refusalIn(parseHours(text as string)),
    hostileText,
  ),
  'src/features/people/person-row.ts#parsePersonRow': rowParser(parsePersonRow, parsePersonRow, {
    employee_id: 'E1',
    name: 'Ana Ruiz',
    email: 'ana@example.com',
    slack_id: 'U0ANA',
    manager: 'E2',
    role: 'Technician',
    zone: 'Europe/Madrid',
    country: 'ES',
    hours: 'Mon-Fri 09:00-17:00',
    start_on: '2026-01-31',
  }),
  'src/features/people/person.ts#Person': schema(Person, aPerson()),
  'src/features/people/person.ts#WorkingPeriod': schema(WorkingPeriod, { day: 1, from: '09:00', to: '17:00' }),
  'src/features/people/slots.ts#askedToWaitMs': forAnything(askedToWaitMs),
  'src/platform/config.ts#readConfig': configuration(
    readConfig,
    { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' },
    configurationNames,
  ),
  'src/platform/config.ts#readStorageConfig': configuration(readStorageConfig, {}, configurationNames),
  'src/platform/database/errors.ts#duplicateIndexOf': forAnything(duplicateIndexOf),
  'src/platform/database/errors.ts#duplicateKeyOf': forAnything(duplicateKeyOf),
  'src/platform/database/errors.ts#isDuplicateKey': forAnything(isDuplicateKey),
  'src/platform/slack/edge.ts#CommandPayload': schema(CommandPayload, {
    user_id: 'U0ANA',
    team_id: 'T0HOME',
    channel_id: 'D0ANA',
    trigger_id: '1.2.x',
    text: 'help',
  }),
  'src/platform/slack/forms.ts#FormPayload': schema(FormPayload, {
    user: { id: 'U0ANA', team_id: 'T0HOME' },
    view: {
      id: 'V1',
      private_metadata: '',
      state: { values: { date: { date: { type: 'datepicker', selected_date: '2026-12-31' } } } },
    },
  }),
  'src/platform/slack/forms.ts#SlackFile': schema(SlackFile, { id: 'F0SLIP', name: 'slip.pdf', size: 17 }),
  'src/platform/slack/edge.ts#PressPayload': schema(PressPayload, {
    user: { id: 'U0ANA', team_id: 'T0HOME' },
    team: { id: 'T0HOME' },
    actions: [{ value: 'x', selected_option: { value: 'y' } }],
  }),
  'src/platform/slack/replies.ts#outcomeOf': forAnything(outcomeOf),
  'src/platform/slack/replies.ts#slackCodeOf': forAnything(slackCodeOf),
  'src/shared/cells.ts#blankOr': madeSchema(cells.blankOr, cells.blankOr(null, CalendarDate), '', '2026-01-31'),
  'src/shared/cells.ts#employeeNumber': schema(cells.employeeNumber, 'E-17'),
  'src/shared/cells.ts#hundredths': madeSchema(cells.hundredths, cells.hundredths(0.1, 10), '0.1', '1.25', '10'),
  'src/shared/cells.ts#oneOf': madeSchema(cells.oneOf, cells.oneOf('yes', 'no'), 'yes', 'NO'),
  'src/shared/cells.ts#parseCells': rowParser(
    cells.parseCells,
    (row) => cells.parseCells(z.object({ name: cells.someWords(20) }), row),
    { name: 'Ana' },
  ),
  'src/shared/cells.ts#remembered': madeSchema(cells.remembered, cells.remembered(Zone), 'Europe/Madrid'),
  'src/shared/cells.ts#sensibleDate': schema(cells.sensibleDate, '1900-01-01', '2199-12-31'),
  'src/shared/cells.ts#someWords': madeSchema(cells.someWords, cells.someWords(20), 'Ana'),
  'src/shared/cells.ts#wholeNumber': madeSchema(cells.wholeNumber, cells.wholeNumber(0, 100), '0', '100'),
  'src/shared/cells.ts#words': madeSchema(cells.words, cells.words(20), '', 'Ana'),
  'src/shared/dates.ts#CalendarDate': schema(CalendarDate, '2026-12-31', '2028-02-29'),
  'src/shared/dates.ts#TimeOfDay': schema(TimeOfDay, '00:00', '23:59'),
  'src/shared/dates.ts#Zone': schema(Zone, 'Europe/Madrid', 'UTC'),
  'src/shared/ids.ts#AssignmentId': schema(AssignmentId, 'asg_12345678'),
  'src/shared/ids.ts#CertificationId': schema(CertificationId, 'AWS-SAA'),
  'src/shared/ids.ts#CredentialId': schema(CredentialId, 'cre_12345678'),
  'src/shared/ids.ts#GrantId': schema(GrantId, 'grt_12345678'),
  'src/shared/ids.ts#PostId': schema(PostId, 'pst_12345678'),
  'src/shared/ids.ts#ProposalId': schema(ProposalId, 'pro_12345678'),
  'src/shared/ids.ts#StudyPlanId': schema(StudyPlanId, 'pln_12345678'),
  'src/shared/ids.ts#TrainingBlockId': schema(TrainingBlockId, 'blk_12345678'),
  'src/shared/ids.ts#PersonId': schema(PersonId, 'per_12345678'),
  'src/shared/seen.ts#readSeen': parser(readSeenOf, ['asg_12345678 3 2026-12-01'], (input) =>
    readSeenOf(AssignmentId, input) === undefined ? '' : undefined,
  ),
  'src/shared/links.ts#SlackUserId': schema(SlackUserId, 'U0ANA', 'W0BEN'),
  'src/shared/links.ts#httpUrl': silent(httpUrl, 'https://example.com/study?a=1&b=2'),
};

export const messages: Readonly<Record<string, Message>> = {
  ...credentials.messages,
  ...assignments.messages,
  ...trainingTime.messages,
  ...calendar.messages,
  ...recognition.messages,
  ...rewards.messages,
  ...app.messages,
  'src/app/messages.tsx#asDialog': view(asDialog, fc.tuple(fc.constant(stranger()))),
  'src/app/messages.tsx#notAsked': message(notAsked, fc.tuple(fc.constantFrom('guest', 'left', 'unknown'))),
  'src/app/messages.tsx#unknownVerb': message(unknownVerb, fc.tuple(hostileText)),
  'src/app/messages.tsx#tooLate': message(tooLate, fc.tuple()),
  'src/app/messages.tsx#sharedChannel': message(sharedChannel, fc.tuple()),
  'src/app/messages.tsx#apology': message(apology, fc.tuple(hostileText)),
  'src/app/messages.tsx#stranger': message(stranger, fc.tuple()),
  'src/features/nudges/messages.tsx#explanation': message(nudges.explanation, fc.tuple(anExplanation)),
  'src/features/nudges/messages.tsx#fewerMessages': message(nudges.fewerMessages, fc.tuple()),
  'src/features/nudges/messages.tsx#refused': message(
    nudges.refused,
    fc.tuple(fc.constantFrom(...(Object.keys(nudges.refusals) as Refusal[]))),
  ),
  'src/features/nudges/messages.tsx#reminder': message(nudges.reminder, fc.tuple(aReminder)),
  'src/features/nudges/messages.tsx#settled': message(nudges.settled, fc.tuple(aReminderItem)),
  'src/features/nudges/parts.tsx#MoreMenu': part(MoreMenu, fc.tuple(aMoreMenu), 'control'),
  'src/features/nudges/parts.tsx#SnoozeSelect': part(SnoozeSelect, fc.tuple(aSnoozeSelect), 'control'),
  'src/features/nudges/messages.tsx#snoozed': message(
    nudges.snoozed,
    fc.tuple(fc.record({ name: hostileText, until: day })),
  ),
  'src/features/nudges/messages.tsx#usualMessages': message(nudges.usualMessages, fc.tuple()),
};

const headerColumns = [
  { name: 'employee_id', need: 'required' },
  { name: 'name', need: 'required' },
] as const;
