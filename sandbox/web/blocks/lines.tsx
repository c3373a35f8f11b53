import type {
  ActionsBlock as Actions,
  ContextBlock as Context,
  ContextActionsBlock as ContextActions,
  HeaderBlock as Header,
  SectionBlock as Section,
} from '@slack/types';
import { Plain } from '../mrkdwn/mrkdwn.js';
import { useControls } from './controls.js';
import { Element } from './elements/element.js';
import { Picture } from './image.js';
import { useSurroundings } from './surroundings.js';
import { Words } from './words.js';

/* The blocks that most messages are made of. */

export function SectionBlock({ block }: { block: Section }) {
  const { names } = useSurroundings();
  const [controls, aftermath] = useControls(block, 'acts');
  const { text, fields, accessory } = block;
  return (
    <div className="section">
      <div className="section-row">
        <div className="section-words">
          {text && (
            <div className="section-text">
              <Words of={text} names={names} />
            </div>
          )}
          {fields && (
            <div className="section-fields">
              {fields.map((field, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: fields have no id and no state
                <div key={index} className="section-field">
                  <Words of={field} names={names} />
                </div>
              ))}
            </div>
          )}
        </div>
        {accessory && (
          <div className="section-accessory">
            {accessory.type === 'image' ? (
              <Picture of={accessory} className="thumbnail" />
            ) : (
              <Element element={accessory} block={block} controls={controls} />
            )}
          </div>
        )}
      </div>
      {aftermath}
    </div>
  );
}

export function ContextBlock({ block }: { block: Context }) {
  const { names } = useSurroundings();
  return (
    <div className="context">
      {block.elements.map((element, index) =>
        element.type === 'image' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: elements have no id and no state
          <Picture key={index} of={element} className="context-picture" />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: elements have no id and no state
          <div key={index} className="context-words">
            <Words of={element} names={names} />
          </div>
        ),
      )}
    </div>
  );
}

export function ActionsBlock({ block }: { block: Actions }) {
  const [controls, aftermath] = useControls(block, 'acts');
  return (
    <div className="actions-block">
      <div className="actions">
        {block.elements.map((element, index) => (
          <Element key={element.action_id ?? index} element={element} block={block} controls={controls} />
        ))}
      </div>
      {aftermath}
    </div>
  );
}

export function ContextActionsBlock({ block }: { block: ContextActions }) {
  const [controls, aftermath] = useControls(block, 'acts');
  return (
    <div className="actions-block">
      <div className="context-actions">
        {block.elements.map((element, index) => (
          <Element key={element.action_id ?? index} element={element} block={block} controls={controls} />
        ))}
      </div>
      {aftermath}
    </div>
  );
}

export function HeaderBlock({ block }: { block: Header }) {
  return (
    <h3 className="header">
      <Plain text={block.text.text} emoji={block.text.emoji !== false} />
    </h3>
  );
}
