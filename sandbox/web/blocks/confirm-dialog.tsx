import type { ConfirmationDialog } from '@slack/types';
import { useId, useLayoutEffect, useRef } from 'react';
import type { Names } from './contract.js';
import './dialog.css';
import { useShownModally } from './shown-modally.js';
import { Words } from './words.js';

interface ConfirmDialogProps {
  confirm: ConfirmationDialog;
  names: Names;
  answer(answer: 'yes' | 'no'): void;
}

export function ConfirmDialog({ confirm, names, answer }: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const yes = useRef<HTMLButtonElement>(null);
  useShownModally(dialog);
  useLayoutEffect(() => yes.current?.focus(), []);
  return (
    <dialog
      ref={dialog}
      className="dialog dialog-confirm"
      aria-labelledby={title}
      onCancel={(event) => {
        event.preventDefault();
        event.stopPropagation();
        answer('no');
      }}
    >
      <header className="dialog-head">
        <h2 id={title} className="dialog-title">
          {confirm.title ? <Words of={confirm.title} names={names} /> : 'Are you sure?'}
        </h2>
        <button type="button" className="dialog-x" aria-label="Close" onClick={() => answer('no')}>
          <Cross />
        </button>
      </header>
      <div className="dialog-body">
        <Words of={confirm.text} names={names} />
      </div>
      <footer className="dialog-foot">
        <button type="button" className="button button-large" onClick={() => answer('no')}>
          {confirm.deny ? <Words of={confirm.deny} names={names} /> : 'Cancel'}
        </button>
        <button
          ref={yes}
          type="button"
          className={`button button-large button-${confirm.style ?? 'primary'}`}
          onClick={() => answer('yes')}
        >
          {confirm.confirm ? <Words of={confirm.confirm} names={names} /> : 'Yes'}
        </button>
      </footer>
    </dialog>
  );
}

export function Cross() {
  return (
    <svg className="cross" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M4 4 16 16M16 4 4 16" />
    </svg>
  );
}
