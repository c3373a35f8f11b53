import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Credential } from '../../src/features/credentials/index.js';
import type { Person } from '../../src/features/people/index.js';
import { bornSilently } from '../../src/platform/database/facts.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { aCertification } from '../builders/certification.js';
import { aCredential } from '../builders/credential.js';
import { startStage } from './stage/stage.js';

/* Thursday 1 October 2026, 09:00 in Madrid. Ana reports to Mel, Kim to Eva; Olga owns the programme and leads nobody. */

const date = (text: string) => text as CalendarDate;
const firstAid = aCertification({ _id: 'FIRST-AID' as CertificationId, name: 'First aid' });
const forklift = aCertification({ _id: 'FORKLIFT' as CertificationId, name: 'Forklift', mayNotWorkWithout: true });

async function company() {
  const stage = await startStage();
  await stage.switchOn();
  await stage.certify(firstAid, { ...forklift, approvals: 1 });
  const mel = await stage.hire({ slackId: 'U0MEL', name: 'Mel Ortiz' });
  const ana = await stage.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId: mel._id });
  const eva = await stage.hire({ slackId: 'U0EVA', name: 'Eva Sol' });
  const kim = await stage.hire({ slackId: 'U0KIM', name: 'Kim Lee', managerId: eva._id });
  await stage.hire({ slackId: 'U0OWNER', name: 'Olga Owner' });
  const hold = async (who: Person, fields: Partial<Credential>) => {
    const credential = aCredential({ personId: who._id, ...fields });
    await stage.features.credentials.store.model.insertMany([{ ...credential, ...bornSilently }]);
  };
  await hold(ana, { certificationId: firstAid._id, expiresOn: date('2028-03-01') });
  await stage.assign({
    personId: ana._id,
    certificationId: forklift._id,
    dueOn: date('2026-10-15'),
    assignedBy: mel._id,
    because: 'The new aisle opens',
  });
  await stage.assign({ personId: kim._id, certificationId: firstAid._id, dueOn: date('2026-09-28') });
  return stage;
}

const home = (page: Page): Locator => page.getByRole('region', { name: 'Home' });

/** What stands on somebody's Home once these words do. */
async function homeWith(page: Page, words: string): Promise<string> {
  await home(page).getByText(words).first().waitFor();
  return home(page).innerText();
}

/** Looks at something else, and at Home again. */
async function comeBack(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Messages' }).click();
  await page.getByRole('tab', { name: 'Home' }).click();
}

async function closeAnswer(page: Page, words: string): Promise<void> {
  const answer = page.getByRole('dialog', { name: 'Laurel' });
  await answer.getByText(words).waitFor();
  await answer.getByRole('button', { name: 'Close' }).last().click();
  await answer.waitFor({ state: 'hidden' });
}

async function handInForklift(page: Page): Promise<void> {
  await home(page).getByRole('button', { name: 'I passed' }).click();
  const form = page.getByRole('dialog', { name: 'Hand in a certificate' });
  await form.getByLabel('Earned on').fill('2026-09-30');
  await form.getByLabel('Number of the certificate').fill('FL-2026/77');
  await form.getByRole('button', { name: 'Hand in' }).click();
  await closeAnswer(page, 'Forklift is handed in. Mel Ortiz looks at it next.');
}

test('Home shows an employee, a manager and an owner what is theirs to see, and to each what they decide', async () => {
  const stage = await company();
  const ana = await stage.visit('U0ANA', 'home');
  const mel = await stage.visit('U0MEL', 'home');
  const olga = await stage.visit('U0OWNER', 'home');

  const employee = await homeWith(ana, 'One certification is waiting for you');
  expect(employee).toContain('Forklift is due in 14 days, on Thursday 15 October 2026.');
  expect(employee).toContain('Reason: The new aisle opens');
  expect(employee).toContain('First aid counts until 1 Mar 2028');
  expect(employee).toContain('While you are away');
  for (const words of [
    'Your people',
    'The company',
    'Waiting for your decision',
    'decides in your place',
    'Kim',
    'Eva',
  ])
    expect(employee).not.toContain(words);

  const manager = await homeWith(mel, 'Your people');
  expect(manager).toContain('Nothing is waiting for you');
  expect(manager).toContain('1 person reports to you, directly or through others.');
  await home(mel)
    .getByRole('row', { name: /Ana Ruiz.*Forklift.*Due.*in 14 days/ })
    .waitFor();
  for (const words of ['The company', 'Kim', 'Eva']) expect(manager).not.toContain(words);

  const owner = await homeWith(olga, 'The company');
  for (const figure of ['1 Overdue in all', '1 Due within 30 days', '1 Certificates that count', '5 People with Slack'])
    expect(owner).toContain(figure);
  for (const words of ['Your people', 'Ana', 'Kim', 'Mel']) expect(owner).not.toContain(words);

  // What one hands in waits on the other's Home, unless it is taken back.
  await handInForklift(ana);
  await home(ana).getByRole('button', { name: 'Take it back' }).click();
  await ana.getByRole('dialog', { name: 'Take it back?' }).getByRole('button', { name: 'Take it back' }).click();
  await closeAnswer(ana, 'Forklift is taken back; nobody looks at it any more.');
  await homeWith(ana, 'One certification is waiting for you');
  await comeBack(ana);
  await handInForklift(ana);
  const handedIn = await homeWith(ana, 'Being reviewed');
  expect(handedIn).toContain('Nothing else is waiting for you');
  expect(handedIn).not.toContain('I passed');

  await comeBack(mel);
  const waiting = await homeWith(mel, 'Ana Ruiz handed in Forklift');
  expect(waiting).toMatch(/1 hand-in waits for your decision: see further down/);
  expect(waiting).toContain('Number: FL-2026/77');
  await home(mel).getByRole('button', { name: 'Approve' }).click();
  await closeAnswer(mel, 'Approved. Ana Ruiz now holds Forklift, and will hear of it.');
  expect(await homeWith(mel, 'Nothing at the moment.')).not.toContain('Ana Ruiz handed in Forklift');
  await home(mel)
    .getByRole('row', { name: /Ana Ruiz.*Forklift.*Current/ })
    .waitFor();

  await comeBack(ana);
  expect(await homeWith(ana, 'Forklift counts until 30 Sept 2029')).toContain('Nothing is waiting for you');
});

test('What is chosen on Home is kept: how often reminders come, and who decides while one is away', async () => {
  const stage = await company();
  const mel = await stage.visit('U0MEL', 'home');
  await homeWith(mel, 'As planned: at most one message a day, and only when something is due.');
  await home(mel).getByRole('combobox', { name: 'Reminders' }).click();
  await mel.getByRole('option', { name: 'At most weekly' }).click();
  await homeWith(mel, 'At most one message a week.');

  expect(await homeWith(mel, 'While you are away')).toContain('It knows of none ahead.');
  await home(mel).getByRole('button', { name: 'Say when you are away' }).click();
  const form = mel.getByRole('dialog', { name: 'While you are away' });
  await form.getByRole('combobox', { name: 'Who decides in your place?' }).fill('Eva');
  await mel.getByRole('option', { name: 'Eva Sol' }).click();
  await form.getByLabel('First day').fill('2026-10-05');
  await form.getByLabel('Last day').fill('2026-10-02');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('This is before the first day.').waitFor();
  await form.getByLabel('Last day').fill('2026-10-16');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.waitFor({ state: 'hidden' });
  const standIn = 'Away from Monday 5 October 2026 to Friday 16 October 2026. Eva Sol decides in your place.';
  await homeWith(mel, standIn);

  await mel.reload();
  expect(await homeWith(mel, standIn)).toContain('At most one message a week.');
  expect(await home(mel).getByRole('combobox', { name: 'Reminders' }).inputValue()).toBe('At most weekly');

  // Asked before it is done, in words that say what it means.
  await home(mel).getByRole('button', { name: 'End it' }).click();
  const sure = mel.getByRole('dialog', { name: 'Not away?' });
  await sure.getByRole('button', { name: 'Keep it' }).click();
  await sure.waitFor({ state: 'hidden' });
  await homeWith(mel, standIn);
  await home(mel).getByRole('button', { name: 'End it' }).click();
  await sure.getByRole('button', { name: 'Yes, end it' }).click();
  await homeWith(mel, 'It knows of none ahead.');
  await mel.reload();
  expect(await homeWith(mel, 'While you are away')).toContain('It knows of none ahead.');
});
