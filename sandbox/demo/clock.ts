import type { Db } from 'mongodb';
import type { DatabaseClock } from '../../src/platform/clock.js';
import { measuredClock } from '../../src/platform/clock.js';

/** One document, so that all processes agree. It shows `at`, and what has passed on the database's own clock since. */
type KeptClock = { _id: 'clock'; at: Date; setAt: Date };

export type DemoClock = DatabaseClock & {
  set(at: Date): Promise<void>;
  /** Remembers how late it is, because time stands still while the demo does not run. */
  keep(): Promise<void>;
};

/** Goes on where it was kept, or at `notBefore` if that is later. */
export async function demoClock(db: Db, notBefore: Date): Promise<DemoClock> {
  const clocks = db.collection<KeptClock>('demoClock');
  const write = (at: unknown) =>
    clocks.updateOne({ _id: 'clock' }, [{ $set: { at, setAt: '$$NOW' } }], { upsert: true });

  async function read(): Promise<Date> {
    const [kept] = await clocks
      .aggregate<{ shown: Date }>([{ $match: { _id: 'clock' } }, { $project: { shown } }])
      .toArray();
    if (!kept) throw new Error('the clock of the demo is lost');
    return kept.shown;
  }

  await write({ $max: ['$at', notBefore] });
  const clock = measuredClock(read);
  await clock.measure();
  return {
    ...clock,
    async set(at) {
      await write(at);
      await clock.measure();
    },
    keep: async () => void (await write(shown)),
  };
}

const shown = { $add: ['$at', { $subtract: ['$$NOW', '$setAt'] }] };
