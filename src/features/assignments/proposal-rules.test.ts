import { describe, expect, test } from 'vitest';
import type { CalendarDate } from '../../shared/dates.js';
import type { CredentialId } from '../../shared/ids.js';
import type { Asked, LeftOut, Stands } from './proposal-rules.js';
import { leftOut, mayDo } from './proposal-rules.js';

const day = (text: string) => text as CalendarDate;
const assigning: Asked = { verb: 'assign', dueOn: day('2026-11-30') };
const extending: Asked = { verb: 'extend', dueOn: day('2026-11-30') };
const waiving: Asked = { verb: 'waive', dueOn: null };

const stands = (
  state?: 'planned' | 'open' | 'in-review',
  { dueOn = '2026-10-31', renews = false, held }: { dueOn?: string; renews?: boolean; held?: string | null } = {},
): Stands => ({
  unfinished: state && { state, dueOn: day(dueOn), renews: renews ? ('cre_12345678' as CredentialId) : null },
  held: held === undefined ? undefined : { expiresOn: held === null ? null : day(held) },
});

describe('who is left out', () => {
  test.each<[string, Asked, Stands, LeftOut['why'] | undefined]>([
    ['nobody who neither has it nor is asked for it', assigning, stands(), undefined],
    [
      'nobody whose certificate expires by the due date',
      assigning,
      stands(undefined, { held: '2026-11-30' }),
      undefined,
    ],
    ['who holds it after the due date', assigning, stands(undefined, { held: '2026-12-01' }), 'holds'],
    ['who holds it for good', assigning, stands(undefined, { held: null }), 'holds'],
    ['who is asked for it already', assigning, stands('open'), 'asked-already'],
    ['whose renewal is planned', assigning, stands('planned', { renews: true }), 'planned-already'],
    ['who has handed it in', assigning, stands('in-review'), 'in-review'],
    ['nobody who is asked for what is waived', waiving, stands('open'), undefined],
    ['nobody whose renewal is planned, of what is waived', waiving, stands('planned', { renews: true }), undefined],
    ['who is not asked for what is waived', waiving, stands(undefined, { held: null }), 'nothing-open'],
    ['who has handed in what is waived', waiving, stands('in-review'), 'in-review'],
    ['nobody who gets more time', extending, stands('open'), undefined],
    ['who has that much time already', extending, stands('open', { dueOn: '2026-11-30' }), 'due-later-already'],
    ['who renews what expires on that day', extending, stands('open', { renews: true }), 'renewal'],
  ])('%s', (_, asked, how, why) => {
    expect(leftOut(asked, how)?.why).toBe(why);
  });
});

test('owners and managers may do everything, others nothing; oneself one may only ask', () => {
  for (const verb of ['assign', 'waive', 'withdraw', 'extend'] as const) {
    expect([mayDo(verb, 'owner'), mayDo(verb, 'manager'), mayDo(verb, 'none')]).toEqual([true, true, false]);
    expect(mayDo(verb, 'self')).toBe(verb === 'assign');
  }
});
