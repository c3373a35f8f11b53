import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { DateTime } from 'luxon';

/** When the people of the sample company work, read from the people files by rules of our own. */
type Worker = Readonly<{
  name: string;
  zone: string;
  shifts: readonly Readonly<{ days: readonly number[]; from: number; to: number }>[];
}>;

const dayMinutes = 24 * 60;
const minutesOf = ({ from, to }: Worker['shifts'][number]) => (to - from + dayMinutes) % dayMinutes;

const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const company = join(import.meta.dirname, '..', 'company');
const story = join(import.meta.dirname, 'files');

/** Each file with the instant at which it is loaded; the newest row of a person is how they work. */
const loaded = [
  { from: '', workers: readWorkers(join(company, 'people.csv')) },
  { from: '2026-10-02T11:00:00', workers: readWorkers(join(story, 'people-october.csv')) },
  { from: '2026-11-02T06:00:00', workers: readWorkers(join(company, 'people-november.csv')) },
];

/** Days off that the leave file says, and those that people say in the story; both ends count. */
const leave = [
  ...readLeave(join(company, 'leave.csv')),
  { slackId: 'U01MEERA14', from: '2026-10-01', until: '2026-10-05' },
];

/** Whether the person is at work at an instant, and what their wall clock shows. Undefined for somebody unknown. */
export function workingTimes(slackId: string, at: string) {
  const worker = loaded.findLast(({ from, workers }) => from <= at && workers.has(slackId))?.workers.get(slackId);
  if (worker === undefined) return undefined;
  const local = DateTime.fromISO(at, { zone: worker.zone });
  const minute = local.hour * 60 + local.minute;
  const yesterday = ((local.weekday + 5) % 7) + 1;
  const shiftsOf = (day: DateTime) => (isOnLeave(slackId, day.toFormat('yyyy-MM-dd')) ? [] : worker.shifts);
  const today = shiftsOf(local).find(
    ({ days, from, to }) => days.includes(local.weekday) && minute >= from && (minute < to || to <= from),
  );
  const lastNight = shiftsOf(local.minus({ days: 1 })).find(
    ({ days, from, to }) => to <= from && days.includes(yesterday) && minute < to,
  );
  const shift = today ?? lastNight;
  const sinceStart = shift === undefined ? 0 : (minute - shift.from + dayMinutes) % dayMinutes;
  return {
    name: worker.name,
    localTime: local.toFormat('yyyy-MM-dd HH:mm'),
    isAtWork: shift !== undefined,
    /** Which half of the working day it is: of a split day each shift is one. */
    half: shift && `${shift.from} ${sinceStart < minutesOf(shift) / 2 ? 'first' : 'second'}`,
    /** The day on which the shift began: what a night worker calls today. */
    workingDay: (today === undefined && lastNight !== undefined ? local.minus({ days: 1 }) : local).toFormat(
      'yyyy-MM-dd',
    ),
  };
}

const isOnLeave = (slackId: string, date: string) =>
  leave.some((one) => one.slackId === slackId && one.from <= date && date <= one.until);

function readLeave(file: string) {
  const people: Record<string, string>[] = parse(readFileSync(join(company, 'people.csv')), { columns: true });
  const rows: Record<string, string>[] = parse(readFileSync(file), { columns: true });
  return rows.map(({ employee_id = '', from = '', until = '' }) => {
    const slackId = people.find((one) => one.employee_id === employee_id)?.slack_id ?? '';
    return { slackId, from, until };
  });
}

function readWorkers(file: string): Map<string, Worker> {
  const rows: Record<string, string>[] = parse(readFileSync(file), { columns: true });
  return new Map(
    rows.map(({ slack_id = '', name = '', zone = '', hours = '' }) => [
      slack_id,
      { name, zone, shifts: hours.split(';').flatMap(periodsOf) },
    ]),
  );
}

function periodsOf(group: string): Worker['shifts'] {
  const [range = '', periods = ''] = group.trim().split(' ');
  const [first = '', last = first] = range.split('-');
  const start = names.indexOf(first);
  const length = (names.indexOf(last) - start + 7) % 7;
  const days = Array.from({ length: length + 1 }, (_, index) => ((start + index) % 7) + 1);
  return periods.split(',').map((period) => {
    const [from = '', to = ''] = period.split('-');
    return { days, from: minutes(from), to: minutes(to) };
  });
}

function minutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}
