/** A local Slack in a process of its own, which tells what arrived there and when. */
import { startSandbox } from '../../sandbox/sandbox.js';
import { obey } from '../children.js';

export type SlackSubject = Readonly<{ limits: 'on' | 'off'; scale: number }>;

/** A message of the app as Slack took it; `atMs` is real milliseconds since 1970. */
export type Arrival = Readonly<{ deliveryId: string; atMs: number }>;

const { limits, scale } = JSON.parse(process.argv[2] ?? '') as SlackSubject;
const slack = await startSandbox({ limits, scale });
let forgotten = 0;

const arrivals = (): Arrival[] =>
  slack.effects().flatMap((effect) => {
    if (effect.kind !== 'message.posted' || effect.n <= forgotten) return [];
    const { metadata } = effect as { metadata?: { event_payload?: { delivery_id?: string } } };
    return [{ deliveryId: metadata?.event_payload?.delivery_id ?? '', atMs: effect.wallMs }];
  });

const orders = {
  async access() {
    return { apiUrl: slack.apiUrl, botToken: slack.botToken, appToken: slack.appToken };
  },
  async hire(slackIds: readonly string[]) {
    for (const id of slackIds) slack.addUser({ id, realName: `Person ${id}` });
  },
  /** Everything that arrived since the last `forget`, in order. */
  async arrivals() {
    return arrivals();
  },
  async count() {
    return arrivals().length;
  },
  async forget() {
    forgotten = slack.lastEffect();
  },
};
export type SlackOrders = typeof orders;

obey(orders);
