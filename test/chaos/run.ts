import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { allIndexes, allValidators } from '../../src/app/compose.js';
import { databaseName } from '../../src/app/start.js';
import { scaledLengths } from '../../src/platform/database/lengths.js';
import { prepareDatabase } from '../../src/platform/database/migrations.js';
import { calendarTextIn, startMailServer } from '../harness/mail.js';
import { stillOpen } from './at-rest.js';
import type { Company } from './company.js';
import { assign, duesOf, hire, makeCompany, plannedPeople, planReminders } from './company.js';
import { startCrew } from './crew.js';
import { award, fillBudgets, keepTables, planEarned, twoApproversAbove } from './earners.js';
import type { Deed } from './evidence.js';
import type { EvidenceFolder } from './folder.js';
import { createEvidenceFolder } from './folder.js';
import { createCommands } from './house/commands.js';
import { startEngine } from './house/engine.js';
import { startProxy } from './house/proxy.js';
import { startWorker } from './house/worker.js';
import { randomOf } from './random.js';
import { connectSlack } from './remote-slack.js';
import { startSandboxProcess } from './sandbox-process.js';
import type { Scenario, Settings, Stage } from './scenario.js';
import { planSittings, seat, wordsOf } from './students.js';
import { createSurroundings } from './surroundings.js';
import { nowMs, sleep } from './time.js';

export type Ran = Readonly<{ folder: EvidenceFolder; failpointsSeen: readonly string[] }>;

type Running = Readonly<{
  bundle: string;
  commit: string;
  signal: AbortSignal;
  say: (line: string) => void;
}>;

const startWithinMs = 60_000;
/** More than the reminders need, because half of the time something is in their way. */
const rateMargin = 3;
/** In which share of the fire rewards and study time are first spoken of, so that there is time left for what follows. */
const earlyShare = 0.4;

/**
 * One run: everything is started, set on fire, left in peace until it is at rest, and ended, whatever happens. What it
 * leaves is in its folder; on a failure to run at all the folder stays, too, and the error names it.
 */
export async function run(scenario: Scenario, settings: Settings, running: Running): Promise<Ran> {
  const folder = createEvidenceFolder();
  const endings: (() => Promise<unknown> | unknown)[] = [];
  try {
    return await runIn(folder, scenario, settings, running, (end) => endings.unshift(end));
  } catch (error) {
    throw new Error(`The run could not be made; ${folder.path} has its logs.`, { cause: error });
  } finally {
    for (const end of endings) await Promise.resolve(end()).catch((error) => console.error(error));
    rmSync(join(folder.path, 'engine'), { recursive: true, force: true });
  }
}

async function runIn(
  folder: EvidenceFolder,
  scenario: Scenario,
  settings: Settings,
  { bundle, commit, signal, say }: Running,
  onEnd: (end: () => Promise<unknown> | unknown) => void,
): Promise<Ran> {
  const { messages, workers, seed, timeScale } = settings;
  const lengths = scaledLengths(timeScale);
  const random = (stream: string) => randomOf(seed, stream);
  const note = (deed: Deed) => folder.note(deed);
  const shareOf = (share = 0) => Math.ceil(messages * share);
  const { freeShare, studentShare, earnerShare } = scenario;
  const sizes = { free: shareOf(freeShare), students: shareOf(studentShare), earners: shareOf(earnerShare) };
  const company = makeCompany({ messages, ...sizes }, new Date());

  const engineFolder = join(folder.path, 'engine');
  mkdirSync(engineFolder);
  const engine = await startEngine(engineFolder);
  onEnd(() => engine.end());
  const target = () => engine.target;
  // One that is hurt, and one for us to look through: the engine comes to another port with each start.
  const [toEngine, ours] = await Promise.all([startProxy(target()), startProxy(target())]);
  onEnd(() => toEngine.close());
  onEnd(() => ours.close());
  const through = (port: number) => `mongodb://127.0.0.1:${port}/?directConnection=true`;
  const client = new MongoClient(through(ours.port), { retryReads: false, retryWrites: false });
  onEnd(() => client.close(true));
  const db = client.db(databaseName);
  await prepareDatabase(db as never, { indexes: allIndexes, validators: allValidators, say: () => {} });

  const sandbox = await startSandboxProcess({
    folder: folder.path,
    effectsFile: folder.effectsFile,
    members: company.people.map(({ slackId, name, email, zone }) => ({ slackId: slackId!, name, email: email!, zone })),
    timeScale,
    seed,
  });
  onEnd(() => sandbox.stop());
  const slack = connectSlack(sandbox.url);
  onEnd(() => slack.close());
  const toSlack = await startProxy({ host: '127.0.0.1', port: Number(new URL(sandbox.url).port) });
  onEnd(() => toSlack.close());
  await hire(db, company, await slack.openDms(openAhead(company, scenario, random('dms')), sandbox.botToken));

  const mail = await startMailServer();
  onEnd(() => mail.stop());
  const payroll = join(folder.path, 'payroll');
  mkdirSync(payroll);
  const owners = [company.owner.slackId!];
  const mongodbUri = through(toEngine.port);
  const command = createCommands({ bundle, mongodbUri, owners, logFile: folder.commandsLog });
  const crew = startCrew({
    workers,
    clockOffsets: scenario.clockOffsets?.(settings) ?? [],
    note,
    start: (place, clockOffsetMs) =>
      startWorker({
        bundle,
        place,
        mongodbUri,
        slack: { ...sandbox, apiUrl: `http://127.0.0.1:${toSlack.port}/api/` },
        timeScale,
        messagesPerSecond: rateOf(settings),
        owners,
        recognitionChannel: sandbox.recognitionChannel,
        mail: mail.url,
        clockOffsetMs,
        logFile: folder.logOf(place),
      }),
  });
  onEnd(() => crew.end());
  await crew.ready(startWithinMs);
  signal.throwIfAborted();

  const fromMs = nowMs() + 1_500;
  const untilMs = fromMs + settings.minutes * 60_000;
  const assigned = planReminders(company, { fromMs, untilMs, random: random('reminders') });
  const soon = { fromMs, untilMs: fromMs + earlyShare * (untilMs - fromMs) };
  const sittings = planSittings(company, soon);
  const earned = planEarned(company, soon);
  const { slackSecondMs, deliveryLeaseMs, deliveryTimeoutMs, lookAfterMs } = lengths;
  folder.writePlan({
    ...{ seed, commit, timeScale, workers },
    lengths: { slackSecondMs, deliveryLeaseMs, deliveryTimeoutMs, lookAfterMs },
    people: plannedPeople(company),
    dues: duesOf(assigned),
    words: wordsOf(sittings),
    twoApproversAbove: twoApproversAbove.minor,
    meets: scenario.meets ?? [],
  });
  await assign(db, assigned);
  await seat(db, sittings);
  if (earned.length > 0) {
    await keepTables(db, company, new Date());
    await fillBudgets(db, company, earned, new Date());
    await award(db, earned, new Date());
  }
  const engineMoved = () => {
    toEngine.setTarget(target());
    ours.setTarget(target());
  };
  const proxies = { engine: toEngine, slack: toSlack };
  const surroundings = createSurroundings({ engine, proxies, slack, engineMoved, note });
  const goingOn: Promise<unknown>[] = [];
  const goesOn = (work: Promise<unknown>) => void goingOn.push(work.catch((error) => console.error(error)));
  const stage: Stage = {
    ...{ settings, lengths, company, assigned, sittings, earned, crew, surroundings, slack, db, command, payroll },
    ...{ random, note, goesOn, fromMs, untilMs, signal },
  };

  say(`${assigned.length} things fall due to ${messages} people within ${Math.round(settings.minutes * 60)} s`);
  await scenario.fire(stage);
  signal.throwIfAborted();
  await slack.faults.clear();
  crew.goOn();
  note({ kind: 'fire-ended', atMs: nowMs(), untilMs: nowMs() });
  say('the fire has ended; waiting until everything is at rest');
  await calm(stage, say, Promise.all(goingOn));
  await folder.dump(db);
  folder.writeMails(mail.received.map((one) => ({ to: one.to[0] ?? '', text: calendarTextIn(one) })));
  folder.writeFailpoints(crew.failpoints());
  return { folder, failpointsSeen: crew.failpoints() };
}

/** Until nothing is open at two looks with a tick of every sweep between them, or patience ends. */
async function calm(
  { settings, lengths, db, note, untilMs, signal }: Stage,
  say: (line: string) => void,
  peopleEnd: Promise<unknown>,
) {
  const begunMs = Math.max(nowMs(), untilMs);
  const atMs = nowMs();
  let quietSinceMs: number | undefined;
  let doing = [{ what: 'people still doing something', count: 1 }];
  void peopleEnd.then(() => (doing = []));
  let open: Awaited<ReturnType<typeof stillOpen>> = [];
  while (nowMs() < begunMs + settings.patienceSeconds * 1_000 && !signal.aborted) {
    open = [...doing, ...(await stillOpen(db).catch(() => [{ what: 'the database', count: 1 }]))];
    if (open.length > 0) quietSinceMs = undefined;
    else quietSinceMs ??= nowMs();
    if (quietSinceMs !== undefined && nowMs() > Math.max(quietSinceMs, untilMs) + quietTicks * lengths.tickMinuteMs) {
      note({ kind: 'at-rest', atMs: quietSinceMs, untilMs: quietSinceMs });
      return say('at rest');
    }
    await sleep(500, signal);
  }
  signal.throwIfAborted();
  note({ kind: 'gave-up', atMs, untilMs: nowMs() });
  say(`gave up: ${open.map(({ what, count }) => `${count} ${what}`).join(', ')}`);
}

const quietTicks = 1.5;

/** Whose DMs stand open; the others are the app's to open. */
function openAhead({ people }: Company, { openDmShare = 1 }: Scenario, random: ReturnType<Stage['random']>) {
  return people.filter(() => random.happens(openDmShare)).map(({ slackId }) => slackId!);
}

/** Messages per second of Slack's time, so that all that falls due can be said. */
const rateOf = ({ messages, minutes, timeScale }: Settings) =>
  Math.min(1_000, Math.max(1, Math.ceil((rateMargin * messages) / (minutes * 60 * timeScale))));
