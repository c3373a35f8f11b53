import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';

/** What a process can be asked to do, by name: each takes one argument and answers once. */
export type Orders = Readonly<Record<string, (argument: never) => Promise<unknown>>>;

type Asked = { order: string; argument: unknown };
type Answered = { answer: unknown } | { failed: string };

/** Starts a program of the bench that obeys orders, one at a time. It ends with this process. */
export async function startObeying<Obeyed extends Orders>(program: URL, subject: object, execArgv: string[] = []) {
  const child = fork(program, [JSON.stringify(subject)], {
    stdio: ['ignore', 2, 2, 'ipc'],
    execArgv: [...process.execArgv, ...execArgv],
  });
  await nextMessage(child);
  return {
    pid: child.pid!,
    async ask<Name extends keyof Obeyed & string>(
      order: Name,
      ...[argument]: Parameters<Obeyed[Name]>
    ): Promise<Awaited<ReturnType<Obeyed[Name]>>> {
      child.send({ order, argument } satisfies Asked);
      const answered = await nextMessage(child);
      if ('failed' in answered) throw new Error(`${order}: ${answered.failed}`);
      return answered.answer as Awaited<ReturnType<Obeyed[Name]>>;
    },
    async end(): Promise<void> {
      child.disconnect();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

/** The other side: answers orders until whoever asks is gone. */
export function obey(orders: Orders): void {
  process.on('message', async ({ order, argument }: Asked) => {
    process.send?.(await answerTo(orders[order], argument));
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ answer: 'ready' } satisfies Answered);
}

async function answerTo(order: Orders[string] | undefined, argument: unknown): Promise<Answered> {
  try {
    return { answer: await order?.(argument as never) };
  } catch (error) {
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

async function nextMessage(child: ChildProcess): Promise<Answered> {
  const ended = new AbortController();
  const end = () => ended.abort();
  child.once('exit', end);
  try {
    const [message] = await once(child, 'message', { signal: ended.signal });
    return message as Answered;
  } catch {
    throw new Error(`A process of the bench ended by itself: ${child.spawnargs.slice(-2).join(' ')}`);
  } finally {
    child.off('exit', end);
  }
}
