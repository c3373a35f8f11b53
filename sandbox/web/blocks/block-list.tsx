import type { Block, Callbacks, FormEntry, FormValues, Names, Place } from './contract.js';

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

export function BlockList({ blocks }: BlockListProps) {
  return (
    <div className="blocks">
      {blocks.map(({ type, block_id }) => (
        <div key={block_id}>{type}</div>
      ))}
    </div>
  );
}
