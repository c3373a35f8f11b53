import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Certification } from '../../src/features/catalog/index.js';
import type { Person } from '../../src/features/people/index.js';
import { bornWith } from '../../src/platform/database/facts.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import { aCertification } from '../builders/certification.js';
import { aCredential } from '../builders/credential.js';
import { allWords, goTo, message, read } from './stage/conversation.js';
import { closeDialog, dialog, press } from './stage/dialog.js';
import type { Stage } from './stage/stage.js';
import { startStage } from './stage/stage.js';
import { letPass } from './stage/time.js';

/* Thursday 1 October 2026, 09:00 in Madrid. Ana, Ben and Eva report to Mel. */

const channel = 'C0PRAISE';
const firstAid = aCertification({ name: 'First aid', issuer: 'Red Cross' });
const ladders = aCertification({ name: 'Ladders' });
const ropeWork = aCertification({ name: 'Rope work' });

test('A person adds a line, colleagues congratulate, and nobody sees who declined or did not pass', async () => {
  const stage = await startStage({ recognitionChannel: channel });
  await stage.switchOn();
  await stage.certify(firstAid, ladders, ropeWork);
  const { _id: managerId } = await stage.hire({ slackId: 'U0MEL', name: 'Mel Ortiz' });
  const hired = await stage.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId });
  const { _id: personId } = await stage.hire({ slackId: 'U0BEN', name: 'Ben Koch', managerId });
  const quiet = await stage.hire({ slackId: 'U0EVA', name: 'Eva Lind', managerId });
  await earns(stage, hired, firstAid);
  await earns(stage, quiet, ladders);
  await stage.assign({ personId, certificationId: ropeWork._id, dueOn: '2026-12-18' as CalendarDate });
  const [ana, ben, eva] = [await stage.visit('U0ANA'), await stage.visit('U0BEN'), await stage.visit('U0EVA')];
  await letPass(ana, '+ 1 hour');

  // Asked first: nothing is posted by itself.
  const question = await read(ana, 'Congratulations on First aid! May your colleagues hear of it?');
  await question.getByText('Nothing is posted unless you say so.').waitFor();
  await question.getByText('@Ana Ruiz has earned First aid.').waitFor();
  await question.getByText('Without an answer by Monday 5 October 2026, nothing is posted.').waitFor();
  await press(await read(eva, 'Congratulations on Ladders!'), 'Never');
  await read(eva, /Only visible to you.*Nothing is posted about you, and you will not be asked again\./);
  await read(eva, /Ladders\s*Nothing is posted about you/);
  await doesNotPass(ben);
  await goTo(ben, 'recognition');
  await ben.getByText('Nothing was written here yet.').waitFor();

  await addsALine(ana);
  await read(ana, 'You said yes. Your colleagues can read of it in the recognition channel.');
  const post = await read(ben, '@Ana Ruiz has earned First aid.');
  // Words of people are never formatted.
  await post.getByText('In their own words: “Thanks to Eva, who let me bandage her for ∗hours∗.”').waitFor();
  await post.getByText('It is awarded by Red Cross and takes about 12 hours of study.').waitFor();

  // Two colleagues congratulate, one of them twice, and Ana tries it herself.
  await congratulates(ben);
  await read(ben, '1 colleague congratulates.');
  await congratulates(ben);
  await goTo(eva, 'recognition');
  await congratulates(eva);
  await goTo(ana, 'recognition');
  await press(await read(ana, 'has earned First aid.'), 'Congratulate');
  await read(ana, 'This button is for your colleagues. Congratulations from here, too!');
  for (const page of [ana, ben, eva]) await read(page, '2 colleagues congratulate.');
  expect(await message(ben, 'has earned').count()).toBe(1);

  // Their manager looks everywhere: the channel, the messages from Laurel, and Home.
  const mel = await stage.visit('U0MEL', channel);
  await read(mel, '2 colleagues congratulate.');
  const seen = await allWords(mel);
  expect(seen).toHaveLength(1);
  await goTo(mel, 'Laurel');
  await read(mel, 'Eva Lind has earned Ladders. A word from you counts more than any post.');
  seen.push(...(await allWords(mel)));
  await mel.getByRole('tab', { name: 'Home' }).click();
  const home = mel.getByRole('region', { name: 'Home' });
  await home.getByRole('table').getByText('Ben Koch').first().waitFor();
  seen.push(await home.innerText());
  expect(seen.join('\n')).not.toMatch(/did not work out|attempt|declined|said no|never|does not want/i);
});

/** As an approval would make it: one update with its fact. */
async function earns(stage: Stage, person: Person, { _id: certificationId }: Certification): Promise<void> {
  const [earnedOn, expiresOn] = ['2026-09-28' as CalendarDate, '2029-09-28' as CalendarDate];
  const credential = aCredential({ personId: person._id, certificationId, earnedOn, expiresOn });
  const about = { personId: person._id, certificationId, credentialId: credential._id, earnedOn, expiresOn };
  const cause = { at: stage.clock.now(), by: 'test' };
  const born = bornWith(credential._id, { type: 'credential.verified', source: 'handed-in', ...about }, cause);
  await stage.features.credentials.store.model.insertMany([{ ...credential, ...born }]);
}

/** Has an exam today, and tells Laurel alone the next day that it did not work out. */
async function doesNotPass(ben: Page): Promise<void> {
  await press(await read(ben, 'New for you: Rope work by Friday 18 December 2026'), 'I have a date');
  const booking = await dialog(ben, 'Your exam');
  await booking.getByLabel('When is your exam?').fill('2026-10-01');
  await press(booking, 'Save');
  await booking.getByText('Good luck!').waitFor();
  await closeDialog(ben);
  await letPass(ben, 'Next morning');
  await letPass(ben, '+ 1 hour');
  await press(await read(ben, 'How did your exam for Rope work on Thursday 1 October 2026 go?'), 'It did not work out');
  const form = await dialog(ben, 'It did not work out');
  await form.getByLabel('Tell Mel Ortiz').waitFor();
  await press(form, 'Save');
  await form.getByText('Nobody is told.').waitFor();
  await closeDialog(ben);
}

async function addsALine(ana: Page): Promise<void> {
  await press(await read(ana, 'May your colleagues hear of it?'), 'Add a line…');
  const form = await dialog(ana, 'Add a line');
  await form.getByText('Nothing is posted before you press Post it.').waitFor();
  await form.getByLabel('Your line').fill('  Thanks to Eva, who let me bandage her for *hours*.');
  await press(form, 'Post it');
  await form.getByText('Thank you. Your colleagues read of it in the recognition channel').waitFor();
  await closeDialog(ana);
}

/** Presses in the post, and reads the answer that only they see. */
async function congratulates(page: Page): Promise<void> {
  const answers = page.getByRole('article').filter({ hasText: 'Your congratulation is in.' });
  const before = await answers.count();
  await press(await read(page, 'has earned First aid.'), 'Congratulate');
  await expect.poll(() => answers.count()).toBe(before + 1);
  await answers.last().getByText('Only visible to you').waitFor();
}
