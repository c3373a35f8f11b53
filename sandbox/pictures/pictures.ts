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
const ana = 'U01ANA20';
const alvaro = 'U01ALVAR07';
const arjun = 'U01ARJUN13';
const rohan = 'U01ROHAN44';

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

/** Of the quarter that the company lives through: what takes days and several people to come about. */
export const ofTheStory: readonly (Picture & Readonly<{ when: Date }>)[] = [
  {
    name: 'study-plan',
    when: new Date('2026-10-01T09:15:00Z'),
    as: ana,
    at: 'messages',
    async look(page) {
      await page.getByRole('button', { name: 'Plan weekly study time' }).last().click();
      return message(page, 'Time to study for');
    },
  },
  {
    name: 'study-plan-asked',
    when: new Date('2026-10-01T09:50:00Z'),
    as: alvaro,
    at: 'messages',
    look: (page) => message(page, 'asks for'),
  },
  {
    name: 'study-plan-offered',
    when: new Date('2026-10-01T10:15:00Z'),
    as: ana,
    at: 'messages',
    look: (page) => message(page, 'offers another time'),
  },
  {
    name: 'study-plan-agreed',
    when: new Date('2026-10-01T10:40:00Z'),
    as: ana,
    at: 'messages',
    look: (page) => message(page, 'sets time aside'),
  },
  {
    name: 'study-time-begins',
    when: new Date('2026-10-06T06:55:00Z'),
    as: ana,
    at: 'messages',
    look: (page) => message(page, 'study'),
  },
  {
    name: 'study-time-over',
    when: new Date('2026-10-06T09:15:00Z'),
    as: ana,
    at: 'messages',
    look: (page) => message(page, 'Did your study time'),
  },
  {
    name: 'study-week',
    when: new Date('2026-10-26T12:00:00Z'),
    as: alvaro,
    at: 'messages',
    look: (page) => message(page, 'Study time last week'),
  },
  {
    name: 'reward-approval',
    when: new Date('2026-10-08T08:25:00Z'),
    as: hanna,
    at: 'messages',
    look: (page) => message(page, 'Their reward'),
  },
  {
    name: 'rewards-over-budget',
    when: new Date('2026-10-30T12:00:00Z'),
    as: ines,
    at: 'messages',
    look: (page) => message(page, 'budget'),
  },
  {
    name: 'reward-first-of-two',
    when: new Date('2026-11-03T04:55:00Z'),
    as: arjun,
    at: 'messages',
    look: (page) => message(page, 'Their reward'),
  },
  {
    name: 'reward-second-of-two',
    when: new Date('2026-11-04T09:55:00Z'),
    as: ines,
    at: 'messages',
    look: (page) => message(page, 'Their reward'),
  },
  {
    name: 'reward-granted',
    when: new Date('2026-11-06T12:00:00Z'),
    as: rohan,
    at: 'messages',
    look: (page) => message(page, 'your reward for'),
  },
];

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
