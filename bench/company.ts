import type { Db } from 'mongodb';
import { notBegun } from '../src/features/assignments/assignment.js';
import type { Assignment } from '../src/features/assignments/index.js';
import type { Certification } from '../src/features/catalog/index.js';
import { defaultLadder } from '../src/features/catalog/index.js';
import type { Person } from '../src/features/people/index.js';
import { bornSilently } from '../src/platform/database/facts.js';
import type { CalendarDate, TimeOfDay, Weekday, Zone } from '../src/shared/dates.js';
import { addDays } from '../src/shared/dates.js';
import type { AssignmentId, CertificationId, PersonId } from '../src/shared/ids.js';

/** A Thursday on which work has begun in every office, so that whatever falls today is due. */
export const now = new Date('2026-10-01T14:30:00Z');
const today = '2026-10-01' as CalendarDate;

export const peopleCount = 20_000;
export const certificationCount = 40;
export const dueCount = 5_000;

const offices = [
  { zone: 'America/New_York', country: 'US', beginsAtUtc: '13:00' },
  { zone: 'Europe/Madrid', country: 'ES', beginsAtUtc: '07:00' },
  { zone: 'Europe/Berlin', country: 'DE', beginsAtUtc: '07:00' },
  { zone: 'Asia/Kolkata', country: 'IN', beginsAtUtc: '03:30' },
  { zone: 'Asia/Tokyo', country: 'JP', beginsAtUtc: '00:00' },
] as const;
const officeOf = (person: number) => offices[person % offices.length]!;

const chunk = 10_000;

/** Hires everybody and opens the catalogue. */
export async function found(db: Db, people = peopleCount): Promise<void> {
  await insert(db, 'certifications', 0, certificationCount, certification);
  await insert(db, 'people', 0, people, person);
}

/** Adds assignments of which nothing is due, from the `from`th to the `to`th. */
export const assign = (db: Db, from: number, to: number) => insert(db, 'assignments', from, to, assignment);

/** Which `dueCount` of the first `assignments` fall due today: the same ones in every run, spread over all people. */
export function chooseDue(assignments: number): readonly number[] {
  const random = randomNumbers(20_261_001);
  const chosen = new Set<number>();
  while (chosen.size < dueCount) {
    const index = Math.floor(random() * assignments);
    if (isOpen(index)) chosen.add(index);
  }
  return [...chosen];
}

/** Lets exactly these fall due today, with nothing said of it and nothing in the outbox. */
export async function makeDue(db: Db, indexes: readonly number[]): Promise<void> {
  await rewrite(db, indexes, (index) => {
    const step = nearLadder[index % nearLadder.length]!;
    return {
      dueOn: addDays(today, step),
      nudge: { ...assignment(index).nudge, nextAt: beginsOn(today, personOf(index)) },
    };
  });
}

/** Which documents these are. */
export const idsOf = (indexes: readonly number[]): string[] => indexes.map(assignmentId);

/** Undoes `makeDue` and whatever a sweep did since. */
export async function makeQuiet(db: Db, indexes: readonly number[]): Promise<void> {
  await rewrite(db, indexes, (index) => {
    const { dueOn, nudge } = assignment(index);
    return { dueOn, nudge };
  });
}

async function rewrite(
  db: Db,
  indexes: readonly number[],
  fields: (index: number) => Pick<Assignment, 'dueOn' | 'nudge'>,
): Promise<void> {
  await db.collection('outbox').deleteMany({});
  await db.collection<Assignment>('assignments').bulkWrite(
    indexes.map((index) => ({
      updateOne: { filter: { _id: assignmentId(index) }, update: { $set: fields(index) } },
    })),
    { ordered: false },
  );
}

async function insert<Noun extends { _id: string }>(
  db: Db,
  collection: string,
  from: number,
  to: number,
  make: (index: number) => Noun,
): Promise<void> {
  let inserting: Promise<unknown> = Promise.resolve();
  for (let first = from; first < to; first += chunk) {
    const length = Math.min(chunk, to - first);
    // Made while the database still writes those before.
    const documents = Array.from({ length }, (_, offset) => ({ ...make(first + offset), ...bornSilently }));
    await inserting;
    inserting = db.collection<{ _id: string }>(collection).insertMany(documents, { ordered: false });
  }
  await inserting;
}

const personId = (index: number) => `per_${scattered(index)}` as PersonId;
const certificationId = (index: number) => `CERT-${index}` as CertificationId;
const assignmentId = (index: number) => `asg_${scattered(index)}` as AssignmentId;

export function certification(index: number): Certification {
  return {
    _id: certificationId(index),
    version: 0,
    name: `Certification ${index}`,
    issuer: 'Board of Examples',
    kind: index % 4 === 0 ? 'internal' : 'external',
    need: index % 3 === 0 ? 'optional' : 'required',
    mayNotWorkWithout: index % 10 === 1,
    validMonths: 36,
    graceDays: 0,
    ladder: [...defaultLadder],
    relevantTo: [{ role: 'Technician', why: 'customers ask who may open the shaft.' }],
    studyHours: 12,
    examFeeCents: null,
    examFeeCurrency: null,
    studyLinks: [`https://example.com/study/${index}`],
    reviewer: { by: 'manager' },
    approvals: 1,
    retakeDays: 0,
  };
}

export function person(index: number): Person {
  const { zone, country } = officeOf(index);
  return {
    _id: personId(index),
    version: 0,
    employeeId: `E${index}`,
    name: `Person ${index}`,
    email: `person.${index}@example.com`,
    slackId: `U${index.toString(36).toUpperCase().padStart(9, '0')}`,
    managerId: index === 0 ? null : personId(Math.floor(index / 8)),
    role: 'Technician',
    team: `Team ${index % 400}`,
    zone: zone as Zone,
    zoneFrom: 'file',
    country,
    hours: ([1, 2, 3, 4, 5] as Weekday[]).map((day) => ({ day, from: nine, to: five })),
    leave: [],
    startOn: null,
    grade: '',
    location: zone,
    state: 'active',
    reminders: 'as-planned',
    delegate: null,
    dmChannel: `D${index.toString(36).toUpperCase().padStart(9, '0')}`,
  };
}

const nine = '09:00' as TimeOfDay;
const five = '17:00' as TimeOfDay;

/** Everybody gets one certification after the other; one in four, and all of a second round, were closed since. */
export function assignment(index: number): Assignment {
  const round = Math.floor(index / peopleCount);
  const daysToNext = 1 + ((index * 31) % 365);
  const nextOn = addDays(today, daysToNext);
  return {
    _id: assignmentId(index),
    version: 1,
    personId: personId(personOf(index)),
    certificationId: certificationId((round + personOf(index)) % certificationCount),
    state: isOpen(index) ? 'open' : 'closed',
    dueOn: addDays(nextOn, stepAfter(daysToNext, index)),
    opensOn: addDays(today, -90),
    renews: null,
    because: '',
    assignedBy: null,
    assignedOn: addDays(today, -90),
    ...notBegun,
    closing: isOpen(index) ? null : 'earned',
    nudge: {
      nextAt: isOpen(index) ? beginsOn(nextOn, personOf(index)) : null,
      owed: null,
      snoozedUntil: null,
      said: defaultLadder.slice(0, index % 3).map((step) => ({
        reason: `due-${step}`,
        row: `nudge|${personId(personOf(index))}|2026-09-01`,
        at: new Date('2026-09-01T09:00:00Z'),
        certain: true,
      })),
    },
  };
}

/** What Slack needs to know of the n-th person and of their first assignment. */
export const slackIdOf = (index: number) => person(index).slackId ?? '';
export const firstAssignmentOf = (index: number) => assignment(index);

const nearLadder = [60, 30, 14, 7, 1, 0] as const;

/** A step of the ladder that comes in so many days, such that no other step falls on today. */
function stepAfter(days: number, index: number): number {
  const fits = nearLadder.filter((step) => !defaultLadder.includes(days + step));
  return fits[index % fits.length]!;
}
const personOf = (index: number) => index % peopleCount;
const isOpen = (index: number) => {
  const round = Math.floor(index / peopleCount);
  return round < certificationCount && round % 4 !== 3;
};
const beginsOn = (date: CalendarDate, person: number) => new Date(`${date}T${officeOf(person).beginsAtUtc}:00Z`);

/** Different for different numbers below 2^32, and in no order: as ids are in life. */
const scattered = (index: number) => (Math.imul(index, 0x9e3779b1) >>> 0).toString(36).padStart(12, '0');

/** Mulberry32: numbers in [0, 1), the same ones for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
