import { setMaxListeners } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Act } from './act.js';
import { createAct } from './act.js';
import { addMember, setMember } from './acts/presence.js';
import { createEntries } from './acts/stage.js';
import { createCallLog } from './call-log.js';
import type { ClockSetting } from './clock.js';
import { createClock } from './clock.js';
import { createControl } from './control.js';
import type { Delivery } from './delivery.js';
import type { WaitOptions } from './effect-log.js';
import { createEffectLog } from './effect-log.js';
import type { Effect } from './effects.js';
import { createEvents } from './events.js';
import { createFaults } from './faults/create.js';
import type { Faults } from './faults.js';
import type { ChannelChange, NewChannel, NewFile } from './furnish.js';
import { addChannel, addFile, setChannel } from './furnish.js';
import type { HttpApp } from './http-delivery.js';
import { createHttpDelivery } from './http-delivery.js';
import { createIds, freshSeed } from './ids.js';
import { addOwnMembers, newIdentity } from './install.js';
import type { JsonObject } from './json.js';
import { createRateLimits } from './limits.js';
import type { Manifest } from './manifest.js';
import { readManifest } from './manifest.js';
import { createPageClock } from './page-clock.js';
import type { PageOptions } from './page-routes.js';
import { createPageRoutes } from './page-routes.js';
import { createResponseUrls } from './response-urls.js';
import { mountRoutes } from './routes.js';
import { messageJson } from './slack-json.js';
import type { Snapshot } from './snapshot.js';
import { contentsOf, takeSnapshot } from './snapshot.js';
import type { DisconnectReason } from './sockets.js';
import { createSockets } from './sockets.js';
import { createTraffic, sendNoted } from './traffic.js';
import { createTriggers } from './triggers.js';
import { createViewStore } from './view-store.js';
import { viewJson } from './views.js';
import { createWebApi } from './web-api.js';
import type { Channel, Member, MemberChange, NewMember } from './workspace.js';
import { createWorkspace } from './workspace.js';
import type { World } from './world.js';

export interface SandboxOptions {
  /** 0 (unless told) takes any free port. */
  port?: number;
  /** How much faster rate limits and event retries run: 10 makes a minute six seconds. */
  scale?: number;
  /** 'off' for bulk tests. */
  limits?: 'on' | 'off';
  /** Where the effect log is appended to; without it, effects are kept in memory only. */
  logFile?: string;
  fsync?: 'each-line' | 'never';
  /** 'logged': each call of the Web API becomes a line of the effect log, too. */
  calls?: 'logged' | 'unlogged';
  /** A path, `manifest.yml` unless told, or what `parseManifest` returned. */
  manifest?: string | Manifest;
  /** Ids and tokens depend on it alone. */
  seed?: number;
  /** Serves a page for people at `/`. */
  page?: PageOptions;
  /** Goes on from here, with the same ids and tokens; `seed` is not looked at then. */
  from?: Snapshot;
}

/** A local Slack with one workspace and one installed app. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  url: string;
  /** What the app takes as slackApiUrl: `http://127.0.0.1:PORT/api/`. */
  apiUrl: string;
  botToken: string;
  appToken: string;
  botUserId: string;
  teamId: string;
  /** Adds a member; the app is not told (for that: `act.join`). */
  addUser(member: NewMember): Member;
  /** Changes a member; the app is not told (for that: `act.change`). */
  setUser(id: string, change: MemberChange): Member;
  /** Deactivates, as Slack does: nobody is ever erased. The app is not told (for that: `act.leave`). */
  removeUser(id: string): Member;
  /** The app is a member unless `members` leaves it out; 'everyone' means all humans of this moment, too. */
  addChannel(channel: NewChannel): Channel;
  setChannel(id: string, change: ChannelChange): Channel;
  addUserGroup(group: { id?: string; name: string; handle: string; users: string[] }): string;
  /** A file that a person uploaded, to be named in the entry of a file_input. Gives its id. */
  addFile(file: NewFile): string;
  setClock(to: ClockSetting): void;
  now(): Date;
  /** All effects so far, or only those after this number. */
  effects(after?: number): Effect[];
  /** The number of the last effect, 0 before the first; it goes on after a restart. */
  lastEffect(): number;
  /** The first effect, past or future, that fits. Rejects after 10 s unless told otherwise. */
  waitFor(fits: (effect: Effect) => boolean, options?: WaitOptions): Promise<Effect>;
  /** The DM of this person with the app, or undefined when there is none yet. */
  dmOf(userId: string): string | undefined;
  /** Messages of a channel as people see them now, oldest first, with whole metadata. */
  messages(channelId: string): JsonObject[];
  /** A person's open modals, bottom first. */
  modals(userId: string): JsonObject[];
  home(userId: string): JsonObject | undefined;
  act: Act;
  faults: Faults;
  /** Changes the switch of {@link SandboxOptions.limits} and forgets what was used up. */
  setLimits(state: 'on' | 'off'): void;
  sockets: {
    count(): number;
    connected(atLeast?: number): Promise<void>;
    disconnect(reason?: DisconnectReason, which?: 'all' | 'oldest'): number;
    drop(which?: 'all' | 'oldest'): number;
  };
  /** From now on the app is reached by signed requests instead of sockets. */
  useHttp(app: HttpApp): void;
  /** The whole workspace as it is now, for {@link SandboxOptions.from}. */
  snapshot(): Snapshot;
  stop(): Promise<void>;
}

/** Starts a local Slack. Rejects when the port is taken or the manifest unreadable. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, scale = 1, limits: limitState = 'on', logFile, fsync = 'never', seed = 1 } = options;
  const { calls = 'unlogged' } = options;
  const manifest =
    typeof options.manifest === 'object' ? options.manifest : readManifest(options.manifest ?? 'manifest.yml');
  const kept = options.from && contentsOf(options.from);
  const clock = createClock();
  if (kept) clock.set(kept.clock.runs ? { runningFrom: kept.clock.now } : kept.clock.now);
  const ids = kept ? createIds(freshSeed(), kept.ids) : createIds(seed);
  const identity = kept?.identity ?? newIdentity(ids, clock.now());
  const workspace = createWorkspace({ clock, ids, from: kept?.furniture });
  const sockets = createSockets({ ids, appId: identity.appId });
  const faults = createFaults(scale);
  const app = express();
  const server = createServer(app);
  server.on('upgrade', sockets.upgrade);
  // An idle connection that is closed under a client's hands looks like a lost reply; those are for faults to make.
  server.keepAliveTimeout = 600_000;
  const log = createEffectLog({ file: logFile, fsync, clock, after: kept?.lastEffect ?? 0 });
  await listening(server, port).catch((error: unknown) => {
    log.close();
    throw error;
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const world: World = {
    identity,
    manifest,
    clock,
    ids,
    workspace,
    log,
    views: createViewStore(kept?.homes),
    triggers: createTriggers(ids),
    responseUrls: createResponseUrls(),
    limits: createRateLimits({ scale, state: limitState }),
    url: () => url,
    socketUrl: () => sockets.newAddress(url),
  };
  if (!kept) addOwnMembers(world);

  let delivery: Delivery = sockets;
  const traffic = createTraffic({ clock, secrets: [identity.botToken, identity.appToken] });
  const noted: Delivery = {
    send: (outgoing) => sendNoted(traffic, outgoing, (sent) => delivery.send(sent)),
  };
  const events = createEvents(world, { delivery: () => noted, takeFault: (name) => faults.events.take(name), scale });
  const act = createAct({ world, events, entries: createEntries(), send: noted.send });

  const sandbox: Sandbox = {
    url,
    apiUrl: `${url}/api/`,
    botToken: identity.botToken,
    appToken: identity.appToken,
    botUserId: identity.botUserId,
    teamId: identity.teamId,
    addUser: (member) => addMember(world, member, 'sandbox'),
    setUser: (id, change) => setMember(world, id, change, 'sandbox'),
    removeUser: (id) => setMember(world, id, { deleted: true }, 'sandbox'),
    addChannel: (channel) => addChannel(world, channel),
    setChannel: (id, change) => setChannel(world, id, change),
    addUserGroup({ id = ids.next('S'), ...group }) {
      workspace.groups.set(id, { id, ...group });
      return id;
    },
    addFile: (file) => addFile(world, file),
    setClock: (to) => clock.set(to),
    now: () => clock.now(),
    effects: (after = 0) => log.since(after),
    lastEffect: () => log.last(),
    waitFor: (fits, wait) => log.waitFor(fits, wait),
    dmOf: (userId) => workspace.dmOf(userId)?.id,
    messages: (channelId) =>
      (workspace.channels.get(channelId)?.messages ?? []).map((message) => messageJson(world, message, 'whole')),
    modals: (userId) => world.views.stackOf(userId).map((view) => viewJson(world, view)),
    home(userId) {
      const view = world.views.homeOf(userId);
      return view && viewJson(world, view);
    },
    act,
    faults,
    setLimits: (state) => world.limits.set(state),
    sockets: {
      count: () => sockets.connections(),
      connected: (atLeast = 1) => sockets.connected(atLeast),
      disconnect: (reason = 'refresh_requested', which = 'all') => sockets.disconnect(reason, which),
      drop: (which = 'all') => sockets.drop(which),
    },
    useHttp(httpApp) {
      delivery = createHttpDelivery(httpApp);
    },
    snapshot: () =>
      takeSnapshot({
        identity,
        ids: new Set(ids.given()),
        furniture: workspace,
        homes: world.views.homes(),
        lastEffect: log.last(),
        clock: { now: clock.now(), runs: clock.runs() },
      }),
    async stop() {
      stopping.abort();
      events.stop();
      sockets.close();
      await closed(server);
      log.close();
    },
  };
  const stopping = new AbortController();
  // Every slow call listens.
  setMaxListeners(0, stopping.signal);
  const { page } = options;
  const pageRoutes = createPageRoutes({ world, log, traffic, page, clock: createPageClock(clock, page?.jump) });
  mountRoutes(app, {
    world,
    webApi: createWebApi({
      world,
      takeFault: (method) => faults.take(method),
      callLog: calls === 'logged' ? createCallLog(world) : () => {},
      scale,
      stopped: stopping.signal,
    }),
    control: createControl(sandbox, { world, log, pageRoutes }),
    traffic,
    pageFolder: page?.folder,
  });
  return sandbox;
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
