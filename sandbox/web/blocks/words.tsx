import type { TextObject } from '@slack/types';
import type { ReactNode } from 'react';
import { emojiSign } from '../mrkdwn/emoji.js';
import { Mrkdwn, Plain } from '../mrkdwn/mrkdwn.js';
import type { Names } from './contract.js';

/** A text object: formatted or plain, as it says. */
export function Words({ of, names }: { of: TextObject; names: Names }) {
  if (of.type === 'plain_text') return <Plain text={of.text} emoji={of.emoji !== false} />;
  return <Mrkdwn text={of.text} names={names} addresses={of.verbatim ? 'as-written' : 'linked'} />;
}

/** A text object where only a string can stand: in a field, or in a name for screen readers. */
export function stringOf({ type, text, ...rest }: TextObject): string {
  if (type === 'plain_text' && 'emoji' in rest && rest.emoji === false) return text;
  return text.replace(/:([a-z0-9_+'-]+):/g, (code, name: string) => emojiSign(name) ?? code);
}

export function ErrorLine({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p className="error-line" id={id} role="alert">
      <WarningSign /> {children}
    </p>
  );
}

export function Spinner() {
  return <span className="spinner" aria-hidden="true" />;
}

function WarningSign() {
  return (
    <svg className="warning-sign" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M10 2.2 18.6 17H1.4L10 2.2Z M10 7.5v4.6 M10 14.2v.6" />
    </svg>
  );
}
