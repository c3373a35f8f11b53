/** Messages that are to be sent at once: one item is owed to each person, their row stands in the outbox. */
import type { Db } from 'mongodb';
import type { Assignment } from '../../src/features/assignments/index.js';
import { reminderTopic } from '../../src/features/nudges/nudge.js';
import type { Person } from '../../src/features/people/index.js';
import { bornSilently } from '../../src/platform/database/facts.js';
import type { Row } from '../../src/platform/slack/outbox.js';
import { fresh } from '../../src/platform/slack/outbox.js';
import type { Zone } from '../../src/shared/dates.js';
import { assignment, certification, certificationCount, now, person, slackIdOf } from '../company.js';

const chunk = 10_000;
const dayMs = 86_400_000;

/** Everybody works in one zone, in which it is the afternoon, so that nobody is to be told tomorrow. */
const employee = (index: number): Person => ({
  ...person(index),
  zone: 'Europe/Madrid' as Zone,
  country: 'ES',
  // Slack opens the DM of whoever is named there.
  dmChannel: slackIdOf(index),
});

function owed(index: number): Assignment {
  const { nudge, ...rest } = assignment(index);
  const since = rest.opensOn;
  return { ...rest, nudge: { ...nudge, owed: { reason: 'due-14', since, askAt: new Date(now.getTime() + dayMs) } } };
}

function row(index: number): Row {
  const { _id: personId } = person(index);
  return fresh({
    key: `nudge|${personId}|2026-10-01`,
    to: personId,
    topic: reminderTopic,
    subject: personId,
    notBefore: now,
    notAfter: new Date(now.getTime() + dayMs),
    priority: 2,
  });
}

export const slackIds = (count: number) => Array.from({ length: count }, (_, index) => slackIdOf(index));

export async function hireForDelivery(db: Db, count: number): Promise<void> {
  await insert(db, 'certifications', certificationCount, certification);
  await insert(db, 'people', count, employee);
}

/** Lets one message be due to each of the first `count` people, as if none had ever been sent. */
export async function makeWork(db: Db, count: number): Promise<void> {
  for (const name of ['assignments', 'outbox', 'pacer', 'breaker']) await db.collection(name).deleteMany({});
  await insert(db, 'assignments', count, owed);
  const rows = Array.from({ length: count }, (_, index) => row(index));
  await db.collection<Row>('outbox').insertMany(rows, { ordered: false });
}

async function insert(db: Db, collection: string, count: number, make: (index: number) => { _id: string }) {
  for (let from = 0; from < count; from += chunk) {
    const length = Math.min(chunk, count - from);
    const documents = Array.from({ length }, (_, offset) => ({ ...make(from + offset), ...bornSilently }));
    await db.collection<{ _id: string }>(collection).insertMany(documents, { ordered: false });
  }
}
