import fc from 'fast-check';
import type { Confirmed } from '../../../src/features/assignments/actions/confirm.js';
import type { Shown } from '../../../src/features/assignments/actions/propose.js';
import type { Left } from '../../../src/features/assignments/actions/weigh.js';
import { readForm } from '../../../src/features/assignments/command.js';
import { readMention, readRequest } from '../../../src/features/assignments/command-text.js';
import { readDueDate, readPickedDate } from '../../../src/features/assignments/due-date.js';
import type { ProposalRefusal } from '../../../src/features/assignments/messages/proposals.js';
import * as proposals from '../../../src/features/assignments/messages/proposals.js';
import type { Proposal as ProposalShape } from '../../../src/features/assignments/proposal.js';
import { Proposal, proposalVerbs } from '../../../src/features/assignments/proposal.js';
import type { LeftOut } from '../../../src/features/assignments/proposal-rules.js';
import type { FormValues } from '../../../src/platform/slack/forms.js';
import type { CalendarDate, Zone } from '../../../src/shared/dates.js';
import type { CertificationId, PersonId, ProposalId } from '../../../src/shared/ids.js';
import { day } from '../data.js';
import type { Message, Parser } from '../entries.js';
import { message, parser, refusalIn, schema, view } from '../entries.js';
import { hostileText, hostileValue } from '../hostile.js';

/* Thursday 1 October 2026, 09:00 in Madrid. */
const here = { now: new Date('2026-10-01T07:00:00Z'), zone: 'Europe/Madrid' as Zone };

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const code = fc.constantFrom('FIRST-AID', 'A'.repeat(40)) as fc.Arbitrary<CertificationId>;
const verb = fc.constantFrom(...proposalVerbs);
const names = fc.array(hostileText, { minLength: 1, maxLength: 40 });
const count = fc.nat({ max: 500 });

const leftOut: fc.Arbitrary<LeftOut> = fc.oneof(
  fc.record({
    why: fc.constantFrom('asked-already', 'planned-already', 'due-later-already', 'renewal'),
    dueOn: day,
  }),
  fc.record({ why: fc.constant('holds' as const), until: fc.option(day) }),
  fc.record({ why: fc.constantFrom('in-review', 'nothing-open') }),
);
const left: fc.Arbitrary<Left[]> = fc.array(fc.record({ name: hostileText, because: leftOut }), { maxLength: 15 });

const aProposal: fc.Arbitrary<ProposalShape> = fc
  .record({
    id: hex(32),
    version: fc.nat({ max: 999_999_999 }),
    verb,
    certificationId: code,
    dueOn: day,
    because: hostileText,
    state: fc.constantFrom('shown', 'asked-again', 'confirmed', 'withdrawn'),
  })
  .map(({ id, verb: asked, dueOn, ...rest }) => ({
    ...rest,
    _id: `pro_${id}` as ProposalId,
    verb: asked,
    by: `per_${id}` as PersonId,
    personIds: [`per_${id}` as PersonId],
    dueOn: asked === 'assign' || asked === 'extend' ? dueOn : null,
    shownAt: here.now,
  }));

const shown: fc.Arbitrary<Shown> = fc.record({
  proposal: aProposal,
  name: hostileText,
  daysLeft: fc.nat({ max: 1_100 }),
  names,
  left,
  unknown: count,
});
const confirmed: fc.Arbitrary<Confirmed> = fc.record({
  proposal: aProposal,
  name: hostileText,
  names,
  withoutSlack: fc.array(hostileText, { maxLength: 20 }),
});

const refusal: fc.Arbitrary<ProposalRefusal> = fc.oneof(
  fc.record({
    kind: fc.constant('refused' as const),
    code: fc.constant('no-certification' as const),
    certificationId: code,
  }),
  fc.record({
    kind: fc.constant('refused' as const),
    code: fc.constant('not-people' as const),
    people: fc.array(fc.record({ mention: hostileText, why: fc.constantFrom('guest', 'left', 'unknown') }), {
      minLength: 1,
    }),
  }),
  fc.record({
    kind: fc.constant('refused' as const),
    code: fc.constantFrom('group-unreadable', 'group-empty'),
    mention: hostileText,
  }),
  fc.record({ kind: fc.constant('refused' as const), code: fc.constant('too-many' as const), count }),
  fc.record({
    kind: fc.constant('refused' as const),
    code: fc.constant('out-of-reach' as const),
    verb,
    people: fc.array(
      fc.record({ name: hostileText, ask: fc.option(hostileText, { nil: undefined }), isSelf: fc.boolean() }),
      { minLength: 1, maxLength: 5 },
    ),
    more: count,
  }),
  fc.record({
    code: fc.constantFrom(...(Object.keys(proposals.pressRefusals) as (keyof typeof proposals.pressRefusals)[])),
  }),
);

const certifications = fc
  .array(hostileText, { maxLength: 110, size: 'max' })
  .map((all) => all.map((name, n) => ({ _id: `CERT-${n}` as CertificationId, name })));

export const parsers: Readonly<Record<string, Parser>> = {
  'src/features/assignments/command-text.ts#readMention': parser(
    readMention,
    ['<@U0ANA|ana>', '<!subteam^S0FIELD>'],
    (piece) => (readMention(piece as string) === undefined ? '' : undefined),
    hostileText,
  ),
  'src/features/assignments/command-text.ts#readRequest': parser(
    readRequest,
    ['<@U0ANA|ana> FIRST-AID by next friday because the hall needs two'],
    (text) => refusalIn(readRequest('assign', text as string, here)),
    fc.oneof(
      hostileText,
      hostileText.map((text) => `<@U0ANA|ana> ${text} by ${text} because ${text}`),
    ),
  ),
  'src/features/assignments/command.ts#readForm': parser(
    readForm,
    [{ people: ['U0ANA'], certification: 'first-aid', due: '2026-11-30', because: null }],
    (values) => {
      const read = readForm(values as FormValues, here);
      return 'errors' in read ? JSON.stringify(read.errors) : undefined;
    },
    fc.dictionary(fc.constantFrom('people', 'certification', 'due', 'because'), hostileValue),
  ),
  'src/features/assignments/due-date.ts#readDueDate': parser(
    readDueDate,
    ['next friday'],
    (text) => refusalIn(readDueDate(text as string, here)),
    hostileText,
  ),
  'src/features/assignments/due-date.ts#readPickedDate': parser(readPickedDate, ['2026-11-30'], (value) =>
    refusalIn(readPickedDate(value, here)),
  ),
  'src/features/assignments/proposal.ts#Proposal': schema(Proposal, {
    _id: 'pro_12345678',
    version: 0,
    verb: 'assign',
    by: 'per_12345678',
    personIds: ['per_12345678'],
    certificationId: 'FIRST-AID',
    dueOn: '2026-11-30' as CalendarDate,
    because: '',
    state: 'shown',
    shownAt: here.now,
  }),
};

const file = 'src/features/assignments/messages/proposals.tsx';
export const messages: Readonly<Record<string, Message>> = {
  [`${file}#askAgain`]: message(proposals.askAgain, fc.tuple(shown)),
  [`${file}#askedMany`]: message(proposals.askedMany, fc.tuple(fc.record({ proposal: aProposal, name: hostileText }))),
  [`${file}#askAgainDialog`]: view(proposals.askAgainDialog, fc.tuple(shown)),
  [`${file}#assignDialog`]: view(proposals.assignDialog, fc.tuple(certifications)),
  [`${file}#cancelled`]: message(proposals.cancelled, fc.tuple()),
  [`${file}#confirmed`]: message(proposals.confirmed, fc.tuple(confirmed, fc.constantFrom('off', 'pilot', 'on'))),
  [`${file}#notUnderstood`]: message(proposals.notUnderstood, fc.tuple(verb, hostileText)),
  [`${file}#nothingToDo`]: message(
    proposals.nothingToDo,
    fc.tuple(fc.record({ kind: fc.constant('nothing' as const), verb, name: hostileText, left, unknown: count })),
  ),
  [`${file}#proposal`]: message(proposals.proposal, fc.tuple(shown)),
  [`${file}#proposalDialog`]: view(proposals.proposalDialog, fc.tuple(shown)),
  [`${file}#refused`]: message(proposals.refused, fc.tuple(refusal)),
  [`${file}#takenBack`]: message(
    proposals.takenBack,
    fc.tuple(fc.record({ name: hostileText, taken: count, stay: count })),
  ),
};
