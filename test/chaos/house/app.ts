import './wrong-clock.js';
import { start } from '../../../src/app/start.js';
import { readConfig } from '../../../src/platform/config.js';
import { openDatabase } from '../../../src/platform/database/connect.js';
import { scaledLengths } from '../../../src/platform/database/lengths.js';
import { createShutdown, endWith } from '../../../src/platform/lifecycle.js';
import { createLogger } from '../../../src/platform/logging.js';
import { runCommand } from './command.js';
import { putUpFailpoints } from './failpoints.js';
import type { Order } from './orders.js';
import { setClockOffset } from './wrong-clock.js';

/** The app as a process that can be hurt: what `npm start` runs, but faster by a factor, with failpoints and a wrong clock. */
const timeScale = Number(process.env.CHAOS_TIME_SCALE ?? 1);
const lengths = scaledLengths(timeScale);
/** Idle loops of some processes, resting a tenth of a second, would take half a core and measure nothing. */
const shortestRestMs = 200;

async function main(): Promise<void> {
  const config = readConfig();
  const log = createLogger(config.logLevel);
  const shutdown = createShutdown(log);
  endWith(shutdown, log);
  const failpoints = putUpFailpoints();

  process.on('message', (order: Order) => {
    if (order.order === 'arm') failpoints.arm(order);
    if (order.order === 'disarm') failpoints.disarm();
    if (order.order === 'set-clock') setClockOffset(order.offsetMs);
  });
  // Whoever started us is gone, however that ended: nobody would ever stop us.
  process.once('disconnect', () => process.exit(0));

  try {
    const port = await start(config, log, shutdown, {
      lengths: { ...lengths, loopRestMs: Math.max(lengths.loopRestMs, shortestRestMs) },
      // What events did not tell is found before everybody's patience ends.
      syncEveryMinutes: 1,
      // Behind the proxy answers an embedded engine, which has no sessions and another write concern than a server.
      connect: ({ uri = '', dbName }) => openDatabase({ uri: soonerNoticing(uri), dbName, kind: 'embedded' }),
    });
    log.info({ port }, 'serving');
    process.send?.({ report: 'ready' });
  } catch (error) {
    log.fatal({ err: error }, 'could not start');
    process.exit(1);
  }
}

/** The driver's own patience with a connection that is silent, which is not among our lengths. */
function soonerNoticing(uri: string): string {
  const url = new URL(uri);
  url.searchParams.set('heartbeatFrequencyMS', String(Math.max(500, 10_000 / timeScale)));
  url.searchParams.set('connectTimeoutMS', String(30_000 / timeScale));
  return url.href;
}

// Without anybody who has started it, it is only being compiled.
if (process.env.CHAOS_COMMAND !== undefined) void runCommand(process.env.CHAOS_COMMAND);
else if (process.send !== undefined) void main();
