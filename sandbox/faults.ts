/** What is to go wrong. A call meets what is queued for it, or else what stands, or else what chance brings. */
export interface Faults extends FaultOrders<Fault> {
  /** The same for events, by their names. */
  events: FaultOrders<EventFault>;
  /** Ends everything, for events too. What is under way (a slow call, a late effect) goes on. */
  clear(): void;
}

/** Faults by name of a method or an event. */
export interface FaultOrders<Trouble> {
  /** The next `times` (1 unless told) fail like this; '*' means any. Faults queue up. */
  next(name: string, fault: Trouble, options?: { times?: number }): void;
  /** From now on, for so long or until it is cleared, all fail like this. */
  standing(order: Standing<Trouble>): void;
  /** From now on chance decides, in place of what decided before. */
  random(order: RandomFaults<Trouble>): void;
  clear(): void;
  /** Queued faults that nothing has met yet. */
  pending(): { method: string; fault: Trouble }[];
}

export interface Standing<Trouble> {
  methods: '*' | readonly string[];
  fault: Trouble;
  forMs?: number;
}

/** Each method has its own sequence of decisions, which follows from the seed. */
export interface RandomFaults<Trouble> {
  seed: number;
  /** How many of its calls are troubled, from 0 to 1; '*' is for every method that is not named. */
  methods: Readonly<Record<string, number>>;
  /** Everything that can go wrong, unless told. */
  kinds?: readonly RandomKind<Trouble>[];
  /** Lengths of `kinds` are Slack's and divided by this; as fast as the limits of the sandbox unless told. */
  scale?: number;
}

export interface RandomKind<Trouble> {
  fault: Drawn<Trouble>;
  /** How often among the others: 1 unless told. */
  weight?: number;
  /** Only for these methods. */
  only?: readonly string[];
}

/** A fault whose lengths are drawn between two ends. */
export type Drawn<Trouble> = Trouble extends unknown
  ? {
      [Field in keyof Trouble]: Field extends 'ms' | 'historyLagMs'
        ? Length | Exclude<Trouble[Field], number>
        : Trouble[Field];
    }
  : never;

export type Length = number | readonly [from: number, to: number];

/**
 * What can go wrong with one call of the Web API. Times are real milliseconds. Only seconds of a Retry-After are
 * Slack's: they are said as Slack says them, however fast the limits of the sandbox run.
 */
export type Fault = InsteadOfTheCall | Slow | AcceptedThen;

type InsteadOfTheCall =
  /** HTML unless told. */
  | { kind: 'status'; status: number; body?: string }
  /** 200, and nothing that can be read. */
  | { kind: 'unreadable'; body: Unreadable }
  | RateLimitedByFault
  | { kind: 'slack-error'; error: string }
  | { kind: 'reset' };

export interface RateLimitedByFault {
  kind: 'ratelimited';
  /** Seconds (1 unless told), any text, no such header, or the HTTP date so many seconds after the answer. */
  retryAfter?: number | string | 'absent' | { inSeconds: number };
  /** 429 (unless told), or 200 with the code in its body. */
  said?: 'status' | 'body';
}

/** The work is done `ms` after the call arrived; with `late-commit` the connection is reset at once. */
export type Slow = { kind: 'delay' | 'late-commit'; ms: number } & Flaw;

/** The call has its effect, but its caller is not told so; `answer` is told so, and only the flaw remains. */
export type AcceptedThen = {
  kind: 'accept-then';
  what: 'answer' | '500' | 'reset' | 'hang' | 'cut' | 'internal_error' | Unreadable;
} & Flaw;

export type Unreadable = 'empty' | 'html' | 'null';

/** How messages that the call posts are kept. */
export interface Flaw {
  /** The app's history shows them only so much later. */
  historyLagMs?: number;
  /** They lose what would prove who sent them and why. */
  metadata?: 'stripped';
}

/**
 * What can go wrong on an event's way to the app: it is told twice with the same id, `ms` later, after the event that
 * follows it (or after `ms` when none does), or never.
 */
export type EventFault =
  | { kind: 'twice'; ms?: number }
  | { kind: 'late'; ms: number }
  | { kind: 'after-next'; ms: number }
  | { kind: 'lost' };
