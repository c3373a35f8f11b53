import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { CalendarDate } from '../../src/shared/dates.js';
import { aCertification } from '../builders/certification.js';
import { allWords, read } from './stage/conversation.js';
import { closeDialog, dialog, press } from './stage/dialog.js';
import { startStage } from './stage/stage.js';
import { letPass, liveTo } from './stage/time.js';

/* Thursday 1 October 2026, 09:00 in Madrid. Ana reports to Denise. */

const aPdf = Buffer.from('%PDF-1.7 First aid, Ana Ruiz');

test('An employee plans study time, books the exam, does not pass, tries again, passes and hands in the certificate', async () => {
  const stage = await startStage();
  await stage.switchOn();
  const firstAid = aCertification({ name: 'First aid', retakeDays: 14 });
  await stage.certify(firstAid);
  const denise = await stage.hire({ slackId: 'U0DENISE', name: 'Denise Ortiz' });
  const { _id: personId } = await stage.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId: denise._id });
  await stage.assign({
    personId,
    certificationId: firstAid._id,
    dueOn: '2026-12-18' as CalendarDate,
    assignedBy: denise._id,
  });
  const ana = await stage.visit('U0ANA');

  await letPass(ana, '+ 1 hour');
  const asked = 'Denise Ortiz asks you to earn First aid by Friday 18 December 2026';
  const reminder = await read(ana, asked);
  await reminder.getByText('(in 78 days).').waitFor();
  await reminder.getByText('Why it matters for you as Technician: customers ask who may open the shaft.').waitFor();

  await plansStudyTime(ana, asked);
  await isRecalledAndAsked(ana);
  await booksTheExam(ana, asked);
  await doesNotPass(ana);
  await passesAndHandsIn(ana);
  await correctsTheNumber(ana);

  // Her manager gets what she handed in, as corrected, and never hears of the first attempt.
  const manager = await stage.visit('U0DENISE');
  await read(manager, 'Study time last week: your team kept 1 of 1 hour.');
  for (let hour = 0; hour < 4; hour += 1) await letPass(ana, '+ 1 hour');
  const card = await read(manager, 'Ana Ruiz handed in First aid.');
  for (const words of [
    'Earned on Friday 20 November 2026.',
    'Number: FA-2026-78',
    'File: certificate.pdf',
    ', in time.',
  ])
    await card.getByText(words).waitFor();
  await press(card, 'Show the file');
  await read(manager, 'You find it in your messages with Laurel, where only you see it.');
  await manager.getByRole('link', { name: 'certificate.pdf' }).waitFor();
  expect((await allWords(manager)).join('\n')).not.toMatch(/work out|attempt|22 October/i);
});

/** Two presses: the menu, and one of the times in it. */
async function plansStudyTime(ana: Page, asked: string) {
  const reminder = await read(ana, asked);
  await reminder.getByRole('combobox', { name: 'Plan study time' }).click();
  await ana.getByRole('option', { name: 'Tomorrow, Fri 2 Oct, 10:00–11:00' }).click();
  const answer = await read(ana, 'Planned: study time for First aid, Friday 2 October 2026, 10:00–11:00.');
  expect(await answer.innerText()).toContain('Only visible to you');
  // The reminder is redrawn in place: what can be done with the time now stands where it was planned.
  await reminder.getByText('Study time planned: Friday 2 October 2026, 10:00–11:00.').waitFor();
  await reminder.getByRole('combobox', { name: 'Move study time' }).waitFor();
  expect(await reminder.getByRole('combobox', { name: 'Plan study time' }).count()).toBe(0);
}

async function isRecalledAndAsked(ana: Page) {
  await letPass(ana, 'Next morning');
  for (let hour = 0; hour < 2; hour += 1) await letPass(ana, '+ 1 hour');
  const recall = await read(ana, 'our study time for First aid, 10:00–11:00.');
  await recall.getByText('09:50').waitFor();
  await letPass(ana, '+ 1 hour');
  const question = await read(ana, 'Did your study time for First aid happen?');
  await recall.getByText('It has begun:').waitFor();
  await question.getByRole('combobox', { name: 'Lost to…' }).waitFor();
  await press(question, 'Kept');
  await read(ana, 'Well done: your study time for First aid is noted as kept. When would you like to go on?');
  const settled = await read(ana, 'Your study time for First aid on Friday 2 October 2026, 10:00–11:00, was kept.');
  expect(await settled.getByRole('button').count()).toBe(0);
}

async function booksTheExam(ana: Page, asked: string) {
  const reminder = await read(ana, asked);
  await press(reminder, 'I have a date');
  const form = await dialog(ana, 'Your exam');
  await form.getByLabel('When is your exam?').fill('2026-10-22');
  await press(form, 'Save');
  await form.getByText('Your exam for First aid is on Thursday 22 October 2026. Good luck!').waitFor();
  await form.getByText('On Friday 23 October 2026 you are asked how it went.').waitFor();
  await closeDialog(ana);
  await reminder.getByText('Your exam is on Thursday 22 October 2026.').waitFor();
  await reminder.getByRole('button', { name: 'Change my exam date' }).waitFor();
}

async function doesNotPass(ana: Page) {
  const before = (await allWords(ana)).length;
  await liveTo(ana, '2026-10-23');
  // Reminders have paused, as she was told.
  expect(await allWords(ana)).toHaveLength(before);
  await letPass(ana, '+ 1 hour');
  await press(
    await read(ana, 'How did your exam for First aid on Thursday 22 October 2026 go?'),
    'It did not work out',
  );
  const form = await dialog(ana, 'It did not work out');
  await form.getByText('This stays between you and Laurel.').waitFor();
  const next = form.getByLabel('Do you have a next date already?');
  await next.fill('2026-11-04');
  await press(form, 'Save');
  const problem = form.getByRole('alert');
  await problem.getByText('The issuer asks for 14 days between attempts, so from Thursday 5 November 2026.').waitFor();
  expect(await next.getAttribute('aria-invalid')).toBe('true');
  await next.fill('2026-11-20');
  await press(form, 'Save');
  await form.getByText('Your next attempt is on Friday 20 November 2026.').waitFor();
  await form.getByText('Nobody is told.').waitFor();
  await closeDialog(ana);
}

async function passesAndHandsIn(ana: Page) {
  await liveTo(ana, '2026-11-23');
  await letPass(ana, '+ 1 hour');
  const question = await read(ana, 'How did your exam for First aid on Friday 20 November 2026 go?');
  await press(question, 'I passed');
  const form = await dialog(ana, 'Hand in a certificate');
  await form.getByText('Denise Ortiz looks at it next.').waitFor();
  await form.getByLabel('Earned on').fill('2026-11-20');
  await press(form, 'Hand in');
  // Nothing yet by which somebody could check it.
  await form.getByRole('alert').waitFor();
  await form.getByLabel('Number of the certificate').fill('FA-2026-77');
  const [name, mimeType] = ['certificate.pdf', 'application/pdf'];
  await form.getByLabel('Photo or scan').setInputFiles({ name, mimeType, buffer: aPdf });
  await form.getByRole('button', { name: 'Remove certificate.pdf' }).waitFor();
  await press(form, 'Hand in');
  await form.getByText('First aid is handed in. Denise Ortiz looks at it next.').waitFor();
  await form.getByText('It was handed in on time: it is due on Friday 18 December 2026.').waitFor();
  await closeDialog(ana);
  await read(ana, 'First aid was handed in on Monday 23 November 2026, on time, and is being reviewed.');
}

async function correctsTheNumber(ana: Page) {
  await press(await read(ana, 'is being reviewed'), 'Correct it');
  const form = await dialog(ana, 'Correct what you sent');
  expect(await form.getByLabel('Earned on').inputValue()).toBe('2026-11-20');
  const number = form.getByLabel('Number of the certificate');
  expect(await number.inputValue()).toBe('FA-2026-77');
  await form.getByText('Leave it empty to keep certificate.pdf.').waitFor();
  await number.fill('FA-2026-78');
  await press(form, 'Correct');
  await form.getByText('First aid is corrected.').waitFor();
  await closeDialog(ana);
}
