import fc from 'fast-check';
import * as handIn from '../../../src/features/credentials/hand-in.js';
import type {
  HandInForm,
  HandInNote,
  HandInRefusal,
  Reviewers,
} from '../../../src/features/credentials/messages/hand-in.js';
import * as messagesOf from '../../../src/features/credentials/messages/hand-in.js';
import * as parts from '../../../src/features/credentials/parts.js';
import type { CalendarDate } from '../../../src/shared/dates.js';
import type { AssignmentId, CertificationId, CredentialId, PersonId } from '../../../src/shared/ids.js';
import { httpUrl } from '../../../src/shared/links.js';
import { cleanText } from '../../../src/shared/text.js';
import { day } from '../data.js';
import type { Message, Parser } from '../entries.js';
import { message, parser, part, silent, view } from '../entries.js';
import { hostileText } from '../hostile.js';

const digits = '0123456789abcdef0123456789abcdef';
const assignmentId = `asg_${digits}` as AssignmentId;
const credentialId = `cre_${digits}` as CredentialId;
const personId = `per_${digits}` as PersonId;
const codes = ['CKA', 'AWS-SAA', '0'.repeat(40)] as CertificationId[];
const version = 999_999_999;

const today = '2026-12-01' as CalendarDate;
const good = {
  earned: '2026-11-30',
  until: '2029-11-30',
  number: 'N-17',
  link: 'https://example.com/badge',
  files: [{ id: 'F0SLIP', name: 'slip.pdf', size: 17 }],
};
/** As `formValues` hands them on: what Slack sends otherwise is dropped before. */
const files = fc.array(
  fc.record({
    id: fc.constantFrom('F0A', 'F0B', 'F0C', 'F0D'),
    name: hostileText,
    size: fc.option(fc.nat({ max: 20_000_000 })),
  }),
  { maxLength: 6 },
);
const field = fc.oneof(
  hostileText,
  fc.constantFrom('2026-11-30', '2026-12-02', 'javascript:alert(1)', null),
  fc.array(hostileText),
  files,
);

export const parsers: Readonly<Record<string, Parser>> = {
  'src/features/credentials/hand-in.ts#readEvidence': parser(
    handIn.readEvidence,
    [good, { earned: '2026-12-01', number: '17' }],
    (values) => {
      const read = handIn.readEvidence(values as Parameters<typeof handIn.readEvidence>[0], { today, keptFiles: [] });
      return 'errors' in read ? JSON.stringify(read.errors) : undefined;
    },
    fc.record(
      { earned: field, until: field, number: field, link: field, files: fc.oneof(files, field) },
      { requiredKeys: [] },
    ),
  ),
  'src/features/credentials/hand-in.ts#readSubject': silent(
    handIn.readSubject,
    `new ${credentialId} ${personId} CKA`,
    `new ${credentialId} ${personId} -`,
    `correct ${credentialId} 3`,
  ),
};

const names = fc.array(hostileText, { maxLength: 12 });
const reviewers: fc.Arbitrary<Reviewers> = fc.record({ names, needed: fc.constantFrom(1, 2) });
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const certifications = (maxLength: number) =>
  fc
    .array(hostileText, { minLength: 1, maxLength })
    .map((all) => all.map((name, index) => ({ _id: `CERT-${index}` as CertificationId, name })));

const note: fc.Arbitrary<HandInNote> = fc.oneof(
  fc.record({ kind: fc.constant('handed-in-already' as const), on: day }),
  fc.record({ kind: fc.constant('changed-meanwhile' as const), agreed: names }),
);

const form: fc.Arbitrary<HandInForm> = fc.record({
  subject: fc
    .constantFrom(...codes)
    .map((certificationId) => handIn.writeSubject({ kind: 'new', credentialId, personId, certificationId })),
  purpose: fc.constantFrom('hand in', 'correct'),
  certification: fc.oneof(hostileText, certifications(messagesOf.mostChoices), fc.constant('by code' as const)),
  whose: maybe(hostileText),
  reviewers: maybe(reviewers),
  entered: maybe(
    fc.record({
      earnedOn: maybe(day),
      expiresOn: maybe(day),
      // What stands in an input pings nobody, so it is shown as it was typed.
      number: hostileText.map((text) => cleanText(text).replace(/[<@＠]/g, '')),
      link: fc.constantFrom(undefined, httpUrl('https://example.com/badge?a=1&b=2')),
    }),
  ),
  keptFiles: fc.array(hostileText, { maxLength: 3 }),
  note: maybe(note),
  filesToChooseAgain: fc.array(hostileText, { maxLength: 3 }),
});

const refusal: fc.Arbitrary<HandInRefusal> = fc.oneof(
  fc.record({ code: fc.constantFrom('not-known', 'not-yours', 'changed') }),
  fc.record({ code: fc.constantFrom('uses-slack', 'withdrawn'), name: hostileText }),
  fc.record({
    code: fc.constant('closed' as const),
    name: hostileText,
    closing: fc.constantFrom('earned', 'waived', 'withdrawn'),
  }),
  fc.record({
    code: fc.constant('decided' as const),
    name: hostileText,
    outcome: fc.constantFrom('approved', 'declined', 'known already'),
    by: maybe(hostileText),
    on: maybe(day),
    why: hostileText,
  }),
);

const where = 'src/features/credentials';

export const messages: Readonly<Record<string, Message>> = {
  [`${where}/messages/hand-in.tsx#corrected`]: message(
    messagesOf.corrected,
    fc.tuple(fc.record({ name: hostileText, reviewers })),
  ),
  [`${where}/messages/hand-in.tsx#fileShown`]: message(
    messagesOf.fileShown,
    fc.tuple(fc.constantFrom('shown', 'nothing-kept', 'not-allowed', 'not-known', 'failed')),
  ),
  [`${where}/messages/hand-in.tsx#filesRefused`]: message(
    messagesOf.filesRefused,
    fc.tuple(
      fc.record({
        id: fc.constant(credentialId),
        version: fc.constant(version),
        name: hostileText,
        files: fc.array(fc.record({ name: hostileText, why: fc.constantFrom('too-big', 'another-kind', 'gone') }), {
          minLength: 1,
          maxLength: 3,
        }),
        hasOther: fc.boolean(),
      }),
    ),
  ),
  [`${where}/messages/hand-in.tsx#handInForm`]: view(messagesOf.handInForm, fc.tuple(form)),
  [`${where}/messages/hand-in.tsx#handInRefused`]: message(messagesOf.handInRefused, fc.tuple(refusal)),
  [`${where}/messages/hand-in.tsx#handedIn`]: message(
    messagesOf.handedIn,
    fc.tuple(
      fc.record({
        name: hostileText,
        whose: maybe(hostileText),
        reviewers,
        due: maybe(fc.record({ on: day, isOnTime: fc.boolean() })),
      }),
    ),
  ),
  [`${where}/messages/hand-in.tsx#noSuchCertification`]: message(
    messagesOf.noSuchCertification,
    fc.tuple(fc.record({ words: hostileText, near: fc.oneof(fc.constant([]), certifications(5)) })),
  ),
  [`${where}/messages/hand-in.tsx#unchanged`]: message(
    messagesOf.unchanged,
    fc.tuple(fc.record({ name: hostileText })),
  ),
  [`${where}/messages/hand-in.tsx#withdrawn`]: message(
    messagesOf.withdrawn,
    fc.tuple(fc.record({ name: hostileText, dueOn: maybe(day) })),
  ),
  [`${where}/parts.tsx#correctButton`]: part(
    parts.correctButton,
    fc.tuple(fc.constant({ id: credentialId, version })),
    'control',
  ),
  [`${where}/parts.tsx#evidenceButtons`]: part(
    parts.evidenceButtons,
    fc.tuple(fc.integer({ min: 1, max: 3 }).map((keptFiles) => ({ id: credentialId, version, keptFiles }))),
    'control',
  ),
  [`${where}/parts.tsx#handInButton`]: part(
    parts.handInButton,
    fc.tuple(fc.constantFrom(...codes).map((certificationId) => ({ personId, certificationId }))),
    'control',
  ),
  [`${where}/parts.tsx#handedInControls`]: part(
    parts.handedInControls,
    fc.tuple(fc.constant({ id: credentialId, version })),
    'control',
  ),
  [`${where}/parts.tsx#passedButton`]: part(
    parts.passedButton,
    fc.tuple(fc.constant({ id: assignmentId, version })),
    'control',
  ),
};
