/*
 * Makes words that others wrote fit to stand among ours: no control or direction marks, a known length, and nothing
 * in them that Slack would act on. Lengths are Unicode code points, as Slack counts them.
 */

import type { z } from 'zod';

/** One line without control, direction and invisible characters, trimmed; what nobody could see becomes ''. */
export function cleanText(text: string): string {
  const clean = tidyLine(text).trim();
  return invisibleOnly.test(clean) ? '' : clean;
}

/** As `cleanText`, but outer spaces stay (as one), for words that others follow or precede. */
export function tidyLine(text: string): string {
  return text
    .replace(whitespace, ' ')
    .replace(unwanted, '')
    .replace(strayJoiners, '')
    .replace(repeatedSelectors, '$1')
    .replace(flagTags, '$1');
}

/** The text, or as many whole graphemes of it as fit into `max` code points (see `writtenLength`) with an ellipsis. */
export function cutText(text: string, max: number): string {
  if (writtenLength(text) <= max) return text;
  let kept = '';
  let room = max - codePoints(ellipsis);
  for (const { segment } of graphemes.segment(text)) {
    room -= writtenLength(segment);
    if (room < 0) break;
    kept += segment;
  }
  return kept.trimEnd() + ellipsis;
}

/** Words for a mrkdwn text: they are read as they stand and can neither ping, link, format nor become an emoji. */
export function escapeMrkdwn(text: string): string {
  const unformatted = text
    .replace(quoteMarks, (marks) => marks.replace(/[>＞]/g, '›'))
    .replace(formatting, (mark) => lookAlikes[mark] ?? mark);
  return inertCodes(unformatted).replace(/[&<>]/g, (mark) => entities[mark] ?? mark);
}

/** Words for a plain_text, where Slack formats nothing and decodes no entities: only emoji codes and pings are undone. */
export function escapePlain(text: string): string {
  return inertCodes(text).replace(/<(?=[!@#])/g, '‹');
}

/** Text that is escaped: all that may stand at the top of a message, where Slack reads pings and links. */
export type PlainText = string & z.$brand<'PlainText'>;

/** plain`Your ${name} ends on ${day}`: what is filled in is cleaned, cut and made inert as `<Text>` does it. */
export function plain(literals: TemplateStringsArray, ...values: readonly (string | number)[]): PlainText {
  const filled = values.map((value) => visibleText(String(value)));
  return escapeMrkdwn(cleanText(String.raw({ raw: literals }, ...filled))) as PlainText;
}

/** What stands for words not written by us: cleaned, cut to `max`, and a dash where nothing could be seen. */
export function visibleText(text: string, max = 200): string {
  return cutText(cleanText(text), max) || '–';
}

/** As Slack counts, so that `max` holds after escaping: `&` is five, `<` and `>` are four. */
export function writtenLength(text: string): number {
  return codePoints(text) + 4 * count(text, /&/g) + 3 * count(text, /[<>]/g);
}

export function codePoints(text: string): number {
  return text.length - count(text, surrogatePairs);
}

/** `1 certification`, `3 certifications`, `2 people`; regular plurals need no third argument. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`; '' when there is nothing to list. */
export function listWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** Slack acts on these whatever stands around them, in plain_text too (emoji) or when names are linked (@here). */
function inertCodes(text: string): string {
  return text.replace(emojiCode, '∶').replace(broadcast, '﹫');
}

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

const ellipsis = '…';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const surrogatePairs = /[\ud800-\udbff][\udc00-\udfff]/g;

const whitespace = /[\s\u0085]+/g;
/**
 * Controls, lone surrogates, and every character drawn as nothing (bidi marks and zero-width spaces among them), but
 * for those that shape their neighbours: joiners, variation selectors and the tags of flags, seen to below.
 */
const unwanted =
  /[\p{Cc}\p{Cs}\ufff9-\ufffb]|(?!\u200c|\u200d|[\u180b-\u180d]|[\ufe00-\ufe0f]|[\u{e0000}-\u{e007f}]|[\u{e0100}-\u{e01ef}])\p{Default_Ignorable_Code_Point}/gu;
/** A joiner is kept between two emoji (families) and between letters of scripts that need it (Persian, Hindi). */
const strayJoiners =
  /(?<!(?![a-z])[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d]|[\u200c\u200d](?!(?![a-z])[\p{L}\p{M}\p{Extended_Pictographic}])/giu;
const repeatedSelectors = /([\ufe00-\ufe0f])[\ufe00-\ufe0f]+/g;
const flagTags = /(\u{1f3f4}[\u{e0020}-\u{e007e}]{1,8}\u{e007f})|[\u{e0020}-\u{e007f}]/gu;
const invisibleOnly = /^[\p{Z}\p{C}\p{M}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** The first colon of `:smile:`; names are letters of any script, digits and `_ + - '`. */
const emojiCode = /:(?=[\p{L}\p{M}\p{N}_+'’＿＋-]+:)/gu;
const broadcast = /[@＠](?=(?:everyone|channel|here|group)(?![a-z0-9]))/gi;

/**
 * Slack has no escape for its marks, and zero-width characters were seen both to stop and to start formatting. So the
 * mark itself is changed for one that looks like it; an underscore within a word or code (`AWS_SAA`) does nothing and stays.
 */
const formatting = /[*＊~`｀＿]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;
const quoteMarks = /^ *[>＞]+/;
const lookAlikes: Readonly<Record<string, string>> = {
  '*': '∗',
  '＊': '∗',
  _: 'ˍ',
  '＿': 'ˍ',
  '~': '∼',
  '`': 'ˋ',
  '｀': 'ˋ',
};
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
