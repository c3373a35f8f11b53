import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { anAssignment } from '../../../test/builders/assignment.js';
import { aPerson } from '../../../test/builders/person.js';
import { openTestDatabase } from '../../../test/harness/database.js';
import { allIndexes } from '../../app/compose.js';
import { setClock } from '../../platform/clock.js';
import type { Database } from '../../platform/database/connect.js';
import type { Stored } from '../../platform/database/facts.js';
import { bornSilently } from '../../platform/database/facts.js';
import { createRetention } from '../../platform/database/retention.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { CertificationId } from '../../shared/ids.js';
import { newPersonId, newProposalId } from '../../shared/ids.js';
import type { Person } from '../people/index.js';
import type { PeopleStore } from '../people/store.js';
import { createPeopleStore } from '../people/store.js';
import { createCarryOut } from './actions/carry-out.js';
import type { Assignment } from './assignment.js';
import { factOf } from './assignment.js';
import type { Proposal, ProposalFact } from './proposal.js';
import { Proposal as ProposalShape } from './proposal.js';
import type { ProposalStore } from './proposal-store.js';
import { createProposalStore } from './proposal-store.js';
import { nothingSaid } from './rules.js';
import type { AssignmentsStore } from './store.js';
import { createAssignmentsStore } from './store.js';

const certificationId = 'FIRST-AID' as CertificationId;
const day = (text: string) => text as CalendarDate;
const clock = setClock(new Date('2026-10-01T07:00:00Z'));
const boss = newPersonId();

let database: Database;
let store: AssignmentsStore;
let proposals: ProposalStore;
let people: PeopleStore;

/** What comes between the reads and the writes of the reaction. */
let meanwhile: () => Promise<unknown> = async () => {};

beforeAll(async () => {
  database = await openTestDatabase(allIndexes);
  store = createAssignmentsStore(database.connection);
  proposals = createProposalStore(database.connection);
  people = createPeopleStore(database.connection);
});
afterAll(() => database.close());
afterEach(async () => {
  meanwhile = async () => {};
  for (const { model } of [store, proposals, people]) await model.collection.deleteMany({});
});

const carryOut = () =>
  createCarryOut({
    proposals,
    store,
    clock,
    peopleByIds: people.byIds,
    async heldOf() {
      await meanwhile();
      return new Map();
    },
    firstNudge: () => async () => {
      await meanwhile();
      return nothingSaid;
    },
  });

async function hire(count: number): Promise<Person[]> {
  const hired = Array.from({ length: count }, () => aPerson());
  await people.model.insertMany(hired.map((person) => ({ ...person, ...bornSilently })));
  return hired;
}

type Confirmed = Stored<Extract<ProposalFact, { type: 'proposal.confirmed' }>>;

async function confirm(fields: Partial<Proposal> & Pick<Proposal, 'verb' | 'personIds'>): Promise<Confirmed> {
  const proposal: Proposal = {
    _id: newProposalId(),
    version: 0,
    by: boss,
    certificationId,
    dueOn: day('2026-11-30'),
    because: 'the hall needs two',
    state: 'shown',
    shownAt: clock.now(),
    ...fields,
  };
  await proposals.show(proposal);
  const fact = { type: 'proposal.confirmed' as const, verb: proposal.verb };
  await proposals.change(proposal, { state: 'confirmed' }, fact, { at: clock.now(), by: boss });
  return { ...fact, id: `${proposal._id}:1`, about: proposal._id, at: clock.now(), by: boss };
}

async function takeBack({ about }: Stored): Promise<void> {
  const was = (await proposals.byId(about as Proposal['_id']))!;
  const cause = { at: clock.now(), by: boss };
  await proposals.change(was, { state: 'withdrawn' }, { type: 'proposal.withdrawn' }, cause);
}

const all = () => store.model.find({}).lean<Assignment[]>().exec();

test('a proposal is read back as it was kept', async () => {
  const { about } = await confirm({ verb: 'extend', personIds: [newPersonId(), newPersonId()] });
  const kept = await proposals.byId(about as Proposal['_id']);
  expect(ProposalShape.parse(kept)).toEqual(kept);
});

test('what nobody confirmed is forgotten after a week; what was confirmed is kept, as it can be taken back', async () => {
  const { about } = await confirm({ verb: 'assign', personIds: [newPersonId()] });
  const shown = (await proposals.byId(about as Proposal['_id']))!;
  await proposals.show({ ...shown, _id: newProposalId(), state: 'shown', version: 0 });
  await proposals.show({ ...shown, _id: newProposalId(), state: 'dropped', version: 1 });
  const after = (days: number) => setClock(new Date(clock.now().getTime() + days * 86_400_000));
  await createRetention({ db: database.db, clock: after(6) }).run(() => true);
  expect(await proposals.model.countDocuments({ _id: /^pro_/ })).toBe(3);
  await createRetention({ db: database.db, clock: after(8) }).run(() => true);
  expect(await proposals.model.distinct('_id', { _id: /^pro_/ })).toEqual([about]);
});

test('hundreds are asked in batches, each once, whatever became of it before the reaction runs again', async () => {
  const hired = await hire(230);
  const fact = await confirm({ verb: 'assign', personIds: hired.map(({ _id }) => _id) });
  await carryOut().carryOut(fact);
  const asked = await all();
  expect(asked).toHaveLength(230);
  expect(asked[0]).toMatchObject({ state: 'open', dueOn: '2026-11-30', assignedBy: boss, proposalId: fact.about });
  const closed = factOf(asked[0]!, 'assignment.closed', { closing: 'earned' as const });
  await store.change(asked[0]!, { state: 'closed', closing: 'earned' }, closed, { at: clock.now(), by: boss });
  await carryOut().carryOut(fact);
  expect(await all()).toHaveLength(230);
});

test('who has left since, or is asked for it by somebody else meanwhile, is not asked', async () => {
  const [ana, ben, eva] = await hire(3);
  const fact = await confirm({ verb: 'assign', personIds: [ana!._id, ben!._id, eva!._id] });
  await people.model.updateOne({ _id: ana!._id }, { $set: { state: 'left' } });
  const other = anAssignment({ personId: ben!._id, certificationId, dueOn: day('2026-10-31') });
  meanwhile = async () => {
    meanwhile = async () => {};
    await store.insert(other, factOf(other, 'assignment.opened', {}), { at: clock.now(), by: 'test' });
  };
  await carryOut().carryOut(fact);
  expect((await all()).map(({ personId, dueOn }) => [personId, dueOn]).toSorted()).toEqual(
    [
      [ben!._id, '2026-10-31'],
      [eva!._id, '2026-11-30'],
    ].toSorted(),
  );
});

test('what is taken back while it is carried out asks nobody in the end', async () => {
  const hired = await hire(150);
  const fact = await confirm({ verb: 'assign', personIds: hired.map(({ _id }) => _id) });
  let reads = 0;
  // After the first batch was written: the reaction that takes back has run by then, and found only those.
  meanwhile = async () => {
    reads += 1;
    if (reads !== 120) return;
    await takeBack(fact);
    const withdrawn = { ...fact, type: 'proposal.withdrawn' as const, id: `${fact.about}:2` };
    await carryOut().takeBack(withdrawn);
  };
  await carryOut().carryOut(fact);
  const asked = await all();
  expect(asked.length).toBeGreaterThan(100);
  expect(asked.filter(({ closing }) => closing !== 'withdrawn')).toEqual([]);
});

test('an extension comes through a snooze that is made meanwhile, and is made once', async () => {
  const [ana] = await hire(1);
  const assignment = anAssignment({ personId: ana!._id, certificationId, dueOn: day('2026-10-31') });
  await store.insert(assignment, factOf(assignment, 'assignment.opened', {}), { at: clock.now(), by: 'test' });
  const fact = await confirm({ verb: 'extend', personIds: [ana!._id] });
  meanwhile = async () => {
    meanwhile = async () => {};
    const was = (await store.byId(assignment._id))!;
    const snoozed = factOf(was, 'assignment.snoozed', { until: day('2026-10-05') });
    await store.change(was, {}, snoozed, { at: clock.now(), by: ana!._id });
  };
  await carryOut().carryOut(fact);
  const extended = (await store.byId(assignment._id))!;
  expect(extended).toMatchObject({ dueOn: '2026-11-30', version: 2 });

  // Moved back by somebody since: the old fact, come again, does not move it anew.
  const moved = factOf(extended, 'assignment.changed', { fields: ['dueOn'] });
  await store.change(extended, { dueOn: day('2026-11-15') }, moved, { at: clock.now(), by: boss });
  await carryOut().carryOut(fact);
  expect(await store.byId(assignment._id)).toMatchObject({ dueOn: '2026-11-15', version: 3 });
});

test('who is asked anew after a waiver is not let off by it again, should it be carried out once more', async () => {
  const [ana] = await hire(1);
  const cause = { at: clock.now(), by: 'test' };
  const [first, again] = [anAssignment, anAssignment].map((make) => make({ personId: ana!._id, certificationId }));
  await store.insert(first!, factOf(first!, 'assignment.opened', {}), cause);
  const fact = await confirm({ verb: 'waive', personIds: [ana!._id], dueOn: null });
  await carryOut().carryOut(fact);
  expect(await store.byId(first!._id)).toMatchObject({ state: 'closed', closing: 'waived' });
  await store.insert(again!, factOf(again!, 'assignment.opened', {}), cause);
  await carryOut().carryOut(fact);
  expect(await store.byId(again!._id)).toMatchObject({ state: 'open', version: 0 });
});
