import type { CalendarDate, Zone } from '../../shared/dates.js';
import { addDays, addMonths, dateIn } from '../../shared/dates.js';
import { GrantId } from '../../shared/ids.js';
import type { Money } from '../../shared/money.js';
import { decimalOf } from '../../shared/money.js';
import type { Credential } from '../credentials/index.js';
import type { Grant, GrantFact } from './grant.js';
import { grantFact } from './grant.js';
import type { Answer, EntryKey, EntryKind, Field, PayMonth, PayrollBatch, PayrollEntry } from './payroll.js';
import { dayAfter } from './periods.js';
import type { Reward } from './reward.js';

/** What payroll is to be told once a reward is granted. Points are given in Laurel's own book: there is nothing to pay. */
export const dueOnceGranted = (reward: Reward, on: CalendarDate): Grant['due'] =>
  reward.kind === 'points' ? null : { kind: 'reward', on };

export const endsWithCertification = (reward: Reward): boolean => 'lasts' in reward && reward.lasts === 'while-held';

/** The key of what a grant would tell payroll next. Sent again, it is another entry: an old answer is not for it. */
function nextKey({ _id, payroll }: Pick<Grant, '_id' | 'payroll'>, kind: EntryKind): EntryKey {
  const before = payroll.filter((entry) => entry.kind === kind).length;
  return [_id, ...(kind === 'reward' ? [] : [kind]), ...(before === 0 ? [] : [before + 1])].join('-') as EntryKey;
}

export const grantOf = (key: EntryKey): GrantId => GrantId.parse(key.split('-')[0]);

/** What changes when a batch takes up what a grant owes payroll; undefined when it owes nothing. */
export function exporting(grant: Grant, { _id: batchId, month, at }: Pick<PayrollBatch, '_id' | 'month' | 'at'>) {
  if (grant.due === null) return undefined;
  const { kind } = grant.due;
  const entry: PayrollEntry = { key: nextKey(grant, kind), kind, batchId, month, at, answer: null };
  const set = { due: null, payroll: [...grant.payroll, entry] };
  return kind === 'reward'
    ? { set: { ...set, state: 'exported' as const }, fact: grantFact(grant, 'grant.exported') }
    : { set, fact: grantFact(grant, 'grant.end-exported') };
}

/**
 * What changes by payroll's answer. What it rejects is granted again, and waits for an owner to mend it: sent by itself it
 * would be rejected month by month. What was to be taken back and was never paid is over with that.
 */
export function answering(grant: Grant, entry: PayrollEntry, answer: Answer): { set: Partial<Grant>; fact: GrantFact } {
  const payroll = grant.payroll.map((one) => (one.key === entry.key ? { ...one, answer } : one));
  const isPaid = answer.result === 'paid';
  const reversed = { payroll, state: 'reversed', due: null, toMend: null } as const;
  const toMend = isPaid || grant.state === 'reversed' ? null : entry.key;
  if (entry.kind === 'reward') {
    if (isPaid) return { set: { payroll, state: 'paid' }, fact: grantFact(grant, 'grant.paid') };
    return grant.end?.kind === 'reversal'
      ? { set: reversed, fact: grantFact(grant, 'grant.reversed', { was: grant.state }) }
      : { set: { payroll, state: 'granted', toMend, due: null }, fact: grantFact(grant, 'grant.rejected') };
  }
  if (entry.kind === 'reversal' && isPaid && grant.state !== 'reversed')
    return { set: reversed, fact: grantFact(grant, 'grant.reversed', { was: grant.state }) };
  return { set: { payroll, toMend }, fact: grantFact(grant, 'grant.end-answered') };
}

type Held = Pick<Credential, 'state' | 'expiresOn'>;

/** The last day on which somebody held a certification, when that was before `on`; all revoked, `on` itself. */
export function lastDayHeld(all: readonly Held[], graceDays: number, on: CalendarDate): CalendarDate | undefined {
  const held = all.filter(({ state }) => state === 'verified' || state === 'superseded');
  const days = held.map(({ expiresOn }) => (expiresOn === null ? '9999-12-31' : addDays(expiresOn, graceDays)));
  const last = days.toSorted().at(-1) as CalendarDate | undefined;
  if (last === undefined) return on;
  return last < on ? last : undefined;
}

/** Those of whom a row speaks. */
export type RowAbout = Readonly<{
  person: Readonly<{ employeeId: string; email: string | null; name: string; zone: Zone }>;
  certification: Readonly<{ name: string }>;
  approver: string;
}>;

/** What a row of the file says, field by field. Amounts are never negative: `entry` says what is to be done. */
export function rowOf(
  grant: Grant,
  { key, kind, month }: PayrollEntry,
  { person, certification, approver }: RowAbout,
): Readonly<Record<Field, string>> {
  return {
    ...blank,
    key,
    entry: kind,
    employee_id: person.employeeId,
    email: person.email ?? '',
    person_id: grant.personId,
    name: person.name,
    certification: certification.name,
    code: grant.certificationId,
    period: month,
    approved_by: approver,
    approved_on: grant.decision === null ? '' : dateIn(grant.decision.at, person.zone),
    ...rewardCells(grant),
    until: grant.end === null ? '' : grant.end.on,
  };
}

const blank = { amount: '', currency: '', percent: '', about: '', lasts: '', from: '', until: '', days: '' };

/** What payroll pays, once or a month; reckoned where it is a percentage; undefined for what is no money. */
export function moneyOf(reward: Reward): Money | undefined {
  switch (reward.kind) {
    case 'bonus':
      return reward.amount;
    case 'raise':
      return reward.monthly;
    case 'percentage-raise':
      return reward.aboutMonthly;
    default:
      return undefined;
  }
}

type RewardCells = Readonly<{ kind: string } & Partial<Record<Field, string>>>;

function rewardCells(grant: Grant): RewardCells {
  const { reward } = grant;
  switch (reward.kind) {
    case 'points':
      throw new Error('Points are not for payroll');
    case 'bonus':
      return { kind: 'bonus', amount: decimalOf(reward.amount), currency: reward.amount.currency };
    case 'time-off':
      return { kind: 'time-off', days: String(reward.halfDays / 2) };
    case 'raise': {
      const { monthly, lasts } = reward;
      const from = beginsOn(grant, monthly.minor);
      return { kind: 'raise', amount: decimalOf(monthly), currency: monthly.currency, lasts, from };
    }
    case 'percentage-raise': {
      const { aboutMonthly, basisPoints, lasts } = reward;
      const from = beginsOn(grant, aboutMonthly.minor);
      const percent = String(basisPoints / 100);
      return { kind: 'raise', percent, about: decimalOf(aboutMonthly), currency: aboutMonthly.currency, lasts, from };
    }
  }
}

/**
 * The first of the months that the budget was charged with, so that what is paid is what was charged. One that comes back
 * begins when it was earned again: the days before it in that month may be those of the one that has ended.
 */
function beginsOn({ charge, requestedOn, occasion }: Grant, monthly: number): CalendarDate {
  if (charge === null) return requestedOn;
  const first = addMonths(dayAfter(charge.period), -Math.round(charge.amount / monthly));
  return occasion === 'renewal' && first < requestedOn ? requestedOn : first;
}

/** `payroll-2026-11-1.csv` for `batch:2026-11:1`. */
export const fileNameOf = (id: PayrollBatch['_id']): string =>
  `${id.replace('batch', 'payroll').replaceAll(':', '-')}.csv`;

/** Whether a month is one for which there can be a file: it has begun somewhere. */
export const hasBegun = (month: PayMonth, latestDay: CalendarDate): boolean => month <= latestDay.slice(0, 7);
