import type { Entry } from '../../element-state.js';
import type { JsonObject } from '../../json.js';
import type { ClockFacts, ConversationFacts, Exchange, PageFacts, ShownMessage } from '../../page-contract.js';

/** How the app took an act; null where its manifest does not ask to be told. */
export type Delivered = {
  acked: boolean;
  ackMs: number;
  response: JsonObject | null;
  problem: 'timeout' | 'no_connection' | 'connection_failed' | 'http_error' | 'not_subscribed' | null;
};
export type Submitted = Delivered & { formProblem: string | null };

/** Where an element stands: in a message, in a modal, or in the Home tab. */
export type PressPlace = { channel: string; ts: string } | { viewId: string } | { home: true };
export type Press = { user: string; actionId: string; blockId: string; value?: Entry };

/** What a person has on their own: their Home tab and their open modals, bottom first. */
export type Views = { home: JsonObject | null; modals: JsonObject[] };

/** What could not be done, as a sentence for people. */
export class Refusal extends Error {}

/** Everything the page asks of the sandbox. All of it rejects with a {@link Refusal}, also when there is no connection. */
export function createClient(fetch: typeof globalThis.fetch) {
  async function ask<Answer>(path: string, init: RequestInit, withinMs: number): Promise<Answer> {
    const response = await fetch(`/control/${path}`, { ...init, signal: AbortSignal.timeout(withinMs) }).catch(
      (error: unknown) => {
        const late = error instanceof Error && error.name === 'TimeoutError';
        throw new Refusal(
          late ? 'The sandbox did not answer in time. Try again.' : 'The connection is lost. Try again in a moment.',
        );
      },
    );
    const answer: unknown = await response.json().catch(() => undefined);
    if (response.ok && answer !== undefined) return answer as Answer;
    const said = (answer as { error?: unknown } | undefined)?.error;
    throw new Refusal(typeof said === 'string' ? said : `The sandbox failed to do this (HTTP ${response.status}).`);
  }
  const get = <Answer>(path: string) => ask<Answer>(path, {}, 10_000);
  const post = <Answer>(path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    return ask<Answer>(path, { method: 'POST', headers, body: JSON.stringify(body) }, 15_000);
  };

  return {
    page: () => get<PageFacts>('page'),
    conversations: (user: string) => get<ConversationFacts>(`conversations?${new URLSearchParams({ user })}`),
    messages(channel: string, { viewer, limit, before }: { viewer: string; limit: number; before?: string }) {
      const query = new URLSearchParams({ viewer, limit: String(limit), ...(before === undefined ? {} : { before }) });
      return get<ShownMessage[]>(`channels/${encodeURIComponent(channel)}/messages?${query}`);
    },
    views: (user: string) => get<Views>(`users/${encodeURIComponent(user)}`),
    traffic: () => get<Exchange[]>('traffic'),

    press: (what: Press & PressPlace) => post<Delivered>('act/press', what),
    suggest: (what: Omit<Press, 'value'> & { query: string } & PressPlace) => post<Delivered>('act/suggest', what),
    submit: (form: { user: string; viewId: string; values: Record<string, Entry> }) =>
      post<Submitted>('act/submit', form),
    close: (form: { user: string; which: 'top' | 'all' }) => post<Delivered>('act/close', form),
    command: (typed: { user: string; command: string; text: string; channel?: string }) =>
      post<Delivered>('act/command', typed),
    openHome: (who: { user: string }) => post<Delivered>('act/home', who),
    message: (words: { user: string; text: string }) => post<Delivered>('act/message', words),
    say: (words: { user: string; channel: string; text: string }) => post<Delivered>('act/say', words),
    jump: (to: string) => post<ClockFacts>('clock/jump', { to }),
    async upload(user: string, file: File): Promise<{ id: string; name: string }> {
      const base64 = await base64Of(file);
      const { id } = await post<{ id: string }>('files', { user, name: file.name, base64 });
      return { id, name: file.name };
    },
  };
}

export type Client = ReturnType<typeof createClient>;

/** Why an act that was not acknowledged came to nothing; undefined when it was. Nobody to tell is no failure. */
export function whyNotTaken({ acked, problem }: Delivered, appName: string): string | undefined {
  if (acked || problem === 'not_subscribed') return undefined;
  if (problem === 'no_connection' || problem === 'connection_failed') {
    return `${appName} is not running at the moment. Try again later.`;
  }
  if (problem === 'http_error') return `${appName} failed to handle this. Try again.`;
  return `${appName} did not respond in time. Try again.`;
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(new Refusal(`${file.name} cannot be read.`));
    reader.readAsDataURL(file);
  });
}
