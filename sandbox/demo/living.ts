import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { House } from '../../src/app/compose.js';
import { compose } from '../../src/app/compose.js';
import { schedule } from '../../src/app/schedule.js';
import { createSettleDown } from '../../src/app/settle-down.js';
import { connectSlack } from '../../src/app/slack.js';
import type { FileKind } from '../../src/features/loading/index.js';
import { kindNames } from '../../src/features/loading/index.js';
import type { Config } from '../../src/platform/config.js';
import type { Database } from '../../src/platform/database/connect.js';
import { scaledLengths } from '../../src/platform/database/lengths.js';
import type { Logger } from '../../src/platform/logging.js';
import { identify } from '../../src/platform/slack/bolt.js';
import { createClients } from '../../src/platform/slack/clients.js';
import type { DemoClock } from './clock.js';

const companyFolder = join(import.meta.dirname, '..', 'company');
/** All who are late hear of it in the first days, so that a demo shows them. */
const releaseSharePercent = 100;
/** How much shorter waits are than in production. A call may take its time, because a busy machine does. */
const lengths = { ...scaledLengths(100), deliveryTimeoutMs: 3_000, deliveryLeaseMs: 6_000 };
const messagesPerSecond = 200;
const shortestStepMs = 1_000;

export type Living = Awaited<ReturnType<typeof createLiving>>;

/**
 * Lives through time: the features of the app on its database and clock, in a hurry. To the app that serves beside it, it is
 * like a second process, which sweeps and delivers as well.
 */
export async function createLiving({
  config,
  database,
  clock,
  log,
  stopped,
}: {
  config: Config;
  database: Database;
  clock: DemoClock;
  log: Logger;
  stopped: AbortSignal;
}) {
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
    twoApproversAbove: config.twoApproversAbove,
    messagesPerSecond,
    syncEveryMinutes: 7 * 24 * 60,
    stopped,
  });
  const ticks = schedule(house.features, house.platform);
  const { settleDown, nextDueAt } = createSettleDown({ house, ticks, db: database.db, log, stopped });

  return {
    settleDown,

    /** What an owner does on the first day. */
    async loadCompany(): Promise<void> {
      for (const kind of kindNames) if (existsSync(fileOf(kind))) await load(house, kind);
      await settleDown();
      const [owner = ''] = config.owners;
      const outcome = await house.features.nudges.switchTo({ state: 'on' }, releaseSharePercent, owner);
      if (outcome.kind !== 'switched') throw new Error(`Reminders could not be switched on: ${outcome.reason}`);
    },

    /**
     * Answers what people do while the app does not serve yet: at its pace, with pauses as Slack's limits want them, the first
     * morning would take a minute. Gives the function that ends it.
     */
    async answer(): Promise<() => Promise<unknown>> {
      const bolt = connectSlack({ slack: config.slack, identity, clients, features: house.features, clock, log });
      await bolt.start();
      return bolt.stop;
    },

    /** From due instant to due instant; `arrive` sets the clocks. Ends early when the app is stopped. */
    async liveUntil(to: Date, arrive: (at: Date) => Promise<void>): Promise<void> {
      await settleDown();
      // What is due and yet not done waits for something else, so time goes on without it, faster and faster.
      let stepMs = shortestStepMs;
      while (!stopped.aborted) {
        const now = clock.now();
        const due = await nextDueAt();
        const isAhead = due !== undefined && due > now;
        stepMs = isAhead ? shortestStepMs : stepMs * 2;
        const next = due === undefined || isAhead ? due : new Date(now.getTime() + stepMs);
        if (next === undefined || next >= to) break;
        await arrive(next);
        await settleDown();
      }
      if (stopped.aborted || to <= clock.now()) return;
      await arrive(to);
      await settleDown();
    },
  };
}

/** The sample company has no file of some kinds. */
const fileOf = (kind: FileKind['name']) => join(companyFolder, `${kind}.csv`);

async function load({ features }: House, kind: FileKind['name']) {
  const file = fileOf(kind);
  const report = await features.loading.load(kind, file, { mode: 'apply', badRows: 'refuse' });
  const isThere = report.outcome === 'applied' || report.outcome === 'already-so';
  if (!isThere) throw new Error(`${file} was not loaded: ${JSON.stringify(report)}`);
}
