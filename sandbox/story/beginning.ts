import { copyFileSync } from 'node:fs';
import type { Db } from 'mongodb';
import type { Snapshot } from '../snapshot.js';
import { effectLogIn } from './problems.js';

/** Where a story has come to, for others to go on from: each with a copy of its own. */
export type Beginning = Readonly<{ at: Date; slack: Snapshot }> & Written;

/** What a story has written: into the database, and into the effect log of the folder. */
type Written = Readonly<{ db: Db; folder: string }>;

/** Into an empty database on the same engine, which has its indexes, and into an empty folder. */
export async function copyWritten(from: Written, to: Written): Promise<void> {
  copyFileSync(effectLogIn(from.folder), effectLogIn(to.folder));
  const collections = await from.db.listCollections({}, { nameOnly: true }).toArray();
  await Promise.all(
    collections.map(({ name }) =>
      from.db
        .collection(name)
        .aggregate([{ $merge: { into: { db: to.db.databaseName, coll: name }, whenMatched: 'fail' } }])
        .toArray(),
    ),
  );
}
