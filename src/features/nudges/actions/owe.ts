import type { AssignmentId, CertificationId, PersonId } from '../../../shared/ids.js';
import type { Assignment, FirstNudge, NudgeMemory } from '../../assignments/index.js';
import type { Person } from '../../people/index.js';
import { isReached, reminderTopic } from '../nudge.js';
import type { Owed } from '../rules.js';
import { assigned, nextAtAgain, planAnnounced, planDue, planLoaded } from '../rules.js';
import type { Nudged } from '../store.js';
import type { NudgesDeps } from './deps.js';
import { lastSaidOn, subjectOf, wasTold } from './subject.js';

type Leave = Readonly<Person['leave']>;

const batch = 1_000;

/** What a new assignment owes at first. Loaded items that are already late are held back until their turn. */
export function createFirstNudge({ people, catalog }: Pick<NudgesDeps, 'people' | 'catalog'>): FirstNudge {
  return async ({ personId, certificationId, dueOn, examOn, how, now }) => {
    const person = await people.byId(personId);
    const certification = (await catalog.all()).get(certificationId);
    if (person === null || certification === undefined)
      throw new Error('An assignment needs a person and a certification');
    const days = people.workingDays(person, now);
    const subject = subjectOf({ dueOn, examOn, nudge: { snoozedUntil: null } }, certification, days);
    const { owed, nextAt } = how === 'announced' ? planAnnounced(subject) : planLoaded(subject);
    const isHeld = how === 'loaded' && owed !== null && owed.since < days.today;
    return { nextAt, owed: owed && { ...owed, askAt: isHeld ? null : now }, snoozedUntil: null, said: [] };
  };
}

/** Step 1 of DESIGN 5: what is owed now, in bulk. The filter on the value read lets a snooze made meanwhile win. */
export function createOwe({ store, people, catalog, clock, outbox }: NudgesDeps) {
  return {
    async run(keepsGoing: () => boolean): Promise<number> {
      for (let owed = 0; ; ) {
        const now = clock.now();
        const due = await store.due(now, batch);
        if (due.length === 0 || !keepsGoing()) return owed;
        const [{ reach }, found, certifications, unsaid] = await Promise.all([
          store.readSwitch(),
          people.byIds([...new Set(due.map(({ personId }) => personId))]),
          catalog.all(),
          unsaidNotices(due),
        ]);
        await store.write(
          due.map((assignment) => {
            const { _id, personId, certificationId, nudge } = assignment;
            const person = found.get(personId);
            const certification = certifications.get(certificationId);
            const expected = { _id, state: 'open' as const, 'nudge.nextAt': nudge.nextAt };
            // Nobody and nothing to remind of: out of the sweep's way until a change plans it again.
            if (person === undefined || certification === undefined) return update(expected, { 'nudge.nextAt': null });
            const subject = subjectOf(assignment, certification, people.workingDays(person, now));
            const plan = planDue({
              ...subject,
              now,
              nextAt: nudge.nextAt ?? now,
              notice: unsaid.has(_id) ? 'unsaid' : 'said',
            });
            if (plan.owed === null) return update(expected, { 'nudge.nextAt': plan.nextAt });
            return update(expected, {
              'nudge.nextAt': plan.nextAt,
              'nudge.owed': asked(plan.owed, isReached(reach, person) ? now : null),
              'nudge.snoozedUntil': null,
            });
          }),
        );
        owed += due.length;
      }
    },

    planAgain: (personIds: readonly PersonId[]) => planAgain(personIds),

    /** The same, and what leave has put off comes at once when that leave is not taken. `was`: their leave before. */
    followLeave: (personId: PersonId, was: Leave) => planAgain([personId], was),

    /** The same for everybody who is to earn this certification: its ladder may have changed. */
    async planCertificationAgain(certificationId: CertificationId): Promise<void> {
      for await (const personIds of store.peopleWith(certificationId)) await planAgain(personIds);
    },
  };

  /** Those of which a notice is owed that no message under way may have said. */
  async function unsaidNotices(due: readonly Nudged[]): Promise<Set<AssignmentId>> {
    const owed = due.filter(({ nudge }) => nudge.owed?.reason === assigned);
    const readers = [...new Set(owed.map(({ personId }) => personId))];
    const held = await Promise.all(readers.map((reader) => outbox.heldItems(reader, reminderTopic, '')));
    const underWay = new Set(held.flat().flatMap(({ id, reason }) => (reason === assigned ? [id] : [])));
    return new Set(owed.map(({ _id }) => _id).filter((id) => !underWay.has(id)));
  }

  /** Looks anew at when the next steps of these people fall: their zone, hours or leave have changed. */
  async function planAgain(personIds: readonly PersonId[], was?: Leave): Promise<void> {
    const found = await people.byIds(personIds);
    const certifications = await catalog.all();
    const now = clock.now();
    for (const person of found.values()) {
      const open = await store.openOf(person._id);
      await store.write(
        open.flatMap((assignment) => {
          const { _id, certificationId, nudge } = assignment;
          const certification = certifications.get(certificationId);
          // What is due already is the sweep's to decide, with the person's new hours.
          if (certification === undefined || (nudge.nextAt !== null && nudge.nextAt <= now)) return [];
          const subject = subjectOf(assignment, certification, people.workingDays(person, now));
          const told = nudge.owed !== null || wasTold(nudge, person, subject.days) ? 'told' : 'not told';
          const lastOn = lastSaidOn(assignment, person);
          const before = was && people.workingDays({ ...person, leave: [...was] }, now);
          const nextAt = nextAtAgain({ ...subject, today: told, lastOn, before });
          return [update({ _id, state: 'open', 'nudge.nextAt': nudge.nextAt }, { 'nudge.nextAt': nextAt })];
        }),
      );
      // What waits for a later day is asked about at once: they may be back before it.
      const waits = open.filter(({ nudge }) => (nudge.owed?.askAt ?? now) > now);
      await store.write(waits.map((assignment) => askAgain(assignment, now)));
    }
  }
}

const asked = ({ reason, since }: Owed, askAt: Date | null): NonNullable<NudgeMemory['owed']> => ({
  reason,
  since,
  askAt,
});

const update = (
  filter: { _id: Assignment['_id']; state: 'open'; [path: string]: unknown },
  $set: Record<string, unknown>,
) => ({ updateOne: { filter, update: { $set } } });

/** Only while the same thing is still owed as was read. */
export const askAgain = ({ _id, nudge }: Nudged, askAt: Date | null) =>
  update(
    { _id, state: 'open', 'nudge.owed.reason': nudge.owed?.reason, 'nudge.owed.askAt': nudge.owed?.askAt },
    { 'nudge.owed.askAt': askAt },
  );
