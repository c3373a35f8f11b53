import type { Db } from 'mongodb';
import type { DatabaseClock } from '../platform/clock.js';
import { databaseClock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import type { ConnectDatabase, Database } from '../platform/database/connect.js';
import { connectDatabase } from '../platform/database/connect.js';
import type { Lengths } from '../platform/database/lengths.js';
import { productionLengths } from '../platform/database/lengths.js';
import { prepareDatabase } from '../platform/database/migrations.js';
import { createServer } from '../platform/http/server.js';
import type { Shutdown } from '../platform/lifecycle.js';
import type { Logger } from '../platform/logging.js';
import { startLoops } from '../platform/loops.js';
import { createTicks } from '../platform/scheduler/ticks.js';
import { identify } from '../platform/slack/bolt.js';
import { createClients } from '../platform/slack/clients.js';
import { allIndexes, allValidators, compose } from './compose.js';
import { keepMeasuring } from './measuring.js';
import { createReadiness } from './readiness.js';
import { schedule } from './schedule.js';
import { connectSlack } from './slack.js';

export const databaseName = 'laurel';

/** In what the app may differ from production: tests, demo and the run under fire change it. */
export type StartOptions = Readonly<{
  /** Business time; the demo has one that can be set. */
  clockOf?: (db: Db) => DatabaseClock;
  /** Lease time, and how often ticks come. */
  lengths?: Lengths;
  connect?: (wanted: ConnectDatabase) => Promise<Database>;
  /** How often Slack's whole list of users is read: an hour unless told. */
  syncEveryMinutes?: number;
}>;

/**
 * The whole app: opens the database, composes, serves. Answers the port of its HTTP server.
 *
 * @throws EngineUnavailable, DatabaseIsNewer, IndexesRefused, or Slack's error when the token is refused.
 */
export async function start(
  config: Config,
  log: Logger,
  { stopped, onStop, stop }: Shutdown,
  {
    clockOf = databaseClock,
    lengths = productionLengths,
    connect = connectDatabase,
    syncEveryMinutes,
  }: StartOptions = {},
): Promise<number> {
  const say = (line: string) => log.info(line);
  const database = await connect({
    uri: config.mongodbUri,
    dataDir: config.dataDir,
    dbName: databaseName,
    libc: 'only-if-prepared',
    say,
    onLost: () => {
      log.fatal('the database engine ended');
      void stop().then(() => process.exit(1));
    },
  });
  onStop('database', database.close);
  await prepareDatabase(database.db, {
    indexes: allIndexes,
    validators: allValidators,
    say,
    leaseMs: lengths.prepareLeaseMs,
  });
  const clock = clockOf(database.db);
  await clock.measure();
  const endMeasuring = keepMeasuring(clock, log);
  onStop('clock', async () => endMeasuring());

  const clients = createClients(config.slack, log, lengths.deliveryTimeoutMs);
  const identity = await identify(clients);
  const house = compose({
    database,
    clock,
    lengths,
    log,
    owners: config.owners,
    clients,
    identity,
    recognitionChannel: config.recognitionChannel,
    rewardLimits: config.rewardLimits,
    studyHoursShown: config.studyHoursShown,
    twoApproversAbove: config.twoApproversAbove,
    mail: config.mail,
    publicUrl: config.publicUrl,
    messagesPerSecond: config.slack.messagesPerSecond,
    syncEveryMinutes,
    stopped,
  });

  // Slack has just told us who we are: a token that was refused before has been replaced.
  await house.breaker.tokenWorks();
  const bolt = connectSlack({ slack: config.slack, identity, clients, features: house.features, clock, log });
  const ticks = createTicks({
    db: database.db,
    ticks: schedule(house.features, house.platform),
    lengths,
    log,
    stopped,
  });
  const readiness = createReadiness({ house, ticks, clock, isConnected: bolt.isConnected });
  const routers = [house.features.trainingTime.calendar.router, ...(bolt.router === undefined ? [] : [bolt.router])];
  const server = createServer({ readiness, routers, log });
  const port = await server.listen(config.port);
  onStop('http', server.close);
  await bolt.start();
  onStop('bolt', bolt.stop);
  await ticks.start();
  onStop('ticks', ticks.stop);
  const loops = startLoops(house.loops, log, stopped, lengths.loopRestMs);
  house.platform.outbox.whenPoked(loops.poke);
  onStop('loops', loops.ended);
  return port;
}
