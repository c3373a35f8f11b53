import { useEffect, useRef } from 'react';
import type { Found } from './choice-source.js';
import type { Choice } from './choices.js';

interface OptionListProps {
  id: string;
  label: string | undefined;
  found: Found;
  /** Counted over all groups. */
  active: number;
  chosen: readonly string[];
  multiple: 'one' | 'several';
  pick(choice: Choice): void;
  pointAt(place: number): void;
}

export const optionId = (listId: string, place: number) => `${listId}-${place}`;

/** What a combobox lists. The keys are pressed in its field, which keeps the focus. */
export function OptionList({ id, label, found, active, chosen, multiple, pick, pointAt }: OptionListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`#${CSS.escape(optionId(id, active))}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);

  let place = -1;
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      tabIndex={-1}
      className="options"
      aria-label={label}
      aria-multiselectable={multiple === 'several' || undefined}
      // The field keeps the focus, whatever is pressed here.
      onMouseDown={(event) => event.preventDefault()}
    >
      {found.groups.length === 0 && <p className="options-note">{found.note}</p>}
      {found.groups.map(({ label: groupLabel, choices }, group) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups have no id, and the choices in them no state
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a listbox
        <div key={group} role="group" aria-label={groupLabel}>
          {groupLabel && <p className="options-group">{groupLabel}</p>}
          {choices.map((choice) => {
            place += 1;
            const own = place;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox hears the keys
              <div
                key={choice.value}
                id={optionId(id, own)}
                role="option"
                tabIndex={-1}
                className={own === active ? 'option option-active' : 'option'}
                aria-selected={chosen.includes(choice.value)}
                onPointerMove={() => pointAt(own)}
                onClick={() => pick(choice)}
              >
                <span className="option-label">{choice.label}</span>
                {choice.description && <span className="option-description">{choice.description}</span>}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}
