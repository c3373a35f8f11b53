import type { DataTableBlock as DataTable } from '@slack/types';
import { useId, useState } from 'react';
import { Plain } from '../mrkdwn/mrkdwn.js';
import type { TableCell } from './table.js';
import { CellWords } from './table.js';
import './table.css';

interface Order {
  column: number;
  direction: 'ascending' | 'descending';
}

/** As a table, with a caption, pages, and headings that sort. */
export function DataTableBlock({ block }: { block: DataTable }) {
  const caption = useId();
  const [order, setOrder] = useState<Order>();
  const [page, setPage] = useState(0);
  const [heading = [], ...rows] = block.rows;
  const size = block.page_size ?? 5;
  const sorted = order ? rows.toSorted((a, b) => compare(a[order.column], b[order.column], order)) : rows;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  // The rows may have become fewer since.
  const shown = Math.min(page, pages - 1);
  const first = shown * size;

  const sortBy = (column: number) => {
    setOrder({
      column,
      direction: order?.column === column && order.direction === 'ascending' ? 'descending' : 'ascending',
    });
    setPage(0);
  };
  return (
    <div className="data-table">
      <p id={caption} className="data-table-caption">
        <Plain text={block.caption} />
      </p>
      <div className="table-frame">
        <table className="table" aria-labelledby={caption}>
          <thead>
            <tr>
              {heading.map((cell, column) => (
                <th
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns have no id and stay where they are
                  key={column}
                  scope="col"
                  className={isNumeric(rows, column) ? 'cell cell-number' : 'cell'}
                  aria-sort={order?.column === column ? order.direction : undefined}
                >
                  <button type="button" className="sort" onClick={() => sortBy(column)}>
                    <CellWords of={cell} />
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(first, first + size).map((cells, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no id and no state
              <tr key={row}>
                {cells.map((cell, column) => {
                  const Cell = column === block.row_header_column_index ? 'th' : 'td';
                  return (
                    // biome-ignore lint/suspicious/noArrayIndexKey: cells have no id and no state
                    <Cell key={column} className={cell.type === 'raw_number' ? 'cell cell-number' : 'cell'}>
                      <CellWords of={cell} />
                    </Cell>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <div className="pager">
          <span>
            {first + 1}–{Math.min(first + size, rows.length)} of {rows.length}
          </span>
          <button
            type="button"
            className="button button-plain"
            disabled={shown === 0}
            onClick={() => setPage(shown - 1)}
          >
            Previous
          </button>
          <button
            type="button"
            className="button button-plain"
            disabled={shown === pages - 1}
            onClick={() => setPage(shown + 1)}
          >
            Next
          </button>
        </div>
      )}
    </div>
  );
}

function compare(a: TableCell | undefined, b: TableCell | undefined, { direction }: Order): number {
  const ascending =
    a?.type === 'raw_number' && b?.type === 'raw_number'
      ? a.value - b.value
      : sortedText(a).localeCompare(sortedText(b), 'en', { numeric: true });
  return direction === 'ascending' ? ascending : -ascending;
}

/** Of rich text, the words in it. */
function sortedText(cell: TableCell | undefined): string {
  if (!cell) return '';
  if (cell.type !== 'rich_text') return cell.text;
  return cell.elements
    .flatMap((part): readonly object[] => part.elements)
    .map((element) => ('text' in element ? String(element.text) : ''))
    .join(' ');
}

const isNumeric = (rows: readonly (readonly TableCell[])[], column: number) =>
  rows.length > 0 && rows.every((cells) => cells[column]?.type === 'raw_number');
