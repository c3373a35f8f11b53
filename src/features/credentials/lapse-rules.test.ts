import { expect, test } from 'vitest';
import { aCredential } from '../../../test/builders/credential.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { LapseNews } from './lapse-rules.js';
import { isOutlasted, lapseNews } from './lapse-rules.js';

const date = (text: string) => text as CalendarDate;
const untold = { lastDayToldOn: null, lapsedOn: null };

test.each<[string, number, Partial<typeof untold> | object, LapseNews | undefined]>([
  ['2026-10-05', 0, {}, undefined],
  ['2026-10-06', 0, {}, 'on-last-day'],
  ['2026-10-06', 0, { lastDayToldOn: '2026-10-06' }, undefined],
  ['2026-10-07', 0, { lastDayToldOn: '2026-10-06' }, 'lapsed'],
  ['2026-10-07', 0, { lapsedOn: '2026-10-07' }, undefined],
  ['2026-10-07', 3, {}, undefined],
  ['2026-10-09', 3, {}, 'on-last-day'],
  ['2026-10-13', 0, {}, 'lapsed'],
  ['2026-10-14', 0, {}, undefined],
])('what ends on 6 October is on %s, with %i days of grace and %o: %s', (today, graceDays, lapse, news) => {
  const credential = { expiresOn: date('2026-10-06'), lapse: { ...untold, ...lapse } };
  expect(lapseNews(credential, graceDays, date(today))).toBe(news);
});

test('what never expires never lapses', () => {
  expect(lapseNews({ expiresOn: null, lapse: untold }, 0, date('2026-10-06'))).toBeUndefined();
});

test('of several that are held, only the one that lasts longest is told of', () => {
  const [short, long, equal] = ['2026-10-06', '2026-12-06', '2026-12-06'].map((day) =>
    aCredential({ expiresOn: date(day) }),
  ) as [ReturnType<typeof aCredential>, ReturnType<typeof aCredential>, ReturnType<typeof aCredential>];
  expect(isOutlasted(short, [short, long])).toBe(true);
  expect(isOutlasted(long, [short, long])).toBe(false);
  expect(isOutlasted(long, [aCredential({ expiresOn: null })])).toBe(true);
  expect([isOutlasted(long, [long, equal]), isOutlasted(equal, [long, equal])].toSorted()).toEqual([false, true]);
});
