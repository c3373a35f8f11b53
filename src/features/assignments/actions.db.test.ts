import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { anAssignment } from '../../../test/builders/assignment.js';
import { openTestDatabase } from '../../../test/harness/database.js';
import { allIndexes } from '../../app/compose.js';
import { setClock } from '../../platform/clock.js';
import type { Database } from '../../platform/database/connect.js';
import type { Stored } from '../../platform/database/facts.js';
import { bornSilently, bornWith } from '../../platform/database/facts.js';
import { ensureIndexes } from '../../platform/database/indexes.js';
import { createLogger } from '../../platform/logging.js';
import type { CalendarDate, Zone } from '../../shared/dates.js';
import type { CertificationId, PersonId } from '../../shared/ids.js';
import { newCredentialId, newPersonId } from '../../shared/ids.js';
import type { Credential, CredentialVerified } from '../credentials/index.js';
import { createCredentials } from '../credentials/index.js';
import type { Assignment, Assignments, FirstNudge } from './index.js';
import { createAssignments } from './index.js';

const date = (text: string) => text as CalendarDate;
const certificationId = 'FIRST-AID' as CertificationId;
const start = new Date('2026-12-01T09:00:00Z');
const ladder = [90, 30, 0, -7];

let database: Database;
const clock = setClock(start);
const zones = new Map<PersonId, Zone>();
let credentials: ReturnType<typeof createCredentials>;
let assignments: Assignments;
/** What happens between closing what is covered and planning the renewal. */
let meanwhile: () => Promise<unknown> = async () => {};

const firstNudge: FirstNudge = async ({ how, now }) => ({
  nextAt: null,
  owed: how === 'announced' ? { reason: 'assigned', since: date('2026-12-01'), askAt: now } : null,
  snoozedUntil: null,
  said: [],
});

beforeAll(async () => {
  database = await openTestDatabase();
  await ensureIndexes(database.db, allIndexes, () => {});
  credentials = createCredentials({ database });
  assignments = createAssignments({
    database,
    clock,
    log: createLogger('info', () => {}),
    zoneOf: async (id) => zones.get(id),
    async ladderOf(id) {
      await meanwhile();
      return id === certificationId ? ladder : undefined;
    },
    isHeld: async (id) => (await credentials.store.byId(id))?.state === 'verified',
    firstNudge: () => firstNudge,
  });
});
afterAll(() => database.close());
afterEach(async () => {
  clock.set(start);
  meanwhile = async () => {};
  await database.db.collection('assignments').deleteMany({});
  await database.db.collection('credentials').deleteMany({});
});

function somebody(zone = 'Europe/Madrid'): PersonId {
  const id = newPersonId();
  zones.set(id, zone as Zone);
  return id;
}

type Verified = Stored<CredentialVerified>;

/** Verifies a credential and answers the fact; nothing has followed from it yet. */
async function verify(
  personId: PersonId,
  earned: string,
  expires: string | null,
  source: CredentialVerified['source'] = 'handed-in',
): Promise<Verified> {
  const expiresOn = expires === null ? null : date(expires);
  const credential: Omit<Credential, 'version'> = {
    _id: newCredentialId(),
    personId,
    certificationId,
    earnedOn: date(earned),
    expiresOn,
    number: '',
    evidence: '',
    state: 'verified',
  };
  const about = { personId, certificationId, credentialId: credential._id, earnedOn: credential.earnedOn, expiresOn };
  const born = bornWith(
    credential._id,
    { type: 'credential.verified' as const, source, ...about },
    { at: start, by: 'test' },
  );
  await credentials.store.model.insertMany([{ ...credential, ...born }]);
  return born.pendingFacts[0]!;
}

const follow = (fact: Verified) => assignments.reactions.followCredential(fact);
const supersede = (fact: Verified) => credentials.reactions.supersedeOlder(fact);
const insert = (...some: Assignment[]) =>
  assignments.store.model.insertMany(some.map((assignment) => ({ ...assignment, ...bornSilently })));
const all = (personId: PersonId) =>
  assignments.store.model.find({ personId }).sort({ dueOn: 1 }).lean<Assignment[]>().exec();
const unfinished = async (personId: PersonId) => (await all(personId)).filter(({ state }) => state !== 'closed');

describe('a verified credential', () => {
  test('closes the assignment that it covers and plans its renewal', async () => {
    const personId = somebody();
    await insert(anAssignment({ personId, certificationId, dueOn: date('2026-12-31') }));
    const fact = await verify(personId, '2026-12-01', '2029-12-01');
    await follow(fact);
    expect(await all(personId)).toMatchObject([
      { state: 'closed', closing: 'earned', version: 1, appliedFacts: [fact.id] },
      { state: 'planned', renews: fact.credentialId, dueOn: '2029-12-01', opensOn: '2029-09-02' },
    ]);
  });

  test('plans one renewal, however often and however much at once its fact is followed', async () => {
    const personId = somebody();
    await insert(anAssignment({ personId, certificationId, dueOn: date('2026-12-31') }));
    const fact = await verify(personId, '2026-12-01', '2029-12-01');
    // Losers of the race to close it are tried again, as any reaction that throws is.
    const ran = await Promise.allSettled([follow(fact), follow(fact), follow(fact), follow(fact)]);
    expect(ran.some(({ status }) => status === 'fulfilled')).toBe(true);
    await follow(fact);
    await follow(fact);
    expect(await all(personId)).toHaveLength(2);
    expect(await unfinished(personId)).toMatchObject([{ renews: fact.credentialId }]);
  });

  test('after a kill between closing and planning is followed to its end', async () => {
    const personId = somebody();
    await insert(anAssignment({ personId, certificationId, dueOn: date('2026-12-31') }));
    const fact = await verify(personId, '2026-12-01', '2029-12-01');
    meanwhile = async () => {
      throw new Error('killed');
    };
    await expect(follow(fact)).rejects.toThrow('killed');
    expect(await unfinished(personId)).toEqual([]);
    meanwhile = async () => {};
    await follow(fact);
    expect(await unfinished(personId)).toMatchObject([{ renews: fact.credentialId }]);
  });

  test('does not close what asks for longer than it lasts', async () => {
    const personId = somebody();
    await insert(anAssignment({ personId, certificationId, dueOn: date('2027-06-30') }));
    await follow(await verify(personId, '2026-12-01', '2027-06-30'));
    expect(await all(personId)).toMatchObject([{ state: 'open', dueOn: '2027-06-30' }]);
  });

  test('that never expires closes and plans nothing', async () => {
    const personId = somebody();
    await insert(anAssignment({ personId, certificationId }));
    await follow(await verify(personId, '2026-12-01', null));
    expect(await all(personId)).toMatchObject([{ state: 'closed' }]);
  });

  test('that expired longer ago than the last step of the ladder plans nothing', async () => {
    const personId = somebody();
    await follow(await verify(personId, '2023-11-23', '2026-11-23', 'loaded'));
    expect(await all(personId)).toEqual([]);
    await follow(await verify(personId, '2023-11-24', '2026-11-24', 'loaded'));
    expect(await all(personId)).toMatchObject([{ state: 'open', dueOn: '2026-11-24' }]);
  });

  test('that was loaded opens a renewal that is late already without a notice; one handed in waits for the sweep', async () => {
    const [loaded, handedIn] = [somebody(), somebody()];
    await follow(await verify(loaded, '2024-01-01', '2027-01-01', 'loaded'));
    await follow(await verify(handedIn, '2024-01-01', '2027-01-01'));
    expect(await all(loaded)).toMatchObject([{ state: 'open', nudge: { owed: null } }]);
    expect(await all(handedIn)).toMatchObject([{ state: 'planned' }]);
    await assignments.sweeps[0]!.run(() => true);
    expect(await all(handedIn)).toMatchObject([{ state: 'open', nudge: { owed: { reason: 'assigned' } } }]);
  });

  test('closes the renewal of the older one and plans its own', async () => {
    const personId = somebody();
    const older = await verify(personId, '2024-01-01', '2027-01-01');
    await follow(older);
    const newer = await verify(personId, '2026-12-01', '2029-12-01');
    await follow(newer);
    await supersede(newer);
    expect(await all(personId)).toMatchObject([
      { renews: older.credentialId, state: 'closed', closing: 'earned' },
      { renews: newer.credentialId, state: 'planned' },
    ]);
    expect((await credentials.store.byId(older.credentialId))?.state).toBe('superseded');
    expect((await credentials.store.byId(newer.credentialId))?.state).toBe('verified');
  });

  test('is the one renewed in whatever order facts are followed, and however often', async () => {
    const orders = ['ON', 'NO', 'NON', 'ONO', 'NSO', 'SNO', 'OSN', 'OONN', 'NSOSN'];
    for (const order of orders) {
      const personId = somebody();
      const older = await verify(personId, '2024-01-01', '2027-01-01');
      const newer = await verify(personId, '2026-12-01', '2029-12-01');
      for (const step of order)
        await { O: () => follow(older), N: () => follow(newer), S: () => supersede(newer) }[step]!();
      expect(await unfinished(personId), order).toMatchObject([{ renews: newer.credentialId, dueOn: '2029-12-01' }]);
    }
  });

  test('is the one renewed though the older one plans its renewal in the very moment between', async () => {
    const personId = somebody();
    const older = await verify(personId, '2024-01-01', '2027-01-01');
    const newer = await verify(personId, '2026-12-01', '2029-12-01');
    meanwhile = async () => {
      meanwhile = async () => {};
      await follow(older);
    };
    await expect(follow(newer)).rejects.toThrow('tried again');
    await follow(newer);
    expect(await unfinished(personId)).toMatchObject([{ renews: newer.credentialId }]);
  });

  test('that was revoked before its fact was followed plans nothing', async () => {
    const personId = somebody();
    const fact = await verify(personId, '2026-12-01', '2029-12-01');
    await credentials.store.model.updateOne({ _id: fact.credentialId }, { $set: { state: 'revoked' } });
    await follow(fact);
    expect(await all(personId)).toEqual([]);
  });

  test('supersedes shorter ones once, and never a longer one', async () => {
    const personId = somebody();
    const long = await verify(personId, '2026-01-01', '2030-01-01');
    const short = await verify(personId, '2026-12-01', '2027-12-01');
    await Promise.all([supersede(short), supersede(long), supersede(long)]);
    expect(await credentials.store.byId(long.credentialId)).toMatchObject({ state: 'verified' });
    expect(await credentials.store.byId(short.credentialId)).toMatchObject({ state: 'superseded', version: 1 });
  });
});

describe('a planned assignment', () => {
  const sweep = () => assignments.sweeps[0]!;
  const opensOn = date('2027-01-01');

  test.each([
    ['Australia/Sydney', '2026-12-31T13:00:00Z'],
    ['Asia/Kolkata', '2026-12-31T18:30:00Z'],
    ['America/New_York', '2027-01-01T05:00:00Z'],
  ])('opens when the day begins in %s, once, with a notice', async (zone, midnight) => {
    const personId = somebody(zone);
    const planned = anAssignment({ personId, certificationId, state: 'planned', opensOn });
    await insert(planned);
    clock.set(new Date(Date.parse(midnight) - 1));
    expect(await sweep().run(() => true)).toBe(0);
    expect(await assignments.store.byId(planned._id)).toMatchObject({ state: 'planned' });
    expect(await sweep().nextDueAt!()).toEqual(new Date(midnight));
    clock.set(new Date(midnight));
    const opened = await Promise.all([sweep().run(() => true), sweep().run(() => true)]);
    expect(Math.max(...opened)).toBe(1);
    const [now] = await assignments.store.model.find({ _id: planned._id }).lean().exec();
    expect(now).toMatchObject({ state: 'open', version: 1, nudge: { owed: { reason: 'assigned' } } });
    expect(now?.pendingFacts.map(({ type }) => type)).toEqual(['assignment.opened']);
    expect(await sweep().run(() => true)).toBe(0);
  });

  test('is not hidden by a thousand others whose day has not come where they are', async () => {
    const [late, early] = [somebody('America/New_York'), somebody('Australia/Sydney')];
    const planned = (personId: PersonId, n: number) =>
      anAssignment({ personId, certificationId: `CERT-${n}` as CertificationId, state: 'planned', opensOn });
    await insert(...Array.from({ length: 1_001 }, (_, n) => planned(late, n)));
    const sydney = planned(early, 1);
    await insert(sydney);
    clock.set(new Date('2026-12-31T13:00:00Z'));
    expect(await sweep().run(() => true)).toBe(1);
    expect(await assignments.store.byId(sydney._id)).toMatchObject({ state: 'open' });
  });

  test('of nobody is passed over', async () => {
    await insert(anAssignment({ certificationId, state: 'planned', opensOn: date('2026-11-01') }));
    expect(await sweep().run(() => true)).toBe(0);
  });

  test('waits for the next run when the time of this one is used up', async () => {
    await insert(
      anAssignment({ personId: somebody(), certificationId, state: 'planned', opensOn: date('2026-11-01') }),
    );
    expect(await sweep().run(() => false)).toBe(0);
    expect(await sweep().run(() => true)).toBe(1);
  });
});
