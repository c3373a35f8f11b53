import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { aCertification } from '../builders/certification.js';
import { openBrowser } from './stage/browser.js';
import { read } from './stage/conversation.js';
import type { Stage } from './stage/stage.js';
import { startStage } from './stage/stage.js';

/* 5,000 messages: half in a channel, half between Ana and the app. Runs alone: what runs beside it would be measured, too. */

const messages = 5_000;
const rounds = 5;
const mostLoadMs = 1_000;
const mostAnswerMs = 200;
const reminder = 'First aid by Thursday 5 November 2026';

async function aBusyWorkspace() {
  const stage = await startStage();
  await stage.switchOn();
  const firstAid = 'FIRST-AID' as CertificationId;
  await stage.certify(aCertification({ _id: firstAid, name: 'First aid' }));
  const ana = await stage.hire({ slackId: 'U0ANA', name: 'Ana Ruiz' });
  await stage.hire({ slackId: 'U0BEN', name: 'Ben Ito' });
  stage.slack.setLimits('off');
  stage.slack.addChannel({ id: 'C0HALL', name: 'lift-hall', members: ['U0ANA', 'U0BEN'] });
  for (let n = 1; n <= messages / 2; n += 1) {
    const text = `Message ${n} of many, with *bold* words, a <https://example.com|link> and an :wave: emoji`;
    await stage.slack.act.message({ user: 'U0ANA', text });
    await stage.slack.act.say({ user: n % 2 === 0 ? 'U0ANA' : 'U0BEN', channel: 'C0HALL', text });
  }
  await stage.assign({ personId: ana._id, certificationId: firstAid, dueOn: '2026-11-05' as CalendarDate });
  await stage.settleDown();
  return stage;
}

/** Of somebody's first visit, with nothing kept from an earlier one: milliseconds until these words stand there and one can write. */
async function msUntilUsable(address: string, words: string): Promise<number> {
  const context = await (await openBrowser()).newContext();
  const page = await context.newPage();
  await page.addInitScript((awaited) => {
    const look = () => {
      const isThere = [...document.querySelectorAll('article')].some((one) => one.textContent?.includes(awaited));
      if (isThere && document.querySelector('textarea')) {
        seen.disconnect();
        requestAnimationFrame(() => Object.assign(globalThis, { usableAtMs: performance.now() }));
      }
    };
    const seen = new MutationObserver(look);
    seen.observe(document, { childList: true, subtree: true });
  }, words);
  await page.goto(address);
  const found = await page.waitForFunction(() => (globalThis as { usableAtMs?: number }).usableAtMs);
  const ms = Number(await found.jsonValue());
  await context.close();
  return ms;
}

/** From the click on a menu's item until the message that answers it is drawn. */
async function msUntilAnswered(page: Page, answer: string): Promise<number> {
  const shownIn = await read(page, reminder);
  await shownIn.getByRole('button', { name: 'More actions' }).click();
  const item = page.getByRole('menuitem', { name: /Why am I getting this/ });
  await item.waitFor();
  const measured = page.evaluate((awaited) => {
    const count = () =>
      [...document.querySelectorAll('article')].filter((one) => one.textContent?.includes(awaited)).length;
    const before = count();
    return new Promise<number>((resolve) => {
      let clickedAtMs = Number.NaN;
      document.addEventListener('click', () => (clickedAtMs = performance.now()), { capture: true, once: true });
      const seen = new MutationObserver(() => {
        if (count() === before) return;
        seen.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - clickedAtMs));
      });
      seen.observe(document, { childList: true, subtree: true });
    });
  }, answer);
  await item.click();
  return measured;
}

const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!;
const isQuick = ({ loadMs, answerMs }: { loadMs: number; answerMs: number }) =>
  loadMs < mostLoadMs && answerMs < mostAnswerMs;
const shown = (all: readonly number[]): string => all.map((ms) => Math.round(ms)).join(', ');

/** Medians of several loads and several presses. */
async function measured(stage: Stage): Promise<{ loadMs: number; answerMs: number; words: string }> {
  const loads: number[] = [];
  const answers: number[] = [];
  const address = `${stage.slack.url}/?as=U0ANA&in=messages`;
  for (let round = 1; round <= rounds; round += 1) loads.push(await msUntilUsable(address, reminder));
  const page = await stage.visit('U0ANA');
  for (let round = 1; round <= rounds; round += 1)
    answers.push(await msUntilAnswered(page, 'Why you hear of First aid'));
  await page.context().close();
  const words = `usable after ${shown(loads)} ms; answers shown after ${shown(answers)} ms`;
  console.log(words);
  return { loadMs: median(loads), answerMs: median(answers), words };
}

test(`With ${messages} messages the page can be used within a second, and shows a button's answer at once`, async () => {
  const stage = await aBusyWorkspace();
  let best = await measured(stage);
  // A moment in which the machine does something else is not the page's fault; three of them are no chance.
  for (let again = 1; again <= 2 && !isQuick(best); again += 1) best = await measured(stage);
  expect(best.loadMs, best.words).toBeLessThan(mostLoadMs);
  expect(best.answerMs, best.words).toBeLessThan(mostAnswerMs);
});
