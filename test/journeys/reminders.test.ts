import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CalendarDate } from '../../src/shared/dates.js';
import { aCertification } from '../builders/certification.js';
import { startHouse } from '../harness/house.js';

type House = Awaited<ReturnType<typeof startHouse>>;
let house: House;

const date = (text: string) => text as CalendarDate;

beforeEach(async () => {
  house = await startHouse();
});
afterEach(() => house.stop());

describe('reminders', () => {
  test('come once at the beginning of work on each step of the ladder, and stop after the third week', async () => {
    const certification = aCertification({ name: 'First aid at work' });
    await house.certify(certification);
    const ana = await house.hire({ slackId: 'U0ANA' });
    await house.switchOn();
    await house.assign({ personId: ana._id, certificationId: certification._id, dueOn: date('2026-11-05') });
    await house.liveUntil(new Date('2027-01-31T00:00:00Z'));

    expect(house.told('U0ANA').map(({ at, text }) => `${at} ${text}`)).toEqual([
      '2026-10-01T07:00:00.000Z First aid at work is due in 35 days, on Thursday 5 November 2026.',
      '2026-10-06T07:00:00.000Z First aid at work is due in 30 days, on Thursday 5 November 2026.',
      '2026-10-22T07:00:00.000Z First aid at work is due in 14 days, on Thursday 5 November 2026.',
      '2026-10-29T08:00:00.000Z First aid at work is due in 7 days, on Thursday 5 November 2026.',
      '2026-11-04T08:00:00.000Z First aid at work is due tomorrow: Thursday 5 November 2026.',
      '2026-11-05T08:00:00.000Z First aid at work is due today: Thursday 5 November 2026.',
      '2026-11-12T08:00:00.000Z First aid at work was due on Thursday 5 November 2026, 7 days ago.',
      '2026-11-19T08:00:00.000Z First aid at work was due on Thursday 5 November 2026, 14 days ago.',
      '2026-11-26T08:00:00.000Z First aid at work was due on Thursday 5 November 2026, 21 days ago.',
    ]);
  });
});
