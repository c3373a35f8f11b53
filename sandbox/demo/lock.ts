import { createHash } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import type { Server } from 'node:net';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** The path of a socket must stay under 100 bytes. */
const longestPathBytes = 99;

export interface FolderLock {
  /** What a second one is told: where the first one's page is. */
  tell(address: string): void;
  release(): Promise<void>;
}

/**
 * One demo a folder. Held by a socket, because it ends with its process, however that ends. Throws a sentence when another
 * demo has the folder.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = socketPath(realpathSync(folder));
  let address = '';
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(address);
  });
  if (!(await listens(server, path))) {
    const other = await addressOfOther(path);
    if (other !== undefined) {
      throw new Error(
        `A demo runs in ${folder} already${other && `: ${other}`}. Use that one, stop it, or name another folder with --folder.`,
      );
    }
    rmSync(path, { force: true }); // Of a demo that was killed.
    if (!(await listens(server, path))) throw new Error(`Another demo has just started in ${folder}.`);
  }
  server.unref();
  return {
    tell(where) {
      address = where;
    },
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function socketPath(folder: string): string {
  const inside = join(folder, 'demo.sock');
  if (Buffer.byteLength(inside) <= longestPathBytes) return inside;
  return `/tmp/laurel-demo-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}.sock`;
}

function listens(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException) => {
      server.off('listening', listening);
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    const listening = () => {
      server.off('error', refused);
      resolve(true);
    };
    server.once('error', refused).once('listening', listening).listen(path);
  });
}

/** Empty while the other one is still starting; undefined when nobody is there. */
const addressOfOther = (path: string): Promise<string | undefined> => text(connect(path)).catch(() => undefined);
