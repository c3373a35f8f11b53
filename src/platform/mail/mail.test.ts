import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { simpleParser } from 'mailparser';
import { afterEach, describe, expect, test } from 'vitest';
import type { Received } from '../../../test/harness/mail.js';
import { startMailServer } from '../../../test/harness/mail.js';
import type { MailAddress } from './address.js';
import type { Mail } from './mail.js';
import { createMail } from './mail.js';

const from = 'laurel@example.com' as MailAddress;
const calendarText = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'METHOD:REQUEST', 'END:VCALENDAR', ''].join('\r\n');
const mail: Mail = {
  key: 'blk_1|3|REQUEST|ana',
  to: 'ana@example.com' as MailAddress,
  subject: 'Study time: Erste Hilfe, für Ana',
  text: 'Friday 2 October 2026, 10:00–11:00.',
  calendar: { method: 'REQUEST', text: calendarText },
};

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});

async function serverOf(options: Parameters<typeof startMailServer>[0] = {}) {
  const server = await startMailServer(options);
  open.push(server);
  return { server, mailer: createMail({ smtpUrl: server.url, from }, 1_500) };
}

/** The parts of a message by their kinds, outer first. */
const kindsIn = (raw: string) => [...raw.matchAll(/^Content-Type: ([^;\r\n]+)/gim)].map(([, kind]) => kind);

describe('a mail that the server takes', () => {
  test('says the same in words, as an invitation, and as a file', async () => {
    const { server, mailer } = await serverOf();
    expect(await mailer.send(mail)).toEqual({ kind: 'sent' });
    const [{ raw, to }] = server.received as [Received];
    expect(to).toEqual(['ana@example.com']);
    expect(kindsIn(raw)).toEqual([
      'multipart/mixed',
      'multipart/alternative',
      'text/plain',
      'text/calendar',
      'application/ics',
    ]);
    expect(raw).toMatch(/^Content-Type: text\/calendar; charset=utf-8; method=REQUEST/im);
    const parsed = await simpleParser(raw);
    expect(parsed.from?.value).toEqual([{ name: 'Laurel', address: 'laurel@example.com' }]);
    expect(parsed.subject).toBe(mail.subject);
    expect(parsed.text?.trim()).toBe(mail.text);
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
    const [file] = parsed.attachments.filter(({ filename }) => filename === 'invite.ics');
    expect(file?.content.toString()).toBe(calendarText);
  });

  test('has the same Message-ID whenever it is sent, and another for another key', async () => {
    const { server, mailer } = await serverOf();
    for (const key of ['a', 'a', 'b']) await mailer.send({ ...mail, key });
    const [first, second, third] = server.received.map(({ messageId }) => messageId);
    expect(first).toMatch(/^<[0-9a-f]{40}@example\.com>$/);
    expect([second === first, third === first]).toEqual([true, false]);
  });

  test('cannot be given a header or a receiver by its words', async () => {
    const { server, mailer } = await serverOf();
    await mailer.send({ ...mail, subject: 'Study\r\nBcc: eve@example.com\r\n\r\nHello' });
    const [{ raw, to }] = server.received as [Received];
    expect(to).toEqual(['ana@example.com']);
    expect(raw).not.toMatch(/^Bcc:/im);
  });
});

describe('a mail that the server does not take', () => {
  test.each([
    ['a receiver it does not know', { refuse: { at: 'to', code: 550 } }, { kind: 'refused', why: '550' }],
    ['words it does not like', { refuse: { at: 'data', code: 554 } }, { kind: 'refused', why: '554' }],
    ['a receiver whose box is full', { refuse: { at: 'to', code: 452 } }, { kind: 'later', why: '452' }],
    ['words that it wants later', { refuse: { at: 'data', code: 451 } }, { kind: 'later', why: '451' }],
    ['a sender it does not know', { refuse: { at: 'from', code: 553 } }, { kind: 'unreachable', why: '553' }],
    ['a login it does not know', { refuse: { at: 'login', code: 535 } }, { kind: 'unreachable', why: '535' }],
  ] as const)('%s: what follows is said', async (_, options, outcome) => {
    const { server, mailer } = await serverOf(options);
    expect(await mailer.send(mail)).toEqual(outcome);
    expect(server.received).toEqual([]);
  });

  test('a server that is away is tried again', async () => {
    const { server, mailer } = await serverOf();
    await server.stop();
    expect(await mailer.send(mail)).toMatchObject({ kind: 'unreachable', why: 'ESOCKET' });
  });

  test('a server that says nothing is given up in time', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const mailer = createMail({ smtpUrl: `smtp://127.0.0.1:${port}`, from }, 200);
    expect(await mailer.send(mail)).toMatchObject({ kind: 'unreachable' });
    await new Promise((resolve) => silent.close(resolve));
  });

  test('a reply that is lost leaves it unknown: the copy is the same mail', async () => {
    const { server, mailer } = await serverOf({ loseReplies: 1 });
    expect(await mailer.send(mail)).toMatchObject({ kind: 'unreachable' });
    expect(await mailer.send(mail)).toEqual({ kind: 'sent' });
    const [first, second] = server.received;
    expect(second?.messageId).toBe(first?.messageId);
    expect(server.received).toHaveLength(2);
  });
});
