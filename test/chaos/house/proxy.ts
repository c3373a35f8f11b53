import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** The database engine listens at a path, the local Slack at a port. */
export type Target = Readonly<{ host: string; port: number }> | Readonly<{ path: string }>;

export type Proxy = Readonly<{
  port: number;
  /** Where new connections go from now on. */
  setTarget(to: Target): void;
  /** Breaks what stands; new connections work. */
  reset(): void;
  /** Nothing passes in either direction for so long; then all that waited does. */
  stall(ms: number): Promise<void>;
  /** What stands, and what is opened for so long, stays open and is silent for ever. New ones work afterwards. */
  halfOpen(ms: number): Promise<void>;
  /** Breaks what stands, and nobody listens for so long. */
  refuse(ms: number): Promise<void>;
  close(): Promise<void>;
}>;

/** Both ends of one connection through the proxy. */
type Line = { client: Socket; upstream: Socket; isSilent: boolean; waiting: (() => void)[] };

/** A network between two who talk TCP on this host, that can be hurt. Kinds of harm may overlap. */
export async function startProxy(to: Target): Promise<Proxy> {
  const lines = new Set<Line>();
  let target = to;
  let stalls = 0;
  let silences = 0;
  let refusals = 0;

  function accept(client: Socket): void {
    const line: Line = { client, upstream: connect(target), isSilent: silences > 0, waiting: [] };
    lines.add(line);
    forward(line, line.client, line.upstream);
    forward(line, line.upstream, line.client);
  }

  /** No back pressure: what is said here is small, and a line that stalls must not be told to wait. */
  function forward(line: Line, from: Socket, into: Socket): void {
    from.setNoDelay(true);
    const pass = (act: () => void) => {
      if (stalls > 0) line.waiting.push(act);
      else act();
    };
    from.on('data', (bytes) => {
      if (!line.isSilent) pass(() => into.write(bytes));
    });
    from.on('end', () => pass(() => into.end()));
    from.on('error', () => pass(() => cut(into)));
    from.on('close', () => {
      lines.delete(line);
      pass(() => into.destroy());
    });
  }

  function reset(): void {
    for (const { client, upstream } of lines) {
      cut(client);
      cut(upstream);
    }
  }

  let server = await listen(0, accept);
  const { port } = server.address() as AddressInfo;

  return {
    port,
    setTarget(next) {
      target = next;
    },
    reset,

    async stall(ms) {
      stalls += 1;
      await delay(ms);
      stalls -= 1;
      if (stalls > 0) return;
      for (const { waiting } of lines) for (const act of waiting.splice(0)) act();
    },

    async halfOpen(ms) {
      silences += 1;
      for (const line of lines) line.isSilent = true;
      await delay(ms);
      silences -= 1;
    },

    async refuse(ms) {
      refusals += 1;
      if (refusals === 1) server.close();
      reset();
      await delay(ms);
      refusals -= 1;
      if (refusals === 0) server = await listen(port, accept);
    },

    async close() {
      const ended = once(server, 'close');
      server.close();
      for (const { client, upstream } of lines) {
        client.destroy();
        upstream.destroy();
      }
      await ended;
    },
  };
}

/** A socket at a path knows no reset; one that is gone has no address. */
const cut = (socket: Socket) => (socket.remoteAddress === undefined ? socket.destroy() : socket.resetAndDestroy());

async function listen(port: number, accept: (client: Socket) => void): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, accept);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
