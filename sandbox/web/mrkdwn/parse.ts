/** What a line of mrkdwn is made of, ready to be drawn. */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike' | 'quote'; pieces: Piece[] }
  | { kind: 'code' | 'pre'; text: string }
  | { kind: 'link'; url: string; pieces: Piece[] }
  | { kind: 'user' | 'channel' | 'group'; id: string; label: string | undefined }
  | { kind: 'broadcast'; range: string }
  | { kind: 'date'; timestamp: number; format: string; url: string | undefined; fallback: string }
  | { kind: 'emoji'; name: string }
  | { kind: 'break' };

/** Are addresses made links where nobody marked them as such? `verbatim: true` says no. */
export type Addresses = 'linked' | 'as-written';

/**
 * Reads mrkdwn as Slack's clients draw it. Ours rather than slack-blocks-to-jsx's, which takes `:00–11:` in a time for an
 * emoji, and shows bare marks wherever a text is `verbatim`, as all of Laurel's are.
 * Source: docs.slack.dev/messaging/formatting-message-text.
 */
export function parseMrkdwn(text: string, addresses: Addresses): Piece[] {
  const parts = text.split(/```\n?([\s\S]*?)\n?```/);
  return parts.flatMap((part, index): Piece[] =>
    index % 2 === 1 ? [{ kind: 'pre', text: decodeEntities(part) }] : lines(part, addresses),
  );
}

function decodeEntities(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_, name: keyof typeof entities) => entities[name]);
}

const entities = { amp: '&', lt: '<', gt: '>' };

const quoteMark = /^(?:>|&gt;) ?/;

/** Quoted lines that follow each other are one quote. */
function lines(text: string, addresses: Addresses): Piece[] {
  const pieces: Piece[] = [];
  let quoted: string[] = [];
  const endQuote = () => {
    if (quoted.length > 0) pieces.push({ kind: 'quote', pieces: inline(quoted.join('\n'), addresses) });
    quoted = [];
  };
  // Plain lines are read together: only a quote, which is a box of its own, breaks the run.
  let plain: string[] = [];
  const endPlain = () => {
    if (plain.length > 0) pieces.push(...inline(plain.join('\n'), addresses));
    plain = [];
  };
  for (const line of text.split('\n')) {
    if (quoteMark.test(line)) {
      endPlain();
      quoted.push(line.replace(quoteMark, ''));
    } else {
      endQuote();
      plain.push(line);
    }
  }
  endQuote();
  endPlain();
  return pieces;
}

const special = /<([^<>\n]+)>/y;
const code = /`([^`\n]+)`/y;
const emojiCode = /:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/y;
const bareAddress = /https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"\]]/iy;

const marks = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

function inline(text: string, addresses: Addresses): Piece[] {
  const pieces: Piece[] = [];
  let plain = '';
  let at = 0;
  // Where a mark was sought in vain there is none for a later one on that line either: keeps long texts quick.
  const noneBefore: Record<string, number> = {};

  const endPlain = () => {
    if (plain !== '') pieces.push({ kind: 'text', text: decodeEntities(plain) });
    plain = '';
  };
  const take = (piece: Piece, length: number) => {
    endPlain();
    pieces.push(piece);
    at += length;
  };

  while (at < text.length) {
    const char = text[at] as string;
    const found = readAt(text, at, char, addresses);
    if (found) {
      take(found.piece, found.length);
      continue;
    }
    if (char in marks && at >= (noneBefore[char] ?? 0) && opens(text, at, char)) {
      const end = closing(text, at, char);
      if (end > 0) {
        const inner = inline(text.slice(at + 1, end), addresses);
        take({ kind: marks[char as keyof typeof marks], pieces: inner }, end + 1 - at);
        continue;
      }
      noneBefore[char] = endOfLine(text, at);
    }
    plain += char;
    at += 1;
  }
  endPlain();
  return pieces;
}

/** What starts here and needs no partner further on. */
function readAt(text: string, at: number, char: string, addresses: Addresses): Read | undefined {
  switch (char) {
    case '\n':
      return { piece: { kind: 'break' }, length: 1 };
    case '<': {
      const match = matchAt(special, text, at);
      return match && { piece: readSpecial(match[1] as string), length: match[0].length };
    }
    case '`': {
      const match = matchAt(code, text, at);
      return match && { piece: { kind: 'code', text: decodeEntities(match[1] as string) }, length: match[0].length };
    }
    case ':': {
      // Between digits a colon is a time: 9:00–11:00.
      const match = /[0-9]/.test(text[at - 1] ?? '') ? undefined : matchAt(emojiCode, text, at);
      return match && { piece: { kind: 'emoji', name: match[1] as string }, length: match[0].length };
    }
    case 'h':
    case 'H': {
      const isWithinWord = /[a-z0-9]/i.test(text[at - 1] ?? '');
      const match = addresses === 'as-written' || isWithinWord ? undefined : matchAt(bareAddress, text, at);
      return match && { piece: address(decodeEntities(match[0])), length: match[0].length };
    }
    default:
      return undefined;
  }
}

type Read = { piece: Piece; length: number };

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/** What stands between `<` and `>`. */
function readSpecial(inside: string): Piece {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : inside.slice(bar + 1);
  if (target.startsWith('@')) return { kind: 'user', id: target.slice(1), label };
  if (target.startsWith('#')) return { kind: 'channel', id: target.slice(1), label };
  if (target.startsWith('!subteam^')) return { kind: 'group', id: target.slice('!subteam^'.length), label };
  if (target.startsWith('!date^')) {
    const [, timestamp, format = '', url] = target.split('^');
    return { kind: 'date', timestamp: Number(timestamp), format, url, fallback: decodeEntities(label ?? '') };
  }
  if (target.startsWith('!')) return { kind: 'broadcast', range: target.slice(1) };
  const url = decodeEntities(target);
  return label ? { kind: 'link', url, pieces: inline(label, 'as-written') } : address(url);
}

const address = (url: string): Piece => ({
  kind: 'link',
  url,
  pieces: [{ kind: 'text', text: url.replace(/^mailto:/, '') }],
});

/** Letters and digits beside a mark make it an ordinary sign: `AWS_SAA`, `2*3`. */
const wordSign = /[\p{L}\p{N}]/u;

function opens(text: string, at: number, mark: string): boolean {
  const next = text[at + 1] ?? ' ';
  return !wordSign.test(text[at - 1] ?? ' ') && !/\s/.test(next) && next !== mark;
}

/** The place of the mark that ends what opened here, on the same line; -1 when there is none. */
function closing(text: string, from: number, mark: string): number {
  for (let at = from + 1; at < text.length && text[at] !== '\n'; at += 1) {
    const char = text[at] as string;
    const skipped = char === '<' ? matchAt(special, text, at) : char === '`' ? matchAt(code, text, at) : undefined;
    if (skipped) {
      at += skipped[0].length - 1;
    } else if (char === mark && !/\s/.test(text[at - 1] ?? ' ') && !wordSign.test(text[at + 1] ?? ' ')) {
      return at;
    }
  }
  return -1;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
