import { createHash } from 'node:crypto';
import nodemailer from 'nodemailer';
import type { MailAddress } from './address.js';

/** How mail goes out: through which server, and from whom. */
export type MailConfig = Readonly<{ smtpUrl: string; from: MailAddress }>;

/** A mail to one person about one calendar entry. */
export type Mail = Readonly<{
  /** The same key is the same mail, whenever it is sent: it gives the Message-ID, so that a copy can be seen as one. */
  key: string;
  to: MailAddress;
  subject: string;
  /** Lines of plain words, for programs that know no calendars. */
  text: string;
  calendar: Readonly<{ method: 'REQUEST' | 'CANCEL'; text: string }>;
}>;

/**
 * `sent`: the server has taken it. `refused`: it will not, for this person or these words, however often it is asked.
 * `later`: it did not take this one now. `unreachable`: it takes nothing now, or nobody knows whether it did. What was not
 * sent is sent again with the same key, and does no harm when it had been. `why` is a code: `550`, `ETIMEDOUT`.
 */
export type MailOutcome =
  | Readonly<{ kind: 'sent' }>
  | Readonly<{ kind: 'refused'; why: string }>
  | Readonly<{ kind: 'later'; why: string }>
  | Readonly<{ kind: 'unreachable'; why: string }>;

const sendWithinMs = 20_000;

export const senderName = 'Laurel';

/**
 * Sends one mail over a connection of its own. Whoever sends keeps in mind what was sent, and sends again what was not.
 *
 * The calendar text goes twice: as an alternative to the words, `text/calendar; method=…`, which Outlook and Gmail show as
 * an invitation, and as `invite.ics`, for programs that look at attachments only.
 */
export function createMail({ smtpUrl, from }: MailConfig, withinMs = sendWithinMs) {
  const server = nodemailer.createTransport({
    url: smtpUrl,
    connectionTimeout: withinMs,
    greetingTimeout: withinMs,
    socketTimeout: withinMs,
    dnsTimeout: withinMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  return {
    from,

    async send({ key, to, subject, text, calendar }: Mail): Promise<MailOutcome> {
      try {
        await server.sendMail({
          from: { name: senderName, address: from },
          to: { name: '', address: to },
          envelope: { from, to: [to] },
          messageId: messageIdOf(key, from),
          subject,
          text,
          icalEvent: { method: calendar.method, filename: 'invite.ics', content: calendar.text },
          // Programs that answer by themselves (holiday notices) leave it alone (RFC 3834).
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal: AbortSignal.timeout(withinMs),
        });
        return { kind: 'sent' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

export type Mailer = ReturnType<typeof createMail>;

/** Anything that a mail key holds may stand in an id once it is hashed. */
const messageIdOf = (key: string, from: MailAddress) =>
  `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${from.slice(from.lastIndexOf('@') + 1)}>`;

/**
 * A server that speaks of the receiver or of what the mail says speaks of this mail; with a code from 500 on, for good. Said of
 * the login or of the sender it is about us: an owner can put it right, and nothing goes out until then.
 */
function outcomeOf(error: unknown): MailOutcome {
  const { code, responseCode, command } = (error ?? {}) as { code?: string; responseCode?: number; command?: string };
  const why = String(responseCode ?? code ?? (error instanceof Error ? error.name : 'unknown'));
  const isOfThisMail = responseCode !== undefined && (command === 'RCPT TO' || command === 'DATA');
  if (!isOfThisMail) return { kind: 'unreachable', why };
  return { kind: responseCode >= 500 ? 'refused' : 'later', why };
}
