import type { Request, Response, Router } from 'express';
import express from 'express';
import { z } from 'zod';
import type { EffectLog } from './effect-log.js';
import type { Jump, PageClock } from './page-clock.js';
import type { ChannelFacts, CommandFacts, JumpOrder, PageFacts, PersonFacts } from './page-contract.js';
import { read } from './read.js';
import { Refused } from './refused.js';
import { conversationsOf } from './seen-by.js';
import { openStream } from './stream.js';
import type { Traffic } from './traffic.js';
import type { World } from './world.js';

export interface PageOptions {
  /** Built files, served at `/`. */
  folder: string;
  /** Whom to act as at first. */
  startAs?: string;
  /** By Slack id; `manager` is a name. */
  people?: Record<string, { role?: string; manager?: string | null }>;
  /** Without it the page cannot move the clock. */
  jump?: Jump;
  /** How often an idle stream gives a sign of life: 15 s unless told. */
  heartbeatMs?: number;
}

export interface PageParts {
  world: World;
  log: EffectLog;
  traffic: Traffic;
  clock: PageClock;
  page: PageOptions | undefined;
}

/**
 * What the page asks besides /control: GET page · conversations?user=U · stream?since=N · traffic · files/ID and
 * POST clock/jump. Shapes: page-contract.ts.
 */
export function createPageRoutes({ world, log, traffic, clock, page }: PageParts): Router {
  const router = express.Router();
  const { heartbeatMs = 15_000 } = page ?? {};

  router.get('/page', (_request, response) => {
    response.json({
      title: `${world.manifest.appName} sandbox`,
      appName: world.manifest.appName,
      botUserId: world.identity.botUserId,
      commands: commandsOf(world),
      startAs: page?.startAs ?? null,
      people: peopleOf(world, page),
      channels: channelsOf(world),
      clock: clock.facts(),
      n: log.last(),
    } satisfies PageFacts);
  });
  router.get('/conversations', ({ query }, response) => {
    response.json(conversationsOf(world, read(z.object({ user: z.string() }), query).user));
  });
  router.get('/stream', (request, response) => {
    openStream(response, { log, traffic, clock }, { after: lastSeen(request) ?? log.last(), heartbeatMs });
  });
  router.get('/traffic', (_request, response) => {
    response.json(traffic.recent());
  });
  router.post('/clock/jump', ({ body }, response) => {
    const { to } = read(jumpOrder, body);
    response.status(202).json(clock.jump(new Date(to)));
  });
  router.get('/files/:id', ({ params }, response) => {
    giveToPerson(world, params.id, response);
  });
  return router;
}

const jumpOrder: z.ZodType<JumpOrder> = z.strictObject({ to: z.iso.datetime({ offset: true }) });

function commandsOf({ manifest }: World): CommandFacts[] {
  return [...manifest.commands].map(([command, facts]) => ({ command, ...facts }));
}

function peopleOf({ workspace }: World, page: PageOptions | undefined): PersonFacts[] {
  const humans = [...workspace.members.values()].filter(({ id, isBot }) => !isBot && id !== 'USLACKBOT');
  return humans.map(({ id, realName, title, tz, deleted }) => {
    const { role = title, manager = null } = page?.people?.[id] ?? {};
    return { id, name: realName, title, role, manager, tz, deleted };
  });
}

function channelsOf({ workspace }: World): ChannelFacts[] {
  return [...workspace.channels.values()].flatMap(({ id, name, kind, members, archived }) =>
    kind === 'im' || name === null || archived ? [] : [{ id, name, kind, members: [...members] }],
  );
}

/** What a reconnecting reader has got counts more than what its address said at first. */
function lastSeen({ query, headers }: Request): number | undefined {
  const said = headers['last-event-id'] ?? query.since;
  if (said === undefined) return undefined;
  return read(z.coerce.number('is no number of an effect').int().min(0), said);
}

/** What a browser shows by itself without running anything in it; the rest is downloaded. */
const SHOWN = new Set(['pdf', 'png', 'jpg', 'jpeg', 'txt']);

function giveToPerson({ workspace }: World, id: string, response: Response): void {
  const file = workspace.files.get(id);
  if (!file?.completed) throw new Refused(`There is no file ${id}.`);
  const ending = file.name.split('.').at(-1)?.toLowerCase() ?? '';
  response.attachment(file.name);
  if (SHOWN.has(ending)) response.set('content-disposition', 'inline');
  response.set('x-content-type-options', 'nosniff').send(file.bytes);
}
