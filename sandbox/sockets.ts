import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { Delivered, Delivery, Outgoing } from './delivery.js';
import { ACK_WITHIN_MS } from './delivery.js';
import type { Ids } from './ids.js';
import type { JsonObject } from './json.js';
import { isObject } from './json.js';

const MOST_CONNECTIONS = 10;
const PING_EVERY_MS = 5000;
/** Slack gives a connection this long to go after asking it to. */
const LEAVE_WITHIN_MS = 10_000;

export interface Sockets extends Delivery {
  /** An address for one connection, or undefined when all ten are taken. */
  newAddress(baseUrl: string): string | undefined;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  connections(): number;
  /** Resolves when at least this many connections are live. */
  connected(atLeast: number): Promise<void>;
  /** Tells connections to go, as Slack does now and then: all of them, or only the longest-lived. */
  disconnect(reason: DisconnectReason, which: 'all' | 'oldest'): number;
  /** Drops connections without a word. */
  drop(which: 'all' | 'oldest'): number;
  close(): void;
}

export type DisconnectReason = 'refresh_requested' | 'warning' | 'link_disabled';

/** Socket Mode: up to ten connections, each payload to any one of them, acknowledged within three seconds. */
export function createSockets({ ids, appId }: { ids: Ids; appId: string }): Sockets {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const live: WebSocket[] = [];
  const awaited = new Map<string, (answer: Acknowledgement) => void>();
  const onConnected = new Set<() => void>();
  let turn = 0;

  function welcome(socket: WebSocket): void {
    if (live.length >= MOST_CONNECTIONS) {
      sendJson(socket, { type: 'disconnect', reason: 'too_many_websockets', debug_info: { host: 'sandbox' } });
      socket.close();
      return;
    }
    live.push(socket);
    const pings = setInterval(() => socket.ping(), PING_EVERY_MS);
    socket.on('message', (data) => acknowledge(data));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(pings);
      leave(socket);
    });
    socket.ping();
    sendJson(socket, {
      type: 'hello',
      num_connections: live.length,
      debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id: appId },
    });
    for (const tell of [...onConnected]) tell();
  }

  function leave(socket: WebSocket): void {
    const index = live.indexOf(socket);
    if (index >= 0) live.splice(index, 1);
  }

  function acknowledge(data: RawData): void {
    const message = parsed(data);
    const id = message?.envelope_id;
    if (typeof id !== 'string') return;
    awaited.get(id)?.({ response: isObject(message?.payload) ? message.payload : null });
  }

  function chosen(which: 'all' | 'oldest'): WebSocket[] {
    return which === 'all' ? [...live] : live.slice(0, 1);
  }

  return {
    newAddress(baseUrl) {
      if (live.length >= MOST_CONNECTIONS) return undefined;
      const ticket = ids.uuid();
      tickets.add(ticket);
      return `${baseUrl.replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${appId}`;
    },
    upgrade(request, socket, head) {
      const url = new URL(request.url ?? '/', 'http://sandbox');
      // A ticket opens one connection.
      if (url.pathname !== '/link/' || !tickets.delete(url.searchParams.get('ticket') ?? '')) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, welcome);
    },
    connections: () => live.length,
    connected(atLeast) {
      if (live.length >= atLeast) return Promise.resolve();
      return new Promise((resolve) => {
        const tell = () => {
          if (live.length < atLeast) return;
          onConnected.delete(tell);
          resolve();
        };
        onConnected.add(tell);
      });
    },
    send(outgoing) {
      turn += 1;
      const socket = live[turn % Math.max(live.length, 1)];
      if (!socket) return Promise.resolve({ acked: false, ackMs: 0, response: null, problem: 'no_connection' });
      return deliver(socket, ids.uuid(), outgoing, awaited);
    },
    disconnect(reason, which) {
      const told = chosen(which);
      for (const socket of told) {
        sendJson(socket, { type: 'disconnect', reason, debug_info: { host: 'sandbox' } });
        if (reason === 'warning') continue;
        // It gets nothing more, and is closed when it does not go by itself.
        leave(socket);
        const timer = setTimeout(() => socket.terminate(), LEAVE_WITHIN_MS);
        timer.unref();
        socket.once('close', () => clearTimeout(timer));
      }
      return told.length;
    },
    drop(which) {
      const dropped = chosen(which);
      for (const socket of dropped) {
        leave(socket);
        socket.terminate();
      }
      return dropped.length;
    },
    close() {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

interface Acknowledgement {
  response: JsonObject | null;
}

function deliver(
  socket: WebSocket,
  envelopeId: string,
  { type, payload, acceptsResponse, retry }: Outgoing,
  awaited: Map<string, (answer: Acknowledgement) => void>,
): Promise<Delivered> {
  const sentAt = performance.now();
  return new Promise((resolve) => {
    const settle = (outcome: Pick<Delivered, 'acked' | 'response' | 'problem'>) => {
      clearTimeout(timer);
      socket.off('close', onClose);
      awaited.delete(envelopeId);
      resolve({ ...outcome, ackMs: performance.now() - sentAt });
    };
    const onClose = () => settle({ acked: false, response: null, problem: 'connection_failed' });
    const timer = setTimeout(() => settle({ acked: false, response: null, problem: 'timeout' }), ACK_WITHIN_MS);
    socket.once('close', onClose);
    awaited.set(envelopeId, ({ response }) =>
      settle({ acked: true, response: acceptsResponse ? nonEmpty(response) : null, problem: null }),
    );
    sendJson(socket, {
      envelope_id: envelopeId,
      type,
      payload,
      accepts_response_payload: acceptsResponse,
      ...(type === 'events_api' ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' } : {}),
    });
  });
}

/** Bolt's plain `ack()` sends an empty payload. */
function nonEmpty(response: JsonObject | null): JsonObject | null {
  return response && Object.keys(response).length > 0 ? response : null;
}

function sendJson(socket: WebSocket, message: JsonObject): void {
  socket.send(JSON.stringify(message));
}

function parsed(data: RawData): JsonObject | undefined {
  try {
    const message: unknown = JSON.parse(data.toString());
    return isObject(message) ? message : undefined;
  } catch {
    return undefined;
  }
}
