import { expect, test } from 'vitest';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { aCertification } from '../builders/certification.js';
import { allWords, read, send } from './stage/conversation.js';
import { press } from './stage/dialog.js';
import { startStage } from './stage/stage.js';
import { letPass } from './stage/time.js';

/** Thursday 1 October 2026, an hour after 09:00 in Madrid. Ana reports to Ben, and has just heard what she is asked for. */
async function bothAtWork() {
  const stage = await startStage();
  await stage.switchOn();
  const firstAid = aCertification({ _id: 'FIRST-AID' as CertificationId, name: 'First aid', studyHours: 12 });
  await stage.certify(firstAid);
  const { _id: managerId } = await stage.hire({ slackId: 'U0BEN', name: 'Ben Boss' });
  const { _id: personId } = await stage.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId });
  await stage.assign({ personId, certificationId: firstAid._id, dueOn: '2026-11-30' as CalendarDate });
  const [ana, ben] = [await stage.visit('U0ANA'), await stage.visit('U0BEN')];
  await letPass(ana, '+ 1 hour');
  return { ana, ben };
}

test('An employee asks for weekly study time in her reminder, her manager agrees, and her Home shows it', async () => {
  const { ana, ben } = await bothAtWork();
  const asked = 'New for you: First aid by Monday 30 November 2026';
  await (await read(ana, asked)).getByRole('combobox', { name: 'Plan study time' }).click();
  await ana.getByRole('option', { name: 'Every week…' }).click();
  const proposal = await read(ana, 'Time to study for First aid:');
  await proposal.getByText('Mondays, 10:00–12:00, from 5 Oct 2026 until 9 Nov 2026').waitFor();
  await proposal.getByText('Ben Boss is asked to agree. Nobody hears of it before you ask.').waitFor();
  expect(await allWords(ben)).toEqual([]);
  await press(proposal, 'Ask for it');
  await read(ana, 'Asked Ben Boss for time to study for First aid');

  await letPass(ben, '+ 1 hour');
  const card = await read(ben, 'Ana Ruiz asks for 2 hours a week to study for First aid.');
  await press(card, 'Agree');
  await read(ben, 'They are told, and reminded before each time.');
  await card.getByText('You agreed. The time is set aside.').waitFor();
  expect(await card.getByRole('button').count()).toBe(0);

  await read(ana, 'Ben Boss sets time aside for you to study for First aid.');
  const planned = 'Study time planned: Monday 5 October 2026, 10:00–12:00.';
  await (await read(ana, asked)).getByText(planned).waitFor();
  await ana.getByRole('tab', { name: 'Home' }).click();
  await ana.getByRole('region', { name: 'Home' }).getByText(planned).waitFor();
});

test('A manager types /cert time, sees what it will do, and confirms; the employee is told, and reminded before it', async () => {
  const { ana, ben } = await bothAtWork();

  await send(ben, '/cert time @Ana Ruiz tuesday 14:00-16:00 for FIRST-AID');
  const preview = await read(ben, 'Give 1 person time to study for First aid');
  expect((await allWords(ana)).join()).not.toContain('sets time aside');
  await press(preview, 'Give it');
  await read(ben, 'Done: 1 person has time to study for First aid');
  await letPass(ana, '+ 1 hour');
  await read(ana, 'Ben Boss sets time aside for you to study for First aid.');
  await (await read(ana, 'New for you: First aid')).getByText('Study time planned: Tuesday 6 October 2026').waitFor();
});
