import type { Locator, Page } from 'playwright-core';

export type Picture = Readonly<{
  name: string;
  /** Whose eyes. */
  as: string;
  /** The app's two tabs, or a channel. */
  at: string;
  /** Does what it takes to see it, and answers what is to be seen. */
  look(page: Page): Promise<Locator>;
}>;

const elena = 'U01ELENA23';
const kavya = 'U01KAVYA43';
const hanna = 'U01HANNA11';
const ines = 'U01INES01';
const lucia = 'U01LUCIA15';
const aylin = 'U01AYLIN38';
const ana = 'U01ANA20';
const alvaro = 'U01ALVAR07';
const arjun = 'U01ARJUN13';
const rohan = 'U01ROHAN44';
const tomas = 'U01TOMAS21';
const clara = 'U01CLARA64';
const dev = 'U01DEV46';
const marta = 'U01MARTA50';

/** What README and docs show. Each is taken of the demo as it is when it has just begun. */
export const ofTheDemo: readonly Picture[] = [
  { name: 'reminder', as: elena, at: 'messages', look: (page) => message(page, 'is due') },
  { name: 'answers', as: kavya, at: 'messages', look: (page) => message(page, 'exam') },
  {
    name: 'evidence',
    as: elena,
    at: 'messages',
    async look(page) {
      await page.getByRole('button', { name: 'I passed' }).last().click();
      return dialog(page);
    },
  },
  { name: 'approval', as: hanna, at: 'messages', look: (page) => message(page, 'Approve') },
  {
    name: 'decline',
    as: hanna,
    at: 'messages',
    async look(page) {
      await page.getByRole('button', { name: 'Decline' }).last().click();
      return dialog(page);
    },
  },
  { name: 'recognition', as: elena, at: 'C01PRAISE', look: (page) => message(page, 'Congratulate') },
  { name: 'home-employee', as: kavya, at: 'home', look: (page) => home(page, 'What you hold') },
  { name: 'home-manager', as: hanna, at: 'home', look: (page) => home(page, 'Your people') },
  { name: 'home-owner', as: ines, at: 'home', look: (page) => home(page, 'The company') },
  {
    name: 'cert-team',
    as: hanna,
    at: 'messages',
    async look(page) {
      await page.getByRole('textbox', { name: /^Message / }).fill('/cert team');
      await page.keyboard.press('Enter');
      return message(page, 'Only visible to you');
    },
  },
];

/** Of the quarter that the company lives through: what takes days and several people to come about; in December by ./events.ts. */
export const ofTheStory: readonly (Picture & Readonly<{ when: Date }>)[] = [
  {
    ...{ name: 'study-plan', when: new Date('2026-10-01T09:15:00Z'), as: ana, at: 'messages' },
    async look(page) {
      await (await message(page, 'expires')).getByRole('combobox', { name: 'Plan study time' }).click();
      await page.getByRole('option', { name: 'Every week…' }).click();
      return message(page, 'Time to study for');
    },
  },
  inDm('study-plan-asked', '2026-10-01T09:50:00Z', alvaro, 'asks for'),
  inDm('study-plan-offered', '2026-10-01T10:15:00Z', ana, 'offers another time'),
  inDm('study-plan-agreed', '2026-10-01T10:40:00Z', ana, 'sets time aside'),
  inDm('study-time-given', '2026-10-01T08:40:00Z', lucia, 'have time to study for'),
  inDm('study-time-begins', '2026-10-06T06:55:00Z', ana, 'Your study time for'),
  inDm('study-time-over', '2026-10-06T09:15:00Z', ana, 'Did your study time'),
  inDm('study-week', '2026-10-26T12:00:00Z', alvaro, 'Study time last week'),
  {
    ...{ name: 'leave', when: new Date('2026-10-01T09:40:00Z'), as: alvaro, at: 'home' },
    async look(page) {
      await page.getByRole('button', { name: 'Say when you are away' }).click();
      return dialog(page);
    },
  },
  inDm('reward-approval', '2026-10-08T08:25:00Z', hanna, 'Their reward'),
  inDm('reward-granted', '2026-10-08T08:35:00Z', aylin, 'Good news'),
  inChannel('round-up', '2026-10-09T12:00:00Z', 'and got a reward'),
  inDm('thanks', '2026-10-26T12:05:00Z', arjun, 'A word from you'),
  inDm('rewards-over-budget', '2026-10-30T12:00:00Z', ines, 'waits for money'),
  inDm('reward-first-of-two', '2026-11-03T04:55:00Z', arjun, 'Their reward'),
  inDm('reward-second-of-two', '2026-11-04T09:55:00Z', ines, 'Their reward'),
  inChannel('reward-shared', '2026-11-04T10:20:00Z', 'They got a reward for it.'),
  inDm('reward-paid', '2026-11-30T10:30:00Z', rohan, 'Good news'),
  inDm('reward-declined', '2026-12-02T09:20:00Z', tomas, 'was not approved'),
  inDm('study-time-cancelled', '2026-12-02T11:20:00Z', clara, 'so it is cancelled'),
  inDm('reward-reversed', '2026-12-02T13:30:00Z', dev, 'was revoked'),
  { ...inDm('team-goal', '2026-12-04T10:30:00Z', ana, 'Together'), at: 'C01MADRID' },
  inDm('reward-ended', '2026-12-14T10:30:00Z', rohan, 'has ended'),
  inDm('study-plan-unanswered', '2026-12-16T10:00:00Z', marta, 'Nobody has answered'),
];

function inDm(name: string, when: string, as: string, words: string) {
  return { name, when: new Date(when), as, at: 'messages', look: (page: Page) => message(page, words) };
}

function inChannel(name: string, when: string, words: string) {
  return { ...inDm(name, when, elena, words), at: 'C01PRAISE' };
}

/** The newest message that shows these words. */
async function message(page: Page, words: string): Promise<Locator> {
  const found = page.getByTestId('message').filter({ hasText: words }).last();
  await found.waitFor();
  return found;
}

async function dialog(page: Page): Promise<Locator> {
  const found = page.getByRole('dialog');
  await found.waitFor();
  return found;
}

/** The whole Home tab, however long it is. It fills the window, so the window is made too small for it at first. */
async function home(page: Page, words: string): Promise<Locator> {
  await page.setViewportSize({ width: 1080, height: 400 });
  const tab = page.getByRole('region', { name: 'Home' });
  await tab.getByText(words).first().waitFor();
  const height = await tab.evaluate((element) => element.scrollHeight);
  await page.setViewportSize({ width: 1080, height: height + 200 });
  return tab;
}
