import { join } from 'node:path';
import type { House } from '../../src/app/compose.js';
import { allIndexes, compose } from '../../src/app/compose.js';
import { schedule } from '../../src/app/schedule.js';
import { createSettleDown } from '../../src/app/settle-down.js';
import { connectSlack } from '../../src/app/slack.js';
import { setClock } from '../../src/platform/clock.js';
import { openDatabase } from '../../src/platform/database/connect.js';
import { startEngine } from '../../src/platform/database/engine.js';
import { scaledLengths } from '../../src/platform/database/lengths.js';
import { prepareDatabase } from '../../src/platform/database/migrations.js';
import { createLogger } from '../../src/platform/logging.js';
import { identify } from '../../src/platform/slack/bolt.js';
import { createClients } from '../../src/platform/slack/clients.js';
import { readPeopleFile } from '../people-file.js';
import { startSandbox } from '../sandbox.js';
import { events } from './events.js';
import type { StoryTools } from './tools.js';

/** How much shorter leases, looks and limits are than in production; the sandbox's limits with them. */
const scale = 100;
const dbName = 'story';
const owner = 'U01INES01';
const recognitionChannel = 'C01PRAISE';
const begins = new Date('2026-10-01T00:00:00Z');
const companyFolder = join(import.meta.dirname, '..', 'company');

/** What the judge may read: what Slack accepted, and the database as it was left. */
export type Evidence = Readonly<{ effectLog: string; mongodbUri: string; dbName: string }>;

/** Lives through the quarter, from due instant to due instant. */
export async function live<Verdict>({
  folder,
  without,
  until,
  say,
  judge,
}: {
  folder: string;
  /** A sweep or reaction to leave out. */
  without: string | undefined;
  until: Date;
  say: (line: string) => void;
  /** Reads the evidence while the database is still open. */
  judge: (evidence: Evidence) => Promise<Verdict>;
}): Promise<Verdict> {
  const effectLog = join(folder, 'effects.jsonl');
  const stopping = new AbortController();
  const engine = await startEngine({ dataDir: folder, libc: 'prepare', say });
  const database = await openDatabase({ uri: engine.uri, dbName, kind: 'embedded' });
  await prepareDatabase(database.db, { indexes: allIndexes, say: () => {} });
  const slack = await startSandbox({ scale, logFile: effectLog });
  slack.setClock(begins);
  for (const person of readPeopleFile(join(companyFolder, 'people.csv'))) slack.addUser(person);
  slack.addChannel({ id: recognitionChannel, name: 'well-done' });

  const clock = setClock(begins);
  // A busy machine may need half a second for a call; what is waited for on purpose is as short as the limits.
  const lengths = { ...scaledLengths(scale), deliveryTimeoutMs: 500, deliveryLeaseMs: 1_000 };
  const log = createLogger('fatal');
  const access = { botToken: slack.botToken, apiUrl: slack.apiUrl };
  const clients = createClients(access, log, lengths.deliveryTimeoutMs);
  const identity = await identify(clients);
  const house = compose({
    database,
    clock,
    lengths,
    log,
    owners: [owner],
    clients,
    identity,
    recognitionChannel,
    messagesPerSecond: 10,
    syncEveryMinutes: 7 * 24 * 60,
    stopped: stopping.signal,
  });
  if (without !== undefined && without in house.reactionsByName) house.reactionsByName[without] = async () => {};
  const ticks = schedule(house.features, house.platform).map((tick) => ({
    ...tick,
    sweeps: tick.sweeps.filter(({ name }) => name !== without),
  }));
  const { settleDown, nextDueAt } = createSettleDown({ house, ticks, db: database.db, log, stopped: stopping.signal });
  const bolt = connectSlack({
    slack: { ...access, messagesPerSecond: 10, listen: { by: 'socket', appToken: slack.appToken } },
    identity,
    clients,
    features: house.features,
    clock,
    log,
  });
  await bolt.start();

  const setTime = (at: Date) => {
    clock.set(at);
    slack.setClock(at);
  };
  const tools: StoryTools = { house, slack, db: database.db, owner, companyFolder, settleDown };

  const close = async () => {
    stopping.abort();
    await bolt.stop();
    await slack.stop();
    await database.close();
    await engine.release();
  };
  try {
    refuseUnknown(without, house);
    for (const event of [
      ...events.filter(({ at }) => at < until),
      { at: new Date(until.getTime() - 1_000), name: 'The story ends', happens: async () => {} },
    ]) {
      for (let next = await nextDueAt(); next !== undefined && next < event.at; next = await nextDueAt()) {
        setTime(next > clock.now() ? next : new Date(clock.now().getTime() + 1_000));
        await settleDown();
      }
      setTime(event.at);
      say(`${event.at.toISOString().slice(0, 16).replace('T', ' ')}  ${event.name}`);
      await event.happens(tools);
      await settleDown();
    }
    return await judge({ effectLog, mongodbUri: engine.uri, dbName });
  } finally {
    await close();
  }
}

/** A story that leaves out nothing, because the name is wrong, would prove nothing. */
function refuseUnknown(without: string | undefined, house: House): void {
  const sweeps = schedule(house.features, house.platform).flatMap((tick) => tick.sweeps.map(({ name }) => name));
  const names = [...sweeps, ...Object.keys(house.reactionsByName)];
  if (without !== undefined && !names.includes(without)) {
    throw new Error(`There is no ${without}; there are ${names.join(', ')}`);
  }
}
