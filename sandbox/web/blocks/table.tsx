import type { RawNumberElement, RawTextElement, RichTextBlock as RichText, TableBlock as Table } from '@slack/types';
import { Plain } from '../mrkdwn/mrkdwn.js';
import { RichTextBlock } from './rich-text.js';
import './table.css';

export type TableCell = RawTextElement | RawNumberElement | RichText;

/** The first row is the heading. Slack sorts and pages nothing here: that is what a data_table is for. */
export function TableBlock({ block }: { block: Table }) {
  const [heading = [], ...rows] = block.rows;
  const shapeOf = (column: number) => {
    const { align = 'left', is_wrapped: isWrapped = false } = block.column_settings?.[column] ?? {};
    return { className: isWrapped ? 'cell' : 'cell cell-one-line', style: { textAlign: align } };
  };
  return (
    <div className="table-frame">
      <table className="table">
        <thead>
          <tr>
            {heading.map((cell, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns have no id and no state
              <th key={column} scope="col" {...shapeOf(column)}>
                <CellWords of={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no id and no state
            <tr key={row}>
              {cells.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells have no id and no state
                <td key={column} {...shapeOf(column)}>
                  <CellWords of={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function CellWords({ of }: { of: TableCell }) {
  return of.type === 'rich_text' ? <RichTextBlock block={of} /> : <Plain text={of.text} />;
}
