import { afterEach, beforeEach, expect, test } from 'vitest';
import { passedPressed } from '../../src/features/credentials/parts.js';
import type { Person } from '../../src/features/people/index.js';
import { bornSilently } from '../../src/platform/database/facts.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { anAssignment } from '../builders/assignment.js';
import { aCertification } from '../builders/certification.js';
import { aCredential } from '../builders/credential.js';
import { startHouse } from '../harness/house.js';

/* Thursday 1 October 2026, 09:00 in Madrid. */

let house: Awaited<ReturnType<typeof startHouse>>;
beforeEach(async () => {
  house = await startHouse();
  await house.certify(firstAid, forklift);
});
afterEach(() => house.stop());

const date = (text: string) => text as CalendarDate;
const firstAid = aCertification({ _id: 'FIRST-AID' as CertificationId, name: 'First aid' });
const forklift = aCertification({ _id: 'FORKLIFT' as CertificationId, name: 'Forklift', mayNotWorkWithout: true });

/** Types a command, and answers what the person alone was shown. */
async function typed(user: string, text: string): Promise<string> {
  const before = house.slack.effects().length;
  await house.slack.act.command({ user, command: '/cert', text });
  const answer = await house.slack.waitFor(({ n, kind }) => n > before && kind === 'message.ephemeral');
  if (answer.kind !== 'message.ephemeral') throw new Error('not an answer to a command');
  expect(answer.user).toBe(user);
  return textsIn(answer.blocks).join('\n');
}

function textsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    (key === 'text' && typeof inner === 'string') || key === 'action_id' ? [String(inner)] : textsIn(inner),
  );
}

const hold = (person: Person, expiresOn: string, certificationId = firstAid._id) =>
  house.features.credentials.store.model.insertMany([
    { ...aCredential({ personId: person._id, certificationId, expiresOn: date(expiresOn) }), ...bornSilently },
  ]);

test('2.1 /cert says what is due first with what to do about it, then what I hold', async () => {
  const ana = await house.hire({ slackId: 'U0ANA' });
  await hold(ana, '2027-03-01');
  await house.assign({ personId: ana._id, certificationId: forklift._id, dueOn: date('2026-10-15') });
  await house.assign({ personId: ana._id, certificationId: firstAid._id, dueOn: date('2026-10-05') });
  const words = await typed('U0ANA', '');
  expect(words).toContain('*Forklift* is due in 14 days, on Thursday 15 October 2026.');
  expect(words).toContain(passedPressed);
  expect(words).toContain('*Then*\nFirst aid is due in 4 days, on Monday 5 October 2026');
  expect(words).toContain('You hold one certification: First aid counts until 1 Mar 2027.');
  expect(words).toContain('*/cert help* says what else you can do.');
});

test('2.1 /cert says so when nothing is waiting, and is the same in any case of letters', async () => {
  await house.hire({ slackId: 'U0ANA' });
  expect(await typed('U0ANA', '  ')).toContain('Nothing is waiting for you.\nYou hold no certification so far.');
  expect(await typed('U0ANA', 'HELP')).toContain('/cert add');
});

test('2.2 /cert help shows an employee what they can do, a manager and an owner more, with examples that work here', async () => {
  const denise = await house.hire({ slackId: 'U0DENISE', name: 'Denise Copperleaf' });
  await house.hire({ slackId: 'U0BEN', name: 'Ben Turnwheel', managerId: denise._id });
  await house.hire({ slackId: 'U0OWNER', name: 'Nuria Candelero' });

  const employee = await typed('U0BEN', 'help');
  expect(employee).toContain('for example: /cert add FIRST-AID');
  expect(employee).not.toContain('/cert assign');

  const manager = await typed('U0DENISE', 'help');
  expect(manager).toContain('*For your people*');
  expect(manager).toContain('for example: /cert assign @ben FIRST-AID by 30 Nov 2026 because a customer asks for it');
  for (const verb of ['team', 'extend', 'waive', 'withdraw']) expect(manager).toContain(`*/cert ${verb}*`);

  expect(await typed('U0OWNER', 'help')).toContain('*For everybody*');
});

test('2.7 /cert team groups a manager’s people by how they stand, worst first, and counts who is in order', async () => {
  const denise = await house.hire({ slackId: 'U0DENISE' });
  const ben = await house.hire({ slackId: 'U0BEN', name: 'Ben Turnwheel', managerId: denise._id });
  const carla = await house.hire({ slackId: 'U0CARLA', name: 'Carla Hoistwater', managerId: ben._id });
  await house.hire({ slackId: 'U0OSCAR', name: 'Oscar Quillfeather' });
  await house.assign({ personId: ben._id, certificationId: firstAid._id, dueOn: date('2026-09-28') });
  await house.assign({ personId: carla._id, certificationId: forklift._id, dueOn: date('2026-09-14') });
  await hold(carla, '2028-03-01');
  const words = await typed('U0DENISE', 'team');
  expect(words).toContain('*2 people* report to you, directly or through others.');
  expect(words).toContain('1 may not work, 1 overdue, 1 current');
  expect(words).toContain('*May not work*\nCarla Hoistwater: Forklift, since 14 Sept 2026');
  expect(words).toContain('*Overdue*\nBen Turnwheel: First aid, since 28 Sept 2026');
  expect(words.indexOf('*May not work*')).toBeLessThan(words.indexOf('*Overdue*'));
  expect(words).not.toContain('Oscar');
});

test('2.7 /cert team stays within one message whatever the size of the team, and counts the rest', async () => {
  const denise = await house.hire({ slackId: 'U0DENISE' });
  const people = await Promise.all(
    Array.from({ length: 70 }, (_, n) => house.hire({ slackId: `U0TEAM${n}`, managerId: denise._id })),
  );
  await house.features.assignments.store.model.insertMany(
    people.map(({ _id }) => ({
      ...anAssignment({ personId: _id, certificationId: firstAid._id, dueOn: date('2026-09-28') }),
      ...bornSilently,
    })),
  );
  expect(await typed('U0DENISE', 'team')).toMatch(/And \d\d more that are less urgent\./);
});

test('2.7 /cert team tells who leads nobody so, and shows an owner the company', async () => {
  await house.hire({ slackId: 'U0ANA' });
  await house.hire({ slackId: 'U0OWNER' });
  expect(await typed('U0ANA', 'team')).toContain('Nobody reports to you in your company’s people file');
  expect(await typed('U0OWNER', 'team')).toContain('This is how the whole company stands:\n*0* May not work');
});
