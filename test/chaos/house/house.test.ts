import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { quickFolder } from '../../../sandbox/quick-folder.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { startSandbox } from '../../../sandbox/sandbox.js';
import { databaseName } from '../../../src/app/start.js';
import type { Database } from '../../../src/platform/database/connect.js';
import { openDatabase } from '../../../src/platform/database/connect.js';
import { productionLengths } from '../../../src/platform/database/lengths.js';
import type { Row } from '../../../src/platform/slack/outbox.js';
import { createOutbox } from '../../../src/platform/slack/outbox.js';
import { buildApp } from './built-app.js';
import type { Engine } from './engine.js';
import { startEngine } from './engine.js';
import type { Met } from './orders.js';
import type { Proxy as Network } from './proxy.js';
import { startProxy } from './proxy.js';
import type { Worker, WorkerOptions } from './worker.js';
import { startWorker } from './worker.js';

const claim = 'outbox.ts:claim outbox.findOneAndUpdate';
const dayMs = 86_400_000;

let folder: string;
let bundle: string;
let engine: Engine;
let toEngine: Network;
let slack: Sandbox;
const workers: Worker[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(quickFolder(), 'laurel-house-'));
  [bundle, engine, slack] = await Promise.all([buildApp(), startEngine(folder), startSandbox({ scale: 10 })]);
  toEngine = await startProxy(engine.target);
  slack.addUser({ id: 'U0ANA', realName: 'Ana Ruiz', email: 'ana@example.com' });
});
afterAll(async () => {
  for (const worker of workers) worker.kill();
  await Promise.all(workers.map(({ ended }) => ended));
  await toEngine.close();
  await slack.stop();
  await engine.end();
  await rm(folder, { recursive: true, force: true });
});

const logFile = () => join(folder, 'worker.log');

async function aWorker(changed: Partial<WorkerOptions> = {}) {
  const worker = startWorker({
    bundle,
    place: workers.length,
    mongodbUri: `mongodb://127.0.0.1:${toEngine.port}/?directConnection=true`,
    slack,
    timeScale: 10,
    messagesPerSecond: 100,
    owners: ['U0ANA'],
    clockOffsetMs: 0,
    logFile: logFile(),
    ...changed,
  });
  workers.push(worker);
  const met: Met[] = [];
  worker.onFailpoint((now) => met.push(now));
  await worker.ready;
  return { worker, wentOff: () => met.filter(({ wentOff }) => wentOff !== null) };
}

/** What this process sees of the database, past the proxy. */
async function lookInside<Answer>(look: (database: Database) => Promise<Answer>): Promise<Answer> {
  const database = await openDatabase({ uri: engine.uri, dbName: databaseName, kind: 'embedded' });
  try {
    return await look(database);
  } finally {
    await database.close();
  }
}

/** A message that is due, and that no feature knows how to say. */
const put = (key: string, notBefore = new Date(0)) =>
  lookInside(({ db }) =>
    createOutbox({ db, lengths: productionLengths }).put([
      { key, to: 'U0ANA', topic: 'unheard', subject: key, notBefore, notAfter: new Date(8.64e15), priority: 2 },
    ]),
  );

const row = (key: string) => lookInside(({ db }) => db.collection<Row>('outbox').findOne({ _id: key }));

test('a process serves, dies at a failpoint before a write or after it, and tells which', async () => {
  const first = await aWorker();
  first.worker.arm([`${claim} before`], 'kill');
  await put('one');
  expect(await first.worker.ended).toEqual({ code: null, signal: 'SIGKILL' });
  expect(first.wentOff()).toEqual([{ name: `${claim} before`, wentOff: 'kill', deliveryId: null }]);
  expect(await row('one')).toMatchObject({ state: 'pending', fence: 0 });

  const second = await aWorker();
  second.worker.arm([`${claim} after`], 'kill');
  expect(await second.worker.ended).toEqual({ code: null, signal: 'SIGKILL' });
  expect(second.wentOff()).toMatchObject([{ name: `${claim} after`, wentOff: 'kill' }]);
  expect(await row('one')).toMatchObject({ state: 'claimed', fence: 1 });
});

const isTried = (key: string) =>
  vi.waitFor(async () => expect((await row(key))?.failures).toBeGreaterThan(0), { timeout: 10_000 });

describe('one process', () => {
  let it: Awaited<ReturnType<typeof aWorker>>;
  beforeAll(async () => {
    it = await aWorker({ clockOffsetMs: dayMs });
  });

  test('stands still at a failpoint until it is told to go on', async () => {
    it.worker.arm([`${claim} before`], 'stop');
    await put('two');
    await vi.waitFor(() => expect(it.wentOff()).toHaveLength(1), { timeout: 5_000 });
    expect(await row('two')).toMatchObject({ state: 'pending', fence: 0 });
    it.worker.goOn();
    await isTried('two');
  });

  test('knows what is due while its clock is a day ahead, and while it is a day behind', async () => {
    await put('in an hour', new Date(Date.now() + 3_600_000));
    await put('three');
    await isTried('three');
    expect((await loggedAt()) - Date.now()).toBeGreaterThan(dayMs / 2);
    it.worker.setClock(-dayMs);
    await put('four');
    await isTried('four');
    expect((await loggedAt()) - Date.now()).toBeLessThan(-dayMs / 2);
    expect(await row('in an hour')).toMatchObject({ state: 'pending', fence: 0 });
  });

  test('outlives its engine, goes on when that is back, and drains when it is told to end', async () => {
    await engine.kill();
    toEngine.reset();
    await engine.start();
    toEngine.setTarget(engine.target);
    await put('five');
    await isTried('five');
    await engine.pause(300);
    await put('six');
    await isTried('six');
    it.worker.terminate();
    expect(await it.worker.ended).toEqual({ code: 0, signal: null });
  });
});

/** When the last line of the log was written, by the clock of who wrote it. */
async function loggedAt(): Promise<number> {
  const lines = (await readFile(logFile(), 'utf8')).trim().split('\n');
  return (JSON.parse(lines.at(-1)!) as { time: number }).time;
}

test('what is on the leash of a process dies with it, also when it stands still', async () => {
  const program = `
    import { spawn } from 'node:child_process';
    import { keepOnLeash } from '${new URL('./leash.ts', import.meta.url).href}';
    const dog = spawn('sleep', ['60']);
    keepOnLeash(dog.pid);
    dog.kill('SIGSTOP');
    console.log(dog.pid);
    setInterval(() => {}, 1_000);
  `;
  const owner: ChildProcess = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program]);
  const [said] = (await once(owner.stdout!, 'data')) as [Buffer];
  const dog = Number(said);
  expect(() => process.kill(dog, 0)).not.toThrow();
  owner.kill('SIGKILL');
  await vi.waitFor(() => expect(() => process.kill(dog, 0)).toThrow(), { timeout: 5_000 });
});
