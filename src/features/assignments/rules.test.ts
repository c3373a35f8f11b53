import { expect, test } from 'vitest';
import type { CalendarDate } from '../../shared/dates.js';
import { newCredentialId } from '../../shared/ids.js';
import { outcomeOf } from './rules.js';

const date = (text: string) => text as CalendarDate;
const today = date('2026-12-01');
const ids = { longest: newCredentialId(), other: newCredentialId(), nothing: null };

test.each([
  // renews, due, the longest expires, the one renewed is held
  ['nothing', '2026-12-31', undefined, false, 'stands'],
  ['nothing', '2026-12-31', null, false, 'earned'],
  ['nothing', '2026-12-31', '2027-01-01', false, 'earned'],
  ['nothing', '2026-12-31', '2026-12-31', false, 'stands'],
  ['nothing', '2026-12-31', '2026-12-30', false, 'moves'],
  ['nothing', '2026-12-31', '2026-12-01', false, 'moves'],
  ['nothing', '2026-12-31', '2026-11-30', false, 'stands'],
  ['longest', '2026-12-31', '2026-12-31', true, 'stands'],
  ['longest', '2026-12-31', '2027-12-31', true, 'moves'],
  ['longest', '2026-12-31', '2026-11-30', true, 'moves'],
  ['longest', '2026-12-31', null, true, 'withdrawn'],
  ['other', '2026-12-31', '2027-12-31', false, 'earned'],
  ['other', '2026-12-31', '2026-12-31', false, 'withdrawn'],
  ['other', '2026-12-31', '2026-12-31', true, 'stands'],
  ['other', '2026-12-31', undefined, false, 'withdrawn'],
] as const)('what renews %s, due %s, with one held until %s (renewed one held: %s): %s', (...row) => {
  const [renews, dueOn, expires, isRenewedHeld, outcome] = row;
  const expiresOn = typeof expires === 'string' ? date(expires) : null;
  const longest = expires === undefined ? undefined : { _id: ids.longest, expiresOn };
  expect(outcomeOf({ renews: ids[renews], dueOn: date(dueOn) }, { longest, isRenewedHeld, today })).toBe(outcome);
});
