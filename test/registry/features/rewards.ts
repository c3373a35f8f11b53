import fc from 'fast-check';
import { RewardSharing } from '../../../src/features/recognition/parts.js';
import { Budget, Period } from '../../../src/features/rewards/budget.js';
import { parseBudgetRow } from '../../../src/features/rewards/budget-row.js';
import { Grant } from '../../../src/features/rewards/grant.js';
import * as approval from '../../../src/features/rewards/messages/approval.js';
import { overBudgetMessage } from '../../../src/features/rewards/messages/over-budget.js';
import { grantResult } from '../../../src/features/rewards/messages/results.js';
import { BatchId, EntryKey, PayMonth, PayrollBatch, PayrollEntry } from '../../../src/features/rewards/payroll.js';
import { parsePayrollAnswerRow } from '../../../src/features/rewards/payroll-answer-row.js';
import { readColumns } from '../../../src/features/rewards/payroll-columns.js';
import {
  lastings,
  Occasion,
  Reward,
  RewardPromise,
  RewardRule,
  SkillValue,
} from '../../../src/features/rewards/reward.js';
import { parseRewardRow } from '../../../src/features/rewards/reward-row.js';
import { parseSkillValueRow } from '../../../src/features/rewards/skill-value-row.js';
import type { GrantId } from '../../../src/shared/ids.js';
import type { Book, Currency } from '../../../src/shared/money.js';
import { aBudget, aGrant, aPayrollBatch, aPayrollEntry } from '../../builders/grant.js';
import { aRewardPromise, aRewardRule, aSkillValue, euros } from '../../builders/reward.js';
import { day } from '../data.js';
import type { Message, Parser } from '../entries.js';
import { message, parser, refusalIn, rowParser, schema, view } from '../entries.js';
import { hostileText } from '../hostile.js';

export const parsers: Readonly<Record<string, Parser>> = {
  'src/features/rewards/reward.ts#Reward': schema(
    Reward,
    { kind: 'points', points: 200 },
    { kind: 'bonus', amount: euros(50_000) },
    { kind: 'time-off', halfDays: 2 },
    { kind: 'raise', monthly: euros(9_000), lasts: 'permanent' },
    { kind: 'percentage-raise', basisPoints: 300, aboutMonthly: euros(12_000), lasts: 'while-held' },
  ),
  'src/features/rewards/budget.ts#Budget': schema(Budget, aBudget()),
  'src/features/rewards/budget.ts#Period': schema(Period, '2026', '2026-Q4'),
  'src/features/rewards/budget-row.ts#parseBudgetRow': rowParser(parseBudgetRow, parseBudgetRow, {
    period: '2026-Q4',
    currency: 'EUR',
    amount: '10,000.00',
  }),
  'src/features/rewards/grant.ts#Grant': schema(Grant, aGrant()),
  'src/features/rewards/payroll.ts#PayMonth': schema(PayMonth, '2026-11'),
  'src/features/rewards/payroll.ts#BatchId': schema(BatchId, 'batch:2026-11:1'),
  'src/features/rewards/payroll.ts#EntryKey': schema(
    EntryKey,
    'grt_0123456789ab',
    'grt_0123456789ab-2',
    'grt_0123456789ab-ends',
    'grt_0123456789ab-reversal-3',
  ),
  'src/features/rewards/payroll.ts#PayrollEntry': schema(PayrollEntry, aPayrollEntry()),
  'src/features/rewards/payroll.ts#PayrollBatch': schema(PayrollBatch, aPayrollBatch()),
  'src/features/rewards/payroll-answer-row.ts#parsePayrollAnswerRow': rowParser(
    parsePayrollAnswerRow,
    parsePayrollAnswerRow,
    {
      key: 'grt_0123456789ab',
      result: 'paid',
      paid_on: '2026-11-30',
      note: 'with the November pay',
      amount: '500.00',
      currency: 'EUR',
    },
  ),
  'src/features/rewards/payroll-columns.ts#readColumns': parser(
    readColumns,
    ['key', 'Personnel no=employee_id, Reference=key'],
    (text) => refusalIn(readColumns(text as string)),
    hostileText,
  ),
  'src/features/rewards/reward.ts#Occasion': schema(Occasion, 'first', 'renewal'),
  'src/features/rewards/reward.ts#RewardPromise': schema(RewardPromise, aRewardPromise()),
  'src/features/rewards/reward.ts#RewardRule': schema(RewardRule, aRewardRule()),
  'src/features/rewards/reward.ts#SkillValue': schema(SkillValue, aSkillValue()),
  'src/features/rewards/reward-row.ts#parseRewardRow': rowParser(parseRewardRow, parseRewardRow, {
    code: 'AWS-SAA',
    grade: 'G4',
    occasion: 'first',
    from_on: '2026-01-01',
    kind: 'raise',
    amount: '',
    currency: 'EUR',
    percent: '2.5',
    reference: '4,000.00',
    lasts: 'while-held',
  }),
  'src/features/rewards/skill-value-row.ts#parseSkillValueRow': rowParser(parseSkillValueRow, parseSkillValueRow, {
    code: 'AWS-SAA',
    from_on: '2026-01-01',
    value: '1.2',
    demand: '1.25',
  }),
};

const money = fc.record({
  currency: fc.constantFrom('EUR' as Currency, 'JPY' as Currency, 'KWD' as Currency),
  minor: fc.integer({ min: 1, max: 10 ** 13 }),
});
const lasts = fc.constantFrom(...lastings);
const reward: fc.Arbitrary<Reward> = fc.oneof(
  fc.record({ kind: fc.constant('points' as const), points: fc.integer({ min: 1, max: 100_000 }) }),
  fc.record({ kind: fc.constant('bonus' as const), amount: money }),
  fc.record({ kind: fc.constant('time-off' as const), halfDays: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ kind: fc.constant('raise' as const), monthly: money, lasts }),
  fc.record({
    kind: fc.constant('percentage-raise' as const),
    basisPoints: fc.integer({ min: 1, max: 50_000 }),
    aboutMonthly: money,
    lasts,
  }),
);

const id = `grt_${'f'.repeat(32)}` as GrantId;
const seen = fc.record({ id: fc.constant(id), version: fc.integer({ min: 0, max: 999_999_999 }) });
const who = fc.oneof(fc.constant('you'), hostileText);
const when = fc.constantFrom('at 10:03', 'on Wednesday 30 September, 10:03');
const names = { person: hostileText, certification: hostileText };
const period = fc.constantFrom('2026' as Period, '2026-Q1' as Period, '2026-Q4' as Period);
const book: fc.Arbitrary<Book> = fc.constantFrom('EUR' as Currency, 'points' as const);
const amount = fc.integer({ min: 1, max: 10 ** 13 });

const card: fc.Arbitrary<approval.GrantCard> = fc.record({
  seen,
  ...names,
  reward,
  promised: fc.record({ on: day, how: fc.constantFrom('to them', 'by the table') }),
  rule: fc.option(fc.record({ grade: fc.oneof(fc.constant('*'), hostileText), from: day }), { nil: undefined }),
  budget: fc.option(fc.record({ book, period, amount, left: fc.nat() })),
  reason: fc.constantFrom('asked', 'reminded', 'delegate', 'level-up', 'owner'),
  agreed: fc.option(hostileText, { nil: undefined }),
  needed: fc.constantFrom(1, 2),
  standing: fc.oneof(
    { weight: 4, arbitrary: fc.constant({ kind: 'waiting' as const }) },
    fc.record({ kind: fc.constantFrom('agreed' as const, 'no-longer-yours' as const, 'over' as const) }),
    fc.record({ kind: fc.constant('approved' as const), by: who, when }),
    fc.record({ kind: fc.constant('declined' as const), by: who, when, why: hostileText }),
  ),
});

const decided: fc.Arbitrary<approval.Decided> = fc.oneof(
  fc.record({ kind: fc.constantFrom('approved' as const, 'agreed' as const, 'declined' as const), ...names }),
  fc.record({
    kind: fc.constant('refused' as const),
    why: fc.constantFrom(...(Object.keys(approval.grantRefusals) as approval.GrantRefusal[])),
  }),
  fc.record({
    kind: fc.constant('decided-by' as const),
    by: hostileText,
    did: fc.constantFrom('approved' as const, 'declined' as const),
    when,
  }),
);

const sharing = fc.constantFrom(undefined, RewardSharing({ sharing: 'offered', seen: `${id} 999999999` }));
const result = fc.oneof(
  fc.record({ kind: fc.constant('granted' as const), certification: hostileText, reward, sharing }),
  fc.record({
    kind: fc.constant('reversed' as const),
    payroll: fc.constantFrom('is-told' as const, 'never-knew' as const),
    certification: hostileText,
    reward,
  }),
  fc.record({
    kind: fc.constantFrom('exported' as const, 'paid' as const),
    month: fc.constantFrom('2026-11' as PayMonth, '2027-01' as PayMonth),
    certification: hostileText,
    reward,
    sharing,
  }),
  fc.record({ kind: fc.constant('ended' as const), on: day, certification: hostileText, reward }),
  fc.record({
    kind: fc.constant('declined' as const),
    certification: hostileText,
    reward,
    by: fc.option(hostileText, { nil: undefined }),
    why: hostileText,
  }),
);

const short = fc.record({
  book,
  period,
  left: fc.nat(),
  needed: amount,
  count: fc.integer({ min: 1, max: 999 }),
  first: fc.record(names),
});

export const messages: Readonly<Record<string, Message>> = {
  'src/features/rewards/messages/approval.tsx#approvalMessage': message(
    approval.approvalMessage,
    fc.tuple(fc.record({ cards: fc.array(card, { minLength: 1, maxLength: 5, size: 'max' }), more: fc.nat(999) })),
  ),
  'src/features/rewards/messages/approval.tsx#decisionSaid': message(approval.decisionSaid, fc.tuple(decided)),
  'src/features/rewards/messages/approval.tsx#declineForm': view(
    approval.declineForm,
    fc.tuple(fc.record({ seen, ...names })),
  ),
  'src/features/rewards/messages/over-budget.tsx#overBudgetMessage': message(
    overBudgetMessage,
    fc.tuple(fc.array(short, { minLength: 1, maxLength: 15 })),
  ),
  'src/features/rewards/messages/results.tsx#grantResult': message(grantResult, fc.tuple(result)),
};
