import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aGrant, aPayrollBatch } from '../../../test/builders/grant.js';
import { euros } from '../../../test/builders/reward.js';
import type { CalendarDate, Zone } from '../../shared/dates.js';
import { movementOf } from './grant-rules.js';
import type { Answer } from './payroll.js';
import { EntryKey } from './payroll.js';
import { readColumns } from './payroll-columns.js';
import { answering, exporting, grantOf, lastDayHeld, rowOf } from './payroll-rules.js';
import type { Reward } from './reward.js';

const date = (text: string) => text as CalendarDate;
const batch = aPayrollBatch();
const paid: Answer = { result: 'paid', on: date('2026-10-31'), note: '' };
const rejected: Answer = { ...paid, result: 'rejected' };

const rowFor = (reward: Reward) => {
  const { set } = exporting(
    aGrant({ state: 'granted', due: { kind: 'reward', on: date('2026-10-05') }, reward }),
    batch,
  )!;
  const grant = aGrant({ ...set, reward, charge: { ...aGrant().charge!, amount: 27_000 } });
  const person = { employeeId: 'E1', email: null, name: 'Ana', zone: 'Europe/Madrid' as Zone };
  return rowOf(grant, set.payroll[0]!, { person, certification: { name: 'First aid' }, approver: 'Ben' });
};

test('a raise by percentage is told as a percentage; the money it is reckoned with stands apart', () => {
  const reward = {
    kind: 'percentage-raise',
    basisPoints: 250,
    aboutMonthly: euros(9_000),
    lasts: 'permanent',
  } as const;
  expect(rowFor(reward)).toMatchObject({
    kind: 'raise',
    amount: '',
    percent: '2.5',
    about: '90.00',
    lasts: 'permanent',
  });
});

test('a raise begins with the first month that the budget was charged with', () => {
  expect(rowFor({ kind: 'raise', monthly: euros(9_000), lasts: 'while-held' })).toMatchObject({ from: '2026-10-01' });
  expect(rowFor({ kind: 'raise', monthly: euros(13_500), lasts: 'while-held' })).toMatchObject({ from: '2026-11-01' });
});

test('whatever payroll answers and however often it is told, no key comes twice, and the money is where the state says', () => {
  const step = fc.constantFrom('export', 'paid', 'rejected', 'resend', 'recall');
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let grant = aGrant({ state: 'granted', due: { kind: 'reward', on: date('2026-10-05') } });
      let account = 'granted';
      const follow = (change: ReturnType<typeof answering>) => {
        const movement = movementOf(change.fact as never);
        if (movement !== undefined) {
          expect(movement.from).toBe(account);
          account = movement.to;
        }
        grant = { ...grant, ...change.set, version: grant.version + 1 };
      };
      for (const next of steps) {
        const open = grant.payroll.find(({ answer }) => answer === null);
        if (next === 'export') {
          const change = exporting(grant, batch);
          if (change !== undefined) follow(change as ReturnType<typeof answering>);
        } else if (next === 'resend') {
          const entry = grant.payroll.find(({ key }) => key === grant.toMend);
          if (entry) grant = { ...grant, toMend: null, due: { kind: entry.kind, on: date('2026-10-01') } };
        } else if (next === 'recall') {
          const end = { kind: 'reversal', on: date('2026-10-20') } as const;
          const isOut = grant.state === 'exported' || grant.state === 'paid';
          if (isOut && grant.end === null) grant = { ...grant, end, due: end, toMend: null };
        } else if (open !== undefined) follow(answering(grant, open, next === 'paid' ? paid : rejected));
      }
      const keys = grant.payroll.map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      for (const key of keys) expect([EntryKey.parse(key), grantOf(key)]).toEqual([key, grant._id]);
      expect(account).toBe(grant.state === 'reversed' ? 'budget' : grant.state);
    }),
  );
});

test('a certification is held to the end of its grace, by any credential that counts; with none left, until today', () => {
  const credential = (expiresOn: string | null, state: 'verified' | 'superseded' | 'revoked' = 'verified') => ({
    expiresOn: expiresOn === null ? null : date(expiresOn),
    state,
  });
  const on = date('2026-11-30');
  expect(lastDayHeld([credential(null)], 0, on)).toBeUndefined();
  expect(lastDayHeld([credential('2026-11-30')], 0, on)).toBeUndefined();
  expect(lastDayHeld([credential('2026-11-20')], 10, on)).toBeUndefined();
  expect(lastDayHeld([credential('2026-11-20')], 9, on)).toBe('2026-11-29');
  expect(lastDayHeld([credential('2026-10-01', 'superseded'), credential('2026-11-20')], 0, on)).toBe('2026-11-20');
  expect(lastDayHeld([credential('2027-10-01', 'revoked'), credential('2026-11-20')], 0, on)).toBe('2026-11-20');
  expect(lastDayHeld([credential('2027-10-01', 'revoked')], 0, on)).toBe(on);
});

test('columns are named in one line or several; what cannot be one is refused', () => {
  const read = {
    columns: [
      { name: 'No. = 1', field: 'employee_id' },
      { name: 'key', field: 'key' },
    ],
  };
  expect(readColumns('No. = 1=employee_id, key')).toEqual(read);
  expect(readColumns('No. = 1=employee_id\r\nkey\n')).toEqual(read);
  for (const wrong of ['', 'A=key,A=name', '+A=key', '=key', 'A=salary,key', 'Name=name'])
    expect(readColumns(wrong), wrong).toHaveProperty('reason');
});
