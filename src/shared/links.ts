import { z } from 'zod';

/** An https address that may stand behind a link or a button. Made by `httpUrl` alone. */
export type HttpUrl = string & z.$brand<'HttpUrl'>;

/** A person in Slack, `U…` or `W…`: the only thing that a message may ping. */
export type SlackUserId = z.infer<typeof SlackUserId>;
export const SlackUserId = z
  .string()
  .regex(/^[UW][A-Z0-9]{2,20}$/)
  .brand<'SlackUserId'>();

const longestUrl = 3000;

/**
 * The address as a browser would write it, at most 3,000 characters, or undefined: other schemes, credentials (they make
 * `https://bank.example@evil.example` look honest), control characters and what is no address at all are refused.
 */
export function httpUrl(value: unknown): HttpUrl | undefined {
  if (typeof value !== 'string' || value.length > longestUrl || unseen.test(value)) return undefined;
  if (!URL.canParse(value)) return undefined;
  const url = new URL(value);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined;
  const address = url.href.replace(/[|<>]/g, encodeURIComponent);
  return address.length <= longestUrl ? (address as HttpUrl) : undefined;
}

/** URL would drop or encode these silently; an address that hides something is refused instead. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
