/**
 * The least that any program must do to deliver as many messages, each at most once: claim a row, read whom it is for and
 * what they are to earn, write down the attempt, call Slack, write down what came of it, and take what was said off the list.
 * Four at a time like the app, with the raw driver and no Slack library; it asks no breaker and no pacer, knows no working
 * hours, reads one open item, and draws one line. It imports nothing of src/.
 */
import { obey } from '../children.js';
import { rawClient } from '../raw-client.js';

type Subject = { uri: string; dbName: string; apiUrl: string; botToken: string };
type Row = {
  _id: string;
  deliveryId: string;
  to: string;
  state: string;
  fence: number;
  attempts: object[];
  channel?: string;
  items?: object[];
  holding?: boolean;
  leaseUntil?: Date;
  endedAt?: Date;
  ts?: string;
};
type Person = { _id: string; dmChannel: string };
type Assignment = { _id: string; personId: string; state: string; dueOn: string; version: number; nudge: object };

const lanes = 4;
const leaseMs = 30_000;

const { uri, dbName, apiUrl, botToken } = JSON.parse(process.argv[2] ?? '') as Subject;
const client = await rawClient(uri);
const db = client.db(dbName);
const outbox = db.collection<Row>('outbox');
const people = db.collection<Person>('people');
const assignments = db.collection<Assignment>('assignments');
let working: Promise<unknown> = Promise.resolve();

async function lane(): Promise<void> {
  for (;;) {
    const row = await outbox.findOneAndUpdate(
      { state: 'pending', priority: { $gte: 0 } },
      [{ $set: { state: 'claimed', fence: { $add: ['$fence', 1] }, leaseUntil: { $add: ['$$NOW', leaseMs] } } }],
      { sort: { priority: 1, notBefore: 1 }, hint: { priority: 1, notBefore: 1 }, returnDocument: 'after' },
    );
    if (row === null) return;
    await deliver(row);
  }
}

async function deliver({ _id, fence, deliveryId, to }: Row): Promise<void> {
  const person = await people.findOne({ _id: to });
  const item = await assignments.findOne({ personId: to, state: 'open' });
  if (person === null || item === null) throw new Error(`Nothing to say to ${to}`);
  const items = [{ id: item._id, reason: 'due-14', version: item.version }];
  const attempt = { startedAt: new Date(), channel: person.dmChannel, items };
  await outbox.updateOne(
    { _id, fence, state: 'claimed' },
    {
      $set: { state: 'sending', channel: person.dmChannel, items, holding: true },
      $push: { attempts: attempt },
    },
  );
  const ts = await say(person.dmChannel, `Due on ${item.dueOn}`, deliveryId);
  await outbox.updateOne(
    { _id, fence, state: 'sending' },
    { $set: { state: 'sent', ts, endedAt: new Date(), holding: false }, $unset: { leaseUntil: '' } },
  );
  await assignments.updateOne({ _id: item._id }, { $set: { 'nudge.owed': null } });
}

async function say(channel: string, text: string, deliveryId: string): Promise<string> {
  const response = await fetch(`${apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({
      channel,
      text,
      metadata: { event_type: 'laurel_message_sent', event_payload: { delivery_id: deliveryId } },
    }),
  });
  const reply = (await response.json()) as { ok: boolean; ts?: string; error?: string };
  if (!reply.ok || reply.ts === undefined) throw new Error(`Slack refused: ${reply.error}`);
  return reply.ts;
}

obey({
  async go() {
    working = Promise.all(Array.from({ length: lanes }, lane));
  },
  async stop() {
    await working;
    await client.close();
    return { warnings: 0, trace: undefined };
  },
});
