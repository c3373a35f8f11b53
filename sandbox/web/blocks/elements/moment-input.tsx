import type { Datepicker, DateTimepicker, Timepicker } from '@slack/types';
import type { Controls } from '../controls.js';
import { wordsIn } from '../entries.js';
import { Spinner } from '../words.js';
import type { Labelling } from './labelling.js';
import { ariaOf } from './labelling.js';

type Moment = Datepicker | Timepicker | DateTimepicker;

const kinds = {
  datepicker: { type: 'date', label: 'Select a date' },
  timepicker: { type: 'time', label: 'Select a time' },
  datetimepicker: { type: 'datetime-local', label: 'Select a date and time' },
} as const;

interface MomentInputProps {
  element: Moment;
  controls: Controls;
  labelling: Labelling;
}

/** A day, a time of day, or both: the browser's own pickers. */
export function MomentInput({ element, controls, labelling }: MomentInputProps) {
  const { type, label } = kinds[element.type];
  const entry = controls.entryOf(element);
  const placeholder = 'placeholder' in element ? element.placeholder?.text : undefined;
  const isBusy = controls.isBusy(element);
  return (
    <span className={`moment moment-${type}`}>
      <input
        id={labelling.id}
        type={type}
        className="input"
        max={type === 'date' ? '9999-12-31' : type === 'time' ? undefined : '9999-12-31T23:59'}
        value={typeof entry === 'number' ? wallTime(entry) : wordsIn(entry)}
        readOnly={isBusy}
        {...ariaOf({ label: placeholder ?? label, ...labelling })}
        onChange={({ target }) => {
          const next = target.value;
          // While the year is typed it stands at 0002, 0020 …: nobody means that.
          if (/^0/.test(next) && type !== 'time') return;
          controls.choose(element, next === '' ? null : element.type === 'datetimepicker' ? secondsAt(next) : next);
        }}
      />
      {isBusy && <Spinner />}
    </span>
  );
}

/** `2026-12-31T09:00` on the wall of whoever looks at the page. */
function wallTime(seconds: number): string {
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

const secondsAt = (wall: string) => Math.floor(new Date(wall).getTime() / 1000);
