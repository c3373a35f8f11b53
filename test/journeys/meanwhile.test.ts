import { afterEach, beforeEach, expect, test } from 'vitest';
import { handInDialog } from '../../src/features/credentials/messages/hand-in.js';
import { declinePressed } from '../../src/features/credentials/messages/review.js';
import type { Person } from '../../src/features/people/index.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import { addMinutes } from '../../src/shared/dates.js';
import type { CertificationId, CredentialId } from '../../src/shared/ids.js';
import { newCredentialId } from '../../src/shared/ids.js';
import { SlackUserId } from '../../src/shared/links.js';
import { writeSeen } from '../../src/shared/seen.js';
import { aCertification } from '../builders/certification.js';
import { startHouse } from '../harness/house.js';

/* What becomes of a review when something else happens meanwhile. Thursday 1 October 2026, 09:00 in Madrid. */

const firstAid = 'FIRST-AID' as CertificationId;
const day = 24 * 60;

let house: Awaited<ReturnType<typeof startHouse>>;
let ana: Person;

beforeEach(async () => {
  house = await startHouse();
  await house.switchOn();
  await house.certify(aCertification({ _id: firstAid, name: 'First aid' }));
  await house.hire({ slackId: 'U0OWNER', name: 'Olga Owner' });
  const ben = await house.hire({ slackId: 'U0BEN', name: 'Ben Boss' });
  ana = await house.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId: ben._id });
  await house.settleDown();
});
afterEach(() => house.stop());

/** As the dialog sends it. */
async function handIn(): Promise<CredentialId> {
  const id = newCredentialId();
  await house.features.credentials.forms[handInDialog]?.({
    slackUserId: SlackUserId.parse('U0ANA'),
    subject: ['new', id, ana._id, firstAid].join(' '),
    values: { earned: '2026-09-28', number: 'A-17' },
  });
  await house.settleDown();
  return id;
}

async function decline(id: CredentialId): Promise<void> {
  await house.features.credentials.forms[declinePressed]?.({
    slackUserId: SlackUserId.parse('U0BEN'),
    subject: writeSeen(id, 0),
    values: { why: 'The name is missing.' },
  });
  await house.settleDown();
}

const live = (minutes: number) => house.liveUntil(addMinutes(house.clock.now(), minutes));
const isNow = (state: Person['state']) =>
  house.features.people.store.model.updateOne({ _id: ana._id }, { $set: { state } });
const remindersOf = (slackId: string) => house.told(slackId).filter(({ text }) => text.includes('is due'));

test('1.5 whoever is asked for what they have handed in already hears no reminder until it is decided', async () => {
  const id = await handIn();
  const { _id } = await house.assign({
    personId: ana._id,
    certificationId: firstAid,
    dueOn: '2026-10-05' as CalendarDate,
  });
  await house.settleDown();
  expect(await house.assignment(_id)).toMatchObject({ state: 'in-review', handedInOn: '2026-10-01' });
  const before = remindersOf('U0ANA').length;
  await live(3 * day);
  expect(remindersOf('U0ANA')).toHaveLength(before);

  await decline(id);
  expect(await house.assignment(_id)).toMatchObject({ state: 'open', handedInOn: null });
}, 60_000);

test('3.7 3.8 nobody is asked to decide for somebody who has left, and all goes on when they come back', async () => {
  await handIn();
  await isNow('left');
  await live(5 * day);
  for (const reviewer of ['U0BEN', 'U0OWNER']) expect(house.told(reviewer)).toEqual([]);

  await isNow('active');
  await live(5 * 60);
  expect(house.told('U0BEN').map(({ text }) => text)).toEqual(['Ana Ruiz handed in First aid: please decide']);
  expect(house.told('U0OWNER')).toEqual([]);
}, 60_000);
