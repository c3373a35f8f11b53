import { emojiSigns } from '../mrkdwn/emoji.js';
import { Mrkdwn } from '../mrkdwn/mrkdwn.js';
import './blocks.css';
import type { Names } from './contract.js';

export interface MessageTextProps {
  /** A message without blocks: mrkdwn, as people and apps write it. */
  text: string;
  names: Names;
}

export function MessageText({ text, names }: MessageTextProps) {
  return (
    <div className={isOnlyEmoji(text) ? 'message-text message-text-large' : 'message-text'}>
      <Mrkdwn text={text} names={names} />
    </div>
  );
}

/** One or a few emoji alone are drawn large, by their sign or by their code. */
function isOnlyEmoji(text: string): boolean {
  if (text.length > 200 || text.trim() === '') return false;
  return (
    text
      .replace(/:[a-z0-9_+'-]+:/g, '')
      .replace(new RegExp(emojiSigns, 'gu'), '')
      .trim() === ''
  );
}
