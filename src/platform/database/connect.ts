import type { Connection, mongo } from 'mongoose';
import mongoose from 'mongoose';
import type { EngineHold, StartEngine } from './engine.js';
import { startEngine } from './engine.js';

/** An open database. Stores get it as an argument; there is no global one. */
export interface Database {
  connection: Connection;
  /** The driver's own, for what mongoose does not do: pipelines, bulk writes, indexes. */
  db: mongo.Db;
  /** `server`: MONGODB_URI. `embedded`: the engine of the data directory; no sessions, no TTL. */
  kind: 'server' | 'embedded';
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface ConnectDatabase extends StartEngine {
  /** A MongoDB server; absent or empty: the embedded engine. */
  uri?: string | undefined;
  dbName: string;
  /** How long a server may take to answer, at first and whenever it was lost. */
  answerWithinMs?: number | undefined;
  /** Called once when the embedded engine ended under us: nothing can be saved any more, so end this process. */
  onLost?: (() => void) | undefined;
}

/**
 * Opens the server at `uri`, or the embedded engine of `dataDir`.
 *
 * @throws EngineUnavailable when no embedded engine can be had; the driver's error when the server does not answer
 * in time.
 */
export async function connectDatabase(wanted: ConnectDatabase): Promise<Database> {
  const { uri, dbName, answerWithinMs, onLost, ...engine } = wanted;
  if (uri) return openDatabase({ uri, dbName, kind: 'server', answerWithinMs });
  const hold = await startEngine(engine);
  const database = await openDatabase({ uri: hold.uri, dbName, kind: 'embedded', answerWithinMs }).catch(
    async (error) => {
      await hold.release();
      throw error;
    },
  );
  return holdEngine(database, hold, onLost);
}

export interface OpenDatabase extends Pick<ConnectDatabase, 'dbName' | 'answerWithinMs'> {
  uri: string;
  kind: Database['kind'];
}

/** Opens a database of an engine or server that somebody else looks after. */
export async function openDatabase({ uri, dbName, kind, answerWithinMs = 5_000 }: OpenDatabase): Promise<Database> {
  const connection = mongoose.createConnection(uri, {
    dbName,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    serverSelectionTimeoutMS: answerWithinMs,
    ...promises[kind],
  });
  try {
    await connection.asPromise();
  } catch (error) {
    await connection.destroy();
    throw error;
  }
  if (kind === 'embedded') await planWithoutSampling(connection);
  const db = connection.db as mongo.Db;
  return {
    connection,
    db,
    kind,
    ping: async () => void (await db.command({ ping: 1 })),
    close: () => connection.destroy(),
  };
}

/**
 * The engine ranks plans by sampling when a trial finds nothing early enough, and then fails with "the slot-based execution
 * engine is not part of this build" (code 224; seen at 60,000 documents). Ranking by trial alone never does.
 */
async function planWithoutSampling(connection: Connection): Promise<void> {
  await connection.getClient().db('admin').command({ setParameter: 1, internalQueryPlanRanker: 'multiPlanning' });
}

/**
 * What an acknowledged write is worth: it is on disk, and on a server also on most of its members. The trap: the engine
 * answers `w: 'majority'` before its journal is synced (measured: 3 to 5 of 100 answers, and SIGKILL then loses them);
 * `w: 1` with `journal` it answers after. It has no sessions, which retries need.
 */
const promises = {
  server: { writeConcern: { w: 'majority', journal: true } },
  embedded: { writeConcern: { w: 1, journal: true }, retryWrites: false, retryReads: false },
} satisfies Record<Database['kind'], mongo.MongoClientOptions>;

/** The server's own clock. Lease times are written and compared by it alone. */
export async function databaseNow(db: mongo.Db): Promise<Date> {
  const [row] = await db.aggregate<{ now: Date }>([{ $documents: [{}] }, { $set: { now: '$$NOW' } }]).toArray();
  if (!row) throw new Error('the database did not tell its time');
  return row.now;
}

function holdEngine(database: Database, hold: EngineHold, onLost?: () => void): Database {
  let isClosing = false;
  void hold.ended.then(() => isClosing || onLost?.());
  return {
    ...database,
    async close() {
      isClosing = true;
      await database.close();
      await hold.release();
    },
  };
}
