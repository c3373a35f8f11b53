import { setClock } from '../../src/platform/clock.js';
import type { Lengths } from '../../src/platform/database/lengths.js';
import { productionLengths } from '../../src/platform/database/lengths.js';
import { createLogger } from '../../src/platform/logging.js';
import { createBreaker } from '../../src/platform/slack/breaker.js';
import { createClients } from '../../src/platform/slack/clients.js';
import type { Composed, Topic } from '../../src/platform/slack/delivery.js';
import { createDelivery } from '../../src/platform/slack/delivery.js';
import type { Item, NewRow, Row, RowState } from '../../src/platform/slack/outbox.js';
import { createOutbox, outboxIndexes } from '../../src/platform/slack/outbox.js';
import { createPacer } from '../../src/platform/slack/pacer.js';
import { createReconciler } from '../../src/platform/slack/reconcile.js';
import { createRedraw } from '../../src/platform/slack/redraw.js';
import { createSettling } from '../../src/platform/slack/settle.js';
import type { MessageContent } from '../../src/shared/block-limits.js';
import { clientOf, startWithPeople } from '../sandbox/workspace.js';
import { openWatchedDatabase } from './costs.js';

/** A second of Slack lasts 20 ms here, in the sandbox too. */
const scale = 50;

export const deliveryLengths: Lengths = {
  ...productionLengths,
  slackSecondMs: 1_000 / scale,
  deliveryLeaseMs: 5_000,
  deliveryTimeoutMs: 600,
  lookAfterMs: 30,
  probeEveryMs: 100,
  redrawGapMs: 60,
  longestRetryAfterMs: 200,
};

/** What the tests' only feature says, and what it was asked. */
export type Voice = {
  compose(row: Row): Composed | Promise<Composed>;
  redraw: Topic['redraw'];
  settle: Topic['settle'];
  refused: NonNullable<Topic['refused']>;
};

/** Outbox, delivery, looks and redraws on a real engine, beside a local Slack, with one topic that says what it is told. */
export async function startDelivery() {
  const [database, slack] = await Promise.all([openWatchedDatabase(outboxIndexes), startWithPeople({ scale })]);
  const now = slack.now();
  const clock = setClock(now);
  const logged: string[] = [];
  const log = createLogger('info', (line) => logged.push(line));
  const stopping = new AbortController();
  const { bot_id: botId } = await clientOf(slack).auth.test();
  const dms = new Map<string, string>();
  const settled: Row[] = [];

  const usual: Voice = {
    compose: (row) => saying(row, `Words of ${row._id}`),
    redraw: async () => undefined,
    settle: async (told) => void settled.push(...told),
    refused: async () => {},
  };
  function saying(row: Row, text: string, items: readonly Item[] = []): Composed {
    return { kind: 'say', channel: dms.get(row.to)!, words: words(text), items };
  }
  let voice = usual;
  const topics: Record<string, Topic> = {
    note: {
      compose: async (row) => voice.compose(row),
      redraw: (row, at) => voice.redraw(row, at),
      settle: (told) => voice.settle(told),
      refused: (row, code) => voice.refused(row, code),
    },
  };

  function createProcess(changed: Partial<Lengths> = {}, messagesPerSecond = 1_000) {
    const lengths = { ...deliveryLengths, ...changed };
    const access = { botToken: slack.botToken, apiUrl: slack.apiUrl };
    const clients = createClients(access, log, lengths.deliveryTimeoutMs);
    const outbox = createOutbox({ db: database.db, lengths });
    const pacer = createPacer({ db: database.db, lengths, messagesPerSecond });
    const breaker = createBreaker({ db: database.db, lengths });
    const common = { outbox, topics, clients, pacer, clock, lengths, log, stopped: stopping.signal };
    const process = {
      outbox,
      pacer,
      breaker,
      delivery: createDelivery({ ...common, breaker }),
      reconciler: createReconciler({ ...common, botId: () => botId ?? '' }),
      redraw: createRedraw(common),
      settling: createSettling({ outbox, topics, log }),
    };
    return {
      ...process,
      /** One round of everything but redrawing and settling. */
      async deliver() {
        await process.delivery.run();
        await process.reconciler.run();
      },
    };
  }
  const process = createProcess();
  const rows = database.db.collection<Row>('outbox');

  const delivery = {
    ...process,
    slack,
    clock,
    database,
    rows,
    logged,
    /** Rows that were settled, as they were then. */
    settled,
    createProcess,
    /** A member with an open DM. */
    async hire(id: string): Promise<string> {
      if (id !== 'U0ANA' && id !== 'U0BEN') slack.addUser({ id, realName: `Person ${id}` });
      const { channel } = await clientOf(slack).conversations.open({ users: id });
      dms.set(id, channel?.id ?? '');
      return dms.get(id)!;
    },
    /** From now on the topic says this; what is left out is as usual. */
    say: (words: Partial<Voice>) => {
      voice = { ...usual, ...words };
    },
    saying,
    put: (...keys: string[]) => delivery.putWith({}, ...keys),
    putWith: (fields: Partial<NewRow>, ...keys: string[]) =>
      process.outbox.put(
        keys.map((key) => ({
          key,
          to: 'U0ANA',
          topic: 'note',
          subject: key,
          notBefore: now,
          notAfter: new Date(now.getTime() + 3_600_000),
          priority: 2,
          ...fields,
        })),
      ),
    async row(key: string): Promise<Row> {
      const row = await rows.findOne({ _id: key });
      if (row === null) throw new Error(`There is no row ${key}`);
      return row;
    },
    /** Works on until the row is in this state; the test's own time limit ends it. */
    async until(key: string, state: RowState, work: () => Promise<unknown> = process.deliver): Promise<Row> {
      for (;;) {
        await work();
        const row = await delivery.row(key);
        if (row.state === state) return row;
      }
    },
    /** How often the words of this row were posted, and where they stand. */
    posted: (key: string) =>
      slack
        .effects()
        .flatMap((effect) => (effect.kind === 'message.posted' && effect.text === `Words of ${key}` ? [effect] : [])),
    updated: () => slack.effects().flatMap((effect) => (effect.kind === 'message.updated' ? [effect] : [])),
    /** Forgets rows, slots, faults and what Slack has used up, so that the next test begins anew. */
    async clear() {
      voice = usual;
      settled.length = 0;
      logged.length = 0;
      slack.faults.clear();
      slack.setLimits('on');
      for (const name of ['outbox', 'pacer', 'breaker']) await database.db.collection(name).deleteMany({});
    },
    async stop() {
      stopping.abort();
      await slack.stop();
      await database.close();
    },
  };
  return delivery;
}

export const words = (text: string): MessageContent => ({
  text,
  blocks: [{ type: 'section', text: { type: 'plain_text', text } }],
});

export type DeliveryHouse = Awaited<ReturnType<typeof startDelivery>>;
