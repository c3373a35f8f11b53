/*
 * Says that it is ready, and when told to go posts all that is to be posted, in an order of its own, two at a time; prints
 * each answer in a line.
 * `ledger-process.ts '{uri, dbName, kind, limitedKinds, seed, postings}'`. Started by test/interleaving/ledger.test.ts.
 */
import { once } from 'node:events';
import { openDatabase } from '../../src/platform/database/connect.js';
import type { NewPosting } from '../../src/platform/database/ledger/posting.js';
import { createLedger } from '../../src/platform/database/ledger.js';
import { seeded } from '../interleaving/turns.js';

const { uri, dbName, kind, limitedKinds, seed, postings } = JSON.parse(process.argv[2] ?? '');
const database = await openDatabase({ uri, dbName, kind });
const random = seeded(seed);
const left: NewPosting[] = postings
  .map((posting: NewPosting) => ({ place: random(), posting: { ...posting, at: new Date(posting.at) } }))
  .toSorted((a: { place: number }, b: { place: number }) => a.place - b.place)
  .map(({ posting }: { posting: NewPosting }) => posting);

/** One that waits for no other, as if it were alone in a process. */
async function post(): Promise<void> {
  const ledger = createLedger({ db: database.db, limitedKinds });
  for (let wanted = left.pop(); wanted !== undefined; wanted = left.pop())
    console.log(JSON.stringify({ wanted, answer: await ledger.post(wanted) }));
}
console.log('ready');
await once(process.stdin, 'data');
await Promise.all([post(), post()]);
process.stdin.destroy();
await database.close();
