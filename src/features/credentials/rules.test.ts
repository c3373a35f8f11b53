import { expect, test } from 'vitest';
import type { CalendarDate } from '../../shared/dates.js';
import type { CertificationId, PersonId } from '../../shared/ids.js';
import { newPersonId } from '../../shared/ids.js';
import { askedAgain, expiryOf, kindOf, mayHandIn, named, nearest, outlasts, standingOf } from './rules.js';

const date = (text: string) => text as CalendarDate;
const lasting = (expiresOn: string | null) => ({ expiresOn: expiresOn === null ? null : date(expiresOn) });

test.each([
  ['2026-03-10', 12, '2027-03-10'],
  ['2024-02-29', 12, '2025-02-28'],
  ['2024-02-29', 48, '2028-02-29'],
  ['2026-01-31', 1, '2026-02-28'],
  ['2026-08-31', 6, '2027-02-28'],
  ['2026-03-10', null, null],
])('earned on %s and valid for %s months it counts through %s', (earnedOn, months, expiresOn) => {
  expect(expiryOf(date(earnedOn), months)).toBe(expiresOn);
});

test.each([
  ['2026-12-31', 'current'],
  ['2027-01-01', 'in-grace'],
  ['2027-01-30', 'in-grace'],
  ['2027-01-31', 'lapsed'],
])('on %s one that ended on the last day of 2026 with 30 days of grace is %s', (today, standing) => {
  expect(standingOf(lasting('2026-12-31'), 30, date(today))).toBe(standing);
});

test('without grace it lapses on the day after, and without an end never', () => {
  expect(standingOf(lasting('2026-12-31'), 0, date('2027-01-01'))).toBe('lapsed');
  expect(standingOf(lasting(null), 0, date('2999-01-01'))).toBe('current');
});

test('only what lasts longer takes the place of another', () => {
  expect(outlasts(lasting('2028-01-01'), lasting('2027-01-01'))).toBe(true);
  expect(outlasts(lasting('2027-01-01'), lasting('2027-01-01'))).toBe(false);
  expect(outlasts(lasting(null), lasting('2027-01-01'))).toBe(true);
  expect(outlasts(lasting('2027-01-01'), lasting(null))).toBe(false);
  expect(outlasts(lasting(null), lasting(null))).toBe(false);
});

test.each([
  ['self', 'U0EVA', true],
  ['self', null, true],
  ['manager', null, true],
  ['owner', null, true],
  ['none', null, false],
  ['manager', 'U0EVA', false],
  ['owner', 'U0EVA', false],
] as const)('%s of somebody with the Slack account %s may hand in: %s', (standing, slackId, may) => {
  expect(mayHandIn(standing, { slackId })).toBe(may);
});

test('after a correction only those who had agreed are told anew', () => {
  const [denise, tom] = [newPersonId(), newPersonId()];
  const ask = (to: PersonId, row: string | null) => ({ to, reason: 'asked' as const, row });
  const now = new Date('2026-10-01T07:00:00Z');
  const review = { stage: 'asked' as const, nextAt: null, cardAt: null, asks: [ask(denise, 'r1'), ask(tom, 'r2')] };
  expect(askedAgain(review, [{ by: denise, at: now }], now)).toEqual({ people: [denise], at: now });
  const later = new Date('2026-10-01T11:00:00Z');
  expect(askedAgain({ ...review, cardAt: later }, [{ by: denise, at: now }], now)?.at).toEqual(later);
  expect(askedAgain(review, [], now)).toBeUndefined();
});

const catalogue = [
  { _id: 'AWS-SAA', name: 'Solutions Architect' },
  { _id: 'AWS-SAP', name: 'Solutions Architect Professional' },
  { _id: 'FIRST-AID', name: 'First aid' },
  { _id: 'CKA', name: 'Kubernetes Administrator' },
].map(({ _id, name }) => ({ _id: _id as CertificationId, name }));

test.each([
  ['aws-saa', 'AWS-SAA'],
  ['first AID', 'FIRST-AID'],
  ['Solutions Architect', 'AWS-SAA'],
  ['Solutions', undefined],
])('%s names %s', (words, code) => {
  expect(named(words, catalogue)?._id).toBe(code);
});

test.each([
  ['frist aid', ['FIRST-AID']],
  ['AWS SAB', ['AWS-SAA', 'AWS-SAP']],
  ['architect', ['AWS-SAA', 'AWS-SAP']],
  ['CAK', []],
  ['CK', ['CKA']],
  ['welding', []],
  ['🚀 …', []],
])('%s is written much like %j', (words, codes) => {
  expect(nearest(words, catalogue).map(({ _id }) => _id)).toEqual(codes);
});

test.each([
  ['%PDF-1.7', 'pdf'],
  ['\u0089PNG\r\n\u001a\n', 'png'],
  ['\u00ff\u00d8\u00ff\u00e0', 'jpeg'],
  ['%PDF', null],
  ['GIF89a', null],
  ['<html>', null],
  ['', null],
])('%j begins a %s', (begins, kind) => {
  expect(kindOf(Buffer.from(begins, 'latin1'))).toBe(kind);
});
