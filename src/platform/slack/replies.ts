/** What a reply of Slack's Web API means for a message that was sent once (PLATFORM-FACTS 1.2, 1.4). */

export type Outcome =
  /** Slack has it. */
  | { kind: 'accepted'; channel: string; ts: string }
  /** Certainly not sent, and trying again later can help. `waitMs` is what Slack asked for. */
  | { kind: 'later'; code: string; waitMs?: number }
  /** Certainly not sent, and this row never will be. `blame` says whose the fault is. */
  | { kind: 'refused'; code: string; blame: 'recipient' | 'ours' }
  /** Certainly not sent; nothing can be sent in this workspace until somebody repairs it. */
  | { kind: 'workspace-stopped'; code: string }
  /** Nobody knows whether it was sent. */
  | { kind: 'ambiguous'; code: string };

const recipientRefuses = new Set([
  'channel_not_found',
  'is_archived',
  'is_inactive',
  'channel_is_limited_access',
  'not_in_channel',
  'user_disabled',
  'user_not_found',
  'user_not_visible',
  'messages_tab_disabled',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'restricted_action_non_threadable_channel',
  'restricted_action_thread_locked',
  'ekm_access_denied',
  'app_access_restricted',
  'cannot_dm_bot',
]);

const weAreWrong = new Set([
  'no_text',
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_too_long',
  'msg_blocks_too_long',
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'metadata_must_be_sent_from_app',
  'metadata_too_large',
  'too_many_attachments',
  'attachment_payload_limit_exceeded',
  'invalid_attachments',
  'markdown_text_conflict',
  'block_mismatch',
  'missing_scope',
  'not_allowed_token_type',
  'invalid_arguments',
  'invalid_arg_name',
  'invalid_array_arg',
  'invalid_charset',
  'invalid_form_data',
  'invalid_post_type',
  'missing_post_type',
  'invalid_ts_oldest',
  'method_deprecated',
  'deprecated_endpoint',
  'no_permission',
  'team_not_found',
  'unknown_method',
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
]);

const workspaceStops = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'team_access_not_granted',
  'org_login_required',
  'two_factor_setup_required',
  'accesslimited',
  'enterprise_is_restricted',
]);

const tryLater = new Set([
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'service_unavailable',
  'team_added_to_org',
  'external_channel_migrating',
]);

/** The time that a call's own guard refused to open the socket after; see clients.ts. */
export class DeadlinePassed extends Error {
  constructor() {
    super('The deadline of this attempt had passed before it reached the socket.');
  }
}

export class RateLimited extends Error {
  constructor(readonly waitMs: number | undefined) {
    super('Slack asks to slow down.');
  }
}

/** Sorts what a call threw. Anything that is not a known code of Slack's is ambiguous, never a refusal. */
export function outcomeOf(error: unknown): Exclude<Outcome, { kind: 'accepted' }> {
  const cause = causeOf(error);
  if (cause instanceof DeadlinePassed) return { kind: 'later', code: 'deadline_passed' };
  if (cause instanceof RateLimited) return { kind: 'later', code: 'ratelimited', waitMs: cause.waitMs };
  if (isRateLimitOfSdk(error)) return { kind: 'later', code: 'ratelimited', waitMs: error.retryAfter * 1000 };
  const code = slackCodeOf(error);
  if (code !== undefined) return withWait(outcomeOfCode(code), error);
  const system = systemCodeOf(cause);
  if (system === 'ECONNREFUSED' || system === 'ENOTFOUND' || system === 'EAI_AGAIN')
    return { kind: 'later', code: system };
  return { kind: 'ambiguous', code: system ?? (error instanceof Error ? error.name : 'unknown') };
}

export function outcomeOfCode(code: string): Exclude<Outcome, { kind: 'accepted' }> {
  if (tryLater.has(code)) return { kind: 'later', code };
  if (recipientRefuses.has(code)) return { kind: 'refused', code, blame: 'recipient' };
  if (weAreWrong.has(code)) return { kind: 'refused', code, blame: 'ours' };
  if (workspaceStops.has(code)) return { kind: 'workspace-stopped', code };
  // `fatal_error` and `internal_error` say themselves that part of the work may have been done.
  return { kind: 'ambiguous', code: code.slice(0, 60) };
}

/** Seconds or an HTTP date, as RFC 9110 allows; undefined when it says nothing usable. */
export function retryAfterMs(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  // `Date.parse` reads a date into "1.5" too; an HTTP date names its day.
  const date = /^[A-Z][a-z]{2}/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}

/** A refusal that travels with status 200 may say as well how long to wait; the SDK keeps the header's seconds beside it. */
function withWait(outcome: Exclude<Outcome, { kind: 'accepted' }>, error: unknown): typeof outcome {
  const { response_metadata: said } = (error as { data?: { response_metadata?: { retryAfter?: unknown } } }).data ?? {};
  const seconds = said?.retryAfter;
  return outcome.kind === 'later' && typeof seconds === 'number' ? { ...outcome, waitMs: seconds * 1000 } : outcome;
}

/** What the clients for reading and answering throw: their `fetch` is the SDK's own. */
const isRateLimitOfSdk = (error: unknown): error is Error & { retryAfter: number } =>
  error instanceof Error && 'retryAfter' in error && typeof error.retryAfter === 'number';

function causeOf(error: unknown): unknown {
  return error instanceof Error && 'original' in error ? error.original : error;
}

/** The `error` of an `ok: false` reply, when it looks like one of Slack's codes and not like a page of HTML. */
export function slackCodeOf(error: unknown): string | undefined {
  const data = error instanceof Error && 'data' in error ? error.data : undefined;
  const code = typeof data === 'object' && data !== null && 'error' in data ? data.error : undefined;
  return typeof code === 'string' && /^[a-z_]{2,60}$/.test(code) ? code : undefined;
}

function systemCodeOf(error: unknown): string | undefined {
  const inner = error instanceof Error ? (error.cause ?? error) : undefined;
  const code = inner instanceof Error && 'code' in inner ? inner.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
