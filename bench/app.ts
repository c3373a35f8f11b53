import { compose } from '../src/app/compose.js';
import { setClock } from '../src/platform/clock.js';
import { openDatabase } from '../src/platform/database/connect.js';
import { productionLengths } from '../src/platform/database/lengths.js';
import { createLogger } from '../src/platform/logging.js';
import { createClients } from '../src/platform/slack/clients.js';
import { now } from './company.js';

/** The app as `npm start` composes it, on the bench's database, with a clock that stands still and no Slack to talk to. */
export async function openApp({ uri, dbName }: { uri: string; dbName: string }) {
  const database = await openDatabase({ uri, dbName, kind: 'embedded' });
  const log = createLogger('error', (line) => process.stderr.write(line));
  const clients = createClients(
    { botToken: 'none', apiUrl: 'http://127.0.0.1:9/api/' },
    log,
    productionLengths.deliveryTimeoutMs,
  );
  const { features } = compose({
    database,
    clock: setClock(now),
    lengths: productionLengths,
    log,
    owners: [owner],
    clients,
    identity: { teamId: 'T0BENCH', workspaceUrl: '', botId: 'B0BENCH' },
    messagesPerSecond: 1,
    stopped: new AbortController().signal,
  });

  return {
    db: database.db,
    features,
    async sweep(name: (typeof nudgeSweeps)[number]): Promise<number> {
      const found = features.nudges.sweeps.find((sweep) => sweep.name === name);
      if (found === undefined) throw new Error(`no sweep is called ${name}`);
      return found.run(() => true);
    },
    close: () => database.close(),
  };
}

export type App = Awaited<ReturnType<typeof openApp>>;

/** All that happens to reminders each minute, in this order. */
export const nudgeSweeps = ['nudges.owe', 'nudges.release', 'nudges.rows'] as const;

export const owner = 'U0OWNER';
