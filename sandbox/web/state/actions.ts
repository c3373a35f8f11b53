import type { Entry } from '../../element-state.js';
import type { PageFacts } from '../../page-contract.js';
import type { BlockListProps, PressOutcome, SubmitOutcome } from '../blocks/index.js';
import type { Client, Delivered, Press, PressPlace } from '../client/client.js';
import { Refusal, whyNotTaken } from '../client/client.js';
import { objectsOf } from '../client/json.js';
import type { StreamItem } from '../client/stream.js';
import { follow } from '../client/stream.js';
import { commandText, withMentions } from '../composer/wording.js';
import { addressOf, readAddress } from './address.js';
import { keepLastRead, lastReadOf } from './last-read.js';
import type { Event, PlaceName, State } from './state.js';
import type { Store } from './store.js';

/** How many messages are asked for at once. */
const pageSize = 200;
const tryAgainMs = 1_000;

type Options = Awaited<ReturnType<BlockListProps['suggest']>>;

export type Actions = ReturnType<typeof createActions>;

/** All that the page does. Answers of the sandbox and what it streams become events of the store; nothing else changes it. */
export function createActions(client: Client, store: Store<State, Event>) {
  const refreshViews = oneAtATime(loadViews);
  const refreshConversations = oneAtATime(loadConversations);
  const refreshFacts = oneAtATime(loadFacts);
  let asked = 0;
  /** Counts what was told of views: an answer from before the last of it is old. */
  let viewsTold = 0;
  const closing = new Set<string>();

  let kept = store.state().lastRead;
  store.subscribe(() => {
    const { me, lastRead } = store.state();
    if (lastRead !== kept) keepLastRead(me, lastRead, localStorage);
    kept = lastRead;
  });

  /** Opens the page, and opens it again after a lost connection, until it is open. */
  async function open(): Promise<void> {
    try {
      const facts = await client.page();
      const { me, place } = whereToBe(facts, store.state());
      const lastRead = lastReadOf(me, facts.clock.now, localStorage);
      document.title = facts.title;
      store.tell({ kind: 'opened', facts, me, place, lastRead, readAt: performance.now() });
      follow(facts.n, take, lose);
      loadPlace();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      lose();
    }
  }

  function lose(): void {
    store.tell({ kind: 'connection-lost' });
    setTimeout(open, tryAgainMs);
  }

  function take(items: StreamItem[]): void {
    if (items.some(({ kind, data }) => kind === 'effect' && /^(view|home)\./.test(data.kind))) viewsTold += 1;
    store.tell({ kind: 'streamed', items, readAt: performance.now() });
    const { me, shown, conversations } = store.state();
    for (const { kind, data } of items) {
      // A dialog that was handed in goes without an effect, once the app has acknowledged it.
      if (kind === 'traffic' && data.outcome !== 'pending' && data.what.startsWith('view_submission')) refreshViews();
      if (kind !== 'effect') continue;
      switch (data.kind) {
        case 'dm.opened':
          if (data.user === me) refreshConversations();
          break;
        case 'channel.added':
        case 'channel.joined':
          refreshConversations();
          refreshFacts();
          break;
        case 'user.added':
        case 'user.changed':
          refreshFacts();
          break;
        case 'message.posted':
        case 'message.ephemeral':
          // A DM that one's own command or words have opened is told of by nothing else.
          if (data.user === me && conversations.every(({ id }) => id !== data.channel)) refreshConversations();
          // Files are not told of by the effect.
          if (data.channel === shown?.id && data.via.startsWith('files.')) loadMessages('again');
          break;
      }
    }
  }

  function loadPlace(): void {
    const { me, place } = store.state();
    history.replaceState(null, '', addressOf(me, place));
    refreshConversations();
    refreshViews();
    if (place === 'home') openHome();
    else loadMessages(store.state().shown?.loading === 'first' ? 'first' : 'again');
  }

  async function loadConversations(): Promise<void> {
    const { me } = store.state();
    const conversations = await client.conversations(me);
    if (me !== store.state().me) return;
    const idBefore = store.state().shown?.id;
    store.tell({ kind: 'conversations-loaded', me, conversations });
    const { place, shown } = store.state();
    if (place.startsWith('C') && !conversations.some(({ id }) => id === place)) go(me, 'messages');
    else if (shown?.id !== idBefore) loadMessages('first');
  }

  async function loadMessages(loading: 'first' | 'earlier' | 'again'): Promise<void> {
    const { me, shown } = store.state();
    asked += 1;
    const mine = asked;
    if (!shown?.id) return;
    const { id, messages: known } = shown;
    store.tell({ kind: 'loading-messages', loading });
    const before = loading === 'earlier' ? known[0]?.ts : undefined;
    await telling(async () => {
      const query = { viewer: me, limit: pageSize, ...(before === undefined ? {} : { before }) };
      const messages = await client.messages(id, query).catch((error: unknown) => {
        if (mine === asked) throw error;
      });
      // A later question is under way: its answer is newer.
      if (mine !== asked || !messages) return;
      store.tell({ kind: 'messages-loaded', me, id, messages, hasEarlier: messages.length >= pageSize });
    });
  }

  async function loadViews(): Promise<void> {
    const { me } = store.state();
    const told = viewsTold;
    const views = await client.views(me);
    if (told !== viewsTold) return loadViews();
    store.tell({ kind: 'views-loaded', me, views });
  }

  async function loadFacts(): Promise<void> {
    store.tell({ kind: 'facts-loaded', facts: await client.page() });
  }

  async function openHome(): Promise<void> {
    const { me } = store.state();
    store.tell({ kind: 'home-opening' });
    const problem = await problemOf(() => client.openHome({ user: me }));
    store.tell({ kind: 'home-opened', me, problem: problem ?? null });
  }

  function go(me: string, place: PlaceName): void {
    const { me: before, lastRead, clock } = store.state();
    const marks = me === before ? lastRead : lastReadOf(me, clock.now, localStorage);
    store.tell({ kind: 'went', me, place, lastRead: marks });
    loadPlace();
  }

  /** Why the app did not take this act, as a sentence; undefined when it did. */
  async function problemOf(act: () => Promise<Delivered>): Promise<string | undefined> {
    try {
      return whyNotTaken(await act(), appName());
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  }

  /** Says what could not be loaded, instead of leaving the page without a word. */
  async function telling(load: () => Promise<void>): Promise<void> {
    try {
      await load();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      store.tell({ kind: 'failed', problem: error.message });
    }
  }

  /** Asked again while under way, it runs once more afterwards: the last answer is newer than the last question. */
  function oneAtATime(load: () => Promise<void>): () => void {
    let runs: 'no' | 'yes' | 'and-again' = 'no';
    return async () => {
      if (runs !== 'no') {
        runs = 'and-again';
        return;
      }
      do {
        runs = 'yes';
        await telling(load);
      } while (wantsAgain());
      runs = 'no';
    };
    function wantsAgain(): boolean {
      return runs === 'and-again';
    }
  }

  const appName = () => store.state().facts?.appName ?? 'The app';

  return {
    open,
    go,
    actAs: (me: string) => go(me, store.state().place),
    goTo: (place: PlaceName) => go(store.state().me, place),
    loadEarlier: () => loadMessages('earlier'),
    forgetProblem: () => store.tell({ kind: 'failed', problem: null }),

    async press(place: PressPlace, what: Omit<Press, 'user'>): Promise<PressOutcome> {
      const why = await problemOf(() => client.press({ user: store.state().me, ...place, ...what }));
      return why === undefined ? { outcome: 'acked' } : { outcome: 'failed', why };
    },

    /** Options, or groups of them, as the app answers; an empty list when it does not. Rejects where it cannot be asked. */
    async suggest(place: PressPlace, what: Omit<Press, 'user' | 'value'> & { query: string }): Promise<Options> {
      const { response } = await client.suggest({ user: store.state().me, ...place, ...what });
      return objectsOf(response?.option_groups ?? response?.options) as unknown as Options;
    },

    upload: (file: File) => client.upload(store.state().me, file),

    async submit(viewId: string, values: Record<string, Entry>): Promise<SubmitOutcome> {
      const { me } = store.state();
      try {
        const submitted = await client.submit({ user: me, viewId, values });
        const why = whyNotTaken(submitted, appName()) ?? formProblem(submitted.formProblem);
        if (why !== undefined) return { outcome: 'failed', why };
        const errors = errorsOf(submitted.response);
        if (errors) return { outcome: 'refused', errors };
        return { outcome: 'acked' };
      } catch (error) {
        if (error instanceof Refusal) return { outcome: 'failed', why: error.message };
        throw error;
      } finally {
        refreshViews();
      }
    },

    /** Closes it once, however often it is asked to while that is under way: a second time would be for the one below. */
    async closeModal(viewId: string): Promise<void> {
      if (closing.has(viewId)) return;
      closing.add(viewId);
      await problemOf(() => client.close({ user: store.state().me, which: 'top' }));
      closing.delete(viewId);
      refreshViews();
    },

    /** Says something where one is, or uses a command there. Answers why it was refused. */
    async send(typed: string): Promise<string | undefined> {
      const { me, place, shown, facts } = store.state();
      const people = facts?.people ?? [];
      const [word = '', rest = ''] = splitAtSpace(typed.trim());
      if (!word.startsWith('/')) {
        const text = withMentions(typed, people);
        return problemOf(() =>
          place === 'messages'
            ? client.message({ user: me, text })
            : client.say({ user: me, channel: shown?.id ?? place, text }),
        );
      }
      const known = (facts?.commands ?? []).map(({ command }) => command);
      if (!known.includes(word)) return `There is no command ${word}. There is ${known.join(', ') || 'none'}.`;
      const channel = shown?.id ? { channel: shown.id } : {};
      const text = commandText(rest, people);
      return problemOf(() => client.command({ user: me, command: word, text, ...channel }));
    },

    jump: (to: string) =>
      telling(async () => {
        store.tell({ kind: 'clock-read', clock: await client.jump(to), readAt: performance.now() });
      }),

    loadTraffic: () =>
      telling(async () => {
        store.tell({ kind: 'traffic-loaded', traffic: await client.traffic() });
      }),
  };
}

/** As the address says at first, then where one is already; never as somebody who is not there. */
function whereToBe({ people, startAs }: PageFacts, state: State): { me: string; place: PlaceName } {
  const address = readAddress(location.search);
  const active = people.filter(({ deleted }) => !deleted).map(({ id }) => id);
  const wanted = [state.me, address.as, startAs].find((id) => id && active.includes(id));
  const place = state.me === '' ? (address.place ?? 'messages') : state.place;
  return { me: wanted ?? active[0] ?? '', place };
}

function formProblem(problem: string | null): string | undefined {
  return problem === null ? undefined : `We had some trouble connecting. Try again? (${problem})`;
}

function errorsOf(response: Delivered['response']): Record<string, string> | undefined {
  if (response?.response_action !== 'errors') return undefined;
  return Object.fromEntries(
    Object.entries(response.errors ?? {}).map(([blockId, sentence]) => [blockId, String(sentence)]),
  );
}

function splitAtSpace(text: string): string[] {
  const at = text.search(/\s/);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1).trim()];
}
