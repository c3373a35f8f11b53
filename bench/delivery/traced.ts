/** Delivery made of the app's own parts, each of which is timed on its way: a table of time by step, and nothing in src/. */
import type { House } from '../../src/app/compose.js';
import type { Clock } from '../../src/platform/clock.js';
import type { Database } from '../../src/platform/database/connect.js';
import type { Lengths } from '../../src/platform/database/lengths.js';
import type { Logger } from '../../src/platform/logging.js';
import { createBreaker } from '../../src/platform/slack/breaker.js';
import type { Clients } from '../../src/platform/slack/clients.js';
import { createDelivery } from '../../src/platform/slack/delivery.js';
import type { Row } from '../../src/platform/slack/outbox.js';
import { createOutbox } from '../../src/platform/slack/outbox.js';
import { createPacer } from '../../src/platform/slack/pacer.js';
import { createSettling } from '../../src/platform/slack/settle.js';

type Parts = Readonly<{
  house: House;
  database: Database;
  clients: Clients;
  clock: Clock;
  lengths: Lengths;
  log: Logger;
  messagesPerSecond: number;
  stopped: AbortSignal;
}>;

/** `composed` is when each message had its words, in real milliseconds since 1970. */
export type Trace = Readonly<{
  steps: Readonly<Record<string, readonly number[]>>;
  commands: Readonly<Record<string, number>>;
  composed: Readonly<Record<string, number>>;
}>;

export function tracedDelivery({ house, database, clients, clock, lengths, log, messagesPerSecond, stopped }: Parts) {
  const { db, connection } = database;
  const steps: Record<string, number[]> = {};
  const commands: Record<string, number> = {};
  const composed: Record<string, number> = {};
  connection.getClient().on('commandStarted', ({ commandName, command }) => {
    const name = `${commandName} ${command[commandName]}`;
    commands[name] = (commands[name] ?? 0) + 1;
  });

  const timed = <Result>(name: string, work: () => Result): Result => {
    const began = performance.now();
    const note = () => {
      steps[name] ??= [];
      steps[name].push(performance.now() - began);
    };
    const result = work();
    if (result instanceof Promise) void result.then(note, note);
    else note();
    return result;
  };
  const watched = <Part extends object>(label: string, part: Part): Part =>
    new Proxy(part, {
      get(target, key, receiver) {
        const value = Reflect.get(target, key, receiver);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => timed(`${label}.${String(key)}`, () => value.apply(target, args));
      },
    });

  const { nudges } = house.features;
  const topics = Object.fromEntries(
    Object.entries(nudges.topics).map(([name, topic]) => [
      name,
      watched('topic', {
        ...topic,
        async compose(row: Row, now: Date) {
          const words = await topic.compose(row, now);
          composed[row.deliveryId] = performance.timeOrigin + performance.now();
          return words;
        },
      }),
    ]),
  );
  const outbox = watched('outbox', createOutbox({ db, lengths }));
  const pacer = watched('pacer', createPacer({ db, lengths, messagesPerSecond }));
  const breaker = watched('breaker', createBreaker({ db, lengths }));
  const posting = {
    ...clients,
    delivery(...about: Parameters<Clients['delivery']>) {
      const client = clients.delivery(...about);
      return Object.create(client, { chat: { value: watched('slack', client.chat) } }) as typeof client;
    },
  };
  const common = { outbox, topics, clients: posting, pacer, breaker, clock, lengths, log, stopped };
  const delivery = createDelivery(common);
  const settling = createSettling(common);
  const replaced: Record<string, () => Promise<number>> = { delivery: delivery.run, settle: settling.run };

  return {
    loops: house.loops.map(({ name, run }) => ({ name, run: replaced[name] ?? run })),
    told: (): Trace => ({ steps, commands, composed }),
  };
}
