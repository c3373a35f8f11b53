import type { AddressInfo } from 'node:net';
import type { SMTPServerSession } from 'smtp-server';
import { SMTPServer } from 'smtp-server';

/** A mail as the server got it. */
export type Received = Readonly<{ to: readonly string[]; messageId: string | undefined; raw: string }>;

type Stage = 'login' | 'from' | 'to' | 'data';
/** `only`: for this receiver, where it speaks of one. */
type Refusal = Readonly<{ at: Stage; code: number; only?: string }>;

/** A mail server of its own, on this machine, that keeps what it is given and can be told to refuse or to fall silent. */
export async function startMailServer({
  refuse,
  loseReplies = 0,
}: {
  refuse?: Refusal;
  /** So many times it takes a mail and cuts the connection before it says so. */
  loseReplies?: number;
} = {}) {
  const received: Received[] = [];
  const state = { refuse, loseReplies };
  const refusalAt = (stage: Stage, receiver?: string) =>
    state.refuse?.at === stage && (state.refuse.only ?? receiver) === receiver
      ? Object.assign(new Error('refused by the test'), { responseCode: state.refuse.code })
      : null;

  const server = new SMTPServer({
    authOptional: refuse?.at !== 'login',
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    closeTimeout: 100,
    onAuth: (auth, _session, done) => done(refusalAt('login'), { user: auth.username }),
    onMailFrom: (_address, _session, done) => done(refusalAt('from')),
    onRcptTo: ({ address }, _session, done) => done(refusalAt('to', address)),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const refusal = refusalAt('data');
        if (refusal !== null) return done(refusal);
        received.push(asReceived(session, Buffer.concat(chunks).toString()));
        if (state.loseReplies === 0) return done();
        state.loseReplies -= 1;
        for (const connection of server.connections) connection.close();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.server.address() as AddressInfo;

  return {
    url: `smtp://laurel:secret@127.0.0.1:${port}`,
    received,
    /** From now on it refuses so, or nothing any more. */
    refuse(next: Refusal | undefined): void {
      state.refuse = next;
    },
    /** So many of the next mails it takes without saying so. */
    loseReplies(count: number): void {
      state.loseReplies = count;
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** What a calendar finds in a mail. */
export function calendarTextIn({ raw }: Pick<Received, 'raw'>): string {
  const encoded = raw.split(/content-type: application\/ics/i)[1]?.split(/\r\n\r\n|\r\n--/)[1] ?? '';
  return Buffer.from(encoded.replace(/\s/g, ''), 'base64').toString();
}

function asReceived({ envelope }: SMTPServerSession, raw: string): Received {
  return {
    to: envelope.rcptTo.map(({ address }) => address),
    messageId: /^Message-ID: (\S+)/im.exec(raw)?.[1],
    raw,
  };
}
