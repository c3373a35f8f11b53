import type { KeyboardEvent, ReactNode } from 'react';
import { useCallback, useId, useRef, useState } from 'react';
import { Cross } from '../confirm-dialog.js';
import { Popup } from '../popup.js';
import { Spinner } from '../words.js';
import type { ChoiceSource } from './choice-source.js';
import { allOf, useFound } from './choice-source.js';
import type { Choice } from './choices.js';
import type { Labelling } from './labelling.js';
import { ariaOf } from './labelling.js';
import { OptionList, optionId } from './option-list.js';

interface ComboboxProps {
  labelling: Labelling;
  placeholder: string;
  source: ChoiceSource;
  chosen: readonly Choice[];
  multiple: 'one' | 'several';
  isBusy: boolean;
  /** `picked` was chosen, or chosen again. */
  pick(picked: Choice): void;
  /** Takes a choice away; absent where there must always be one. */
  unpick?: ((choice: Choice) => void) | undefined;
  onClose?(): void;
}

/** A field that lists choices, filtered by what is typed. With several, those that are chosen stand in front as chips. */
export function Combobox(props: ComboboxProps) {
  const { labelling, placeholder, source, chosen, multiple, isBusy, pick, unpick, onClose } = props;
  const field = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [open, setOpen] = useState<'open' | 'closed'>('closed');
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const found = useFound(source, query, open);
  const choices = allOf(found.groups);
  const [one] = multiple === 'one' ? chosen : [];

  const show = () => {
    if (isBusy || open === 'open') return;
    setOpen('open');
    const place = choices.findIndex(({ value }) => value === one?.value);
    setActive(Math.max(0, place));
  };
  const hide = useCallback(() => {
    setOpen('closed');
    setQuery('');
    onClose?.();
  }, [onClose]);
  const take = (choice: Choice) => {
    if (multiple === 'several' && chosen.some(({ value }) => value === choice.value)) unpick?.(choice);
    else pick(choice);
    setQuery('');
    if (multiple === 'one') hide();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const choice = choices[active];
    const last = chosen.at(-1);
    if (event.key === 'Backspace' && query === '' && multiple === 'several' && last) unpick?.(last);
    if (open === 'closed') {
      if (!['ArrowDown', 'ArrowUp', 'Enter'].includes(event.key)) return;
      event.preventDefault();
      show();
      return;
    }
    switch (event.key) {
      case 'ArrowDown':
        setActive(Math.min(active + 1, choices.length - 1));
        break;
      case 'ArrowUp':
        setActive(Math.max(active - 1, 0));
        break;
      case 'Enter':
        if (choice) take(choice);
        break;
      case 'Escape':
        event.stopPropagation();
        hide();
        break;
      case 'Tab':
        hide();
        return;
      default:
        return;
    }
    // Neither may Enter send the form, nor Escape close the dialog around.
    event.preventDefault();
  };

  return (
    <div
      ref={field}
      className={multiple === 'one' ? 'combobox' : 'combobox combobox-several'}
      data-open={open === 'open' || undefined}
      data-invalid={labelling.isInvalid || undefined}
    >
      {multiple === 'several' && chosen.map((choice) => <Chip key={choice.value} choice={choice} unpick={unpick} />)}
      <input
        ref={input}
        id={labelling.id}
        className={one && open === 'closed' ? 'combobox-input combobox-chosen' : 'combobox-input'}
        role="combobox"
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-autocomplete="list"
        aria-expanded={open === 'open'}
        aria-controls={open === 'open' ? listId : undefined}
        aria-activedescendant={open === 'open' && choices.length > 0 ? optionId(listId, active) : undefined}
        aria-busy={isBusy || undefined}
        {...ariaOf(labelling)}
        value={open === 'open' ? query : (one?.label ?? '')}
        placeholder={one?.label ?? (multiple === 'several' && chosen.length > 0 ? '' : placeholder)}
        readOnly={isBusy}
        onClick={() => (open === 'open' && multiple === 'one' && query === '' ? hide() : show())}
        onChange={({ target }) => {
          show();
          setQuery(target.value);
          setActive(0);
        }}
        onBlur={() => open === 'open' && hide()}
        onKeyDown={onKeyDown}
      />
      {one && unpick && !isBusy && (
        <button type="button" className="clear" aria-label={`Remove ${one.label}`} onClick={() => unpick(one)}>
          <Cross />
        </button>
      )}
      {isBusy ? <Spinner /> : multiple === 'one' && <Chevron />}
      {open === 'open' && (
        <Popup anchor={field} dismiss={hide}>
          <OptionList
            id={listId}
            label={labelling.label ?? placeholder}
            found={found}
            active={active}
            chosen={chosen.map(({ value }) => value)}
            multiple={multiple}
            pick={take}
            pointAt={setActive}
          />
        </Popup>
      )}
    </div>
  );
}

function Chip({ choice, unpick }: { choice: Choice; unpick: ComboboxProps['unpick'] }): ReactNode {
  return (
    <span className="chip">
      {choice.label}
      <button type="button" className="clear" aria-label={`Remove ${choice.label}`} onClick={() => unpick?.(choice)}>
        <Cross />
      </button>
    </span>
  );
}

function Chevron() {
  return (
    <svg className="chevron" viewBox="0 0 20 20" aria-hidden="true">
      <path d="m5 7.5 5 5 5-5" />
    </svg>
  );
}
