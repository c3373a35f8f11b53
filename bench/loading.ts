import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { openApp } from './app.js';
import { round } from './numbers.js';
import { peakMemoryMb } from './sweeps.js';

export type Load = Readonly<{ uri: string; dbName: string; file: string }>;

const zones = ['America/New_York', 'Europe/Madrid', 'Europe/Berlin', 'Asia/Kolkata', 'Asia/Tokyo'];

/** Writes a people file of so many rows; managers stand before those who report to them. */
export async function writePeopleFile(file: string, rows: number): Promise<void> {
  const stream = createWriteStream(file);
  stream.write('employee_id,name,email,manager,role,team,zone,country,hours\n');
  for (let index = 0; index < rows; index += 1) {
    const manager = index === 0 ? '' : `E${Math.floor(index / 8)}`;
    const zone = zones[index % zones.length];
    const line = `E${index},Person ${index},p${index}@example.com,${manager},Technician,Team ${index % 400},${zone},,\n`;
    if (!stream.write(line)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}

/** Loads a people file into an empty database, as `laurel import people --apply` does. */
export async function timeLoad({ file, ...place }: Load) {
  const app = await openApp(place);
  let rows = 0;
  const start = performance.now();
  const peakMb = await peakMemoryMb(async () => {
    const report = await app.features.loading.load('people', file, { mode: 'apply', badRows: 'refuse' });
    if (report.outcome !== 'applied') throw new Error(`The people file was not loaded: ${JSON.stringify(report)}`);
    rows = report.counts.create;
  });
  const seconds = (performance.now() - start) / 1_000;
  await app.close();
  return { rows, rowsPerSecond: round(rows / seconds), peakMb };
}
