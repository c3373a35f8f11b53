import { afterAll, beforeAll, expect, test } from 'vitest';
import { anInvitation } from '../../../test/builders/invitation.js';
import type { WatchedDatabase } from '../../../test/harness/costs.js';
import { expectCost, fill, openWatchedDatabase } from '../../../test/harness/costs.js';
import { ensureIndexes } from '../../platform/database/indexes.js';
import type { MailAddress } from '../../platform/mail/address.js';
import type { PersonId } from '../../shared/ids.js';
import { newPersonId, newTrainingBlockId } from '../../shared/ids.js';
import { Invitation } from './calendar/invitation.js';
import type { InvitationStore } from './invitation-store.js';
import { createInvitationStore, invitationIndexes } from './invitation-store.js';

const now = new Date('2026-12-01T09:00:00Z');
const earlier = new Date(now.getTime() - 3_600_000);
const later = new Date(now.getTime() + 3_600_000);
const leaseMs = 60_000;

let database: WatchedDatabase;
let store: InvitationStore;
const person = (n: number) => `per_${String(n).padStart(8, '0')}` as PersonId;
const some = newTrainingBlockId();

beforeAll(async () => {
  database = await openWatchedDatabase();
  await fill(database, 'invitations', [
    { ...stored(anInvitation({ personId: person(7) })), _id: some },
    ...everything(),
  ]);
  await ensureIndexes(database.db, invitationIndexes, () => {});
  store = createInvitationStore(database, { mailLeaseMs: leaseMs });
}, 120_000);
afterAll(() => database.close());

const stored = (invitation: Invitation) => ({ ...invitation, leaseUntil: new Date(0), appliedFacts: [] });

/** 50,000 of 12,500 people: 20 are to be sent now, 980 later, 5 are refused. */
function everything() {
  let made = 0;
  const many = (count: number, fields: Partial<Invitation>) =>
    Array.from({ length: count }, () => {
      made += 1;
      return stored(anInvitation({ personId: person(100 + (made % 12_500)), ...fields }));
    });
  return [
    ...many(20, { state: 'owed', nextAt: earlier }),
    ...many(980, { state: 'owed', nextAt: later }),
    ...many(5, { state: 'refused', why: '550' }),
    ...many(48_994, {}),
  ];
}

test.each<[string, () => Promise<unknown>, index: string, reads: number]>([
  ['the one that is sent next', () => store.claim(now), 'owed', 2],
  ['when something is to be sent', () => store.firstDueAt(), 'owed', 1],
  ['what somebody has', () => store.idsOf(person(107)), 'ofPerson', 4],
  ['some by their names', () => store.byIds([some]), '_id_', 1],
])('the index finds %s among 50,000, reading no more than it tells', async (_, ask, index, reads) => {
  expectCost(await database.costOf(ask), index, reads);
});

test('the one that is sent next is found by its index, and nobody else gets it while it is held', async () => {
  const first = newPersonId();
  const id = newTrainingBlockId();
  await store.raise('blk_x:0', id, first, new Date(earlier.getTime() - 7_200_000));
  const claimed = await store.claim(now);
  expect(claimed).toMatchObject({ _id: id, personId: first, sequence: 0, state: 'owed' });
  expect((await store.claim(now))?._id).not.toBe(id);
  await store.settle(claimed!, { state: 'told', nextAt: null, tries: 0, why: null });
  expect((await store.byIds([id])).get(id)).toMatchObject({ state: 'told', nextAt: null });
});

test('is read back as it was saved', async () => {
  const invitation = anInvitation({ state: 'refused', why: '550', invited: 'ana@example.com' as MailAddress });
  await fill(database, 'invitations', [stored(invitation)]);
  const read = (await store.byIds([invitation._id])).get(invitation._id);
  expect(read).toEqual(invitation);
  expect(Invitation.parse(read)).toEqual(invitation);
});

test('a fact raises it once, however often it is reacted to, and whoever does so at once', async () => {
  const [id, personId] = [newTrainingBlockId(), newPersonId()];
  const raise = (fact: string) => store.raise(fact, id, personId, later);
  await Promise.all(['blk_y:0', 'blk_y:1', 'blk_y:0', 'blk_y:1'].map(raise));
  expect((await store.byIds([id])).get(id)).toMatchObject({ sequence: 1, state: 'owed', tries: 0 });
});

test('what is raised while it is being sent stays owed', async () => {
  const [id, personId] = [newTrainingBlockId(), newPersonId()];
  const long = new Date(earlier.getTime() - 14_400_000);
  await store.raise('blk_z:0', id, personId, long);
  const claimed = (await store.claim(now))!;
  expect(claimed._id).toBe(id);
  await store.raise('blk_z:1', id, personId, long);
  await store.settle(claimed, { state: 'told', nextAt: null, tries: 0, why: null });
  expect(await store.claim(now)).toMatchObject({ _id: id, sequence: 1, state: 'owed' });
});
