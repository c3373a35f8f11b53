import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { anAssignment } from '../../../test/builders/assignment.js';
import { openTestDatabase } from '../../../test/harness/database.js';
import { allIndexes } from '../../app/compose.js';
import { setClock } from '../../platform/clock.js';
import type { Database } from '../../platform/database/connect.js';
import type { Stored } from '../../platform/database/facts.js';
import { bornSilently, bornWith, changedWith } from '../../platform/database/facts.js';
import { scaledLengths } from '../../platform/database/lengths.js';
import { createLogger } from '../../platform/logging.js';
import { createOutbox } from '../../platform/slack/outbox.js';
import type { CalendarDate, Zone } from '../../shared/dates.js';
import type { CertificationId, PersonId } from '../../shared/ids.js';
import { newCredentialId, newPersonId } from '../../shared/ids.js';
import { createCredentialReactions } from '../credentials/actions/supersede.js';
import { loadedSilently } from '../credentials/credential.js';
import type { Credential, CredentialVerified } from '../credentials/index.js';
import type { CredentialsStore } from '../credentials/store.js';
import { createCredentialsStore } from '../credentials/store.js';
import { createAuthority } from '../people/authority.js';
import { createPeopleStore } from '../people/store.js';
import type { Assignment, Assignments, FirstNudge } from './index.js';
import { createAssignments } from './index.js';
import { nothingSaid } from './rules.js';

const date = (text: string) => text as CalendarDate;
const certificationId = 'FIRST-AID' as CertificationId;
const start = new Date('2026-12-01T09:00:00Z');
const ladder = [90, 30, 0, -7];

let database: Database;
const clock = setClock(start);
const zones = new Map<PersonId, Zone>();
let credentials: { store: CredentialsStore; reactions: ReturnType<typeof createCredentialReactions> };
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
  database = await openTestDatabase(allIndexes);
  const store = createCredentialsStore(database.connection);
  credentials = { store, reactions: createCredentialReactions({ store }) };
  const people = createPeopleStore(database.connection);
  assignments = createAssignments({
    database,
    clock,
    log: createLogger('info', () => {}),
    zoneOf: async (id) => zones.get(id),
    async ladderOf(id) {
      await meanwhile();
      return id === certificationId ? ladder : undefined;
    },
    credentials: credentials.store,
    firstNudge: () => firstNudge,
    planning: () => ({ replan: async () => ({}), pausedUntil: async () => null }),
    outbox: createOutbox({ db: database.db, lengths: scaledLengths(1_000) }),
    readers: { reader: async () => undefined, wanted: async () => {}, forgetDm: async () => {} },
    whoIs: people.bySlackId,
    personOf: people.byId,
    // Nobody asks for anything here.
    authority: createAuthority({ store: people, owners: [], accountOf: async () => null }),
    peopleByIds: people.byIds,
    certificationOf: async () => null,
    certifications: async () => [],
    heldOf: async () => new Map(),
    membersOf: async () => undefined,
    reminders: async () => 'off',
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
    ...loadedSilently,
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

type Followed = Parameters<Assignments['reactions']['followCredential']>[0];
const follow = (fact: Followed) => assignments.reactions.followCredential(fact);
const supersede = (fact: Verified) => credentials.reactions.supersedeOlder(fact);
const insert = (...some: Assignment[]) =>
  assignments.store.model.insertMany(some.map((assignment) => ({ ...assignment, ...bornSilently })));
const renewalOf = ({ personId, credentialId, expiresOn }: Verified) =>
  anAssignment({ personId, certificationId, state: 'planned', renews: credentialId, dueOn: expiresOn! });
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

  test('is the one renewed though the renewal of an older one comes in the very moment between', async () => {
    const personId = somebody();
    const older = await verify(personId, '2024-01-01', '2027-01-01');
    const newer = await verify(personId, '2026-12-01', '2029-12-01');
    meanwhile = async () => {
      meanwhile = async () => {};
      await insert(renewalOf(older));
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
    // Losers of the race are tried again.
    await Promise.allSettled([supersede(short), supersede(long), supersede(long)]);
    await supersede(short);
    expect(await credentials.store.byId(long.credentialId)).toMatchObject({ state: 'verified' });
    expect(await credentials.store.byId(short.credentialId)).toMatchObject({ state: 'superseded', version: 1 });
  });
});

/** States a change of a credential and answers the fact, as the credentials file does. */
async function change<Type extends 'credential.verified' | 'credential.revoked' | 'credential.superseded'>(
  { personId, credentialId }: Pick<Verified, 'personId' | 'credentialId'>,
  type: Type,
  expires?: string,
) {
  const was = (await credentials.store.byId(credentialId))!;
  const expiresOn = expires === undefined ? was.expiresOn : date(expires);
  const about = {
    personId,
    certificationId,
    credentialId,
    earnedOn: was.earnedOn,
    expiresOn,
    source: 'loaded' as const,
  };
  const changed = changedWith(was, { type, ...about }, { at: start, by: 'test' });
  const state = type.replace('credential.', '') as Credential['state'];
  await credentials.store.model.updateOne({ _id: credentialId }, { $set: { state, expiresOn }, ...changed });
  return changed.$push.pendingFacts;
}

/** Runs a reaction as the house does: twice at once, then until nothing comes between, and once more. */
async function often(reaction: () => Promise<void>) {
  await Promise.allSettled([reaction(), reaction()]);
  await reaction();
  await reaction();
}

const factsOf = async (personId: PersonId) =>
  (await assignments.store.model.find({ personId }).sort({ dueOn: 1 }).lean().exec()).map(({ pendingFacts }) =>
    pendingFacts.map(({ type }) => type),
  );

const said = [{ reason: 'due-90', row: 'nudge|1', at: start, certain: true }];

describe('a corrected expiry', () => {
  test('moves the planned renewal once, and back when it is corrected back', async () => {
    const personId = somebody();
    const fact = await verify(personId, '2026-12-01', '2029-12-01', 'loaded');
    await follow(fact);
    const corrected = await change(fact, 'credential.verified', '2029-06-01');
    await often(() => follow(corrected));
    const moved = { state: 'planned', version: 1, dueOn: '2029-06-01', opensOn: '2029-03-03' };
    expect(await all(personId)).toMatchObject([{ ...moved, renews: fact.credentialId, appliedFacts: [corrected.id] }]);
    // The old fact comes again: it follows what is held now.
    await often(() => follow(fact));
    expect(await all(personId)).toMatchObject([moved]);
    await often(async () => follow(await change(fact, 'credential.verified', '2029-12-01')));
    expect(await all(personId)).toMatchObject([{ dueOn: '2029-12-01', opensOn: '2029-09-02' }]);
  });

  test('plans the reminders of an open renewal anew and keeps what was said', async () => {
    const personId = somebody();
    const fact = await verify(personId, '2024-01-01', '2027-01-01', 'loaded');
    await follow(fact);
    const nudge = { nextAt: start, owed: { reason: 'due-30', since: date('2026-12-01'), askAt: start }, said };
    await assignments.store.model.updateOne(
      { personId },
      { $set: { nudge: { ...nudge, snoozedUntil: '2026-12-09' } } },
    );
    const corrected = await change(fact, 'credential.verified', '2027-02-15');
    await often(() => follow(corrected));
    const anew = { nextAt: null, owed: null, snoozedUntil: null, said };
    expect(await all(personId)).toMatchObject([{ state: 'open', version: 1, dueOn: '2027-02-15', nudge: anew }]);
    expect(await factsOf(personId)).toEqual([['assignment.opened', 'assignment.changed']]);
  });

  test('that is late already opens the planned renewal without a notice', async () => {
    const personId = somebody();
    const fact = await verify(personId, '2026-12-01', '2029-12-01', 'loaded');
    await follow(fact);
    await follow(await change(fact, 'credential.verified', '2027-01-15'));
    expect(await all(personId)).toMatchObject([{ state: 'open', dueOn: '2027-01-15', nudge: { owed: null } }]);
    expect(await factsOf(personId)).toEqual([['assignment.planned', 'assignment.opened']]);
  });

  test('that comes while the first one is being followed is what the renewal ends with', async () => {
    const personId = somebody();
    const fact = await verify(personId, '2026-12-01', '2029-12-01', 'loaded');
    meanwhile = async () => {
      meanwhile = async () => {};
      await follow(await change(fact, 'credential.verified', '2029-06-01'));
    };
    await follow(fact);
    expect(await all(personId)).toMatchObject([{ state: 'planned', dueOn: '2029-06-01' }]);
  });
});

describe('a credential that is not held any more', () => {
  test.each(['credential.revoked', 'credential.superseded'] as const)('(%s) takes its renewal along', async (type) => {
    const personId = somebody();
    const fact = await verify(personId, '2024-01-01', '2027-01-01', 'loaded');
    await follow(fact);
    const taken = await change(fact, type);
    await often(() => follow(taken));
    expect(await all(personId)).toMatchObject([{ state: 'closed', closing: 'withdrawn', version: 1, renews: null }]);
    expect(await factsOf(personId)).toEqual([['assignment.opened', 'assignment.closed']]);
    // What was verified before is not held any more.
    await often(() => follow(fact));
    expect(await unfinished(personId)).toEqual([]);
  });

  test('gives way, when revoked, to the longest other one, whose renewal is planned', async () => {
    const personId = somebody();
    const other = await verify(personId, '2026-06-01', '2028-06-01', 'loaded');
    const revoked = await verify(personId, '2026-12-01', '2029-12-01', 'loaded');
    await follow(revoked);
    const taken = await change(revoked, 'credential.revoked');
    await often(() => follow(taken));
    expect(await all(personId)).toMatchObject([
      { state: 'planned', renews: other.credentialId, dueOn: '2028-06-01' },
      { state: 'closed', closing: 'withdrawn' },
    ]);
  });

  test('as it was revoked by mistake, and is verified again, is renewed again', async () => {
    const personId = somebody();
    const fact = await verify(personId, '2026-12-01', '2029-12-01', 'loaded');
    await follow(fact);
    const revoked = await change(fact, 'credential.revoked');
    await follow(revoked);
    const again = await change(fact, 'credential.verified');
    await often(() => follow(again));
    await often(() => follow(revoked));
    expect(await unfinished(personId)).toMatchObject([{ renews: fact.credentialId, dueOn: '2029-12-01' }]);
  });

  test('leaves a first time alone, and does not reopen what it had earned', async () => {
    const [first, earned] = [somebody(), somebody()];
    await insert(
      anAssignment({ personId: first, certificationId, dueOn: date('2030-01-01') }),
      anAssignment({ personId: earned, certificationId }),
    );
    for (const personId of [first, earned]) {
      const fact = await verify(personId, '2020-01-01', personId === first ? '2026-11-20' : '2029-12-01');
      await follow(fact);
      await follow(await change(fact, 'credential.revoked'));
    }
    expect(await all(first)).toMatchObject([{ state: 'open', version: 0 }]);
    expect((await all(earned)).map(({ closing }) => closing)).toEqual(['earned', 'withdrawn']);
  });

  test('since the very moment in which its renewal was planned leaves none behind', async () => {
    const personId = somebody();
    const fact = await verify(personId, '2026-12-01', '2029-12-01');
    meanwhile = async () => {
      meanwhile = async () => {};
      await follow(await change(fact, 'credential.revoked'));
    };
    await expect(follow(fact)).rejects.toThrow('tried again');
    await follow(fact);
    expect(await unfinished(personId)).toEqual([]);
  });
});

describe('a first time', () => {
  test('due after what is held expires moves forward to the expiry', async () => {
    const [open, planned] = [somebody(), somebody()];
    const dueOn = date('2027-06-30');
    await insert(
      anAssignment({ personId: open, certificationId, dueOn, nudge: { ...nothingSaid, nextAt: start, said } }),
      anAssignment({ personId: planned, certificationId, dueOn, state: 'planned', opensOn: date('2027-05-01') }),
    );
    for (const personId of [open, planned]) {
      const fact = await verify(personId, '2025-03-15', '2027-03-15', 'loaded');
      await often(() => follow(fact));
    }
    const moved = { version: 1, dueOn: '2027-03-15', renews: null };
    expect(await all(open)).toMatchObject([
      { ...moved, state: 'open', opensOn: '2026-09-01', nudge: { nextAt: null, said } },
    ]);
    expect(await all(planned)).toMatchObject([{ ...moved, state: 'planned', opensOn: '2026-12-15' }]);
    expect(await factsOf(open)).toEqual([['assignment.changed']]);
  });

  test('stays when what was held has expired already', async () => {
    const personId = somebody();
    await insert(anAssignment({ personId, certificationId, dueOn: date('2027-06-30') }));
    await follow(await verify(personId, '2024-11-30', '2026-11-30', 'loaded'));
    expect(await all(personId)).toMatchObject([{ version: 0, dueOn: '2027-06-30' }]);
  });

  test.each(['waived', 'withdrawn'] as const)(
    'that is %s gives way to the renewal of what is held',
    async (closing) => {
      const personId = somebody();
      const assignment = anAssignment({ personId, certificationId, dueOn: date('2029-12-01') });
      await insert(assignment);
      const { credentialId, ...fact } = await verify(personId, '2026-12-01', '2029-12-01', 'loaded');
      await follow({ credentialId, ...fact });
      const closed = await closeAs(assignment, closing);
      await often(() => follow(closed));
      expect(await unfinished(personId)).toMatchObject([{ renews: credentialId, dueOn: '2029-12-01' }]);
    },
  );

  test('gives way to nothing when it is a renewal that is waived', async () => {
    const personId = somebody();
    const fact = await verify(personId, '2026-12-01', '2029-12-01', 'loaded');
    await follow(fact);
    const closed = await closeAs((await unfinished(personId))[0]!, 'waived');
    await often(() => follow(closed));
    await often(() => follow(fact));
    expect(await all(personId)).toMatchObject([{ state: 'closed', closing: 'waived', renews: fact.credentialId }]);
  });
});

async function closeAs(was: Assignment, closing: 'waived' | 'withdrawn') {
  const fact = { type: 'assignment.closed', personId: was.personId, certificationId, closing } as const;
  await assignments.store.change(was, { state: 'closed', closing }, fact, { at: start, by: 'test' });
  const [closed] = await assignments.store.model.find({ _id: was._id }).lean().exec();
  return closed!.pendingFacts.at(-1) as Extract<Followed, { type: 'assignment.closed' }>;
}

describe('an older credential that is loaded later', () => {
  test.each([null, '2029-12-01'])('than one that lasts until %s opens nothing and gives way', async (expires) => {
    const personId = somebody();
    const long = await verify(personId, '2026-11-01', expires, 'loaded');
    await follow(long);
    await supersede(long);
    const older = await verify(personId, '2024-01-01', '2027-01-01', 'loaded');
    await often(() => follow(older));
    await often(() => supersede(older));
    const superseded = (await credentials.store.byId(older.credentialId))!;
    expect(superseded).toMatchObject({ state: 'superseded', version: 1 });
    const renewals = expires === null ? [] : [{ renews: long.credentialId, dueOn: expires, version: 0 }];
    expect(await all(personId)).toMatchObject(renewals);
  });
});

test('whatever becomes of credentials, the longest one held is renewed once every fact was followed', async () => {
  const expiries = ['2027-06-01', '2028-01-01', '2029-06-01', '2030-01-01'];
  const which = fc.nat(2);
  const step = fc.oneof(
    fc.record({ does: fc.constant('verify' as const), which, expires: fc.constantFrom(...expiries) }),
    fc.record({ does: fc.constant('revoke' as const), which }),
    fc.record({ does: fc.constant('follow' as const), which: fc.nat(9), at: fc.constantFrom('once', 'twice') }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 14 }), async (steps) => {
      const personId = somebody();
      const held: Verified[] = [];
      const owed: (() => Promise<void>)[] = [];
      const tried = (reaction: () => Promise<void>) => Promise.allSettled([reaction()]);
      for (const step of steps) {
        const known = held[step.which];
        if (step.does === 'follow') {
          // Some are followed now, out of order and at once; whatever comes of it they are owed until the end.
          const some = owed.slice(step.which, step.which + (step.at === 'once' ? 1 : 2));
          await Promise.all([...some, ...some].map(tried));
        } else if (step.does === 'revoke' && known !== undefined) {
          const taken = await change(known, 'credential.revoked');
          owed.push(() => follow(taken));
        } else if (step.does === 'verify') {
          const stated =
            known === undefined
              ? await verify(personId, `2026-1${held.length}-01`, step.expires, 'loaded')
              : await change(known, 'credential.verified', step.expires);
          if (known === undefined) held.push(stated as Verified);
          owed.push(
            () => supersede(stated as Verified),
            () => follow(stated),
          );
        }
      }
      await untilAllFollowed(personId, owed);
      const left = await credentials.store.verified(personId, certificationId);
      const standing = (await unfinished(personId)).map(({ renews, dueOn, state }) => ({ renews, dueOn, state }));
      // Of two that last equally long either will do; what was renewed already is not renewed again (decision 005).
      const longest = left.filter(({ expiresOn }) => expiresOn === left[0]?.expiresOn);
      const closed = (await all(personId)).filter(({ state }) => state === 'closed');
      const isRenewed = longest.some(({ _id }) => closed.some(({ renews }) => renews === _id));
      const right = longest.map(({ _id, expiresOn }) => [{ renews: _id, dueOn: expiresOn, state: 'planned' }]);
      expect(longest.length === 0 || isRenewed ? [[], ...right] : right).toContainEqual(standing);
    }),
    { numRuns: 40 },
  );
});

/** Runs what is owed, and what follows from it, again and again until nothing throws. */
async function untilAllFollowed(personId: PersonId, owed: readonly (() => Promise<void>)[]) {
  for (let tries = 0; ; tries += 1) {
    const ran = await Promise.allSettled(owed.map((reaction) => reaction()));
    const facts = await credentials.store.model.find({ personId }).lean().exec();
    const superseded = facts.flatMap(({ pendingFacts }) =>
      pendingFacts.filter(({ type }) => type === 'credential.superseded'),
    );
    const after = await Promise.allSettled(superseded.map((fact) => follow(fact as Followed)));
    if ([...ran, ...after].every(({ status }) => status === 'fulfilled')) return;
    if (tries === 10) throw new Error('Something is never followed');
  }
}

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
