import { readFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import { MongoClient } from 'mongodb';
import type { Effect, MessageEffect } from '../effects.js';
import { databaseProblems } from './database-left.js';
import { expectations } from './expectation.js';
import { workingTimes } from './working-times.js';

/**
 * Judges the story. Reads the effect log, which the app cannot write, and the database as it was left; imports nothing of
 * the app. Prints what the named people heard, and exits 1 when anybody heard what they should not have, or did not hear
 * what they should have.
 */
const [logFile = '', mongodbUri = '', dbName = '', until = ''] = process.argv.slice(2);
const effects = readFileSync(logFile, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Effect);
const posted = effects.filter((effect): effect is Effect & MessageEffect => effect.kind === 'message.posted');

const problems = [
  ...expectations.flatMap((expected) => compare(expected)),
  ...posted.flatMap(outsideWork),
  ...saidTwice(),
  ...twoOnOneWorkingDay(),
  ...answersMissing(),
  ...(await databaseProblems(new MongoClient(mongodbUri), dbName, until)),
];
console.log(`\n${posted.length} messages to ${new Set(posted.map(({ user }) => user)).size} people.`);
if (problems.length > 0) {
  console.log(`\nNot as it should be (${problems.length}):`);
  for (const problem of problems.slice(0, 40)) console.log(`  ${problem}`);
  process.exit(1);
}
console.log('Everybody heard what they should have heard, once, at the right hour.');

/** Prints what a named person heard; answers what is missing or too much. */
function compare({ slackId, name, zone, why, ...expected }: (typeof expectations)[number]): string[] {
  const ends = DateTime.fromISO(until, { zone: 'utc' });
  const hears = expected.hears.filter((line) => DateTime.fromSQL(line.slice(0, 16), { zone }) < ends);
  const heard = posted
    .filter(({ user }) => user === slackId)
    .map(({ at, text }) => `${DateTime.fromISO(at, { zone }).toFormat('yyyy-MM-dd HH:mm')} ${text}`);
  console.log(`\n${name}: ${why}`);
  if (heard.length === 0) console.log('  hears nothing');
  for (const line of heard) console.log(`  ${line}`);
  const missing = hears.filter((line) => !heard.some((said) => said.startsWith(line)));
  const surplus = heard.filter((said) => !hears.some((line) => said.startsWith(line)));
  return [
    ...missing.map((line) => `${name} did not hear: ${line}`),
    ...surplus.map((line) => `${name} should not have heard: ${line}`),
    ...(missing.length + surplus.length === 0 && heard.length !== hears.length
      ? [`${name} heard something twice`]
      : []),
  ];
}

/** Nobody is written to outside their working hours, as the people files say them. */
function outsideWork({ at, user, text }: Effect & MessageEffect): string[] {
  const person = user === null ? undefined : workingTimes(user, at);
  if (person === undefined) return [`A message to ${user}, whom the people files do not know`];
  return person.isAtWork ? [] : [`${person.name} was written to outside work, at ${person.localTime}: ${text}`];
}

/** The same words never come twice to one person: each reminder names another number of days. */
function saidTwice(): string[] {
  const seen = new Set<string>();
  return posted.flatMap(({ user, text, at }) => {
    const key = `${user} ${text}`;
    const again = seen.has(key);
    seen.add(key);
    return again ? [`${user} heard twice, at ${at}: ${text}`] : [];
  });
}

function twoOnOneWorkingDay(): string[] {
  const days = new Set<string>();
  return posted.flatMap(({ user, at }) => {
    const day = `${user} ${user === null ? at : workingTimes(user, at)?.workingDay}`;
    const again = days.has(day);
    days.add(day);
    return again ? [`Two messages on one working day: ${day}`] : [];
  });
}

/** Presses are answered to the presser alone, and their messages are redrawn. */
function answersMissing(): string[] {
  const shown = (kind: Effect['kind'], user: string, words: string) =>
    effects.some(
      (effect) =>
        effect.kind === kind && 'user' in effect && effect.user === user && JSON.stringify(effect).includes(words),
    );
  const due: [string, Effect['kind'], string, string][] = [
    ['2026-10-13', 'message.ephemeral', 'U01ANA20', 'You will hear of'],
    ['2026-10-13', 'message.updated', 'U01ANA20', 'Snoozed: you will hear of it again on Friday 16 October 2026'],
    ['2026-10-14', 'message.ephemeral', 'U01HECTO40', 'You hold it until Thursday 5 November 2026'],
    ['2026-10-16', 'message.ephemeral', 'U01SOFIA36', 'at most one message a week'],
    ['2026-10-16', 'message.updated', 'U01SOFIA36', 'Remind me as usual again'],
    ['2026-11-16', 'message.updated', 'U01MORIT26', 'is earned. Congratulations!'],
  ];
  return due
    .filter(([on, kind, user, words]) => on < until && !shown(kind, user, words))
    .map(([, kind, user, words]) => `No ${kind} for ${user} says: ${words}`);
}
