import type { InputBlock as Input } from '@slack/types';
import { useId } from 'react';
import { Plain } from '../mrkdwn/mrkdwn.js';
import { useControls } from './controls.js';
import { Element } from './elements/element.js';
import { useSurroundings } from './surroundings.js';
import { ErrorLine } from './words.js';

export function InputBlock({ block }: { block: Input }) {
  const id = useId();
  const { errors } = useSurroundings();
  const [controls, aftermath] = useControls(block, block.dispatch_action ? 'both' : 'fills');
  const error = errors[block.block_id ?? ''];
  const described = [error && `${id}error`, block.hint && `${id}hint`].filter((one) => one !== undefined);
  return (
    <div className="input-block" data-block={block.block_id}>
      <label id={`${id}label`} htmlFor={id} className="input-label">
        <Plain text={block.label.text} emoji={block.label.emoji !== false} />
        {block.optional && <span className="input-optional"> (optional)</span>}
      </label>
      <Element
        element={block.element}
        block={block}
        controls={controls}
        labelling={{
          id,
          labelledBy: `${id}label`,
          isInvalid: error !== undefined,
          isRequired: !block.optional,
          ...(described.length > 0 ? { describedBy: described.join(' ') } : {}),
        }}
      />
      {error !== undefined && <ErrorLine id={`${id}error`}>{error}</ErrorLine>}
      {block.hint && (
        <p id={`${id}hint`} className="input-hint">
          <Plain text={block.hint.text} emoji={block.hint.emoji !== false} />
        </p>
      )}
      {aftermath}
    </div>
  );
}
