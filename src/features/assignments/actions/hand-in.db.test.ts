import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { anAssignment } from '../../../../test/builders/assignment.js';
import { aCredential } from '../../../../test/builders/credential.js';
import { openTestDatabase } from '../../../../test/harness/database.js';
import { allIndexes } from '../../../app/compose.js';
import { setClock } from '../../../platform/clock.js';
import type { Database } from '../../../platform/database/connect.js';
import { bornSilently } from '../../../platform/database/facts.js';
import type { CalendarDate, Zone } from '../../../shared/dates.js';
import type { Credential } from '../../credentials/index.js';
import type { CredentialsStore } from '../../credentials/store.js';
import { createCredentialsStore } from '../../credentials/store.js';
import type { Assignment } from '../index.js';
import type { AssignmentsStore } from '../store.js';
import { createAssignmentsStore } from '../store.js';
import { createFollowReview } from './hand-in.js';

const date = (text: string) => text as CalendarDate;
const now = new Date('2026-12-01T09:00:00Z');
const clock = setClock(now);

let database: Database;
let credentials: CredentialsStore;
let assignments: AssignmentsStore;
/** What happens between looking at what is handed in and writing what follows from it. */
let meanwhile: () => Promise<unknown> = async () => {};
let follow: ReturnType<typeof createFollowReview>;

beforeAll(async () => {
  database = await openTestDatabase(allIndexes);
  credentials = createCredentialsStore(database.connection);
  assignments = createAssignmentsStore(database.connection);
  follow = createFollowReview({
    store: assignments,
    clock,
    zoneOf: async () => 'Europe/Madrid' as Zone,
    credentials: {
      async submitted(personId, certificationId) {
        const found = await credentials.submitted(personId, certificationId);
        await meanwhile();
        return found;
      },
    },
    planning: () => ({
      replan: async ({ nudge }) => ({ 'nudge.owed': null, 'nudge.nextAt': nudge.nextAt ?? now }),
      pausedUntil: async () => null,
    }),
  });
});
afterAll(() => database.close());
afterEach(() => {
  meanwhile = async () => {};
});

const owed = { reason: 'due-30', since: date('2026-12-01'), askAt: now };

/** An assignment that owes a reminder, and a credential for it, waiting for its decision. */
async function handedIn(fields: Partial<Assignment> = {}, on = '2026-12-01') {
  const assignment = anAssignment({ nudge: { nextAt: now, owed, snoozedUntil: null, said: [] }, ...fields });
  const { personId, certificationId } = assignment;
  const credential = aCredential({
    personId,
    certificationId,
    state: 'submitted',
    handedIn: { by: personId, on: date(on), at: now },
  });
  await assignments.model.insertMany([{ ...assignment, ...bornSilently }]);
  await credentials.model.insertMany([{ ...credential, ...bornSilently }]);
  const about = { personId, certificationId, credentialId: credential._id, about: credential._id, at: now, by: 'test' };
  return {
    standing: async () => (await assignments.byId(assignment._id))!,
    facts: async () => {
      const [found] = await assignments.model.find({ _id: assignment._id }).lean().exec();
      return found!.pendingFacts.map(({ type }) => type);
    },
    becomes: (state: Credential['state']) => credentials.model.updateOne({ _id: credential._id }, { $set: { state } }),
    submitted: { ...about, id: `${credential._id}:0`, type: 'credential.submitted' as const },
    declined: { ...about, id: `${credential._id}:1`, type: 'credential.declined' as const },
  };
}

describe('what waits for its decision', () => {
  test('puts the assignment in review, with the day on which it was handed in, and ends its reminders', async () => {
    const { submitted, standing, facts } = await handedIn({}, '2026-11-30');
    await follow(submitted);
    await follow(submitted);
    expect(await standing()).toMatchObject({
      state: 'in-review',
      handedInOn: '2026-11-30',
      nudge: { nextAt: null, owed: null, snoozedUntil: null },
    });
    expect(await facts()).toEqual(['assignment.handed-in']);
  });

  test('that was declined opens it again, once; planned when its day is still to come', async () => {
    const [open, early] = [await handedIn(), await handedIn({ state: 'planned', opensOn: date('2027-01-10') })];
    for (const one of [open, early]) {
      await follow(one.submitted);
      expect((await one.standing()).state).toBe('in-review');
      await one.becomes('declined');
      await follow(one.declined);
      await follow(one.declined);
      expect(await one.facts()).toEqual(['assignment.handed-in', 'assignment.reopened']);
    }
    expect(await open.standing()).toMatchObject({ state: 'open', handedInOn: null });
    expect(await early.standing()).toMatchObject({ state: 'planned', handedInOn: null, nudge: { nextAt: null } });
  });

  test('keeps an exam that is still to come, and forgets one that it has answered', async () => {
    const [ahead, over] = [
      await handedIn({ examOn: date('2026-12-10') }),
      await handedIn({ examOn: date('2026-12-01') }),
    ];
    for (const one of [ahead, over]) {
      await follow(one.submitted);
      await one.becomes('withdrawn');
      await follow(one.declined);
    }
    expect((await ahead.standing()).examOn).toBe('2026-12-10');
    expect((await over.standing()).examOn).toBeNull();
  });

  test('follows nothing where nothing is asked for, or it is closed', async () => {
    const { submitted, standing } = await handedIn({ state: 'closed', closing: 'waived' });
    await follow(submitted);
    expect(await standing()).toMatchObject({ state: 'closed', version: 0 });
  });

  test('and is decided at the very moment in which it is followed, is not left in review', async () => {
    const one = await handedIn();
    let decided = false;
    meanwhile = async () => {
      if (decided) return;
      decided = true;
      await one.becomes('declined');
      // Its fact finds an open assignment, and has nothing to do.
      await follow(one.declined);
    };
    await follow(one.submitted);
    expect((await one.standing()).state).toBe('open');
  });

  test('ends as what is true, whatever the order of facts, repeats and kills', async () => {
    const step = fc.constantFrom('submitted', 'declined', 'decline', 'killed');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        meanwhile = async () => {};
        const one = await handedIn();
        for (const now of [...steps, 'submitted' as const, 'declined' as const]) {
          meanwhile = async () => {
            if (now === 'killed') throw new Error('killed');
          };
          if (now === 'decline') await one.becomes('declined');
          else await follow(one[now === 'declined' ? now : 'submitted']).catch(() => undefined);
        }
        const { state } = await one.standing();
        expect(state).toBe(steps.includes('decline') ? 'open' : 'in-review');
      }),
      { numRuns: 40 },
    );
  });
});
