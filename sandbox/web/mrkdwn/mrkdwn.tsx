import type { ReactNode } from 'react';
import { createElement, Fragment, memo } from 'react';
import type { Names } from '../blocks/contract.js';
import { emojiSign, emojiSigns } from './emoji.js';
import './mrkdwn.css';
import type { Addresses, Piece } from './parse.js';
import { parseMrkdwn } from './parse.js';
import { slackDate } from './slack-date.js';

interface MrkdwnProps {
  text: string;
  names: Names;
  addresses?: Addresses;
}

export const Mrkdwn = memo(({ text, names, addresses = 'linked' }: MrkdwnProps) =>
  drawn(parseMrkdwn(text, addresses), names),
);

/** Words in which Slack formats nothing; its emoji codes count unless `emoji` is false. */
export function Plain({ text, emoji = true }: { text: string; emoji?: boolean }) {
  if (!emoji) return withSigns(text);
  const parts = text.split(/:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/);
  return inOrder(parts, (part, index) => (index % 2 === 1 ? <Emoji name={part} /> : withSigns(part)));
}

export function Emoji({ name, unicode }: { name: string; unicode?: string }) {
  const sign = unicode ? signOfCodes(unicode) : emojiSign(name);
  if (sign === undefined) return `:${name}:`;
  return (
    <span className="emoji" title={`:${name}:`}>
      {sign}
    </span>
  );
}

export function PersonMention({ id, label, names }: { id: string; label?: string | undefined; names: Names }) {
  return <span className={id === names.me ? 'mention mention-me' : 'mention'}>@{names.user(id) ?? (label || id)}</span>;
}

export function ChannelMention({ id, label, names }: { id: string; label?: string | undefined; names: Names }) {
  return <span className="mention">#{names.channel(id) ?? (label || id)}</span>;
}

export function GroupMention({ label }: { label: string }) {
  return <span className="mention">{label.startsWith('@') ? label : `@${label}`}</span>;
}

/** Leads out of the page, so it opens beside it. Anything but a web or mail address is only words. */
export function Address({ url, children }: { url: string; children: ReactNode }) {
  if (!/^(https?:|mailto:)/i.test(url)) return children;
  return (
    <a className="address" href={url} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}

/** Children that need no key because they never move among each other. */
export function inOrder<Item>(items: readonly Item[], draw: (item: Item, index: number) => ReactNode): ReactNode {
  return createElement(Fragment, null, ...items.map(draw));
}

/** Emoji among the words stand in a larger size, as Slack's pictures do. */
export function withSigns(text: string): ReactNode {
  const parts = text.split(emojiSigns);
  if (parts.length === 1) return text;
  return inOrder(parts, (part, index) => (index % 2 === 1 ? <span className="emoji">{part}</span> : part));
}

const drawn = (pieces: readonly Piece[], names: Names): ReactNode =>
  inOrder(pieces, (piece) => <OnePiece piece={piece} names={names} />);

function OnePiece({ piece, names }: { piece: Piece; names: Names }): ReactNode {
  switch (piece.kind) {
    case 'text':
      return withSigns(piece.text);
    case 'bold':
      return <b>{drawn(piece.pieces, names)}</b>;
    case 'italic':
      return <i>{drawn(piece.pieces, names)}</i>;
    case 'strike':
      return <s>{drawn(piece.pieces, names)}</s>;
    case 'quote':
      return <blockquote className="quote">{drawn(piece.pieces, names)}</blockquote>;
    case 'code':
      return <code className="code">{piece.text}</code>;
    case 'pre':
      return <pre className="pre">{piece.text}</pre>;
    case 'link':
      return <Address url={piece.url}>{drawn(piece.pieces, names)}</Address>;
    case 'user':
      return <PersonMention id={piece.id} label={piece.label} names={names} />;
    case 'channel':
      return <ChannelMention id={piece.id} label={piece.label} names={names} />;
    case 'group':
      return <GroupMention label={piece.label ?? piece.id} />;
    case 'broadcast':
      return <GroupMention label={piece.range} />;
    case 'date':
      return <SlackDate {...piece} names={names} />;
    case 'emoji':
      return <Emoji name={piece.name} />;
    case 'break':
      return <br />;
  }
}

interface SlackDateProps {
  timestamp: number;
  format: string;
  url?: string | undefined;
  fallback: string;
  names: Names;
}

export function SlackDate({ timestamp, format, url, fallback, names }: SlackDateProps) {
  const words = slackDate(timestamp, format, names.zone) ?? fallback;
  return url ? <Address url={url}>{words}</Address> : words;
}

/** `1f44d-1f3fb` */
function signOfCodes(codes: string): string | undefined {
  const points = codes.split('-').map((code) => Number.parseInt(code, 16));
  return points.every((point) => point > 0 && point <= 0x10ffff) ? String.fromCodePoint(...points) : undefined;
}
