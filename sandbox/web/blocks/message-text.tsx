import type { Names } from './contract.js';

export interface MessageTextProps {
  /** A message without blocks: mrkdwn, as people and apps write it. */
  text: string;
  names: Names;
}

export function MessageText({ text }: MessageTextProps) {
  return <div className="message-text">{text}</div>;
}
