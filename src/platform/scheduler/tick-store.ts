import { MongoJobRepository } from '@agendajs/mongo-backend';
import type { AgendaBackend, JobParameters } from 'agenda';
import { toJobId } from 'agenda';
import type { Db } from 'mongodb';

/** Milliseconds of the database's clock. */
type Times = Readonly<{ lockMs: number; intervalMs(name: string): number }>;

/**
 * Where Agenda keeps its ticks: planned and locked by the database's clock. The trap: Agenda's own store believes the
 * clock of each process. One that is a day ahead plans the next tick for tomorrow, or dies and leaves a lock of
 * tomorrow; one that is a day behind takes every plan for tomorrow's. So Agenda is not asked: it gets a tick when the
 * database says that it is due, as one long overdue whose lock never grows old.
 */
class TickStore extends MongoJobRepository {
  constructor(
    db: Db,
    private readonly times: Times,
  ) {
    super({ mongo: db as never });
  }

  override async getNextJobToRun(name: string): Promise<JobParameters | undefined> {
    const intervalMs = this.times.intervalMs(name);
    // What lies where no plan and no lock can lie was written by a wrong clock, and says nothing.
    const isPlanned = isWithin('$nextRunAt', '$$NOW', fromNow(intervalMs));
    const isLocked = isWithin('$lockedAt', fromNow(-this.times.lockMs), '$$NOW');
    const wasLocked = { $eq: [{ $type: '$lockedAt' }, 'date'] };
    // From plan to plan, so that looking late does not add up.
    const next = { $add: ['$nextRunAt', intervalMs] };
    const isSoon = isWithin(next, '$$NOW', fromNow(intervalMs));
    const tick = await this.collection.findOneAndUpdate(
      { name, type: 'single', $expr: { $not: [{ $cond: [wasLocked, isLocked, isPlanned] }] } },
      [
        {
          $set: {
            lockedAt: '$$NOW',
            lastRunAt: '$$NOW',
            nextRunAt: { $cond: [isSoon, next, fromNow(intervalMs)] },
          },
        },
      ],
      { returnDocument: 'after' },
    );
    if (tick === null) return undefined;
    const { _id, type, priority, data } = tick;
    const repeatInterval = tick.repeatInterval ?? undefined;
    return {
      _id: toJobId(String(_id)),
      name,
      type,
      priority,
      data,
      repeatInterval,
      nextRunAt: longAgo,
      lockedAt: never,
    };
  }

  /** Agenda saves a tick as it begins, which is planned already, and as it ends. */
  override async saveJobState({ name, lockedAt, failReason }: JobParameters): Promise<void> {
    if (lockedAt !== undefined) return;
    await this.collection.updateOne({ name, type: 'single' }, [
      { $set: { lockedAt: null, lastFinishedAt: '$$NOW', failReason: { $literal: failReason ?? null } } },
    ]);
  }

  /** Agenda does not wait for this: thrown, it would end the process. The lock grows old by itself. */
  override async unlockJob(job: JobParameters): Promise<void> {
    await super.unlockJob(job).catch(() => undefined);
  }
}

export function createTickBackend(db: Db, times: Times) {
  const repository = new TickStore(db, times);
  let refused: unknown;
  const backend: AgendaBackend = {
    name: 'ticks',
    repository,
    ownsConnection: false,
    // Agenda begins it when it is created and waits for no failure: thrown, it would end the process.
    connect: () =>
      repository.connect().catch((error) => {
        refused = error;
      }),
    disconnect: async () => {},
  };
  return {
    backend,
    /** Throws what kept it from connecting. */
    confirm() {
      if (refused !== undefined) throw refused;
    },
  };
}

const longAgo = new Date(0);
const never = new Date(8.64e15);
const fromNow = (ms: number) => ({ $add: ['$$NOW', ms] });
const isWithin = (date: unknown, after: unknown, until: unknown) => ({
  $and: [{ $gt: [date, after] }, { $lte: [date, until] }],
});
