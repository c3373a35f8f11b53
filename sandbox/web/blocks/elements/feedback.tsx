import type { FeedbackButtons, IconButton } from '@slack/types';
import { useState } from 'react';
import type { Controls } from '../controls.js';
import { useSurroundings } from '../surroundings.js';
import { Spinner, stringOf } from '../words.js';

export function FeedbackElement({ element, controls }: { element: FeedbackButtons; controls: Controls }) {
  const [given, setGiven] = useState<string>();
  const isBusy = controls.isBusy(element);
  const buttons = [
    { ...element.positive_button, sign: '👍' },
    { ...element.negative_button, sign: '👎' },
  ];
  return buttons.map(({ text, accessibility_label, value, sign }) => (
    <button
      key={value}
      type="button"
      className="icon-button"
      aria-label={accessibility_label ?? stringOf(text)}
      aria-pressed={given === value}
      aria-disabled={isBusy || undefined}
      title={stringOf(text)}
      onClick={() => {
        if (isBusy) return;
        setGiven(value);
        controls.press(element, value);
      }}
    >
      <span className="emoji">{sign}</span>
    </button>
  ));
}

export function IconElement({ element, controls }: { element: IconButton; controls: Controls }) {
  const { names } = useSurroundings();
  const isBusy = controls.isBusy(element);
  const isHidden = element.visible_to_user_ids?.includes(names.me ?? '') === false;
  if (isHidden) return null;
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={element.accessibility_label ?? stringOf(element.text)}
      aria-disabled={isBusy || undefined}
      title={stringOf(element.text)}
      onClick={() => !isBusy && controls.press(element)}
    >
      {isBusy ? <Spinner /> : <span className="emoji">🗑️</span>}
    </button>
  );
}
