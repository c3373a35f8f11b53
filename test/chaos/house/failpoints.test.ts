import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { productionLengths } from '../../../src/platform/database/lengths.js';
import { createOutbox, outboxIndexes } from '../../../src/platform/slack/outbox.js';
import type { TestDatabase } from '../../harness/database.js';
import { openTestDatabase } from '../../harness/database.js';
import { clientOf, startWithPeople } from '../../sandbox/workspace.js';
import { putUpFailpoints } from './failpoints.js';
import type { Met } from './orders.js';

/* In this process: what is met and how it is called. What a process does that is killed there: house.test.ts. */

let database: TestDatabase;
let slack: Sandbox;
let met: Met[];

beforeAll(async () => {
  putUpFailpoints((now) => met.push(now));
  met = [];
  [database, slack] = await Promise.all([openTestDatabase(outboxIndexes), startWithPeople()]);
});
afterAll(async () => {
  await slack.stop();
  await database.close();
});
beforeEach(() => {
  met = [];
});

const names = () => met.map(({ name }) => name);

const aRow = (key: string) => ({
  key,
  to: 'U0ANA',
  topic: 'note',
  subject: key,
  notBefore: new Date(0),
  notAfter: new Date(8.64e15),
  priority: 2 as const,
});

test('a write is met before and after, once, under the name of the function of ours that makes it', async () => {
  const outbox = createOutbox({ db: database.db, lengths: productionLengths });
  // One `insertMany`, of which the driver makes a `bulkWrite`.
  await outbox.put([aRow('one'), aRow('two')]);
  expect(names()).toEqual(['outbox.ts:put outbox.insertMany before', 'outbox.ts:put outbox.insertMany after']);
  await outbox.put([aRow('three')]);
  expect(met).toHaveLength(2);
});

test('two functions of one file are two failpoints, and a write that is refused is met after, too', async () => {
  const outbox = createOutbox({ db: database.db, lengths: productionLengths });
  await outbox.put([aRow('one')]);
  expect(names()).toEqual(['outbox.ts:put outbox.bulkWrite before', 'outbox.ts:put outbox.bulkWrite after']);
  const row = await outbox.claim(new Date());
  await outbox.drop(row!, 'claimed', 'not needed', new Date());
  expect(names().slice(2)).toEqual([
    'outbox.ts:claim outbox.findOneAndUpdate before',
    'outbox.ts:claim outbox.findOneAndUpdate after',
    'outbox.ts:step outbox.updateOne before',
    'outbox.ts:step outbox.updateOne after',
  ]);
});

test('a call of Slack is met with the delivery that it carries', async () => {
  const client = clientOf(slack);
  const { channel } = await client.conversations.open({ users: 'U0ANA' });
  met = [];
  const metadata = { event_type: 'laurel_message_sent', event_payload: { delivery_id: 'd-1' } };
  await client.chat.postMessage({ channel: channel!.id!, text: 'Hello', metadata });
  expect(met).toEqual([
    { name: 'elsewhere slack.chat.postMessage before', wentOff: null, deliveryId: 'd-1' },
    { name: 'elsewhere slack.chat.postMessage after', wentOff: null, deliveryId: 'd-1' },
  ]);
});
