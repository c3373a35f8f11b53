import type { Effect } from '../effects.js';
import type { Posted } from './heard.js';
import { isAskedFor, kindOf, sentencesOf } from './heard.js';
import { workingTimes } from './working-times.js';

/** What holds for everybody; each answers what was not so. */
export const generalRules: readonly ((effects: readonly Effect[]) => string[])[] = [
  (effects) => toPeople(effects).flatMap(knownWords),
  (effects) => toPeople(effects).flatMap(atWork),
  whileStudying,
  (effects) => twice(toPeople(effects).filter(isNoRecall), 'heard the same words twice', sentencesOf),
  (effects) => twice(ofKind(effects, 'recall'), 'heard twice of one study time', dayAndSentencesOf),
  (effects) => twice(ofKind(effects, 'reminder'), 'got two reminders on one working day', workingDayOf),
  (effects) => twice(ofKind(effects, 'card'), 'got two messages to decide in one half-day', halfDayOf),
  (effects) => twice(ofKind(effects, 'weekly list'), 'got two lists in one week', ({ text }) => text.slice(0, 20)),
  (effects) => twice(ofKind(effects, 'study time'), 'heard of one week twice', ({ text }) => text.slice(0, 35)),
  (effects) => effects.filter(isShown).flatMap(fitForChannel),
  (effects) => effects.filter(isShown).flatMap(sharedByThem),
];

const isPosted = (effect: Effect): effect is Posted => effect.kind === 'message.posted';
const isShown = (effect: Effect): effect is Posted =>
  effect.kind === 'message.posted' || effect.kind === 'message.updated';
type ToPerson = Posted & { user: string };
const toPeople = (effects: readonly Effect[]) =>
  effects.filter(isPosted).filter((message): message is ToPerson => message.user !== null);
const ofKind = (effects: readonly Effect[], kind: ReturnType<typeof kindOf>) =>
  toPeople(effects).filter((message) => kindOf(message) === kind);

const knownWords = (message: Posted): string[] =>
  kindOf(message) === undefined ? [`${message.user} got a message of no known kind: ${message.text}`] : [];

/** Nobody is written to outside their working hours, as the people files say them. */
function atWork(message: ToPerson): string[] {
  const { user, at, text } = message;
  const person = workingTimes(user, at);
  if (person === undefined) return [`A message to ${user}, whom the people files do not know`];
  if (person.isAtWork || isAskedFor(message)) return [];
  return [`${person.name} was written to outside work, at ${person.localTime}: ${text}`];
}

/** What can wait waits until the study time is over of which somebody was reminded. */
function whileStudying(effects: readonly Effect[]): string[] {
  const times = ofKind(effects, 'recall').map((recall) => {
    const [, from = '', to = ''] = / (\d\d:\d\d)–(\d\d:\d\d)\./.exec(sentencesOf(recall)) ?? [];
    const [day = ''] = localTimeOf(recall).split(' ');
    return { user: recall.user, from: `${day} ${from}`, to: `${day} ${to}` };
  });
  return toPeople(effects)
    .filter((message) => !isAskedFor(message))
    .filter((message) => {
      const local = localTimeOf(message);
      return times.some(({ user, from, to }) => user === message.user && from <= local && local < to);
    })
    .map(({ user, at, text }) => `${user} was written to while studying, at ${at}: ${text}`);
}

const localTimeOf = ({ user, at }: ToPerson) => workingTimes(user, at)?.localTime ?? '';
/** Of each week's study time the same is said. */
const isNoRecall = (message: ToPerson) => kindOf(message) !== 'recall';
const dayAndSentencesOf = (recall: ToPerson) => `${localTimeOf(recall).slice(0, 10)} ${sentencesOf(recall)}`;

/** Each of these may come only once to one person. */
function twice(messages: readonly ToPerson[], problem: string, what: (message: ToPerson) => unknown): string[] {
  const seen = new Set<string>();
  return messages.flatMap((message) => {
    const key = `${message.user} ${what(message)}`;
    const again = seen.has(key);
    seen.add(key);
    return again ? [`${message.user} ${problem}, at ${message.at}: ${message.text}`] : [];
  });
}

const workingDayOf = ({ user, at }: ToPerson) => workingTimes(user, at)?.workingDay;
const halfDayOf = ({ user, at }: ToPerson) => {
  const person = workingTimes(user, at);
  return `${person?.workingDay} ${person?.half}`;
};

/** Channels hear of what was earned, of nothing else, never how long it took, and never what it brought. */
function fitForChannel({ user, text, blocks }: Posted): string[] {
  if (user !== null) return [];
  const isPraise = / has (earned|renewed) .+\.$/.test(text);
  const tells = /attempt|did not|fail|\blate\b|overdue|declin|expired|was due|€|\d points|a raise|days? off/i.test(
    `${text} ${JSON.stringify(blocks)}`,
  );
  return isPraise && !tells ? [] : [`A channel got: ${text}`];
}

/** Who lets their colleagues know of a reward, and from when on. */
const sharing = [
  { name: 'Aylin Sternhafen', from: '2026-10-08T08:40:00.000Z' },
  { name: 'Rohan Teacupwala', from: '2026-11-04T10:10:00.000Z' },
];

/** Channels read of a reward once its person shares it, and of nobody else's. */
function sharedByThem({ user, at, text, blocks }: Posted): string[] {
  const words = `${text} ${JSON.stringify(blocks)}`;
  const rewards = words.split('got a reward').length - 1;
  const shared = sharing.filter(({ name, from }) => words.includes(name) && at >= from).length;
  return user === null && rewards > shared ? [`A channel read at ${at} of a reward that nobody shared: ${text}`] : [];
}
