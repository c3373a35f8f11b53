import type { Db } from 'mongodb';
import { notBegun } from '../../src/features/assignments/assignment.js';
import type { Assignment } from '../../src/features/assignments/index.js';
import type { Certification } from '../../src/features/catalog/index.js';
import type { Person } from '../../src/features/people/index.js';
import { currentOrNextShift } from '../../src/features/people/index.js';
import { bornSilently } from '../../src/platform/database/facts.js';
import type { CalendarDate, Weekday, Zone } from '../../src/shared/dates.js';
import { addDays, dateIn } from '../../src/shared/dates.js';
import type { AssignmentId, CertificationId, PersonId } from '../../src/shared/ids.js';
import { aCertification } from '../builders/certification.js';
import { periods } from '../builders/person.js';
import type { Due, PlannedPerson } from './evidence.js';
import type { Random } from './random.js';

/**
 * A company that works around the clock, where it is mid-morning, so that neither a day nor a half of it ends during a
 * run. Nobody has holidays.
 */
export type Company = Readonly<{
  people: readonly Person[];
  managers: readonly Person[];
  /** Those who are reminded, in the order in which their reminders fall due. */
  reminded: readonly Person[];
  /** Colleagues of whom nothing is asked before a manager does. */
  free: readonly Person[];
  /** Those whose study time is about to begin, or has just ended. */
  students: readonly Person[];
  /** Those who have earned what brings a reward. */
  earners: readonly Person[];
  owner: Person;
  certifications: readonly Certification[];
}>;

export type CompanySize = Readonly<{ messages: number; free: number; students?: number; earners?: number }>;

const morningHour = 10;
const reportsOfOne = 20;
const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** The zone in which it is mid-morning now. */
function zoneOfMorning(now: Date): Zone {
  const ahead = ((morningHour - now.getUTCHours() + 36) % 24) - 12;
  // Signs are the other way round in these names.
  return (ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`) as Zone;
}

export function makeCompany({ messages, free, students = 0, earners = 0 }: CompanySize, now: Date): Company {
  const zone = zoneOfMorning(now);
  const counts = [messages, free, students, earners];
  const reportCount = counts.reduce((sum, count) => sum + count, 0);
  const managerCount = Math.max(1, Math.ceil(reportCount / reportsOfOne));
  const someone = (index: number, managerId: PersonId | null): Person => ({
    _id: `per_${String(index).padStart(12, '0')}` as PersonId,
    version: 0,
    employeeId: `E${index}`,
    name: `${firstNames[index % firstNames.length]} ${String(index).padStart(5, '0')}`,
    email: `person.${index}@example.com`,
    slackId: `U${String(index).padStart(9, '0')}`,
    managerId,
    role: 'Technician',
    team: `Team ${index % 40}`,
    zone,
    zoneFrom: 'file',
    country: '',
    hours: periods(everyDay, '00:00', '00:00'),
    leave: [],
    startOn: null,
    grade: '',
    location: '',
    state: 'active',
    reminders: 'as-planned',
    delegate: null,
    dmChannel: null,
  });
  const owner = someone(0, null);
  const managers = Array.from({ length: managerCount }, (_, index) => someone(1 + index, owner._id));
  const reports = Array.from({ length: reportCount }, (_, index) =>
    someone(1 + managerCount + index, managers[index % managerCount]!._id),
  );
  const left = [...reports];
  return {
    people: [owner, ...managers, ...reports],
    managers,
    reminded: left.splice(0, messages),
    free: left.splice(0, free),
    students: left.splice(0, students),
    earners: left,
    owner,
    certifications: names.map((name, index) =>
      aCertification({ _id: `CHAOS-${index + 1}` as CertificationId, name, validMonths: 24 }),
    ),
  };
}

/** Writes people and catalogue, and switches reminders on. `dms` are open already; the app opens the others itself. */
export async function hire(db: Db, company: Company, dms: ReadonlyMap<string, string>): Promise<void> {
  const people = company.people.map((person) => ({ ...person, dmChannel: dms.get(person.slackId ?? '') ?? null }));
  await insert(db, 'people', people);
  await insert(db, 'certifications', company.certifications);
  await insert(db, 'settings', [{ _id: 'nudging', reach: { state: 'on' }, releaseShare: 10 }]);
}

export type Assigned = Readonly<{
  person: Person;
  assignment: Assignment;
  certification: Certification;
  dueMs: number;
}>;

/** What each is to be reminded of, spread evenly over the time given: one thing, or sometimes two at one instant. */
export function planReminders(
  { reminded, certifications }: Company,
  { fromMs, untilMs, random }: { fromMs: number; untilMs: number; random: Random },
): Assigned[] {
  return reminded.flatMap((person, index) => {
    const share = (index + random.between(0, 1)) / reminded.length;
    const dueMs = Math.round(fromMs + share * (untilMs - fromMs));
    const first = random.below(certifications.length);
    const count = random.happens(shareOfTwo) ? 2 : 1;
    return Array.from({ length: count }, (_, nth) => {
      const certification = certifications[(first + nth) % certifications.length]!;
      return { person, certification, dueMs, assignment: assignmentOf(person, certification, dueMs, random) };
    });
  });
}

const shareOfTwo = 0.1;
/** What is due tomorrow is urgent: its review does not wait for the next half-day. */
const steps = [1, 14, 30] as const;

const assignmentOf = (person: Person, certification: Certification, dueMs: number, random: Random): Assignment => ({
  ...openAssignment(person, certification, { atMs: dueMs, daysLeft: random.pick(steps) }),
  nudge: { nextAt: new Date(dueMs), owed: null, snoozedUntil: null, said: [] },
});

/** One of which nothing is to be said. */
export function openAssignment(
  person: Person,
  certification: Certification,
  { atMs, daysLeft }: { atMs: number; daysLeft: number },
): Assignment {
  const today: CalendarDate = dateIn(new Date(atMs), person.zone);
  const assignedOn = addDays(today, -60);
  return {
    _id: `asg_${certification._id.toLowerCase().replaceAll('-', '')}${person._id.slice('per_'.length)}` as AssignmentId,
    version: 0,
    personId: person._id,
    certificationId: certification._id,
    state: 'open',
    dueOn: addDays(today, daysLeft),
    opensOn: assignedOn,
    renews: null,
    because: '',
    assignedBy: person.managerId,
    assignedOn,
    ...notBegun,
    nudge: { nextAt: null, owed: null, snoozedUntil: null, said: [] },
  };
}

export const assign = (db: Db, assigned: readonly Assigned[]) =>
  insert(
    db,
    'assignments',
    assigned.map(({ assignment }) => assignment),
  );

export const duesOf = (assigned: readonly Assigned[]): Due[] =>
  assigned.map(({ person, assignment, certification, dueMs }) => ({
    assignmentId: assignment._id,
    slackId: person.slackId!,
    certification: certification.name,
    dueMs,
    untilMs: currentOrNextShift(person, new Date(dueMs)).end.getTime(),
  }));

export const plannedPeople = ({ people }: Company): PlannedPerson[] => {
  const slackIds = new Map(people.map(({ _id, slackId }) => [_id, slackId]));
  return people.map(({ _id, slackId, managerId }) => ({
    personId: _id,
    slackId: slackId!,
    managerSlackId: managerId === null ? null : (slackIds.get(managerId) ?? null),
  }));
};

export async function insert<Noun extends { _id: string }>(
  db: Db,
  collection: string,
  documents: readonly Noun[],
): Promise<void> {
  if (documents.length === 0) return;
  const born = documents.map((document) => ({ ...document, ...bornSilently }));
  await db.collection<{ _id: string }>(collection).insertMany(born, { ordered: false });
}

const firstNames = ['Ana', 'Ben', 'Chidi', 'Denise', 'Emre', 'Farah', 'Goran', 'Hana', 'Ines', 'Jun'] as const;

/** None begins another. */
const names = [
  'First aid',
  'Fire warden',
  'Lift safety',
  'Forklift licence',
  'Data protection',
  'Cloud practitioner',
  'Kubernetes administrator',
  'Working at heights',
  'Food hygiene',
  'Security awareness',
  'Export control',
  'Scrum basics',
] as const;
