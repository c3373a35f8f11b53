import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { databaseName } from '../../src/app/start.js';
import { openDatabase } from '../../src/platform/database/connect.js';
import { startObeying } from '../children.js';
import { assign, found } from '../company.js';
import type { SlackOrders } from '../delivery/slack-process.js';
import type { Found, Ground } from '../ground.js';
import { prepare } from '../ground.js';
import { median, round } from '../numbers.js';

const slackProgram = new URL('../delivery/slack-process.ts', import.meta.url);
const starts = 5;
const patienceMs = 60_000;

/** From `npm start`, built, on a database that is there, until `/readyz` says yes. */
export async function measureStart(ground: Ground, assignments: number): Promise<Found> {
  ground.say('building, and a company to start with');
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    stdio: 'inherit',
  });
  await prepare(ground, databaseName);
  const database = await openDatabase({ uri: ground.uri, dbName: databaseName, kind: 'embedded' });
  await found(database.db);
  await assign(database.db, 0, assignments);
  await database.close();
  const slack = await startObeying<SlackOrders>(slackProgram, { limits: 'on', scale: 1 });
  const { apiUrl, botToken, appToken } = await slack.ask('access');
  const env = {
    ...process.env,
    SLACK_API_URL: apiUrl,
    SLACK_BOT_TOKEN: botToken,
    SLACK_APP_TOKEN: appToken,
    LAUREL_DATA_DIR: ground.directory,
    MONGODB_URI: '',
    PORT: '0',
  };
  ground.say('starting');
  const times: number[] = [];
  // The first one makes what later starts find: migrations and ticks.
  for (let run = 0; run <= starts; run += 1) {
    const readyMs = await timeStart(env);
    if (run > 0) times.push(readyMs);
  }
  await slack.end();
  return { 'start.readyMs': round(median(times)) };
}

async function timeStart(env: NodeJS.ProcessEnv): Promise<number> {
  const startMs = performance.now();
  const child = spawn(process.execPath, ['scripts/start.mjs'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const port = await portOf(child.stdout);
    while (!(await isReady(port))) {
      if (performance.now() - startMs > patienceMs) throw new Error('The app did not become ready');
      await delay(10);
    }
    return performance.now() - startMs;
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

async function portOf(lines: NodeJS.ReadableStream): Promise<number> {
  for await (const line of createInterface(lines)) {
    const { msg, port } = JSON.parse(line) as { msg: string; port?: number };
    if (msg === 'serving' && port !== undefined) {
      lines.resume();
      return port;
    }
  }
  throw new Error('The app ended before it served');
}

const isReady = async (port: number) => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
