import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { aCertification } from '../builders/certification.js';
import { allWords, composer, goTo, message, read, send } from './stage/conversation.js';
import { openLine } from './stage/line.js';
import { connectMute } from './stage/mute.js';
import { startStage } from './stage/stage.js';
import { letPass } from './stage/time.js';

/* The page itself, whatever the app says. Thursday 1 October 2026, 09:00 in Madrid. Ana and Ben are in #lift-hall. */

const firstAid = 'FIRST-AID' as CertificationId;
const hall = 'C0HALL';

async function aHall() {
  const stage = await startStage();
  await stage.switchOn();
  await stage.certify(aCertification({ _id: firstAid, name: 'First aid' }));
  const ana = await stage.hire({ slackId: 'U0ANA', name: 'Ana Ruiz' });
  await stage.hire({ slackId: 'U0BEN', name: 'Ben Ito', managerId: ana._id });
  await stage.hire({ slackId: 'U0OWNER', name: 'Olga Owner' });
  stage.slack.addChannel({ id: hall, name: 'lift-hall', members: ['U0ANA', 'U0BEN'] });
  await stage.assign({ personId: ana._id, certificationId: firstAid, dueOn: '2026-11-05' as CalendarDate });
  await stage.settleDown();
  return stage;
}

const entry = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Conversations' }).getByRole('button', { name, exact: true });

/** What a screen reader says after the name. */
const described = (locator: Locator): Promise<string> =>
  locator.evaluate((element) => {
    const ids = element.getAttribute('aria-describedby')?.split(' ') ?? [];
    return ids.map((id) => document.getElementById(id)?.textContent?.trim() ?? '').join(' ');
  });

/** Presses a button whose answer is a message, and gives the message that it stands in. */
async function pressWhy(page: Page): Promise<Locator> {
  const reminder = await read(page, 'First aid by Thursday 5 November 2026');
  await reminder.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: /Why am I getting this/ }).click();
  return reminder;
}

test('An app that has stopped, or that hangs, shows as a press without an answer; the page goes on, and so does the app', async () => {
  const stage = await aHall();
  const ana = await stage.visit('U0ANA');
  await pressWhy(ana);
  await read(ana, 'Why you hear of First aid');

  await stage.leaveSlack();
  const reminder = await pressWhy(ana);
  await reminder.getByText('Laurel is not running at the moment. Try again later.').waitFor();
  await send(ana, '/cert');
  await ana.getByText('Laurel is not running at the moment. Try again later.').nth(1).waitFor();
  expect(await composer(ana).inputValue()).toBe('/cert');

  const mute = await connectMute(stage.slack);
  const pressedAt = performance.now();
  await pressWhy(ana);
  await reminder.locator('[aria-busy=true]').waitFor();
  // Meanwhile other things can be done.
  await goTo(ana, 'lift-hall');
  await send(ana, 'Is Laurel asleep?');
  await read(ana, 'Is Laurel asleep?');
  await goTo(ana, 'Laurel');
  await pressWhy(ana);
  await reminder.getByText('Laurel did not respond in time. Try again.').waitFor();
  const waitedMs = performance.now() - pressedAt;
  expect(waitedMs).toBeGreaterThan(2_900);
  mute.hangUp();

  // Home, too, says that there is nobody.
  await ana.getByRole('tab', { name: 'Home' }).click();
  await ana.getByRole('alert').getByText('Laurel is not running at the moment. Try again later.').waitFor();
  await ana.getByRole('tab', { name: 'Messages' }).click();

  await stage.comeBackToSlack();
  const before = await ana.getByText('Why you hear of First aid').count();
  await pressWhy(ana);
  await expect.poll(() => ana.getByText('Why you hear of First aid').count()).toBe(before + 1);
  expect(await ana.getByText('Laurel did not respond in time. Try again.').count()).toBe(0);

  // Whoever wants to know sees what went to the app, and what came of it.
  await ana.getByRole('button', { name: 'Traffic' }).click();
  const traffic = ana.getByRole('region', { name: 'Between Slack and the app' });
  await traffic
    .getByRole('button', { name: /to Laurel.*block_actions.*timeout.*no answer/ })
    .first()
    .waitFor();
  await traffic
    .getByRole('button', { name: /to Laurel.*block_actions.*ok.*\d+ ms/ })
    .first()
    .waitFor();
});

test('A lost connection is said, and afterwards nothing is missing and nothing is there twice', async () => {
  const stage = await aHall();
  const line = await openLine(stage.slack.url);
  const ana = await stage.visit('U0ANA', hall, line.url);
  const ben = await stage.visit('U0BEN', hall);
  await send(ben, 'one');
  await read(ana, 'one');

  line.cut();
  await ana.getByRole('status').getByText('Connection lost. Trying again …').waitFor();
  await send(ben, 'two');
  await send(ben, 'three');
  await read(ben, 'three');
  await send(ana, 'Do you hear me?');
  await ana.getByText('The connection is lost. Try again in a moment.').waitFor();
  expect(await composer(ana).inputValue()).toBe('Do you hear me?');

  line.mend();
  await ana.getByRole('status').getByText('Connection lost').waitFor({ state: 'hidden' });
  await read(ana, 'three');
  await composer(ana).press('Enter');
  await read(ben, 'Do you hear me?');
  await send(ben, 'four');
  await read(ana, 'four');
  const words = (await allWords(ana)).map((text) => text.trim().split('\n').at(-1));
  expect(words).toEqual(['one', 'two', 'three', 'Do you hear me?', 'four']);

  // Cut in the middle of what the app draws anew: a message that was redrawn meanwhile is up to date.
  await goTo(ana, 'Laurel');
  await read(ana, 'First aid by Thursday 5 November 2026 (in 35 days)');
  line.cut();
  await ana.getByRole('status').getByText('Connection lost').waitFor();
  const olga = await stage.visit('U0OWNER');
  await send(olga, '/cert waive @Ana Ruiz FIRST-AID because she moves to the office');
  await (await read(olga, 'Waive First aid for Ana Ruiz')).getByRole('button', { name: 'Confirm' }).click();
  await read(olga, 'First aid is waived for Ana Ruiz.');
  await stage.settleDown();
  line.mend();
  await read(ana, 'First aid is waived. You need not do anything.');
  expect(await message(ana, 'First aid by Thursday').count()).toBe(0);
});

test('What is unread is marked until it is read, also over a reload', async () => {
  const stage = await aHall();
  const ana = await stage.visit('U0ANA');
  const ben = await stage.visit('U0BEN', hall);
  await read(ana, 'First aid by Thursday');
  expect(await described(entry(ana, 'lift-hall'))).toBe('');
  await send(ben, 'Coffee?');
  await expect.poll(() => described(entry(ana, 'lift-hall'))).toBe('unread');
  expect(await described(entry(ana, 'Laurel'))).toBe('');
  expect(await described(entry(ben, 'lift-hall'))).toBe('');

  await ana.reload();
  await expect.poll(() => described(entry(ana, 'lift-hall'))).toBe('unread');
  await entry(ana, 'lift-hall').click();
  await read(ana, 'Coffee?');
  await expect.poll(() => described(entry(ana, 'lift-hall'))).toBe('');
  await ana.reload();
  await read(ana, 'Coffee?');
  expect(await described(entry(ana, 'lift-hall'))).toBe('');

  // A reminder comes while she looks elsewhere.
  await letPass(ana, '+ 1 week');
  await expect.poll(() => described(entry(ana, 'Laurel'))).toBe('unread');
  await entry(ana, 'Laurel').click();
  await expect.poll(() => described(entry(ana, 'Laurel'))).toBe('');
});

test('Whatever is pasted, the page and the app go on: too much, control characters, things that look like code', async () => {
  const stage = await aHall();
  const ana = await stage.visit('U0ANA', hall);
  const ben = await stage.visit('U0BEN', hall);

  await composer(ana).fill('x'.repeat(100_000));
  await composer(ana).press('Enter');
  await ana.getByRole('alert').getByText('This text has 100,000 characters. Slack takes at most 40,000.').waitFor();
  expect(await composer(ana).inputValue()).toHaveLength(100_000);
  await send(ana, `/cert ${'y '.repeat(50_000)}`);
  await ana
    .getByRole('alert')
    .getByText(/Slack takes at most 40,000/)
    .waitFor();
  expect(await allWords(ben)).toEqual([]);

  // As much as Slack takes does arrive.
  await send(ana, `${'z'.repeat(39_990)} the end`);
  await read(ben, 'the end');

  await send(ana, 'bell\u0007 null\u0000 escape\u001b[31m red\u202e olleh');
  await read(ben, 'bell null escape[31m red');
  await send(ana, '<script>document.title = "gone"</script> <!channel> & <@U0NOBODY> *b* <img src=x onerror=alert(1)>');
  await read(ben, '<script>document.title = "gone"</script>');
  expect(await ben.title()).toBe('Laurel sandbox');
  await composer(ana).fill('second');
  await composer(ana).press('Shift+Enter');
  await ana.keyboard.insertText('third');
  expect(await composer(ana).inputValue()).toBe('second\nthird');
  await composer(ana).press('Enter');
  expect(await (await read(ben, 'second')).innerText()).toMatch(/second\nthird$/);

  // For the app it is one more word that it does not know.
  await send(ana, '/cert <script>\u0007\u0000 @Ben Ito & co');
  await read(ana, '/cert knows no “<script>”.');
  await send(ana, '/cert');
  await read(ana, 'First aid is due in 35 days');
  await send(ana, '/nonsense');
  await ana.getByRole('alert').getByText('There is no command /nonsense.').waitFor();
});

test('By keys alone: who one is, what one types, and dialogs', async () => {
  const stage = await aHall();
  const page = await stage.visit('U0BEN', hall);

  // Become Ana. Nothing of Ben's stays on the page.
  await send(page, 'I am Ben.');
  await read(page, 'I am Ben.');
  await page.getByRole('button', { name: 'Acting as Ben Ito' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Search people' }).waitFor();
  await page.keyboard.insertText('ana');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Acting as Ana Ruiz' }).waitFor();
  await goTo(page, 'Laurel');
  await read(page, 'First aid by Thursday 5 November 2026');

  // Escape puts the suggestions away and leaves what is typed; Enter then sends it.
  await composer(page).pressSequentially('/ce');
  await page.getByRole('listbox', { name: 'Suggestions' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('listbox', { name: 'Suggestions' }).waitFor({ state: 'hidden' });
  expect(await composer(page).inputValue()).toBe('/ce');
  await composer(page).pressSequentially('rt');
  await page.keyboard.press('Escape');
  await page.keyboard.insertText(' help');
  await page.keyboard.press('Enter');
  await read(page, '/cert add');
  expect(await composer(page).inputValue()).toBe('');

  // A dialog is opened, refused, put away by Escape, and sent by Enter.
  const reminder = await read(page, 'First aid by Thursday 5 November 2026');
  const passed = reminder.getByRole('button', { name: 'I passed' });
  await passed.focus();
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'Hand in a certificate' });
  await form.waitFor();
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'hidden' });
  await passed.focus();
  await page.keyboard.press('Space');
  await form.getByLabel('Earned on').fill('2026-09-30');
  await form.getByLabel('Number of the certificate').fill('FA-77');
  await page.keyboard.press('Enter');
  await read(page, 'First aid was handed in on Thursday 1 October 2026');
});

test('Earlier messages come in above what one reads, which stays where it is', async () => {
  const stage = await aHall();
  stage.slack.setLimits('off');
  for (let n = 1; n <= 450; n += 1)
    await stage.slack.act.say({ user: 'U0BEN', channel: hall, text: `Message ${n} of many` });
  const ana = await stage.visit('U0ANA', hall);
  await read(ana, 'Message 450 of many');
  const oldest = ana.getByRole('article').filter({ hasText: 'Message 251 of many' });
  const earlier = ana.getByRole('button', { name: 'Show earlier' });
  await earlier.scrollIntoViewIfNeeded();
  const stoodAt = (await oldest.boundingBox())!.y;
  await earlier.click();
  await expect.poll(() => ana.getByRole('article').count()).toBe(400);
  expect(Math.abs((await oldest.boundingBox())!.y - stoodAt)).toBeLessThan(50);
  await earlier.click();
  await expect.poll(() => ana.getByRole('article').count()).toBe(450);
  await ana.getByText('This is the very beginning').waitFor();

  // Who reads what is old is not torn away by what is new, but told of it.
  const ben = await stage.visit('U0BEN', hall);
  await send(ben, 'Something new');
  await ana.getByRole('button', { name: 'New messages' }).click();
  expect((await (await read(ana, 'Something new')).boundingBox())!.y).toBeLessThan(800);
});
