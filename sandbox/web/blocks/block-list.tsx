import type { KnownBlock } from '@slack/types';
import { useMemo } from 'react';
import './blocks.css';
import { AlertBlock, CardBlock, CarouselBlock, ContainerBlock } from './boxes.js';
import type { Block, Callbacks, FormEntry, FormValues, Names, Place } from './contract.js';
import { DataTableBlock } from './data-table.js';
import { Unknown } from './elements/element.js';
import { ImageBlock } from './image.js';
import { InputBlock } from './input-block.js';
import { LibraryBlock } from './library.js';
import { ActionsBlock, ContextActionsBlock, ContextBlock, HeaderBlock, SectionBlock } from './lines.js';
import { RichTextBlock } from './rich-text.js';
import type { Surroundings } from './surroundings.js';
import { SurroundingsContext } from './surroundings.js';
import { TableBlock } from './table.js';

export interface BlockListProps extends Callbacks {
  blocks: readonly Block[];
  place: Place;
  names: Names;
  /** In modals: what was entered so far. */
  values?: FormValues;
  onChange?(entry: FormEntry): void;
  /** By block id, shown at the field. */
  errors?: Readonly<Record<string, string>>;
}

/** The blocks of a message, a dialog or a Home tab. */
export function BlockList(props: BlockListProps) {
  const { blocks, place, names, press, suggest, upload, values, onChange, errors = noErrors } = props;
  const surroundings = useMemo(
    (): Surroundings => ({ names, press, suggest, upload, values, onChange, errors }),
    [names, press, suggest, upload, values, onChange, errors],
  );
  return (
    <SurroundingsContext value={surroundings}>
      <div className={'channel' in place ? 'blocks blocks-message' : 'blocks blocks-view'}>
        {eachOf(blocks as readonly KnownBlock[])}
      </div>
    </SurroundingsContext>
  );
}

const eachOf = (blocks: readonly KnownBlock[]) =>
  blocks.map((block, index) => <OneBlock key={block.block_id ?? index} block={block} />);

function OneBlock({ block }: { block: KnownBlock }) {
  switch (block.type) {
    case 'section':
      return <SectionBlock block={block} />;
    case 'context':
      return <ContextBlock block={block} />;
    case 'actions':
      return <ActionsBlock block={block} />;
    case 'context_actions':
      return <ContextActionsBlock block={block} />;
    case 'header':
      return <HeaderBlock block={block} />;
    case 'divider':
      return <hr className="divider" />;
    case 'input':
      return <InputBlock block={block} />;
    case 'image':
      return <ImageBlock block={block} />;
    case 'rich_text':
      return <RichTextBlock block={block} />;
    case 'table':
      return <TableBlock block={block} />;
    case 'data_table':
      return <DataTableBlock block={block} />;
    case 'alert':
      return <AlertBlock block={block} />;
    case 'card':
      return <CardBlock block={block} />;
    case 'carousel':
      return <CarouselBlock block={block} />;
    case 'container':
      return <ContainerBlock block={block}>{eachOf(block.child_blocks)}</ContainerBlock>;
    default:
      return isInLibrary(block) ? <LibraryBlock block={block} /> : <Unknown what={(block as Block).type} />;
  }
}

/** Nothing of Laurel's is among these, and nobody presses anything in them. */
const inLibrary = ['markdown', 'video', 'file', 'plan', 'task_card', 'data_visualization'];
const isInLibrary = ({ type }: Block) => inLibrary.includes(type);

const noErrors = {};
