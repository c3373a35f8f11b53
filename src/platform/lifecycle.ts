import type { Logger } from './logging.js';

/** What was opened, closed in reverse order; each step may fail without keeping the next from closing. */
export function createShutdown(log: Logger) {
  const steps: { name: string; close: () => Promise<unknown> }[] = [];
  const stopping = new AbortController();
  let ended: Promise<void> | undefined;

  async function closeAll(): Promise<void> {
    stopping.abort();
    for (const { name, close } of steps.toReversed()) {
      await close().catch((error) => log.error({ step: name, err: error }, 'a step of stopping failed'));
    }
  }

  return {
    stopped: stopping.signal,
    onStop(name: string, close: () => Promise<unknown>): void {
      steps.push({ name, close });
    },
    /** Stops taking work, lets what is in hand end, closes everything. The second call waits for the first. */
    stop(): Promise<void> {
      ended ??= closeAll();
      return ended;
    },
  };
}

export type Shutdown = ReturnType<typeof createShutdown>;

/**
 * SIGTERM and SIGINT drain; a bug that nobody caught ends the process, because its state can no longer be trusted. One that
 * comes while it drains is logged only: a socket that is closed while it opens rejects what nobody waits for.
 */
export function endWith({ stop, stopped }: Shutdown, log: Logger): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping');
      void stop().then(() => process.exit(0));
    });
  }
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ err: error, event }, 'ending after an error that nobody caught');
      if (!stopped.aborted) process.exit(1);
    });
  }
}
