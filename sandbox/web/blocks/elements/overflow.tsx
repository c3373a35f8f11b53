import type { Overflow } from '@slack/types';
import type { KeyboardEvent } from 'react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Controls } from '../controls.js';
import { Popup } from '../popup.js';
import { Spinner } from '../words.js';
import type { Choice } from './choices.js';
import { choiceOf } from './choices.js';

export function OverflowElement({ element, controls }: { element: Overflow; controls: Controls }) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState<'open' | 'closed'>('closed');
  const close = useCallback(() => setOpen('closed'), []);
  const isBusy = controls.isBusy(element);
  return (
    <>
      <button
        ref={button}
        type="button"
        className="button button-plain button-dots"
        aria-label="More actions"
        aria-haspopup="menu"
        aria-expanded={open === 'open'}
        aria-busy={isBusy || undefined}
        aria-disabled={isBusy || undefined}
        onClick={() => !isBusy && setOpen(open === 'open' ? 'closed' : 'open')}
      >
        {isBusy ? <Spinner /> : <Dots />}
      </button>
      {open === 'open' && (
        <Popup anchor={button} dismiss={close}>
          <Menu
            choices={element.options.map(choiceOf)}
            close={() => {
              close();
              button.current?.focus();
            }}
            pick={({ value }) => {
              const url = element.options.find((option) => option.value === value)?.url;
              if (url) window.open(url, '_blank', 'noopener');
              controls.press(element, value);
            }}
          />
        </Popup>
      )}
    </>
  );
}

interface MenuProps {
  choices: readonly Choice[];
  close(): void;
  pick(choice: Choice): void;
}

function Menu({ choices, close, pick }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const items = () => [...(menu.current?.querySelectorAll('button') ?? [])];
  useEffect(() => menu.current?.querySelector('button')?.focus(), []);

  const onKeyDown = (event: KeyboardEvent) => {
    const place = items().indexOf(document.activeElement as HTMLButtonElement);
    switch (event.key) {
      case 'ArrowDown':
        items()[(place + 1) % choices.length]?.focus();
        break;
      case 'ArrowUp':
        items()
          .at(place - 1)
          ?.focus();
        break;
      case 'Escape':
      case 'Tab':
        event.stopPropagation();
        close();
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    <div ref={menu} role="menu" tabIndex={-1} className="options" aria-label="More actions" onKeyDown={onKeyDown}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          role="menuitem"
          className="option"
          onClick={() => {
            close();
            pick(choice);
          }}
        >
          <span className="option-label">{choice.label}</span>
          {choice.description && <span className="option-description">{choice.description}</span>}
        </button>
      ))}
    </div>
  );
}

function Dots() {
  return (
    <svg className="dots" viewBox="0 0 20 20" aria-hidden="true">
      <circle cx="4.5" cy="10" r="1.6" />
      <circle cx="10" cy="10" r="1.6" />
      <circle cx="15.5" cy="10" r="1.6" />
    </svg>
  );
}
