/** Makes one measurement in a process of its own, so that none leaves garbage or a warm cache to the next. */
import { timeEdges } from './edges.js';
import { timeLoad } from './loading.js';
import { timeFullScan, timeJobs } from './peers.js';
import { timeAgainstFloor, timeEmpty, weighSweep } from './sweeps.js';

const measurements = { timeAgainstFloor, timeEmpty, weighSweep, timeFullScan, timeJobs, timeEdges, timeLoad };
export type Measurements = typeof measurements;

const [name, subject] = process.argv.slice(2);
const measurement = Object.entries(measurements).find(([key]) => key === name)?.[1];
if (measurement === undefined || subject === undefined || process.send === undefined)
  throw new Error('Started by bench/main.ts only');
// What was measured may leave timers behind: Agenda's look after a job for minutes after its end.
process.send(await measurement(JSON.parse(subject)), () => process.exit(0));
