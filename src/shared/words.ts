import type { HttpUrl, SlackUserId } from './links.js';
import { cleanText, escapeMrkdwn, escapePlain, tidyLine } from './text.js';

/** What a line of a message is made of. Everything but `words` is written by us. */
export type Piece =
  | { kind: 'words'; words: string }
  | { kind: 'bold' | 'italic'; pieces: readonly Piece[] }
  | { kind: 'link'; to: HttpUrl; pieces: readonly Piece[] }
  | { kind: 'mention'; person: SlackUserId }
  | { kind: 'break' };

/** The mrkdwn of these pieces, lines trimmed; '' if nothing is to be seen. */
export function writeMrkdwn(pieces: readonly Piece[]): string {
  return lines(pieces)
    .replace(/ *\n */g, '\n')
    .trim();
}

/** The same on one line without formatting. A mention has no plain form: it gives undefined. */
export function writePlain(pieces: readonly Piece[]): string | undefined {
  const words = bareWords(pieces);
  return words === undefined ? undefined : escapePlain(cleanText(words));
}

const lines = (pieces: readonly Piece[]) => joined(pieces).map(pieceAsMrkdwn).join('');

/** Neighbouring words become one, so that `:smile` beside `:` is seen for what Slack would make of it. */
function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (piece.kind === 'words' && last?.kind === 'words') {
      result[result.length - 1] = { kind: 'words', words: last.words + piece.words };
    } else {
      result.push(piece);
    }
  }
  return result;
}

function pieceAsMrkdwn(piece: Piece): string {
  switch (piece.kind) {
    case 'words':
      return escapeMrkdwn(tidyLine(piece.words));
    case 'bold':
      return marked('*', piece.pieces);
    case 'italic':
      return marked('_', piece.pieces);
    case 'link':
      return `<${piece.to.replaceAll('&', '&amp;')}|${linkLabel(piece.pieces)}>`;
    case 'mention':
      return `<@${piece.person}>`;
    case 'break':
      return '\n';
  }
}

/** Slack formats nothing over a line's end, nor where a mark touches a space. */
function marked(mark: string, pieces: readonly Piece[]): string {
  return lines(pieces)
    .replaceAll('\n', ' ')
    .replace(/\S(.*\S)?/, (words) => `${mark}${words}${mark}`);
}

/** A bar would end the address. */
const linkLabel = (pieces: readonly Piece[]) => writeMrkdwn(pieces).replaceAll('\n', ' ').replaceAll('|', '∣') || '–';

function bareWords(pieces: readonly Piece[]): string | undefined {
  const words = pieces.map(pieceAsPlain);
  return words.includes(undefined) ? undefined : words.join('');
}

function pieceAsPlain(piece: Piece): string | undefined {
  switch (piece.kind) {
    case 'words':
      return piece.words;
    case 'bold':
    case 'italic':
    case 'link':
      return bareWords(piece.pieces);
    case 'mention':
      return undefined;
    case 'break':
      return ' ';
  }
}
