import type { JsonObject } from '../../json.js';
import type { ClockFacts, ConversationFacts, Exchange, PageFacts, ShownMessage } from '../../page-contract.js';
import type { Views } from '../client/client.js';
import type { StreamItem } from '../client/stream.js';

/** Where one is: the app's two tabs, or a channel by its id. */
export type PlaceName = 'home' | 'messages' | `C${string}`;

/** Newest `ts` that was read, by conversation id. */
export type LastRead = Readonly<Record<string, string>>;

/** Everything that the page shows, except what stands half-typed in fields. */
export type State = {
  /** `facts` is absent until the sandbox has answered once. */
  facts?: PageFacts;
  connection: 'opening' | 'open' | 'lost';
  me: string;
  place: PlaceName;
  conversations: ConversationFacts;
  lastRead: LastRead;
  /** The conversation in the middle; absent while one is at Home. */
  shown?: ShownConversation;
  home: HomeTab;
  modals: readonly JsonObject[];
  clock: TimedClock;
  traffic: readonly Exchange[];
  /** Why something that is no act could not be loaded. */
  problem: string | null;
};

export type ShownConversation = {
  /** Null while this person and the app have no DM yet. */
  id: string | null;
  loading: 'first' | 'earlier' | 'again' | 'no';
  /** Oldest first. */
  messages: readonly ShownMessage[];
  hasEarlier: boolean;
  /** What came by stream while a page was on its way: it may be newer than that page. */
  since: readonly MessageChange[];
};

export type HomeTab = { view: JsonObject | null; opening: 'yes' | 'no'; problem: string | null };

/** `readAt`: performance.now() of the moment at which the sandbox's clock showed `now`. */
export type TimedClock = ClockFacts & { readAt: number };

/** What an effect does to the messages of a conversation. */
export type MessageChange =
  | { kind: 'put' | 'redrawn'; message: ShownMessage }
  | { kind: 'removed'; ts: string }
  | { kind: 'reacted'; ts: string; name: string; by: string };

export type Event =
  | { kind: 'opened'; facts: PageFacts; me: string; place: PlaceName; lastRead: LastRead; readAt: number }
  | { kind: 'facts-loaded'; facts: PageFacts }
  | { kind: 'connection-lost' }
  | { kind: 'streamed'; items: readonly StreamItem[]; readAt: number }
  | { kind: 'went'; me: string; place: PlaceName; lastRead: LastRead }
  | { kind: 'conversations-loaded'; me: string; conversations: ConversationFacts }
  | { kind: 'loading-messages'; loading: 'first' | 'earlier' | 'again' }
  | { kind: 'messages-loaded'; me: string; id: string; messages: ShownMessage[]; hasEarlier: boolean }
  | { kind: 'views-loaded'; me: string; views: Views }
  | { kind: 'home-opening' }
  | { kind: 'home-opened'; me: string; problem: string | null }
  | { kind: 'traffic-loaded'; traffic: readonly Exchange[] }
  | { kind: 'clock-read'; clock: ClockFacts; readAt: number }
  | { kind: 'failed'; problem: string | null };

export const atFirst: State = {
  connection: 'opening',
  me: '',
  place: 'messages',
  conversations: [],
  lastRead: {},
  home: { view: null, opening: 'no', problem: null },
  modals: [],
  clock: { now: '1970-01-01T00:00:00Z', runs: false, canJump: false, jump: null, problem: null, readAt: 0 },
  traffic: [],
  problem: null,
};

/** The id of the conversation at this place; null at Home, and while there is no DM. */
export function conversationAt(place: PlaceName, conversations: ConversationFacts): string | null {
  if (place === 'home') return null;
  if (place !== 'messages') return place;
  return conversations.find(({ kind }) => kind === 'im')?.id ?? null;
}
