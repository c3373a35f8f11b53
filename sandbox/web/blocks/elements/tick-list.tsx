import type { Checkboxes, Option, RadioButtons } from '@slack/types';
import type { ReactNode } from 'react';
import { useId } from 'react';
import type { Controls } from '../controls.js';
import { listIn } from '../entries.js';
import { useSurroundings } from '../surroundings.js';
import { Words } from '../words.js';
import type { Labelling } from './labelling.js';
import { ariaOf } from './labelling.js';

interface TickListProps<Element> {
  element: Element;
  controls: Controls;
  labelling: Labelling;
}

export function CheckboxesElement({ element, controls, labelling }: TickListProps<Checkboxes>) {
  const chosen = listIn(controls.entryOf(element));
  const toggle = (value: string) =>
    // In the order of the options, whatever the order of the ticks.
    controls.choose(
      element,
      element.options
        .map((option) => option.value ?? '')
        .filter((one) => (one === value ? !chosen.includes(one) : chosen.includes(one))),
    );
  return (
    <Ticks labelling={labelling} isBusy={controls.isBusy(element)}>
      {element.options.map((option) => (
        <Tick
          key={option.value}
          kind="checkbox"
          option={option}
          isTicked={chosen.includes(option.value ?? '')}
          isBusy={controls.isBusy(element)}
          tick={() => toggle(option.value ?? '')}
        />
      ))}
    </Ticks>
  );
}

export function RadioElement({ element, controls, labelling }: TickListProps<RadioButtons>) {
  const name = useId();
  const chosen = controls.entryOf(element);
  return (
    <Ticks labelling={labelling} isBusy={controls.isBusy(element)}>
      {element.options.map((option) => (
        <Tick
          key={option.value}
          kind="radio"
          name={name}
          option={option}
          isTicked={chosen === option.value}
          isBusy={controls.isBusy(element)}
          tick={() => controls.choose(element, option.value ?? '')}
        />
      ))}
    </Ticks>
  );
}

function Ticks({ labelling, isBusy, children }: { labelling: Labelling; isBusy: boolean; children: ReactNode }) {
  const { 'aria-required': _, 'aria-invalid': isInvalid, ...aria } = ariaOf(labelling);
  return (
    <fieldset className="ticks" data-invalid={isInvalid} aria-busy={isBusy || undefined} {...aria}>
      {children}
    </fieldset>
  );
}

interface TickProps {
  kind: 'checkbox' | 'radio';
  name?: string;
  option: Option;
  isTicked: boolean;
  isBusy: boolean;
  tick(): void;
}

function Tick({ kind, name, option, isTicked, isBusy, tick }: TickProps) {
  const { names } = useSurroundings();
  const description = useId();
  const label = useId();
  return (
    <label className="tick">
      <input
        type={kind}
        name={name}
        checked={isTicked}
        aria-disabled={isBusy || undefined}
        aria-labelledby={label}
        aria-describedby={option.description ? description : undefined}
        onChange={() => !isBusy && tick()}
      />
      <span id={label} className="tick-label">
        <Words of={option.text} names={names} />
      </span>
      {option.description && (
        <span id={description} className="tick-description">
          <Words of={option.description} names={names} />
        </span>
      )}
    </label>
  );
}
