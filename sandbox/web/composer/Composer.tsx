import type { KeyboardEvent } from 'react';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { CommandFacts, PersonFacts } from '../../page-contract.js';
import type { Choice } from './completion.js';
import { completionOf } from './completion.js';
import './composer.css';

interface ComposerProps {
  /** Under which what was typed and not sent waits for the person's return. */
  draftKey: string;
  name: string;
  mark: '#' | '';
  commands: readonly CommandFacts[];
  people: readonly PersonFacts[];
  /** Answers why it was refused. */
  send(text: string): Promise<string | undefined>;
}

const drafts = new Map<string, string>();

/** Where one writes. Enter sends, Shift+Enter begins a new line; `/` and `@` offer what can follow. */
export function Composer({ draftKey, name, mark, commands, people, send }: ComposerProps) {
  const [text, setText] = useState(drafts.get(draftKey) ?? '');
  const [caret, setCaret] = useState(0);
  const [at, setAt] = useState(0);
  const [waved, setWaved] = useState<string | undefined>();
  const [refusal, setRefusal] = useState<string | undefined>();
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const before = text.slice(0, caret);
  const completion = waved === before ? undefined : completionOf(before, { commands, people });
  const choices = completion?.choices ?? [];
  const current = choices[Math.min(at, choices.length - 1)];

  // biome-ignore lint/correctness/useExhaustiveDependencies: the field grows with its text
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);

  function type(words: string, caretAt: number): void {
    setText(words);
    setCaret(caretAt);
    setAt(0);
    setWaved(undefined);
    if (words === '') setRefusal(undefined);
    drafts.set(draftKey, words);
  }

  function complete(choice: Choice): void {
    const start = text.slice(0, completion?.from ?? caret) + choice.inserts;
    type(start + text.slice(caret).replace(/^ /, ''), start.length);
    // After React has put the text in: setting a value moves the caret to the end.
    requestAnimationFrame(() => field.current?.setSelectionRange(start.length, start.length));
    field.current?.focus();
  }

  async function sendText(): Promise<void> {
    if (text.trim() === '') return;
    const sent = text;
    type('', 0);
    const why = await send(sent);
    if (why === undefined) return;
    setRefusal(why);
    // What was refused comes back, unless something else is being written already.
    if ((drafts.get(draftKey) ?? '') === '') type(sent, sent.length);
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (completion && current) {
      const typedWhole = current.inserts.trim() === before.slice(completion.from);
      if (step !== undefined) setAt((Math.min(at, choices.length - 1) + step + choices.length) % choices.length);
      else if (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey && !typedWhole)) complete(current);
      else if (event.key === 'Escape') setWaved(before);
      else if (event.key === 'Enter' && !event.shiftKey) void sendText();
      else return;
      event.preventDefault();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void sendText();
    }
  }

  const command = commands.find((one) => text.startsWith(`${one.command} `));
  return (
    <div className="composer">
      {refusal !== undefined && (
        <p className="composer-refusal" role="alert">
          {refusal}
          <button type="button" aria-label="Dismiss" onClick={() => setRefusal(undefined)}>
            ×
          </button>
        </p>
      )}
      {completion && (
        <div className="completion" role="listbox" id={listId} aria-label="Suggestions">
          {choices.map((choice) => (
            // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field, which names the current option
            <div
              key={choice.key}
              id={`${listId}-${choice.key}`}
              role="option"
              aria-selected={choice === current}
              className="choice"
              onMouseDown={(event) => {
                event.preventDefault();
                complete(choice);
              }}
            >
              <strong>{choice.label}</strong>
              <span>{choice.detail}</span>
            </div>
          ))}
        </div>
      )}
      <div className="composer-box">
        <textarea
          ref={field}
          rows={1}
          aria-label={`Message ${name}`}
          aria-autocomplete="list"
          aria-controls={completion && listId}
          aria-activedescendant={completion && current ? `${listId}-${current.key}` : undefined}
          placeholder={`Message ${mark}${name}`}
          value={text}
          onChange={({ target }) => type(target.value, target.selectionStart)}
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
        />
        <button type="button" className="send" aria-label="Send" disabled={text.trim() === ''} onClick={sendText}>
          <svg width="16" height="16" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">
            <path d="M1.500 14.200 15 8 1.500 1.800l1.200 5L9.500 8l-6.800 1.200z" />
          </svg>
        </button>
      </div>
      <p className="composer-hint">
        {command ? `${command.command} ${command.usageHint}` : 'Enter sends, Shift + Enter begins a new line'}
      </p>
    </div>
  );
}
