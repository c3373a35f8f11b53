import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { CalendarDate } from '../../src/shared/dates.js';
import { aCertification } from '../builders/certification.js';
import { message, read } from './stage/conversation.js';
import { closeDialog, dialog, press } from './stage/dialog.js';
import { startStage } from './stage/stage.js';
import { letPass } from './stage/time.js';

/* Thursday 1 October 2026, 09:00 in Madrid. Ana reports to Ben, who gets what waits for him at 09:00 and at 13:00. */

test('A reviewer declines with a reason, the person hands in what was missing, and the reviewer approves', async () => {
  const stage = await startStage();
  await stage.switchOn();
  const firstAid = aCertification({ name: 'First aid' });
  await stage.certify(firstAid);
  const { _id: managerId } = await stage.hire({ slackId: 'U0BEN', name: 'Ben Boss' });
  const { _id: personId } = await stage.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId });
  await stage.assign({ personId, certificationId: firstAid._id, dueOn: '2026-12-18' as CalendarDate });
  const [ana, ben] = [await stage.visit('U0ANA'), await stage.visit('U0BEN')];

  await letPass(ana, '+ 1 hour');
  await press(await read(ana, 'New for you: First aid by Friday 18 December 2026'), 'I passed');
  await handIn(ana, { 'Number of the certificate': 'A-17' });

  for (let hour = 0; hour < 3; hour += 1) await letPass(ben, '+ 1 hour');
  const card = await read(ben, 'Ana Ruiz handed in First aid.');
  for (const words of [
    'Earned on Monday 28 September 2026.',
    'It counts until Friday 28 September 2029, as the catalogue says.',
    'Number: A-17',
    'Handed in on Thursday 1 October 2026, in time.',
    '✓ Ana Ruiz handed it in from their own Slack account.',
    '✓ Nobody else has handed in this number.',
  ])
    await card.getByText(words).waitFor();
  expect(await card.innerText()).not.toContain('⚠');

  await declines(ben, 'There is no photo of it: please add one, or the link to your badge.');
  const declined = /First aid of Ana Ruiz: you declined it at 13:00\.\s*Reason given: There is no photo of it/;
  expect(await (await read(ben, declined)).getByRole('button').count()).toBe(0);

  const missing = await read(ana, 'Your First aid could not be verified yet.');
  await missing.getByText('Ben Boss says what is missing: There is no photo of it: please add one').waitFor();
  await missing.getByText('There are 78 days left: it is due on Friday 18 December 2026.').waitFor();
  await press(missing, 'I passed');
  await handIn(ana, { 'Number of the certificate': 'A-17', 'Link to the certificate': 'https://example.com/badge/17' });

  await letPass(ben, 'Next morning');
  await letPass(ben, '+ 1 hour');
  const again = await read(ben, 'Ana Ruiz handed in First aid.');
  const evidence = again.getByRole('link', { name: 'Open the evidence' });
  expect(await evidence.getAttribute('href')).toBe('https://example.com/badge/17');
  await press(again, 'Approve');
  await read(ben, 'Approved. Ana Ruiz now holds First aid, and will hear of it.');
  await read(ben, /First aid of Ana Ruiz: you approved it at 09:45/);
  await message(ben, 'Ana Ruiz handed in First aid.').waitFor({ state: 'detached' });

  await read(ana, 'Well done! Your First aid is verified and counts until Friday 28 September 2029.');
  await read(ana, 'There is nothing to do until Saturday 30 June 2029');
  await read(ana, 'First aid is earned. Congratulations!');
  await ana.getByRole('tab', { name: 'Home' }).click();
  const home = ana.getByRole('region', { name: 'Home' });
  await home.getByText('Nothing is waiting for you').waitFor();
  await home.getByText('What you hold').waitFor();
  await home.getByText('First aid counts until 28 Sept 2029').waitFor();
});

/** Fills in the open dialog, by the words at its fields, and sends it. */
async function handIn(page: Page, values: Record<string, string>): Promise<void> {
  const form = await dialog(page, 'Hand in a certificate');
  await form.getByLabel('Earned on').fill('2026-09-28');
  for (const [label, value] of Object.entries(values)) await form.getByLabel(label).fill(value);
  await press(form, 'Hand in');
  await form.getByText('First aid is handed in. Ben Boss looks at it next.').waitFor();
  await closeDialog(page);
}

/** First without saying why, in the two ways in which one can say nothing. */
async function declines(ben: Page, why: string): Promise<void> {
  await press(await read(ben, 'Ana Ruiz handed in First aid.'), 'Decline…');
  const form = await dialog(ben, 'Decline');
  await form.getByText('First aid of Ana Ruiz').waitFor();
  const reason = form.getByLabel('What is missing?');
  await press(form, 'Decline');
  await form.getByRole('alert').getByText('Please complete this required field.').waitFor();
  expect(await reason.getAttribute('aria-invalid')).toBe('true');
  await reason.fill('   ');
  await press(form, 'Decline');
  await form.getByRole('alert').getByText('Please say what is missing, so that they can hand in again.').waitFor();
  await reason.fill(why);
  await press(form, 'Decline');
  await form
    .getByText('Declined. Ana Ruiz will hear what is missing, with your name, and can hand in again.')
    .waitFor();
  await closeDialog(ben);
}
