import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import { isDuplicateKey } from './errors.js';

/** What the holder of a lease is given. */
export interface Lease {
  /** Throws `LeaseLost` unless the lease is still ours, and prolongs it. Call it before each step that must be alone. */
  confirm(): Promise<void>;
}

/** Another process took the lease, because this one was too slow or could not reach the database. */
class LeaseLost extends Error {
  override name = 'LeaseLost';
}

interface LeaseRow {
  _id: string;
  holder: string | null;
  /** Lease time: written and compared by the database's clock only. */
  until: Date;
}

export interface LeaseTerms {
  /** How long others wait for a holder that was killed. Renewed in the background while the work goes on. */
  leaseMs: number;
  /** Called once when another process holds it. */
  onWait?(): void;
}

/** Does the work while no other process does work under this name; waits for its turn as long as it takes. */
export async function underLease<Result>(
  db: mongo.Db,
  name: string,
  { leaseMs, onWait }: LeaseTerms,
  work: (lease: Lease) => Promise<Result>,
): Promise<Result> {
  const leases = db.collection<LeaseRow>('leases');
  const holder = randomUUID();
  await insertUnlessThere(leases, name);
  if (!(await take(leases, name, holder, leaseMs))) {
    onWait?.();
    do await delay(leaseMs / 20);
    while (!(await take(leases, name, holder, leaseMs)));
  }
  const renewal = setInterval(() => prolong(leases, name, holder, leaseMs).catch(() => undefined), leaseMs / 3);
  try {
    return await work({
      async confirm() {
        if (!(await prolong(leases, name, holder, leaseMs))) throw new LeaseLost(`the lease ${name} was lost`);
      },
    });
  } finally {
    clearInterval(renewal);
    await leases.updateOne({ _id: name, holder }, { $set: { holder: null } });
  }
}

async function insertUnlessThere(leases: mongo.Collection<LeaseRow>, name: string): Promise<void> {
  try {
    await leases.updateOne({ _id: name }, { $setOnInsert: { holder: null, until: new Date(0) } }, { upsert: true });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

async function take(leases: mongo.Collection<LeaseRow>, name: string, holder: string, leaseMs: number) {
  const isFree = { $or: [{ $eq: ['$holder', null] }, { $lte: ['$until', '$$NOW'] }] };
  const { matchedCount } = await leases.updateOne({ _id: name, $expr: isFree }, [
    { $set: { holder, until: { $add: ['$$NOW', leaseMs] } } },
  ]);
  return matchedCount === 1;
}

async function prolong(leases: mongo.Collection<LeaseRow>, name: string, holder: string, leaseMs: number) {
  const { matchedCount } = await leases.updateOne({ _id: name, holder }, [
    { $set: { until: { $add: ['$$NOW', leaseMs] } } },
  ]);
  return matchedCount === 1;
}
