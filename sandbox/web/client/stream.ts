import type { StreamEvents } from '../../page-contract.js';

export type StreamItem = { [Kind in keyof StreamEvents]: { kind: Kind; data: StreamEvents[Kind] } }[keyof StreamEvents];

/** How long items are gathered, so that a burst of them is drawn once. */
const gatherMs = 16;

/**
 * Follows the sandbox's stream from after effect `since`. Reports items in order, several at a time, and the loss of the
 * connection once; then it is over, and the caller starts anew. Gives a function that ends it.
 */
export function follow(since: number, take: (items: StreamItem[]) => void, lost: () => void): () => void {
  const source = new EventSource(`/control/stream?since=${since}`);
  let gathered: StreamItem[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function handOver(): void {
    timer = undefined;
    const items = gathered;
    gathered = [];
    take(items);
  }
  function end(): void {
    clearTimeout(timer);
    source.close();
  }

  for (const kind of ['effect', 'traffic', 'clock'] as const) {
    source.addEventListener(kind, (event: MessageEvent<string>) => {
      gathered.push({ kind, data: JSON.parse(event.data) } as StreamItem);
      timer ??= setTimeout(handOver, gatherMs);
    });
  }
  // Not left to the browser: after a restart of the sandbox all that is shown must be asked for again.
  source.onerror = () => {
    end();
    lost();
  };
  return end;
}
