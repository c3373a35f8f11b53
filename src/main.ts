import { start } from './app/start.js';
import { ConfigurationError, readConfig } from './platform/config.js';
import { EngineUnavailable } from './platform/database/errors.js';
import { DatabaseIsNewer } from './platform/database/migrations.js';
import { createShutdown, endWith } from './platform/lifecycle.js';
import { createLogger } from './platform/logging.js';

try {
  const config = readConfig();
  const log = createLogger(config.logLevel);
  const shutdown = createShutdown(log);
  endWith(shutdown, log);
  const port = await start(config, log, shutdown).catch(async (error) => {
    log.fatal({ err: error }, 'could not start');
    await shutdown.stop();
    throw error;
  });
  log.info({ port, icu: process.versions.tz }, 'serving');
} catch (error) {
  const speaksForItself =
    error instanceof ConfigurationError || error instanceof EngineUnavailable || error instanceof DatabaseIsNewer;
  console.error(
    speaksForItself ? error.message : `Laurel could not start: ${error instanceof Error ? error.message : 'unknown'}`,
  );
  process.exit(1);
}
