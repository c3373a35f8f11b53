import { join } from 'node:path';
import { exportCommand } from '../../src/app/commands/payroll.js';
import type { House } from '../../src/app/compose.js';
import { compose } from '../../src/app/compose.js';
import { schedule } from '../../src/app/schedule.js';
import { createSettleDown } from '../../src/app/settle-down.js';
import { connectSlack } from '../../src/app/slack.js';
import { PayMonth } from '../../src/features/rewards/index.js';
import { setClock } from '../../src/platform/clock.js';
import type { Database } from '../../src/platform/database/connect.js';
import { scaledLengths } from '../../src/platform/database/lengths.js';
import { createLogger } from '../../src/platform/logging.js';
import { identify } from '../../src/platform/slack/bolt.js';
import { createClients } from '../../src/platform/slack/clients.js';
import type { Currency } from '../../src/shared/money.js';
import type { PageOptions } from '../page-routes.js';
import { readPeopleFile } from '../people-file.js';
import type { Sandbox } from '../sandbox.js';
import { startSandbox } from '../sandbox.js';
import type { Beginning } from './beginning.js';
import { companyLoaded } from './events/files.js';
import { effectLogIn, readEffects } from './problems.js';
import type { StoryEvent, StoryTools } from './tools.js';

/** How much shorter leases, looks and limits are than in production; the sandbox's limits with them. */
const scale = 100;
const owner = 'U01INES01';
const recognitionChannel = 'C01PRAISE';
const companyFolder = join(import.meta.dirname, '..', 'company');

/** Lives through these events, from due instant to due instant. */
export async function live({
  database,
  folder,
  from,
  without,
  events,
  page,
  say,
}: {
  /** With its indexes. */
  database: Database;
  /** Of the effect log, which is gone on with. */
  folder: string;
  /** Where to go on, with the database and the effect log as they are; without it the company joins a new workspace. */
  from?: Pick<Beginning, 'at' | 'slack'> | undefined;
  /** A sweep or reaction to leave out. */
  without?: string | undefined;
  events: readonly StoryEvent[];
  /** Shows it to who looks at it in a browser, too. */
  page?: PageOptions | undefined;
  say: (line: string) => void;
}): Promise<void> {
  const effectLog = effectLogIn(folder);
  const past = from === undefined ? [] : readEffects(effectLog);
  const slack = await startSandbox({
    scale,
    logFile: effectLog,
    ...(page && { page }),
    ...(from && { from: from.slack }),
  });
  const begins = from?.at ?? companyLoaded.at;
  slack.setClock(begins);
  if (from === undefined) joinWorkspace(slack);

  const clock = setClock(begins);
  // A busy machine may need half a second for a call; what is waited for on purpose is as short as the limits.
  const lengths = { ...scaledLengths(scale), deliveryTimeoutMs: 500, deliveryLeaseMs: 1_000 };
  const log = createLogger('fatal');
  const access = { botToken: slack.botToken, apiUrl: slack.apiUrl };
  const clients = createClients(access, log, lengths.deliveryTimeoutMs);
  const identity = await identify(clients);
  const stopping = new AbortController();
  const house = compose({
    database,
    clock,
    lengths,
    log,
    owners: [owner],
    clients,
    identity,
    recognitionChannel,
    rewardLimits: [{ currency: 'EUR' as Currency, minor: 500_000 }],
    twoApproversAbove: [{ currency: 'EUR' as Currency, minor: 100_000 }],
    messagesPerSecond: 10,
    syncEveryMinutes: 7 * 24 * 60,
    stopped: stopping.signal,
  });
  if (without !== undefined && without in house.reactionsByName) house.reactionsByName[without] = async () => {};
  const ticks = schedule(house.features, house.platform).map((tick) => ({
    ...tick,
    sweeps: tick.sweeps.filter(({ name }) => name !== without),
  }));
  const { db } = database;
  const { settleDown, nextDueAt } = createSettleDown({ house, ticks, db, log, stopped: stopping.signal });
  const bolt = connectSlack({
    slack: { ...access, messagesPerSecond: 10, listen: { by: 'socket', appToken: slack.appToken } },
    identity,
    clients,
    features: house.features,
    clock,
    log,
  });
  await bolt.start();

  const setTime = (at: Date) => {
    clock.set(at);
    slack.setClock(at);
  };
  const withPast = { ...slack, effects: () => [...past, ...slack.effects()] };
  async function exportRewards(month: string, filePath: string): Promise<void> {
    const lines: string[] = [];
    const out = { print: (line: string) => void lines.push(line), say: () => {} };
    const code = await exportCommand(house, { period: PayMonth.parse(month), filePath, owners: [owner] }, out);
    if (code !== 0) throw new Error(lines.join(' '));
  }
  const tools: StoryTools = { house, slack: withPast, db, owner, companyFolder, settleDown, exportRewards };

  try {
    refuseUnknown(without, house);
    for (const event of events) {
      for (let next = await nextDueAt(); next !== undefined && next < event.at; next = await nextDueAt()) {
        setTime(next > clock.now() ? next : new Date(clock.now().getTime() + 1_000));
        await settleDown();
      }
      setTime(event.at);
      say(`${event.at.toISOString().slice(0, 16).replace('T', ' ')}  ${event.name}`);
      await event.happens(tools);
      await settleDown();
    }
  } finally {
    stopping.abort();
    await bolt.stop();
    await slack.stop();
  }
}

function joinWorkspace(slack: Sandbox): void {
  for (const person of readPeopleFile(join(companyFolder, 'people.csv'))) slack.addUser(person);
  slack.addChannel({ id: recognitionChannel, name: 'well-done' });
}

/** A story that leaves out nothing, because the name is wrong, would prove nothing. */
function refuseUnknown(without: string | undefined, house: House): void {
  const sweeps = schedule(house.features, house.platform).flatMap((tick) => tick.sweeps.map(({ name }) => name));
  const names = [...sweeps, ...Object.keys(house.reactionsByName)];
  if (without !== undefined && !names.includes(without)) {
    throw new Error(`There is no ${without}; there are ${names.join(', ')}`);
  }
}
