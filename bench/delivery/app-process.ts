/** The app as `npm start` composes it, with its loops, in a process of its own: delivers until nothing is left to be said. */
import { setTimeout as delay } from 'node:timers/promises';
import { compose } from '../../src/app/compose.js';
import { setClock } from '../../src/platform/clock.js';
import { openDatabase } from '../../src/platform/database/connect.js';
import { productionLengths, scaledLengths } from '../../src/platform/database/lengths.js';
import { createLogger } from '../../src/platform/logging.js';
import { startLoops } from '../../src/platform/loops.js';
import { identify } from '../../src/platform/slack/bolt.js';
import { createClients } from '../../src/platform/slack/clients.js';
import { obey } from '../children.js';
import { now } from '../company.js';
import { tracedDelivery } from './traced.js';

export type AppSubject = Readonly<{
  uri: string;
  dbName: string;
  apiUrl: string;
  botToken: string;
  messagesPerSecond: number;
  /** How much faster leases and Slack's seconds pass. */
  scale: number;
  watch: 'nothing' | 'steps';
}>;

const { uri, dbName, apiUrl, botToken, messagesPerSecond, scale, watch } = JSON.parse(
  process.argv[2] ?? '',
) as AppSubject;
const lengths = scale === 1 ? productionLengths : scaledLengths(scale);
const stopping = new AbortController();
let warnings = 0;
const log = createLogger('warn', (line) => {
  warnings += 1;
  if (warnings <= 10) process.stderr.write(line);
});
const database = await openDatabase({
  uri: `${uri}${watch === 'steps' ? '&monitorCommands=true' : ''}`,
  dbName,
  kind: 'embedded',
});
const clients = createClients({ botToken, apiUrl }, log, lengths.deliveryTimeoutMs);
const clock = setClock(now);
const house = compose({
  database,
  clock,
  lengths,
  log,
  owners: [],
  clients,
  identity: await identify(clients),
  messagesPerSecond,
  stopped: stopping.signal,
});
const trace =
  watch === 'steps'
    ? tracedDelivery({ house, database, clients, clock, lengths, log, messagesPerSecond, stopped: stopping.signal })
    : undefined;
let ended: (() => Promise<unknown>) | undefined;

const orders = {
  async go() {
    const loops = startLoops(trace?.loops ?? house.loops, log, stopping.signal);
    house.platform.outbox.whenPoked(loops.poke);
    ended = loops.ended;
  },
  /** Megabytes of what is alive. */
  async weigh(): Promise<number> {
    for (let round = 0; round < 3; round += 1) {
      globalThis.gc?.();
      await delay(20);
    }
    return process.memoryUsage().heapUsed / 1_048_576;
  },
  async stop() {
    stopping.abort();
    await ended?.();
    await database.close();
    return { warnings, trace: trace?.told() };
  },
};
export type AppOrders = typeof orders;

obey(orders);
