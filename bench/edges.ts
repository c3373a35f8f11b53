import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Outgoing } from '../sandbox/delivery.js';
import { createHttpDelivery } from '../sandbox/http-delivery.js';
import type { JsonObject } from '../sandbox/json.js';
import { startSandbox } from '../sandbox/sandbox.js';
import { newCredentialId } from '../src/shared/ids.js';
import { firstAssignmentOf, slackIdOf } from './company.js';
import { percentile, round } from './numbers.js';
import type { Place } from './sweeps.js';

const signingSecret = 'the-secret-of-the-bench-alone';
const timed = 300;
const warmUp = 30;

/** What a process is told that is to answer Slack. */
export type EdgeSubject = Omit<Place, 'assignments'> &
  Readonly<{ signingSecret: string; apiUrl: string; botToken: string; teamId: string }>;

const kinds = ['command', 'button', 'modal'] as const;
type Kind = (typeof kinds)[number];

/**
 * How long Slack waits for the acknowledgement of a command, a button and a dialog: the app beside a Bolt app that only
 * acknowledges, in turn, each in a process of its own and reached by signed HTTP requests. What the app does before it
 * acknowledges is all that it does: who may, the one update, and the words.
 */
export async function timeEdges({ uri, dbName }: Omit<Place, 'assignments'>) {
  const slack = await startSandbox({ scale: 1_000 });
  const { apiUrl, botToken, teamId } = slack;
  const subject: EdgeSubject = { uri, dbName, signingSecret, apiUrl, botToken, teamId };
  const sides = { app: await serve('app', subject), bare: await serve('bare', subject) };
  const times = new Map<string, number[]>();
  for (let round = 0; round < timed + warmUp; round += 1) {
    for (const kind of kinds) {
      for (const side of round % 2 === 0 ? (['bare', 'app'] as const) : (['app', 'bare'] as const)) {
        const { acked, ackMs, problem, response } = await sides[side].send(outgoing(kind, round, teamId));
        if (!acked) throw new Error(`The ${kind} of round ${round} was not acknowledged: ${problem}`);
        if (side === 'app') refuseRefusal(kind, response);
        const name = side === 'app' ? kind : `bare.${kind}`;
        if (round >= warmUp) times.set(name, [...(times.get(name) ?? []), ackMs]);
      }
    }
  }
  for (const { stop } of Object.values(sides)) stop();
  await slack.stop();
  return Object.fromEntries([
    ...[...times].flatMap(([name, took]) =>
      ([50, 95, 99] as const).map((percent) => [`${name}.p${percent}Ms`, round(percentile(took, percent), 1)]),
    ),
    ...kinds.map((kind) => [`${kind}.ratioToBare`, round(medianOf(kind) / medianOf(`bare.${kind}`), 2)]),
  ]) as Record<string, number>;

  function medianOf(name: string): number {
    return percentile(times.get(name) ?? [], 50);
  }
}

/** What was refused did less than what it is timed for. */
function refuseRefusal(kind: Kind, response: unknown): void {
  const said = JSON.stringify(response);
  const isDone = { command: /certification/i, button: /.*/, modal: /handed in/i }[kind].test(said);
  if (!isDone) throw new Error(`The ${kind} was refused: ${said}`);
}

const program = fileURLToPath(new URL('./edge-process.ts', import.meta.url));

async function serve(side: 'app' | 'bare', subject: EdgeSubject) {
  const child = fork(program, [side, JSON.stringify(subject)], { stdio: ['ignore', 2, 2, 'ipc'] });
  const [port] = await once(child, 'message');
  const delivery = createHttpDelivery({ requestUrl: `http://127.0.0.1:${port}/slack/events`, signingSecret });
  return { send: delivery.send, stop: () => child.kill('SIGKILL') };
}

/** What Slack would send for the n-th person, who has an open assignment and asks each thing once. */
function outgoing(kind: Kind, n: number, teamId: string): Outgoing {
  const user = slackIdOf(n);
  const frame = {
    user: { id: user, team_id: teamId },
    team: { id: teamId },
    trigger_id: `${n}.1.bench`,
    // Nobody listens there: the acknowledgement is what is timed.
    response_url: 'http://127.0.0.1:9/',
  };
  switch (kind) {
    case 'command':
      return {
        type: 'slash_commands',
        payload: {
          command: '/cert',
          text: '',
          user_id: user,
          team_id: teamId,
          channel_id: 'D0BENCH',
          trigger_id: '1.2.x',
        },
        acceptsResponse: true,
      };
    case 'button': {
      const { _id: id, version } = firstAssignmentOf(n);
      const action = { action_id: 'nudges.snooze', block_id: 'b', type: 'static_select' };
      const selected_option = { value: `${id} ${version} 1`, text: { type: 'plain_text', text: 'For 1 day' } };
      return {
        type: 'interactive',
        payload: { type: 'block_actions', ...frame, actions: [{ ...action, selected_option }] },
        acceptsResponse: false,
      };
    }
    case 'modal':
      return {
        type: 'interactive',
        payload: { type: 'view_submission', ...frame, view: handInView(n) },
        acceptsResponse: true,
      };
  }
}

/** *I passed*, filled in. */
function handInView(n: number) {
  const { personId, certificationId } = firstAssignmentOf(n);
  const field = (name: string, state: JsonObject) => ({ [name]: { [name]: state } });
  return {
    id: `V${n}`,
    type: 'modal',
    callback_id: 'credentials.hand-in',
    private_metadata: `new ${newCredentialId()} ${personId} ${certificationId}`,
    state: {
      values: {
        ...field('earned', { type: 'datepicker', selected_date: '2026-09-30' }),
        ...field('number', { type: 'plain_text_input', value: `B-${n}` }),
      },
    },
  };
}
