import type { NextFunction, Request, RequestHandler, Response, Router } from 'express';
import express from 'express';
import { z } from 'zod';
import type { EffectLog } from './effect-log.js';
import { createFaultRoutes } from './faults/routes.js';
import { read } from './read.js';
import { Refused } from './refused.js';
import type { Sandbox } from './sandbox.js';
import { shownMessages } from './seen-by.js';
import { channelJson, userJson } from './slack-json.js';
import type { World } from './world.js';

/**
 * The sandbox for other processes: `/control/…` in JSON. What cannot be done answers 400 with `{ error: sentence }`.
 *
 * GET state · effects?since=N&waitMs=M · channels/ID/messages?viewer=U&limit=N&before=TS · users/ID · clock · sockets
 * POST users · channels · files · act/press|suggest|submit|close|command|home|message|say|join|change|leave ·
 *      sockets/disconnect|drop · http
 * PATCH users/ID · channels/ID — PUT clock · limits
 * faults/…: faults/routes.ts, and what the page needs besides: page-routes.ts.
 */
export function createControl(
  sandbox: Sandbox,
  { world, log, pageRoutes }: { world: World; log: EffectLog; pageRoutes: RequestHandler },
): Router {
  const router = express.Router();
  const { act } = sandbox;

  router.get('/state', (_request, response) => {
    response.json(stateOf(sandbox, world, log));
  });
  router.get('/effects', async (request, response) => {
    const { since, waitMs } = read(effectsQuery, request.query);
    // With waitMs the answer waits for the first new effect, and is empty when none came in time.
    if (waitMs > 0) await log.waitFor(({ n }) => n > since, { after: since, timeoutMs: waitMs }).catch(() => undefined);
    response.json(log.since(since));
  });
  router.get('/channels/:id/messages', ({ params, query }, response) => {
    response.json(shownMessages(world, params.id, read(messagesQuery, query)));
  });
  router.get('/users/:id', ({ params }, response) => {
    const member = world.workspace.members.get(params.id);
    if (!member) throw new Refused(`There is no member ${params.id}.`);
    response.json({
      user: userJson(world, member, { locale: true }),
      dm: sandbox.dmOf(member.id) ?? null,
      home: sandbox.home(member.id) ?? null,
      modals: sandbox.modals(member.id),
    });
  });

  router.post('/users', ({ body }, response) => {
    response.json(sandbox.addUser(read(newMember, body)));
  });
  router.patch('/users/:id', ({ params, body }, response) => {
    response.json(sandbox.setUser(params.id, read(memberChange, body)));
  });
  router.post('/channels', ({ body }, response) => {
    response.json(channelJson(world, sandbox.addChannel(read(newChannel, body))));
  });
  router.patch('/channels/:id', ({ params, body }, response) => {
    response.json(channelJson(world, sandbox.setChannel(params.id, read(channelChange, body))));
  });

  router.post('/files', ({ body }, response) => {
    const { user, name, base64 } = read(newFile, body);
    response.json({ id: sandbox.addFile({ user, name, bytes: Buffer.from(base64, 'base64') }) });
  });

  const acts: Record<string, (body: unknown) => Promise<unknown>> = {
    press: (body) => act.press(read(pressShape, body)),
    suggest: (body) => act.suggest(read(suggestShape, body)),
    submit: (body) => act.submit(read(submission, body)),
    close: (body) => act.close(read(closing, body)),
    command: (body) => act.command(read(command, body)),
    home: (body) => act.openHome(read(homeOpening, body)),
    message: (body) => act.message(read(written, body)),
    say: (body) => act.say(read(said, body)),
    join: (body) => act.join(read(newMember, body)),
    change: (body) => act.change(read(z.object({ user: z.string() }), body).user, read(memberChangeOf, body).change),
    leave: (body) => act.leave(read(z.strictObject({ user: z.string() }), body).user),
  };
  router.post('/act/:name', async ({ params, body }, response) => {
    const perform = Object.hasOwn(acts, params.name) ? acts[params.name] : undefined;
    if (!perform) throw new Refused(`There is no act ${params.name}; there is ${Object.keys(acts).join(', ')}.`);
    response.json((await perform(body)) ?? { acked: false, ackMs: 0, response: null, problem: 'not_subscribed' });
  });

  router.get('/clock', (_request, response) => {
    response.json({ now: sandbox.now().toISOString() });
  });
  router.put('/clock', ({ body }, response) => {
    const { at } = read(clockSetting, body);
    sandbox.setClock(at === 'wall' ? 'wall' : new Date(at));
    response.json({ now: sandbox.now().toISOString() });
  });
  router.put('/limits', ({ body }, response) => {
    const { state } = read(z.strictObject({ state: z.enum(['on', 'off']) }), body);
    sandbox.setLimits(state);
    response.json({ state });
  });

  router.use('/faults', createFaultRoutes(sandbox.faults));

  router.get('/sockets', (_request, response) => {
    response.json({ count: sandbox.sockets.count() });
  });
  router.post('/sockets/disconnect', ({ body }, response) => {
    const { reason, which } = read(disconnection, body);
    response.json({ told: sandbox.sockets.disconnect(reason, which) });
  });
  router.post('/sockets/drop', ({ body }, response) => {
    response.json({ dropped: sandbox.sockets.drop(read(z.strictObject({ which }), body).which) });
  });
  router.post('/http', ({ body }, response) => {
    sandbox.useHttp(read(httpApp, body));
    response.json({ ok: true });
  });

  router.use(pageRoutes);
  router.use((request, response) => {
    response.status(404).json({ error: `There is no ${request.method} ${request.originalUrl}.` });
  });
  router.use(refuse);
  return router;
}

const which = z.enum(['all', 'oldest']).default('all');
const entry = z.union([z.string(), z.number(), z.array(z.string()), z.null()]);
const effectsQuery = z.object({
  since: z.coerce.number().int().min(0).default(0),
  waitMs: z.coerce.number().int().min(0).max(60_000).default(0),
});
const messagesQuery = z.object({
  viewer: z.string().optional(),
  limit: z.coerce.number().int().min(1).optional(),
  before: z.string().optional(),
});
const memberFields = {
  name: z.string().min(1).optional(),
  email: z.string().nullable().optional(),
  tz: z.string().nullable().optional(),
  locale: z.string().optional(),
  title: z.string().optional(),
  deleted: z.boolean().optional(),
  isBot: z.boolean().optional(),
  isAdmin: z.boolean().optional(),
  isOwner: z.boolean().optional(),
  isRestricted: z.boolean().optional(),
  isUltraRestricted: z.boolean().optional(),
  isStranger: z.boolean().optional(),
};
const newMember = z.strictObject({ id: z.string().optional(), realName: z.string().min(1), ...memberFields });
const memberChange = z.strictObject({ realName: z.string().min(1).optional(), ...memberFields });
const memberChangeOf = z.strictObject({ user: z.string(), change: memberChange });
const newChannel = z.strictObject({
  id: z.string().optional(),
  name: z.string().regex(/^[a-z0-9_-]{1,80}$/, 'is not a channel name'),
  kind: z.enum(['public', 'private']).optional(),
  members: z.union([z.literal('everyone'), z.array(z.string())]).optional(),
  app: z.enum(['member', 'outside']).optional(),
});
const channelChange = z.strictObject({
  archived: z.boolean().optional(),
  shared: z.enum(['with-others', 'no']).optional(),
  addMembers: z.array(z.string()).optional(),
  removeMembers: z.array(z.string()).optional(),
});
const newFile = z.strictObject({ user: z.string(), name: z.string().min(1), base64: z.base64() });
const pressed = { user: z.string(), actionId: z.string(), blockId: z.string().optional() };
const pressShape = inPlace({ ...pressed, value: entry.optional() });
const suggestShape = inPlace({ ...pressed, query: z.string() });
const submission = z.strictObject({
  user: z.string(),
  viewId: z.string().optional(),
  values: z.record(z.string(), entry).optional(),
});
const closing = z.strictObject({ user: z.string(), which: z.enum(['top', 'all']).optional() });
const command = z.strictObject({
  user: z.string(),
  command: z.string(),
  text: z.string().optional(),
  channel: z.string().optional(),
});
const homeOpening = z.strictObject({ user: z.string(), tab: z.enum(['home', 'messages']).optional() });
const written = z.strictObject({ user: z.string(), text: z.string(), threadTs: z.string().optional() });
const said = z.strictObject({ user: z.string(), channel: z.string(), text: z.string() });
const clockSetting = z.strictObject({ at: z.union([z.literal('wall'), z.iso.datetime({ offset: true })]) });
const disconnection = z.strictObject({
  reason: z.enum(['refresh_requested', 'warning', 'link_disabled']).default('refresh_requested'),
  which,
});
const httpApp = z.strictObject({ requestUrl: z.url({ protocol: /^https?$/ }), signingSecret: z.string().min(1) });

/** Fields of an act on an element, which stands in a message, in a modal or in the Home tab. */
function inPlace<Fields extends z.core.$ZodLooseShape>(fields: Fields) {
  return z.union([
    z.strictObject({ ...fields, channel: z.string(), ts: z.string() }),
    z.strictObject({ ...fields, viewId: z.string() }),
    z.strictObject({ ...fields, home: z.literal(true) }),
  ]);
}

/** Everything at a glance; messages are counted, not shown. */
function stateOf(sandbox: Sandbox, world: World, log: EffectLog) {
  const { workspace } = world;
  return {
    now: sandbox.now().toISOString(),
    teamId: sandbox.teamId,
    botUserId: sandbox.botUserId,
    sockets: sandbox.sockets.count(),
    effects: log.last(),
    users: [...workspace.members.values()],
    channels: [...workspace.channels.values()].map((channel) => ({
      ...channelJson(world, channel),
      members: [...channel.members],
      messages: channel.messages.length,
    })),
    views: world.views.all().map(({ id, kind, userId, hash }) => ({ id, kind, userId, hash })),
    faults: sandbox.faults.pending(),
  };
}

function refuse(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (error instanceof Refused) response.status(400).json({ error: error.message });
  else next(error);
}
