import type { EmailInput, NumberInput, PlainTextInput, RichTextInput, URLInput } from '@slack/types';
import type { KeyboardEvent } from 'react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Block } from '../contract.js';
import type { Controls } from '../controls.js';
import { wordsIn } from '../entries.js';
import { stringOf } from '../words.js';
import type { Labelling } from './labelling.js';
import { ariaOf } from './labelling.js';

type TextElement = PlainTextInput | EmailInput | URLInput | NumberInput | RichTextInput;

interface TextInputProps {
  element: TextElement;
  block: Block;
  controls: Controls;
  labelling: Labelling;
}

const pauseMs = 400;

export function TextInput({ element, block, controls, labelling }: TextInputProps) {
  const value = wordsIn(controls.entryOf(element));
  const told = tellingOf(element, block);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const type = (next: string) => {
    controls.fill(element, next);
    if (!told.includes('on_character_entered')) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => controls.press(element, next), pauseMs);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || !told.includes('on_enter_pressed')) return;
    event.preventDefault();
    controls.press(element, value);
  };

  const most = element.type === 'plain_text_input' ? element.max_length : undefined;
  const isLong = element.type === 'rich_text_input' || (element.type === 'plain_text_input' && element.multiline);
  const shared = {
    id: labelling.id,
    value,
    maxLength: most ?? 3000,
    placeholder: element.placeholder && stringOf(element.placeholder),
    onKeyDown,
    ...ariaOf(labelling),
  };
  return (
    <div className="text-input">
      {isLong ? (
        <LongText {...shared} type={type} />
      ) : (
        <input
          {...shared}
          className="input"
          type={fieldTypes[element.type] ?? 'text'}
          step={element.type === 'number_input' ? (element.is_decimal_allowed ? 'any' : 1) : undefined}
          onChange={({ target }) => type(target.value)}
        />
      )}
      <Room left={(most ?? Number.POSITIVE_INFINITY) - value.length} />
    </div>
  );
}

/** Of the browser's own kinds, so that a phone shows the fitting keys; what is wrong with an entry we say ourselves. */
const fieldTypes: Partial<Record<TextElement['type'], string>> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
};

interface LongTextProps {
  value: string;
  type(next: string): void;
}

/** Grows with what is written in it. */
function LongText({ value, type, ...rest }: LongTextProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the words
  useLayoutEffect(() => {
    if (!area.current) return;
    area.current.style.height = 'auto';
    area.current.style.height = `${area.current.scrollHeight + 2}px`;
  }, [value]);
  return (
    <textarea
      {...rest}
      ref={area}
      className="input input-long"
      rows={4}
      value={value}
      onChange={({ target }) => type(target.value)}
    />
  );
}

/** Said only when there is little room left. */
function Room({ left }: { left: number }) {
  return left > 50 ? null : <span className="room">{left}</span>;
}

function tellingOf(element: TextElement, block: Block): readonly string[] {
  if (!('dispatch_action' in block) || block.dispatch_action !== true) return [];
  return element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
}
