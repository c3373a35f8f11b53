import type { CalendarDate, Weekday, Zone } from '../../../shared/dates.js';
import { TimeOfDay } from '../../../shared/dates.js';
import { CertificationId } from '../../../shared/ids.js';
import { visibleText } from '../../../shared/text.js';
import { writtenAs } from '../../../shared/typed.js';
import type { Mentioned } from '../../assignments/index.js';
import type { WeeklyWish } from './rules.js';
import { minutesBetween, timeAfter } from './rules.js';
import { dayWord } from './words.js';

/* Times are written with an en dash: Slack would read what stands between two colons as an emoji. */

/** Study time that somebody gives to others. */
export type TimeRequest = Readonly<{
  who: readonly Mentioned[];
  wish: WeeklyWish;
  certificationId: CertificationId;
  /** Null: until it is due. */
  until: CalendarDate | null;
}>;

/** How the feature that asks people to earn something reads mentions and days, so that all commands read them alike. */
export type Reading = Readonly<{
  readMention(piece: string): Mentioned | undefined;
  readDueDate(text: string, here: { now: Date; zone: Zone }): { dueOn: CalendarDate } | { reason: string };
}>;

type Read = Readonly<{ request: TimeRequest } | { reason: string }>;

export const timeExample = '/cert time @team friday 14:00–16:00 for AWS-SAA until 29 jan';

const mostProblems = 6;
const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/**
 * Reads what follows `/cert time`: `@ana @team tue fri 14:00-16:00 for CODE until DATE`. Answers the request, or in one or
 * more sentences everything that it lacks.
 */
export function readTimeRequest(
  text: string,
  here: { now: Date; zone: Zone },
  { readMention, readDueDate }: Reading,
): Read {
  // "14:00 - 16:00" is one word.
  const joined = text.replace(/(?<=\d)\s*[-–]\s*(?=\d{1,2}:\d\d)/g, '-');
  const [head, code, date] = parts(joined.match(/<[^<>]*>|[^\s,]+/g) ?? []);
  const who = new Map<string, Mentioned>();
  const days = new Set<Weekday>();
  const times: string[] = [];
  const problems: string[] = [];
  for (const piece of head) {
    const mentioned = readMention(piece);
    const day = weekdays.find((one) => isDay(piece, one));
    if (mentioned !== undefined) who.set(idOf(mentioned), mentioned);
    else if (day !== undefined) days.add(day);
    else if (/^\d/.test(piece)) times.push(piece);
    else if (!fillers.has(piece.toLowerCase()))
      problems.push(
        `“${shown(piece.startsWith('<') ? writtenAs(piece) || piece : piece)}” is no person, user group, day of the week or time.`,
      );
  }
  if (who.size === 0) problems.push('It does not say who: mention people or a user group with @.');
  if (days.size === 0) problems.push('It does not say on which day of the week, such as friday.');
  const time = readTimes(times);
  if ('reason' in time) problems.push(time.reason);
  const certification = readCode(code);
  if ('reason' in certification) problems.push(certification.reason);
  const until = date.length === 0 ? { dueOn: null } : readDueDate(date.join(' '), here);
  if ('reason' in until) problems.push(until.reason);
  if (problems.length > 0 || 'reason' in time || 'reason' in certification || 'reason' in until)
    return { reason: [...new Set(problems)].slice(0, mostProblems).join(' ') };
  return {
    request: {
      who: [...who.values()],
      wish: { weekdays: [...days].toSorted(), ...time },
      certificationId: certification.code,
      until: until.dueOn,
    },
  };
}

/** The same request as anybody could type it, for the button that confirms it: a press is read like a command. */
export function writeTimeRequest({ who, wish, certificationId, until }: TimeRequest): string {
  const mentions = who.map((one) => (one.kind === 'person' ? `<@${one.slackId}>` : `<!subteam^${one.groupId}>`));
  const days = wish.weekdays.map(dayWord);
  const times = `${wish.from}-${timeAfter(wish.from, wish.minutes)}`;
  const end = until === null ? [] : ['until', until];
  return [...mentions, ...days, times, 'for', certificationId, ...end].join(' ');
}

/** What stands before "for", between "for" and "until", and after "until". */
function parts(pieces: readonly string[]): [string[], string[], string[]] {
  const untilAt = lastOf(pieces, /^(until|till|by)$/i);
  const before = untilAt < 0 ? pieces : pieces.slice(0, untilAt);
  const forAt = lastOf(before, /^for$/i);
  return [
    before.slice(0, forAt < 0 ? undefined : forAt),
    forAt < 0 ? [] : before.slice(forAt + 1),
    untilAt < 0 ? [] : pieces.slice(untilAt + 1),
  ];
}

const lastOf = (pieces: readonly string[], word: RegExp) => pieces.findLastIndex((piece) => word.test(piece));

const fillers = new Set(['and', '&', '&amp;', 'on', 'every', 'each', 'from', 'to']);

/** "fri", "Friday", "fridays" */
function isDay(piece: string, day: Weekday): boolean {
  const name = dayWord(day).toLowerCase();
  const word = piece.toLowerCase().replace(/s$/, '');
  return word.length >= 3 && (name === piece.toLowerCase() || name.startsWith(word));
}

function readTimes(times: readonly string[]): Pick<WeeklyWish, 'from' | 'minutes'> | { reason: string } {
  const [only, ...more] = times;
  const [from, to] = (only ?? '').split('-').map(timeOf);
  if (from === undefined || to === undefined || more.length > 0 || from >= to)
    return { reason: 'It does not say from when until when on one day, such as 14:00–16:00.' };
  return { from, minutes: minutesBetween(from, to) };
}

/** `9:30` is 09:30. */
function timeOf(text: string): TimeOfDay | undefined {
  const parsed = TimeOfDay.safeParse(/^\d:/.test(text) ? `0${text}` : text);
  return parsed.success ? parsed.data : undefined;
}

function readCode([first, ...more]: readonly string[]): { code: CertificationId } | { reason: string } {
  const code = CertificationId.safeParse(first?.toUpperCase());
  if (first === undefined || more.length > 0 || !code.success)
    return { reason: 'It does not say for which certification: write “for” and its code.' };
  return { code: code.data };
}

const idOf = (mentioned: Mentioned) => (mentioned.kind === 'person' ? mentioned.slackId : mentioned.groupId);

const shown = (words: string) => visibleText(words, 40);
