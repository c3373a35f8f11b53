import { lazy, Suspense } from 'react';
import type { Block } from './contract.js';

/** Fetched when the first such block is shown: it is as large as all else on the page together. */
const Drawn = lazy(() => import('./library-block.js'));

export function LibraryBlock({ block }: { block: Block }) {
  return (
    <Suspense fallback={<p className="loading">Loading…</p>}>
      <Drawn block={block} />
    </Suspense>
  );
}
