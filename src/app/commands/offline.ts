import { databaseClock } from '../../platform/clock.js';
import type { StorageConfig } from '../../platform/config.js';
import type { ConnectDatabase, Database } from '../../platform/database/connect.js';
import { connectDatabase } from '../../platform/database/connect.js';
import { productionLengths } from '../../platform/database/lengths.js';
import { prepareDatabase } from '../../platform/database/migrations.js';
import { createLogger } from '../../platform/logging.js';
import { createClients } from '../../platform/slack/clients.js';
import type { House } from '../compose.js';
import { allIndexes, allValidators, compose } from '../compose.js';
import { keepMeasuring } from '../measuring.js';
import { databaseName } from '../start.js';

/** Where a command writes to. */
export type Out = { print(line: string): void; say(line: string): void };

/** The house without Slack: opened for one command, closed after it. Joins the running app's engine when there is one. */
export async function withHouse<Answer>(
  config: StorageConfig,
  { say }: Pick<Out, 'say'>,
  work: (house: House) => Promise<Answer>,
  connect: (wanted: ConnectDatabase) => Promise<Database> = connectDatabase,
): Promise<Answer> {
  const database = await connect({
    uri: config.mongodbUri,
    dataDir: config.dataDir,
    dbName: databaseName,
    libc: 'only-if-prepared',
    say,
  });
  try {
    await prepareDatabase(database.db, { indexes: allIndexes, validators: allValidators, say });
    const clock = databaseClock(database.db);
    await clock.measure();
    const log = createLogger(config.logLevel, (line) => process.stderr.write(line));
    const house = compose({
      database,
      clock,
      lengths: productionLengths,
      log,
      owners: config.owners,
      rewardLimits: config.rewardLimits,
      twoApproversAbove: config.twoApproversAbove,
      // Commands put nothing into Slack: the running app does, from what they leave in the database.
      clients: createClients({ botToken: '', apiUrl: 'http://127.0.0.1:9/' }, log, productionLengths.deliveryTimeoutMs),
      identity: { teamId: '', botId: '', workspaceUrl: '' },
      messagesPerSecond: 1,
      stopped: new AbortController().signal,
    });
    const endMeasuring = keepMeasuring(clock, log);
    return await work(house).finally(endMeasuring);
  } finally {
    await database.close();
  }
}
