import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** Stands in for an app that takes requests: keeps what it got, and answers with the next status (200 unless told). */
export async function startRequestUrl(statuses: number[] = []) {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(statuses.shift() ?? 200).end();
    for (const tell of [...waiting]) tell();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    received,
    /** Resolves when this many requests have come. */
    count(atLeast: number): Promise<void> {
      return new Promise((resolve) => {
        const tell = () => {
          if (received.length < atLeast) return;
          waiting.delete(tell);
          resolve();
        };
        waiting.add(tell);
        tell();
      });
    },
    stop(): Promise<void> {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
