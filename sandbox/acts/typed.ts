import { codePoints } from '../json.js';
import { Refused } from '../refused.js';

const MOST_TYPED = 40_000;

/**
 * What a person typed or pasted, as the client sends it: without control characters but newlines and tabs, and with
 * `&`, `<` and `>` escaped outside of mentions. Throws Refused when nothing is left, and when it is longer than Slack takes.
 */
export function typedText(text: string): string {
  const clean = withoutControls(text);
  if (clean.trim() === '') throw new Refused('There is nothing to send.');
  return escaped(notTooLong(clean));
}

/** What stands after a slash command; it may be empty. */
export function typedArguments(text: string): string {
  return notTooLong(withoutControls(text));
}

function withoutControls(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/\p{Cs}/gu, '\u{FFFD}');
}

const MENTION = /(<(?:[@#]|!subteam\^)[A-Z0-9]+(?:\|[^<>]*)?>)/;

function escaped(text: string): string {
  // Split by a group, mentions stand at the odd places.
  const parts = text.split(MENTION).map((part, index) => (index % 2 === 1 ? part : escapedPlain(part)));
  return parts.join('');
}

function escapedPlain(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function notTooLong(text: string): string {
  const length = codePoints(text);
  if (length <= MOST_TYPED) return text;
  const counted = (count: number) => count.toLocaleString('en-GB');
  throw new Refused(`This text has ${counted(length)} characters. Slack takes at most ${counted(MOST_TYPED)}.`);
}
