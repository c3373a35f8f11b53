import type {
  AlertBlock as Alert,
  CardBlock as Card,
  CarouselBlock as Carousel,
  ContainerBlock as Container,
} from '@slack/types';
import type { ReactNode } from 'react';
import './boxes.css';
import { useControls } from './controls.js';
import { Element } from './elements/element.js';
import { Picture } from './image.js';
import { RichTextBlock } from './rich-text.js';
import { useSurroundings } from './surroundings.js';
import { Words } from './words.js';

/* Blocks that frame others, or themselves. */

export function AlertBlock({ block }: { block: Alert }) {
  const { names } = useSurroundings();
  return (
    <div className={`alert alert-${block.level ?? 'default'}`} role="note">
      <Words of={block.text} names={names} />
    </div>
  );
}

export function CardBlock({ block }: { block: Card }) {
  const { names } = useSurroundings();
  const [controls, aftermath] = useControls(block, 'acts');
  return (
    <div className="card">
      {block.hero_image && <Picture of={block.hero_image} className="card-hero" />}
      <div className="card-inside">
        <div className="card-head">
          {block.icon && <Picture of={block.icon} className="card-icon" />}
          <div>
            {block.title && (
              <div className="card-title">
                <Words of={block.title} names={names} />
              </div>
            )}
            {block.subtitle && (
              <div className="card-subtitle">
                <Words of={block.subtitle} names={names} />
              </div>
            )}
          </div>
        </div>
        {block.body && (
          <div className="card-body">
            <Words of={block.body} names={names} />
          </div>
        )}
        {block.actions && (
          <div className="actions">
            {block.actions.map((element, index) => (
              <Element key={element.action_id ?? index} element={element} block={block} controls={controls} />
            ))}
          </div>
        )}
        {aftermath}
      </div>
    </div>
  );
}

export function CarouselBlock({ block }: { block: Carousel }) {
  return (
    <div className="carousel">
      {block.elements.map((card, index) => (
        <CardBlock key={card.block_id ?? index} block={card} />
      ))}
    </div>
  );
}

/** What stands in it is drawn by who draws blocks. */
export function ContainerBlock({ block, children }: { block: Container; children: ReactNode }) {
  const head = <ContainerHead block={block} />;
  return block.is_collapsible ? (
    <details className="container" open={!block.default_collapsed}>
      <summary className="container-head">{head}</summary>
      <div className="container-inside">{children}</div>
    </details>
  ) : (
    <div className="container">
      <div className="container-head">{head}</div>
      <div className="container-inside">{children}</div>
    </div>
  );
}

function ContainerHead({ block }: { block: Container }): ReactNode {
  const { names } = useSurroundings();
  return (
    <>
      {block.icon && <Picture of={block.icon} className="context-picture" />}
      <span className="container-title">
        {block.rich_text_title && <RichTextBlock block={block.rich_text_title} />}
        {block.title && <Words of={block.title} names={names} />}
      </span>
      {block.subtitle && (
        <span className="container-subtitle">
          <Words of={block.subtitle} names={names} />
        </span>
      )}
    </>
  );
}
