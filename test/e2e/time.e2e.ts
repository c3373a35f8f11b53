import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { aCertification } from '../builders/certification.js';
import { periods } from '../builders/person.js';
import { allWords, read } from './stage/conversation.js';
import { startStage } from './stage/stage.js';
import { clockOf, letPass, liveTo } from './stage/time.js';

/* In Madrid, where Ana works Monday to Friday from 09:00 to 17:00, and Teo from Saturday to Tuesday. */

const firstAid = 'FIRST-AID' as CertificationId;
const ladder = [7];

async function stageAt(now: string, dueOn: string) {
  const stage = await startStage({ now: new Date(now) });
  await stage.switchOn();
  await stage.certify(aCertification({ _id: firstAid, name: 'First aid', ladder }));
  const ana = await stage.hire({ slackId: 'U0ANA', name: 'Ana Ruiz' });
  const teo = await stage.hire({ slackId: 'U0TEO', name: 'Teo Mora', hours: periods([6, 7, 1, 2], '09:00', '17:00') });
  for (const person of [ana, teo]) {
    await stage.assign({ personId: person._id, certificationId: firstAid, dueOn: dueOn as CalendarDate });
  }
  return stage;
}

/** When the message with these words came, on the wall of its reader. */
async function cameAt(page: Page, words: string): Promise<string> {
  const found = await read(page, words);
  return (await found.getByRole('time').getAttribute('title')) ?? '';
}

test('What is due to be said on a Saturday is said on Friday at nine, but on Saturday to who works then', async () => {
  const stage = await stageAt('2026-10-08T07:00:00Z', '2026-10-17');
  const [ana, teo] = [await stage.visit('U0ANA'), await stage.visit('U0TEO')];
  expect(await clockOf(ana)).toBe('Thu 8 Oct 2026, 09:00');

  await letPass(ana, '+ 1 hour');
  await read(ana, 'First aid by Saturday 17 October 2026 (in 9 days).');
  await letPass(ana, 'Next morning');
  expect(await clockOf(ana)).toBe('Fri 9 Oct 2026, 08:45');
  expect(await allWords(ana)).toHaveLength(1);
  await letPass(ana, '+ 1 hour');
  expect(await cameAt(ana, 'First aid is due in 8 days, on Saturday 17 October 2026.')).toMatch(/9 October.*09:00/);
  expect(await allWords(teo)).toEqual([]);

  await letPass(teo, 'Next morning');
  expect(await clockOf(teo)).toBe('Sat 10 Oct 2026, 08:45');
  await letPass(teo, '+ 1 hour');
  // The first that Teo hears of it: what is asked, not only that it is due.
  expect(await cameAt(teo, 'First aid by Saturday 17 October 2026 (in 7 days).')).toMatch(/10 October.*09:00/);

  // Nothing more on the days off, nor on Monday: it was said already.
  await letPass(ana, '+ 1 week');
  expect(await clockOf(ana)).toBe('Sat 17 Oct 2026, 09:45');
  expect(await allWords(ana)).toHaveLength(2);
});

test('On the night in which the clocks go back, the next reminders still come at nine, not at eight or ten', async () => {
  const stage = await stageAt('2026-10-19T07:00:00Z', '2026-11-02');
  const [ana, teo] = [await stage.visit('U0ANA'), await stage.visit('U0TEO')];
  await letPass(ana, '+ 1 hour');
  await read(ana, 'First aid by Monday 2 November 2026 (in 14 days).');
  await read(teo, 'First aid by Monday 2 November 2026 (in 14 days).');

  await liveTo(ana, '2026-10-24');
  expect(await clockOf(ana)).toBe('Sat 24 Oct 2026, 08:45');
  await letPass(ana, 'Next morning');
  expect(await clockOf(ana)).toBe('Sun 25 Oct 2026, 08:45');
  await letPass(ana, 'Next morning');
  expect(await clockOf(ana)).toBe('Mon 26 Oct 2026, 08:45');
  for (const page of [ana, teo]) expect(await allWords(page)).toHaveLength(1);
  await letPass(ana, '+ 1 hour');
  expect(await clockOf(ana)).toBe('Mon 26 Oct 2026, 09:45');
  for (const page of [ana, teo]) {
    const reminder = 'First aid is due in 7 days, on Monday 2 November 2026.';
    expect(await cameAt(page, reminder)).toMatch(/26 October.*09:00/);
    expect(await allWords(page)).toHaveLength(2);
  }
});
