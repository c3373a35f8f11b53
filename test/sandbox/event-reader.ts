import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import type { StreamEvents } from '../../sandbox/page-contract.js';

export type Received = {
  [Name in keyof StreamEvents]: { event: Name; id: string | undefined; data: StreamEvents[Name] };
}[keyof StreamEvents];

/** Reads server-sent events as a browser does. `idle()` stops taking anything from the connection. */
export function readEvents(url: string, headers: Record<string, string> = {}) {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  let comments = 0;
  let rest = '';
  let answer: IncomingMessage | undefined;
  const call = request(url, { headers, agent: false }).end();

  function take(chunk: string): void {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => [line.split(': ')[0], line.replace(/^[a-z]*: /, '')]));
      if (block.startsWith(':')) comments += 1;
      const data = fields.get('data');
      if (data === undefined) continue;
      received.push({ event: fields.get('event'), id: fields.get('id'), data: JSON.parse(data) } as Received);
    }
    for (const look of [...waiting]) look();
  }

  const answered = new Promise<{ status: number | undefined; type: string | undefined }>((resolve) => {
    call.on('response', (response) => {
      answer = response;
      response.setEncoding('utf8');
      response.on('data', take);
      response.on('error', () => {});
      resolve({ status: response.statusCode, type: response.headers['content-type'] });
    });
  });
  const ended = new Promise<void>((resolve) => call.on('close', () => resolve()));
  call.on('error', () => {});

  async function until(holds: () => boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!holds()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  }

  return {
    received,
    answered,
    ended,
    comments: () => comments,
    until,
    of<Name extends keyof StreamEvents>(name: Name): StreamEvents[Name][] {
      return received.flatMap(({ event, data }) => (event === name ? [data as StreamEvents[Name]] : []));
    },
    idle: () => answer?.pause(),
    resume: () => answer?.resume(),
    stop: () => call.destroy(),
  };
}
