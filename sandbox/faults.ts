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
type Slow = ({ kind: 'delay'; ms: number } & Flaw) | ({ kind: 'late-commit'; ms: number } & Flaw);

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
