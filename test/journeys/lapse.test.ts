import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Certification } from '../../src/features/catalog/index.js';
import type { Credential } from '../../src/features/credentials/index.js';
import { handInDialog } from '../../src/features/credentials/messages/hand-in.js';
import { approvePressed } from '../../src/features/credentials/messages/review.js';
import type { Person } from '../../src/features/people/index.js';
import { bornSilently } from '../../src/platform/database/facts.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import { newCredentialId } from '../../src/shared/ids.js';
import { SlackUserId } from '../../src/shared/links.js';
import { writeSeen } from '../../src/shared/seen.js';
import { aCertification } from '../builders/certification.js';
import { aCredential } from '../builders/credential.js';
import { periods } from '../builders/person.js';
import { startHouse } from '../harness/house.js';

/* Thursday 1 October 2026, 09:00 in Madrid, where everybody works from 09:00 to 17:00. */

let house: Awaited<ReturnType<typeof startHouse>>;
let ben: Person;
let ana: Person;
let owner: Person;
let shaft: Certification;

beforeEach(async () => {
  house = await startHouse();
  owner = await house.hire({ slackId: 'U0OWNER', name: 'Olga Owner' });
  ben = await house.hire({ slackId: 'U0BEN', name: 'Ben Boss' });
  ana = await house.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId: ben._id });
  shaft = aCertification({ name: 'Shaft access', mayNotWorkWithout: true, ladder: [0] });
  await house.certify(shaft);
  await house.switchOn();
  // Later, who has left in our files alone stays so until the directory is looked at again.
  await house.settleDown();
});
afterEach(() => house.stop());

const date = (text: string) => text as CalendarDate;
const at = (text: string) => new Date(`2026-10-${text}:00Z`);

async function holds(person: Person, expiresOn: string, fields: Partial<Credential> = {}): Promise<Credential> {
  const credential = aCredential({
    personId: person._id,
    certificationId: shaft._id,
    earnedOn: date('2024-10-02'),
    expiresOn: date(expiresOn),
    ...fields,
  });
  await house.features.credentials.store.model.insertMany([{ ...credential, ...bornSilently }]);
  return credential;
}

/** What somebody was told of lapses. */
const warned = (slackId: string) =>
  house
    .told(slackId)
    .filter(({ text }) => text.includes('may not do the work'))
    .map(({ at: when, text }) => `${when.slice(5, 16)} ${text}`);

const lastDay = 'Ana Ruiz may not do the work that needs Shaft access from tomorrow on.';
const lapsed = 'Ana Ruiz may not do the work that needs Shaft access until it is renewed.';

test('4.1 what is verified closes the assignment, has its expiry, plans its renewal and is told to the person', async () => {
  const assigned = await house.assign({ personId: ana._id, certificationId: shaft._id, dueOn: date('2026-11-30') });
  const credentialId = newCredentialId();
  await house.features.credentials.forms[handInDialog]?.({
    slackUserId: SlackUserId.parse('U0ANA'),
    subject: ['new', credentialId, ana._id, shaft._id].join(' '),
    values: { earned: '2026-09-28', number: 'A-17' },
  });
  await house.features.credentials.presses[approvePressed]?.({
    slackUserId: SlackUserId.parse('U0BEN'),
    value: writeSeen(credentialId, 0),
    place: 'message',
  });
  await house.liveUntil(at('01T08:00'));
  expect(await house.assignment(assigned._id)).toMatchObject({ state: 'closed', closing: 'earned' });
  expect(await house.features.credentials.store.byId(credentialId)).toMatchObject({
    state: 'verified',
    expiresOn: '2029-09-28',
  });
  expect(await house.features.assignments.store.unfinishedOf(ana._id, shaft._id)).toMatchObject({
    state: 'planned',
    renews: credentialId,
    dueOn: '2029-09-28',
  });
  expect(house.told('U0ANA').map(({ text }) => text)).toContain('Your Shaft access is verified.');
});

test('4.2 manager and owner are told on the last valid day and on the lapse, once each, and in their working hours', async () => {
  const credential = await holds(ana, '2026-10-06');
  await house.liveUntil(at('20T12:00'));
  for (const slackId of ['U0BEN', 'U0OWNER'])
    expect(warned(slackId)).toEqual([`10-06T07:00 ${lastDay}`, `10-07T07:00 ${lapsed}`]);
  expect(warned('U0ANA')).toEqual([]);
  expect(await house.features.credentials.store.byId(credential._id)).toMatchObject({
    state: 'verified',
    lapse: { lastDayToldOn: '2026-10-06', lapsedOn: '2026-10-07' },
  });
});

test('4.2 a reader who is at work once a week hears of the lapse on that day', async () => {
  await house.features.people.store.model.updateOne(
    { _id: owner._id },
    { $set: { hours: periods([1], '09:00', '17:00') } },
  );
  await holds(ana, '2026-10-05');
  await house.liveUntil(at('20T12:00'));
  expect(warned('U0OWNER')).toEqual([`10-05T07:00 ${lastDay}`, `10-12T07:00 ${lapsed}`]);
});

test('4.2 days of grace come first; a manager who has left is passed over, an owner who is the manager is told once', async () => {
  await house.features.catalog.store.model.updateOne({ _id: shaft._id }, { $set: { graceDays: 3 } });
  await house.features.people.store.model.updateOne(
    { _id: ben._id },
    { $set: { state: 'left', managerId: owner._id } },
  );
  await holds(ana, '2026-10-02');
  await house.liveUntil(at('10T12:00'));
  expect(warned('U0OWNER')).toEqual([`10-05T07:00 ${lastDay}`, `10-06T07:00 ${lapsed}`]);
  expect(warned('U0BEN')).toEqual([]);
});

test('4.2 nothing is told of what is renewed, of somebody who has left, and of what need not stop work', async () => {
  await holds(ana, '2026-10-06');
  await holds(ana, '2029-10-06', { earnedOn: date('2026-09-30') });
  const gone = await house.hire({ slackId: 'U0GONE', managerId: ben._id, state: 'left' });
  await holds(gone, '2026-10-06');
  const first = aCertification({ name: 'First aid' });
  await house.certify(first);
  await holds(ana, '2026-10-06', { certificationId: first._id });
  await house.liveUntil(at('07T16:00'));
  expect([...warned('U0BEN'), ...warned('U0OWNER')]).toEqual([]);
});

test('4.2 what is renewed in the night after it was found is not told any more', async () => {
  await holds(ana, '2026-10-06');
  await house.liveUntil(at('05T23:00'));
  await holds(ana, '2029-10-06', { earnedOn: date('2026-10-05') });
  await house.liveUntil(at('20T12:00'));
  expect([...warned('U0BEN'), ...warned('U0OWNER')]).toEqual([]);
});

test('4.2 what lapsed over a week ago is history, and while reminders are off nobody is told', async () => {
  await house.features.nudges.switchTo({ state: 'off' }, 10, 'U0OWNER');
  await holds(ana, '2026-09-25');
  const dora = await house.hire({ slackId: 'U0DORA', name: 'Dora', managerId: ben._id });
  await holds(dora, '2026-10-05');
  await house.liveUntil(at('08T12:00'));
  expect([...warned('U0BEN'), ...warned('U0OWNER')]).toEqual([]);
  await house.switchOn();
  await house.liveUntil(at('09T12:00'));
  expect(warned('U0BEN').map((line) => line.slice(12, 40))).toEqual(['Dora may not do the work tha']);
});

test('4.2 two processes that find the same lapse at once tell it once', async () => {
  const other = await house.startProcess();
  await holds(ana, '2026-10-01');
  for (const time of ['01T07:00', '01T07:01', '02T07:00', '02T07:01']) {
    house.setTime(at(time));
    await Promise.all([house.settleDown(), other.settleDown()]);
  }
  expect(warned('U0BEN').map((line) => line.slice(12))).toEqual([lastDay, lapsed]);
});
