import { readFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import { MongoClient } from 'mongodb';
import type { Effect } from '../effects.js';
import { databaseProblems } from './database-left.js';
import { expectations } from './expectation.js';
import type { Posted } from './heard.js';
import { generalRules } from './rules.js';
import { leaked, notShown, saidAllTheSame } from './shown.js';

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
const posted = effects.filter((effect): effect is Posted => effect.kind === 'message.posted');

const problems = [
  ...expectations.flatMap((expected) => compare(expected)),
  ...generalRules.flatMap((rule) => rule(effects)),
  ...notShown(effects, until),
  ...leaked(effects),
  ...saidAllTheSame(effects),
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
