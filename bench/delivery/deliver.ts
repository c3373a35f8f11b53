/** Lets one or more processes of the app deliver the same work to a local Slack, each in a process of its own. */
import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '../../src/platform/database/connect.js';
import { openApp, owner } from '../app.js';
import { startObeying } from '../children.js';
import type { Ground } from '../ground.js';
import { prepare } from '../ground.js';
import type { AppOrders, AppSubject } from './app-process.js';
import type { Arrival, SlackOrders } from './slack-process.js';
import type { Trace } from './traced.js';
import { hireForDelivery, makeWork, slackIds } from './work.js';

export type Delivering = Readonly<{
  messages: number;
  processes: number;
  limits: 'on' | 'off';
  scale: number;
  messagesPerSecond: number;
  /** Who delivers: the app, or the least that any program must do. */
  by?: 'app' | 'floor';
  watch: AppSubject['watch'];
  /** After how many messages what is alive in the first process is weighed. */
  weighAfter?: readonly number[];
}>;

export type Delivered = Readonly<{
  /** Until the last row was settled. */
  seconds: number;
  arrivals: readonly Arrival[];
  doubled: number;
  /** Calls that Slack did not accept. */
  refused: number;
  heapMb: readonly number[];
  trace: Trace | undefined;
}>;

const slackProgram = new URL('./slack-process.ts', import.meta.url);
const programs = {
  app: new URL('./app-process.ts', import.meta.url),
  floor: new URL('./floor-process.ts', import.meta.url),
};

const pollMs = 100;
const patienceMs = 30_000;

export async function deliver(ground: Ground, work: Delivering): Promise<Delivered> {
  const { messages, processes, limits, scale, messagesPerSecond, by = 'app', watch, weighAfter = [] } = work;
  const { uri } = ground;
  const dbName = 'delivery';
  await prepare(ground, dbName);
  const database = await openDatabase({ uri, dbName, kind: 'embedded' });
  const { db } = database;
  if ((await db.collection('people').countDocuments()) < messages) {
    await db.collection('people').deleteMany({});
    await db.collection('certifications').deleteMany({});
    await hireForDelivery(db, messages);
    const app = await openApp({ uri, dbName });
    await app.features.nudges.switchTo({ state: 'on' }, 10, owner);
    await app.close();
  }
  await makeWork(db, messages);
  const slack = await startObeying<SlackOrders>(slackProgram, { limits, scale });
  await slack.ask('hire', slackIds(messages));
  const { apiUrl, botToken } = await slack.ask('access');
  const subject: AppSubject = { uri, dbName, apiUrl, botToken, messagesPerSecond, scale, watch };
  const apps = await Promise.all(
    Array.from({ length: processes }, () => startObeying<AppOrders>(programs[by], subject, ['--expose-gc'])),
  );

  const startMs = performance.now();
  await Promise.all(apps.map((app) => app.ask('go')));
  const heapMb: number[] = [];
  let sent = 0;
  let movedAtMs = startMs;
  while (sent < messages || (await isUnsettled())) {
    await delay(pollMs);
    const count = await slack.ask('count');
    if (count > sent) movedAtMs = performance.now();
    sent = count;
    if (sent >= (weighAfter[heapMb.length] ?? Number.POSITIVE_INFINITY)) heapMb.push(await apps[0]!.ask('weigh'));
    if (performance.now() - movedAtMs > patienceMs) throw new Error(`Only ${sent} of ${messages} messages came`);
  }
  const seconds = (performance.now() - startMs) / 1_000;

  const arrivals = await slack.ask('arrivals');
  const told = await Promise.all(apps.map((app) => app.ask('stop')));
  const attempts = await db
    .collection('outbox')
    .aggregate<{ attempts: number }>([{ $group: { _id: null, attempts: { $sum: { $size: '$attempts' } } } }])
    .toArray();
  await Promise.all([slack, ...apps].map((child) => child.end()));
  await database.close();
  return {
    seconds,
    arrivals,
    doubled: arrivals.length - new Set(arrivals.map(({ deliveryId }) => deliveryId)).size,
    refused: (attempts[0]?.attempts ?? 0) - arrivals.length,
    heapMb,
    trace: told[0]?.trace,
  };

  async function isUnsettled(): Promise<boolean> {
    const open = { $in: ['claimed', 'sending', 'sent'] };
    return (await db.collection('outbox').findOne({ holding: true, state: open }, { projection: { _id: 1 } })) !== null;
  }
}

/** Messages a second between the first and the last arrival. */
export function rateOf(arrivals: readonly Arrival[]): number {
  const at = arrivals.map(({ atMs }) => atMs);
  return ((at.length - 1) * 1_000) / (Math.max(...at) - Math.min(...at));
}
