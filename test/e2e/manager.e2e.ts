import { expect, test } from 'vitest';
import type { CertificationId } from '../../src/shared/ids.js';
import { aCertification } from '../builders/certification.js';
import { allWords, composer, message, read, send } from './stage/conversation.js';
import { startStage } from './stage/stage.js';
import { letPass } from './stage/time.js';

/* Thursday 1 October 2026, 09:00 in Madrid. Mel manages Ana and Ben. */

async function aTeam() {
  const stage = await startStage();
  await stage.switchOn();
  await stage.certify(
    aCertification({ _id: 'FIRST-AID' as CertificationId, name: 'First aid' }),
    aCertification({ _id: 'FORKLIFT' as CertificationId, name: 'Forklift', mayNotWorkWithout: true }),
  );
  const mel = await stage.hire({ slackId: 'U0MEL', name: 'Mel Ortiz' });
  await stage.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId: mel._id });
  await stage.hire({ slackId: 'U0BEN', name: 'Ben Ito', managerId: mel._id });
  await stage.hire({ slackId: 'U0OWNER', name: 'Olga Owner' });
  return stage;
}

test('A manager types /cert assign with completion, sees what will be done, and confirms; the employee is asked', async () => {
  const stage = await aTeam();
  const [mel, ana] = [await stage.visit('U0MEL'), await stage.visit('U0ANA')];

  await composer(mel).pressSequentially('/ce');
  await mel.getByRole('option', { name: /^\/cert / }).waitFor();
  await composer(mel).press('Enter');
  expect(await composer(mel).inputValue()).toBe('/cert ');
  await composer(mel).pressSequentially('assign @an');
  await mel.getByRole('option', { name: /Ana Ruiz/ }).waitFor();
  await composer(mel).press('Tab');
  expect(await composer(mel).inputValue()).toBe('/cert assign @Ana Ruiz ');
  await mel.keyboard.insertText('FIRST-AID by next friday because the lift hall needs two');
  await composer(mel).press('Enter');

  const shown = await read(mel, 'Ask Ana Ruiz to earn First aid?');
  for (const words of ['By Friday 9 October 2026 (in 8 days)', 'Who: Ana Ruiz', 'Because: the lift hall needs two'])
    expect(await shown.innerText()).toContain(words);
  expect(await shown.innerText()).toContain('Only visible to you');
  expect(await composer(mel).inputValue()).toBe('');

  // On second thoughts: nothing is done, and the same is asked for again.
  await shown.getByRole('button', { name: 'Cancel' }).click();
  await read(mel, 'Cancelled. Nothing was done.');
  await send(mel, '/cert assign @Ana Ruiz FIRST-AID by next friday because the lift hall needs two');
  await mel.getByRole('button', { name: 'Confirm' }).click();
  await read(mel, 'Ana Ruiz is asked to earn First aid by Friday 9 October 2026.');
  await read(mel, 'They hear of it from Laurel in their next working hours.');

  await letPass(mel, '+ 1 hour');
  const asked = await read(ana, 'Mel Ortiz asks you to earn First aid by Friday 9 October 2026 (in 8 days).');
  expect(await asked.innerText()).toContain('Because: the lift hall needs two');
  await asked.getByRole('button', { name: 'I passed' }).waitFor();
  expect(await allWords(ana)).toHaveLength(1);

  // The manager sees where they stand, and gives more time; the message that Ana has is redrawn in place.
  await send(mel, '/cert team');
  await read(mel, /2 people report to you[\s\S]*Ana Ruiz: First aid/);
  await send(mel, '/cert extend @Ana Ruiz FIRST-AID until 30 nov because the course was cancelled');
  const more = await read(mel, 'Give Ana Ruiz more time for First aid?');
  await more.getByRole('button', { name: 'Confirm' }).click();
  await read(mel, 'Ana Ruiz has time for First aid until Monday 30 November 2026.');
  await read(ana, 'by Monday 30 November 2026 (in 60 days).');
  expect(await allWords(ana)).toHaveLength(1);
});

test('A manager assigns by the dialog, which says at each field what is wrong, and shows what will be done', async () => {
  const stage = await aTeam();
  const mel = await stage.visit('U0MEL');
  await send(mel, '/cert assign');
  const form = mel.getByRole('dialog', { name: 'Assign a certification' });
  await form.waitFor();

  // Nothing entered: each field says that it is needed, and nothing is sent.
  await form.getByRole('button', { name: 'Next' }).click();
  expect(await form.getByText('Please complete this required field.').count()).toBe(3);

  const who = form.getByRole('combobox', { name: 'Who is to earn it?' });
  for (const name of ['Ben Ito', 'Olga Owner']) {
    await who.fill(name.slice(0, 3));
    await mel.getByRole('option', { name }).click();
  }
  await who.press('Tab');
  await form.getByRole('combobox', { name: 'Which certification?' }).click();
  await mel.getByRole('option', { name: /Forklift/ }).click();
  await form.getByLabel('By when?').fill('2026-11-30');
  await form.getByLabel('Why?').fill('a customer insists on it & <pays> for it');
  await form.getByRole('button', { name: 'Next' }).click();
  await form.getByText('Not for Olga Owner').waitFor();

  await form.getByRole('button', { name: 'Remove Olga Owner' }).click();
  await form.getByLabel('By when?').fill('2026-09-30');
  await form.getByRole('button', { name: 'Next' }).click();
  await form.getByText('Wednesday 30 September 2026 is in the past.').waitFor();
  await form.getByLabel('By when?').fill('2026-11-30');
  await form.getByRole('button', { name: 'Next' }).click();

  const check = mel.getByRole('dialog', { name: 'Is this right?' });
  await check.getByText('Ask Ben Ito to earn Forklift?').waitFor();
  expect(await check.innerText()).toContain('By Monday 30 November 2026 (in 60 days)');
  expect(await check.innerText()).toContain('Because: a customer insists on it & <pays> for it');
  await check.getByRole('button', { name: 'Assign' }).click();
  const done = mel.getByRole('dialog').filter({ hasText: 'Ben Ito is asked to earn Forklift' });
  await done.waitFor();
  await done.getByRole('button', { name: 'Close' }).last().click();
  await done.waitFor({ state: 'hidden' });

  await letPass(mel, '+ 1 hour');
  const ben = await stage.visit('U0BEN');
  const asked = await read(ben, 'Mel Ortiz asks you to earn Forklift by Monday 30 November 2026');
  expect(await asked.innerText()).toContain('Because: a customer insists on it & <pays> for it');
  expect(await asked.innerText()).toContain('You may not do the work that needs it until you have it.');
  expect(await message(ben, 'Olga').count()).toBe(0);
});
