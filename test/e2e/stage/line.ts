import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** A line between a browser and the sandbox, which can be cut and mended. */
export async function openLine(to: string) {
  const { port, hostname } = new URL(to);
  const open = new Set<Socket>();
  let state: 'whole' | 'cut' = 'whole';
  const hangUp = () => {
    for (const socket of open) socket.destroy();
  };

  const server = createServer((near) => {
    if (state === 'cut') {
      near.destroy();
      return;
    }
    const far = connect(Number(port), hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.pipe(other);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    hangUp();
    server.close();
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      state = 'cut';
      hangUp();
    },
    mend() {
      state = 'whole';
    },
  };
}
