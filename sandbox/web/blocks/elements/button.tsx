import type { Button, WorkflowButton } from '@slack/types';
import { Plain } from '../../mrkdwn/mrkdwn.js';
import type { Controls } from '../controls.js';
import { Spinner, stringOf } from '../words.js';

export function ButtonElement({ element, controls }: { element: Button | WorkflowButton; controls: Controls }) {
  const isBusy = controls.isBusy(element);
  const url = element.type === 'button' ? element.url : undefined;
  const words = stringOf(element.text);
  return (
    // Not `disabled`: that would take the focus away from who pressed it by key.
    <button
      type="button"
      className={`button button-${element.style ?? 'plain'}`}
      aria-label={element.accessibility_label}
      aria-busy={isBusy || undefined}
      aria-disabled={isBusy || undefined}
      title={url ?? (words.length > shownLength ? words : undefined)}
      onClick={() => {
        if (isBusy) return;
        if (url) window.open(url, '_blank', 'noopener');
        controls.press(element);
      }}
    >
      <span className="button-words">
        <Plain text={element.text.text} emoji={element.text.emoji !== false} />
      </span>
      {isBusy && <Spinner />}
    </button>
  );
}

/** About as many signs are seen of a button's words. */
const shownLength = 30;
