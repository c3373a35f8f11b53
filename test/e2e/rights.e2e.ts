import { expect, test } from 'vitest';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { aCertification } from '../builders/certification.js';
import { allWords, composer, message, read, send } from './stage/conversation.js';
import { startStage } from './stage/stage.js';

/* Thursday 1 October 2026, 09:00 in Madrid. Ana reports to Mel; Ben is a colleague, Gia a guest. All are in #lift-hall. */

test('Who has no right to it is told kindly whom to ask; nothing changes, and nobody else sees that they tried', async () => {
  const stage = await startStage();
  const firstAid = 'FIRST-AID' as CertificationId;
  await stage.certify(aCertification({ _id: firstAid, name: 'First aid' }));
  const mel = await stage.hire({ slackId: 'U0MEL', name: 'Mel Ortiz' });
  const person = await stage.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId: mel._id });
  await stage.hire({ slackId: 'U0BEN', name: 'Ben Ito', managerId: mel._id });
  await stage.hire({ slackId: 'U0GIA', name: 'Gia Guest', managerId: mel._id });
  await stage.hire({ slackId: 'U0OWNER', name: 'Olga Owner' });
  stage.slack.setUser('U0GIA', { isRestricted: true });
  stage.slack.addChannel({ id: 'C0HALL', name: 'lift-hall', members: ['U0MEL', 'U0ANA', 'U0BEN', 'U0GIA'] });
  await stage.features.people.sweeps.syncDirectory.run(() => true);
  await stage.assign({ personId: person._id, certificationId: firstAid, dueOn: '2026-11-05' as CalendarDate });
  const ana = await stage.visit('U0ANA', 'C0HALL');
  const ben = await stage.visit('U0BEN', 'C0HALL');

  // In a channel, where Ana looks on.
  await send(ben, 'Good morning!');
  await read(ana, 'Good morning!');
  const noReport =
    'You can only do this for people who report to you. Not for Ana Ruiz (ask Mel Ortiz). Nothing was done.';
  for (const typed of [
    '/cert assign @Ana Ruiz FIRST-AID by 30 nov',
    '/cert waive @Ana Ruiz FIRST-AID because she drives',
  ]) {
    const before = await message(ben, noReport).count();
    await send(ben, typed);
    await expect.poll(() => ben.getByText(noReport).count()).toBeGreaterThan(before);
    const said = await read(ben, noReport);
    expect(await said.innerText()).toContain('Only visible to you');
    expect(await said.getByRole('button').count()).toBe(0);
  }
  await send(ben, 'See you at noon.');
  await read(ana, 'See you at noon.');
  expect((await allWords(ana)).join('\n')).not.toMatch(/report to you|\/cert/);
  expect(await allWords(ana)).toHaveLength(2);

  // Not even for oneself, with words for just that.
  await send(ana, '/cert waive @Ana Ruiz FIRST-AID because I drive');
  await read(ana, 'Nobody can waive their own certification, so nothing was done. Please ask Mel Ortiz.');

  // In one's own conversation with Laurel, by the dialog.
  const alone = await stage.visit('U0BEN');
  await send(alone, '/cert assign');
  const form = alone.getByRole('dialog', { name: 'Assign a certification' });
  await form.getByRole('combobox', { name: 'Who is to earn it?' }).fill('Ana');
  await alone.getByRole('option', { name: 'Ana Ruiz' }).click();
  await form.getByRole('combobox', { name: 'Who is to earn it?' }).press('Tab');
  await form.getByRole('combobox', { name: 'Which certification?' }).click();
  await alone.getByRole('option', { name: /First aid/ }).click();
  await form.getByLabel('By when?').fill('2026-11-30');
  await form.getByRole('button', { name: 'Next' }).click();
  await form.getByText('Not for Ana Ruiz (ask Mel Ortiz).').waitFor();
  await alone.keyboard.press('Escape');
  await form.waitFor({ state: 'hidden' });

  // A guest, and somebody who is in no people file.
  const gia = await stage.visit('U0GIA', 'C0HALL');
  await send(gia, '/cert assign @Ana Ruiz FIRST-AID by 30 nov');
  const refusal = await read(gia, 'Laurel’s commands are for members of this workspace, not for guests.');
  expect(await refusal.innerText()).toContain('Only visible to you');
  stage.slack.addUser({ id: 'U0NEW', realName: 'Nora Nofile' });
  const nora = await stage.visit('U0NEW');
  await send(nora, '/cert');
  await read(
    nora,
    'You are not in your company’s people file yet, so nothing was done. Your Laurel owner can add you.',
  );

  // Nothing has changed for Ana.
  await ana.getByRole('navigation', { name: 'Conversations' }).getByRole('button', { name: 'Laurel' }).click();
  await ana.getByRole('tab', { name: 'Home' }).click();
  await ana.getByText('One certification is waiting for you').waitFor();
  await ana.getByText(/due in 35 days, on Thursday 5 November 2026/).waitFor();
  await ana.getByRole('tab', { name: 'Messages' }).click();
  await composer(ana).waitFor();
  expect((await allWords(ana)).filter((words) => words.includes('30 November'))).toEqual([]);
});
