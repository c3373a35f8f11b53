import type { CompanySizes } from './parts/company.js';
import type { DeliverySizes } from './parts/delivery.js';
import type { FileSizes } from './parts/loading.js';
import type { ScaleOutSizes } from './parts/scale-out.js';

type Sizes = Readonly<{
  company: CompanySizes;
  delivery: DeliverySizes;
  scaleOut: ScaleOutSizes;
  /** Assignments of the database on which the app starts. */
  start: number;
  files: FileSizes;
}>;

export const sizes: Readonly<Record<'usual' | 'quick', Sizes>> = {
  usual: {
    company: { edgesFew: 1_000, few: 10_000, many: 500_000, most: 1_000_000, jobs: [1_000, 2_000] },
    delivery: { heapFrom: 2_000, messages: 20_000, traced: 2_000, inTurn: 1_000 },
    scaleOut: { messages: 1_500, limited: 301 },
    start: 10_000,
    files: { few: 10_000, many: 100_000 },
  },
  quick: {
    company: { edgesFew: 1_000, few: 8_000, many: 20_000, most: 40_000, jobs: [100, 200] },
    delivery: { heapFrom: 100, messages: 500, traced: 200, inTurn: 100 },
    scaleOut: { messages: 100, limited: 31 },
    start: 1_000,
    files: { few: 1_000, many: 5_000 },
  },
};
