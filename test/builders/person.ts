import type { Person, WorkingPeriod } from '../../src/features/people/person.js';
import type { TimeOfDay, Weekday, Zone } from '../../src/shared/dates.js';
import { newPersonId } from '../../src/shared/ids.js';

let born = 0;

/** Somebody who works Monday to Friday, 09:00 to 17:00, in Madrid, without holidays, leave and Slack. */
export function aPerson(fields: Partial<Person> = {}): Person {
  born += 1;
  return {
    _id: newPersonId(),
    version: 0,
    employeeId: `E${born}`,
    name: `Person ${born}`,
    email: null,
    slackId: null,
    managerId: null,
    role: 'Technician',
    team: 'Field Service',
    zone: 'Europe/Madrid' as Zone,
    zoneFrom: 'default',
    country: '',
    hours: periods([1, 2, 3, 4, 5], '09:00', '17:00'),
    leave: [],
    startOn: null,
    grade: '',
    location: '',
    state: 'active',
    reminders: 'as-planned',
    delegate: null,
    dmChannel: null,
    ...fields,
  };
}

export const periods = (days: readonly Weekday[], from: string, to: string): WorkingPeriod[] =>
  days.map((day) => ({ day, from: from as TimeOfDay, to: to as TimeOfDay }));
