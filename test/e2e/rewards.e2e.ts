import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FileKind } from '../../src/features/loading/index.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { aCertification } from '../builders/certification.js';
import { goTo, read } from './stage/conversation.js';
import { closeDialog, dialog, press } from './stage/dialog.js';
import type { Stage } from './stage/stage.js';
import { startStage } from './stage/stage.js';
import { letPass } from './stage/time.js';

/*
 * Thursday 1 October 2026, 09:00 in Madrid. Ana reports to Ben, who gets what waits for him at 09:00 and at 13:00; Olga is the
 * owner. €90 a month is more than the €1,000 a year that one person may approve.
 */

test('A raise is promised with the reminder, approved by the manager and then by an owner, told once, and shared without the amount', async () => {
  const stage = await startStage({ recognitionChannel: 'C0PRAISE' });
  await stage.switchOn();
  const firstAid = aCertification({ _id: 'FIRST-AID' as CertificationId, name: 'First aid' });
  await stage.certify(firstAid);
  await load(
    stage,
    'rewards',
    'code,grade,occasion,from_on,kind,amount,currency,percent,reference,lasts',
    'FIRST-AID,*,first,2026-01-01,raise,90,EUR,,,while-held',
  );
  await load(stage, 'budgets', 'period,currency,amount', '2026-Q4,EUR,2000');
  await stage.hire({ slackId: 'U0OWNER', name: 'Olga Owner' });
  const { _id: managerId } = await stage.hire({ slackId: 'U0BEN', name: 'Ben Boss' });
  const { _id: personId } = await stage.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId });
  await stage.assign({ personId, certificationId: firstAid._id, dueOn: '2026-12-18' as CalendarDate });
  const [ana, ben, olga] = [await stage.visit('U0ANA'), await stage.visit('U0BEN'), await stage.visit('U0OWNER')];
  const raise = 'a raise of €90 a month, for as long as';

  await letPass(ana, '+ 1 hour');
  const reminder = await read(ana, 'New for you: First aid by Friday 18 December 2026');
  await reminder.getByText(`When you pass: ${raise} you hold it.`).waitFor();
  await press(reminder, 'I passed');
  const form = await dialog(ana, 'Hand in a certificate');
  await form.getByLabel('Earned on').fill('2026-09-28');
  await form.getByLabel('Number of the certificate').fill('A-17');
  await press(form, 'Hand in');
  await form.getByText('First aid is handed in.').waitFor();
  await closeDialog(ana);
  for (let hour = 0; hour < 3; hour += 1) await letPass(ben, '+ 1 hour');
  await press(await read(ben, 'Ana Ruiz handed in First aid.'), 'Approve');
  await read(ben, 'Approved. Ana Ruiz now holds First aid, and will hear of it.');

  await letPass(ben, 'Next morning');
  await letPass(ben, '+ 1 hour');
  const card = await read(ben, 'Ana Ruiz has earned First aid, and it is verified.');
  for (const words of [
    `Their reward: ${raise} they hold it.`,
    'A reward of this size needs two different people to approve it: you first, and then an owner.',
    /has set aside €270 until the period ends, and has €1,730 left\./,
  ])
    await card.getByText(words).waitFor();
  await press(card, 'Approve');
  await read(ben, 'You have approved it. The reward for First aid is granted once a second person approves it, too');
  await read(ben, 'you have approved it. It is granted once a second person approves it, too.');

  for (let hour = 0; hour < 4; hour += 1) await letPass(olga, '+ 1 hour');
  const second = await read(olga, 'Ana Ruiz has earned First aid, and it is verified.');
  await second.getByText('Ben Boss has approved it.').waitFor();
  await press(second, 'Approve');
  await read(olga, 'The reward of Ana Ruiz for First aid: you approved it');
  await read(ben, 'The reward of Ana Ruiz for First aid: Olga Owner approved it');
  const news = await read(ana, 'Good news: your reward for First aid is approved.');
  expect(await news.innerText()).toContain(`You get ${raise} you hold it.`);

  // Colleagues hear that there was one when she says so, and never which or how much.
  await press(await read(ana, 'May your colleagues hear of it?'), 'Post it as shown');
  await press(news, 'Share it');
  await read(ana, 'You share it: the post about what you earned says that you got a reward for it');
  await goTo(ben, 'recognition');
  const post = await read(ben, 'They got a reward for it.');
  expect(await post.innerText()).not.toMatch(/€|raise|90/);
});

/** As the owner loads a file. */
async function load({ features }: Stage, kind: FileKind['name'], ...lines: string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'laurel-e2e-'));
  const path = join(folder, `${kind}.csv`);
  await writeFile(path, `${lines.join('\n')}\n`);
  const report = await features.loading.load(kind, path, { mode: 'apply', badRows: 'refuse' });
  await rm(folder, { recursive: true });
  expect(report).toMatchObject({ outcome: 'applied' });
}
