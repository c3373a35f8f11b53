import { onTestFinished } from 'vitest';
import WebSocket from 'ws';

/** Connects as the app does, and answers nothing: a process that is there and hangs. */
export async function connectMute({ apiUrl, appToken }: { apiUrl: string; appToken: string }) {
  const answer = await fetch(`${apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${appToken}` },
  });
  const { url } = (await answer.json()) as { url: string };
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  onTestFinished(() => socket.terminate());
  return { hangUp: () => socket.terminate() };
}
