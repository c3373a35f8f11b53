import fc from 'fast-check';
import * as results from '../../../src/features/credentials/messages/results.js';
import * as review from '../../../src/features/credentials/messages/review.js';
import type { AssignmentId, CertificationId, CredentialId, PersonId } from '../../../src/shared/ids.js';
import { address, day } from '../data.js';
import type { Message } from '../entries.js';
import { message, part, view } from '../entries.js';
import { hostileText } from '../hostile.js';

const id = `cre_${'f'.repeat(32)}` as CredentialId;
const seen = fc.record({ id: fc.constant(id), version: fc.integer({ min: 0, max: 999_999_999 }) });
const who = fc.oneof(fc.constant('you'), hostileText);
const when = fc.constantFrom('at 10:03', 'on Wednesday 30 September, 10:03');
const words = (max: number) => hostileText.map((text) => [...text].slice(0, max).join(''));
const names = { person: hostileText, certification: hostileText };

const standing: fc.Arbitrary<review.CardStanding> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'waiting' as const }) },
  fc.record({
    kind: fc.constantFrom('agreed' as const, 'no-longer-yours' as const, 'withdrawn' as const, 'over' as const),
  }),
  fc.record({ kind: fc.constantFrom('approved' as const, 'merged' as const), by: who, when }),
  fc.record({ kind: fc.constant('declined' as const), by: who, when, why: hostileText }),
);

const checks = fc.subarray(
  [
    { about: 'name', found: 'own-account' },
    { about: 'name', found: 'handed-in-for' },
    { about: 'earned', found: 'in-the-past' },
    { about: 'earned', found: 'in-the-future' },
    { about: 'until', found: 'plausible' },
    { about: 'until', found: 'longer' },
    { about: 'until', found: 'shorter' },
    { about: 'until', found: 'over' },
    { about: 'number', found: 'unused' },
    { about: 'number', found: 'used' },
    { about: 'evidence', found: 'nothing-to-look-at' },
  ] as const,
  { minLength: 1 },
);

const file = fc.oneof(
  fc.record({ name: words(200), kept: fc.boolean(), refused: fc.constant(null) }),
  fc.record({
    name: words(200),
    kept: fc.constant(false),
    refused: fc.constantFrom('too-big' as const, 'gone' as const),
  }),
);

const card: fc.Arbitrary<review.ReviewCard> = fc.record({
  seen,
  ...names,
  earnedOn: day,
  until: fc.option(day, { nil: null }),
  untilSays: fc.constantFrom('evidence', 'catalogue'),
  number: words(100),
  evidence: fc.oneof(
    address.filter(({ length }) => length <= 2_000),
    words(2_000),
  ),
  files: fc.array(file, { maxLength: 5 }),
  handedInOn: day,
  handedInBy: fc.option(hostileText, { nil: undefined }),
  daysLate: fc.option(fc.nat(999), { nil: null }),
  checks,
  same: fc.option(fc.record({ id: fc.constant(id), earnedOn: day }), { nil: undefined }),
  reason: fc.constantFrom('asked', 'reminded', 'delegate', 'level-up', 'owner'),
  agreed: fc.option(hostileText, { nil: undefined }),
  needed: fc.constantFrom(1, 2),
  standing,
});

const decided: fc.Arbitrary<review.Decided> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('approved' as const, 'agreed' as const, 'declined' as const, 'merged' as const),
    ...names,
  }),
  fc.record({
    kind: fc.constant('refused' as const),
    why: fc.constantFrom(...(Object.keys(review.reviewRefusals) as review.ReviewRefusal[])),
  }),
  fc.record({
    kind: fc.constant('decided-by' as const),
    by: hostileText,
    did: fc.constantFrom('approved' as const, 'declined' as const, 'merged' as const),
    when,
  }),
  fc.record({ kind: fc.constant('new-evidence' as const), person: hostileText }),
  fc.record({
    kind: fc.constant('same-day' as const),
    person: hostileText,
    earnedOn: day,
    counts: fc.constantFrom('yes' as const, 'no' as const),
  }),
);

const due = fc.record({
  on: day,
  daysLeft: fc.integer({ min: -400, max: 4_000 }),
  again: fc.constant({ id: `asg_${'f'.repeat(32)}` as AssignmentId, version: 999_999_999 }),
  handInFor: fc.constant({
    personId: `per_${'f'.repeat(32)}` as PersonId,
    certificationId: 'X'.repeat(40) as CertificationId,
  }),
});

const about = { certification: hostileText, whose: fc.option(hostileText, { nil: undefined }) };
const result: fc.Arbitrary<results.ResultMessage> = fc.oneof(
  fc.record({
    kind: fc.constant('verified' as const),
    until: fc.option(day, { nil: null }),
    remindsFrom: fc.option(day, { nil: null }),
    lasts: fc.constantFrom('itself' as const, 'another' as const),
    ...about,
  }),
  fc.record({
    kind: fc.constant('declined' as const),
    by: fc.option(hostileText, { nil: undefined }),
    why: hostileText,
    due: fc.option(due, { nil: null }),
    ...about,
  }),
  fc.record({ kind: fc.constant('merged' as const), ...about }),
);

const lapse: fc.Arbitrary<results.LapseMessage> = fc.record({
  news: fc.constantFrom('on-last-day', 'lapsed'),
  ...names,
  expiresOn: day,
  lastDay: day,
});

const reviewFile = 'src/features/credentials/messages/review.tsx';
const resultsFile = 'src/features/credentials/messages/results.tsx';

export const messages: Readonly<Record<string, Message>> = {
  [`${reviewFile}#reviewMessage`]: message(
    review.reviewMessage,
    fc.tuple(fc.record({ cards: fc.array(card, { minLength: 1, maxLength: 5 }), more: fc.nat(50) })),
  ),
  [`${reviewFile}#drawCard`]: part(review.drawCard, fc.tuple(card), 'block'),
  [`${reviewFile}#declineForm`]: view(review.declineForm, fc.tuple(fc.record({ seen, ...names }))),
  [`${reviewFile}#decisionSaid`]: message(review.decisionSaid, fc.tuple(decided)),
  [`${resultsFile}#resultMessage`]: message(results.resultMessage, fc.tuple(result)),
  [`${resultsFile}#lapseMessage`]: message(results.lapseMessage, fc.tuple(lapse)),
};
