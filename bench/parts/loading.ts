import { join } from 'node:path';
import { apart } from '../apart.js';
import type { Found, Ground } from '../ground.js';
import { prepare } from '../ground.js';
import { writePeopleFile } from '../loading.js';
import { round } from '../numbers.js';

export type FileSizes = Readonly<{ few: number; many: number }>;

export async function measureLoading(ground: Ground, sizes: FileSizes): Promise<Found> {
  const few = await loadRows(sizes.few);
  const many = await loadRows(sizes.many);
  return {
    'import.rowsPerSecond': many.rowsPerSecond,
    'import.rssGrowthMb': round(many.peakMb - few.peakMb, 1),
    'import.rssFewMb': few.peakMb,
    'import.rssManyMb': many.peakMb,
  };

  async function loadRows(rows: number) {
    ground.say(`a people file of ${rows.toLocaleString('en')} rows`);
    const dbName = `load-${rows}`;
    const file = join(ground.directory, `people-${rows}.csv`);
    await prepare(ground, dbName);
    await writePeopleFile(file, rows);
    return apart('timeLoad', { uri: ground.uri, dbName, file });
  }
}
