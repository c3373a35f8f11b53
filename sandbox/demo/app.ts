import { setTimeout as delay } from 'node:timers/promises';
import { allIndexes, allValidators } from '../../src/app/compose.js';
import { databaseName, start } from '../../src/app/start.js';
import { readConfig } from '../../src/platform/config.js';
import { connectDatabase } from '../../src/platform/database/connect.js';
import { prepareDatabase } from '../../src/platform/database/migrations.js';
import { createShutdown, endWith } from '../../src/platform/lifecycle.js';
import { createLogger } from '../../src/platform/logging.js';
import type { DemoClock } from './clock.js';
import { demoClock } from './clock.js';
import type { Living } from './living.js';
import { createLiving } from './living.js';
import type { GoOn, Order, Report } from './orders.js';

/**
 * The app of the demo, in a process of its own, started by app-process.ts. It is what `npm start` runs: only Slack's
 * address, which comes in the environment, and the clock differ. Beside it, on order, it lives through time.
 */
const keepEveryMs = 5_000;
const drainMs = 5_000;

const config = readConfig();
const log = createLogger(config.logLevel);
const shutdown = createShutdown(log);
endWith(shutdown, log);
// Whoever started us is gone, however that ended: nobody would ever stop us.
process.once('disconnect', () => {
  void Promise.race([shutdown.stop(), delay(drainMs)]).then(() => process.exit(0));
});

let clock: DemoClock;
let living: Living;
let endAnswering: () => Promise<unknown> = async () => {};
let goOn = () => {};

process.on('message', (message: Order | GoOn) => {
  if (message.order === 'go-on') goOn();
  else void answer(message);
});

async function answer(order: Order): Promise<void> {
  try {
    await carryOut(order);
    report({ report: 'done', now: clock.now().toISOString() });
  } catch (error) {
    log.error({ err: error, order: order.order }, 'an order could not be carried out');
    report({ report: 'failed', why: error instanceof Error ? error.message : String(error) });
  }
}

async function carryOut(order: Order): Promise<void> {
  if (order.order === 'open') await open(order);
  if (order.order === 'settle') await living.settleDown();
  if (order.order === 'jump') await living.liveUntil(new Date(order.to), arrive);
  if (order.order === 'serve') await serve();
}

async function open({ at, company }: Order & { order: 'open' }): Promise<void> {
  const say = (line: string) => log.info(line);
  const { dataDir } = config;
  // The engine is its starter's; a connection of its own keeps the clock apart from what the app opens and closes.
  const database = await connectDatabase({ dataDir, dbName: databaseName, libc: 'only-if-prepared', say });
  shutdown.onStop('database of the demo', database.close);
  await prepareDatabase(database.db, { indexes: allIndexes, validators: allValidators, say });
  clock = await demoClock(database.db, new Date(at));
  shutdown.onStop('clock of the demo', clock.keep);
  const keeping = setInterval(() => {
    clock.keep().catch((error) => log.warn({ err: error }, 'the clock of the demo could not be kept'));
  }, keepEveryMs);
  shutdown.onStop('keeping the clock', async () => clearInterval(keeping));
  living = await createLiving({ config, database, clock, log, stopped: shutdown.stopped });
  if (company === 'loaded') return;
  await living.loadCompany();
  endAnswering = await living.answer();
}

async function serve(): Promise<void> {
  await endAnswering();
  const port = await start(config, log, shutdown, { clockOf: () => clock });
  log.info({ port }, 'serving');
}

/** Slack's clock first: a message must not be older than what it answers. */
async function arrive(at: Date): Promise<void> {
  const answered = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  report({ report: 'reached', at: at.toISOString() });
  await answered;
  await clock.set(at);
}

const report = (what: Report) => process.connected && process.send?.(what);
