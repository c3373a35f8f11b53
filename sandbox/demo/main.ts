import { Command, InvalidArgumentError } from 'commander';
import { createShutdown } from '../../src/platform/lifecycle.js';
import { createLogger } from '../../src/platform/logging.js';
import { startDemo } from './demo.js';

/** `npm run demo`: Laurel with a company's worth of data, to be tried in a browser. */
const { port, fresh, folder } = new Command('demo')
  .description('Laurel, a local Slack with a page for it, and a company to try it on.')
  .option('--port <number>', 'where the page is', portNumber, 3200)
  .option('--fresh', 'start over with a new company')
  .option('--folder <path>', 'where everything is kept', '.laurel/demo')
  .parse()
  .opts<{ port: number; fresh?: true; folder: string }>();

const startedAt = performance.now();
const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
const shutdown = createShutdown(createLogger('error'));
let stoppingSince: number | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
// Whoever started us was killed, and cannot pass on a signal any more.
const starter = process.ppid;
setInterval(() => process.ppid === starter || stop(), 1_000).unref();

try {
  const freshness = fresh ? 'start-over' : 'go-on';
  const address = await startDemo({ port, folder, freshness, say: (line) => console.log(line) }, shutdown);
  console.log(`\nReady after ${seconds()}. Open ${address}\n`);
  console.log('Ctrl-C stops everything; the next `npm run demo` goes on from here, and --fresh starts over.');
} catch (error) {
  if (stoppingSince === undefined) {
    console.error(sentenceAbout(error));
    await shutdown.stop();
    process.exit(1);
  }
}

/** A terminal and npm may both pass on one Ctrl-C; who presses it again does not want to wait. */
function stop(): void {
  if (stoppingSince !== undefined) {
    if (performance.now() - stoppingSince > 1_000) process.exit(1);
    return;
  }
  stoppingSince = performance.now();
  console.log('Stopping …');
  void shutdown.stop().then(() => process.exit(0));
}

function sentenceAbout(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `Port ${port} is taken. Stop what listens there, or choose another with --port.`;
  if (code === 'EACCES') return `Port ${port} may not be used by this account. Choose another with --port.`;
  return message;
}

function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('It must be a port number.');
  return Number(text);
}
