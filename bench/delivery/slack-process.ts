/** A local Slack in a process of its own, which tells what arrived there and when. */
import { startSandbox } from '../../sandbox/sandbox.js';
import { obey } from '../children.js';

export type SlackSubject = Readonly<{ limits: 'on' | 'off'; scale: number }>;

/** A message of the app as Slack took it; `atMs` is real milliseconds since 1970. */
export type Arrival = Readonly<{ deliveryId: string; atMs: number }>;

const { limits, scale } = JSON.parse(process.argv[2] ?? '') as SlackSubject;
const slack = await startSandbox({ limits, scale });
const arrivals: Arrival[] = [];
let read = 0;

/** Reads on where it stopped: who counts often must not read the whole log each time. */
function readOn(): readonly Arrival[] {
  for (const effect of slack.effects(read)) {
    read = effect.n;
    if (effect.kind !== 'message.posted') continue;
    const { metadata } = effect as { metadata?: { event_payload?: { delivery_id?: string } } };
    arrivals.push({ deliveryId: metadata?.event_payload?.delivery_id ?? '', atMs: effect.wallMs });
  }
  return arrivals;
}

const orders = {
  async access() {
    return { apiUrl: slack.apiUrl, botToken: slack.botToken, appToken: slack.appToken };
  },
  async hire(slackIds: readonly string[]) {
    for (const id of slackIds) slack.addUser({ id, realName: `Person ${id}` });
  },
  /** Everything that arrived, in order. */
  async arrivals() {
    return readOn();
  },
  async count() {
    return readOn().length;
  },
};
export type SlackOrders = typeof orders;

obey(orders);
