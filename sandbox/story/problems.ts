import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { MongoClient } from 'mongodb';
import type { Effect } from '../effects.js';
import { databaseProblems } from './database-left.js';
import { expectations } from './expectation.js';
import type { Posted } from './heard.js';
import { generalRules } from './rules.js';
import { leaked, notShown, saidAllTheSame } from './shown.js';

/** What may be read of a story: what Slack accepted, and the database as it was left. */
export type Evidence = Readonly<{ effectLog: string; mongodbUri: string; dbName: string }>;

export const effectLogIn = (folder: string) => join(folder, 'effects.jsonl');

type Expected = (typeof expectations)[number];

/** All that is not as it should be before this instant (UTC). */
export async function problemsOf({ effectLog, mongodbUri, dbName }: Evidence, until: string): Promise<string[]> {
  const effects = readEffects(effectLog);
  return [
    ...expectations.flatMap((expected) => compare(effects, expected, until)),
    ...generalRules.flatMap((rule) => rule(effects)),
    ...notShown(effects, until),
    ...leaked(effects),
    ...saidAllTheSame(effects),
    ...(await databaseProblems(new MongoClient(mongodbUri), dbName, until)),
  ];
}

export const readEffects = (effectLog: string): Effect[] =>
  readFileSync(effectLog, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Effect);

export const postedIn = (effects: readonly Effect[]): Posted[] =>
  effects.filter((effect): effect is Posted => effect.kind === 'message.posted');

/** Each message to this person: when, on their wall clock, and its words. */
export const heardBy = (effects: readonly Effect[], { slackId, zone }: Expected): string[] =>
  postedIn(effects)
    .filter(({ user }) => user === slackId)
    .map(({ at, text }) => `${DateTime.fromISO(at, { zone }).toFormat('yyyy-MM-dd HH:mm')} ${text}`);

/** What is missing or too much. */
function compare(effects: readonly Effect[], expected: Expected, until: string): string[] {
  const { name, zone } = expected;
  const ends = DateTime.fromISO(until, { zone: 'utc' });
  const hears = expected.hears.filter((line) => DateTime.fromSQL(line.slice(0, 16), { zone }) < ends);
  const heard = heardBy(effects, expected);
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
