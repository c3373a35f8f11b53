import { judge } from './judge.js';
import type { Verdict } from './verdict.js';

/* `tsx test/chaos/judge/main.ts FOLDER [--json]`: judges a run that has ended; exits 1 when the promise was broken. */

const mostShown = 40;

const args = process.argv.slice(2);
const folder = args.find((arg) => !arg.startsWith('--'));
if (folder === undefined) {
  console.error('Which folder? Say: tsx test/chaos/judge/main.ts FOLDER [--json]');
  process.exit(2);
}
const verdict = await judge(folder);
if (args.includes('--json')) console.log(JSON.stringify(verdict));
else tell(verdict);
process.exitCode = verdict.broken.length > 0 ? 1 : 0;

function tell({ broken, counts }: Verdict): void {
  for (const [name, value] of Object.entries(counts))
    console.log(`${name.padEnd(16)}${typeof value === 'object' ? JSON.stringify(value) : value}`);
  console.log(broken.length === 0 ? '\nThe promise was kept.' : `\nThe promise was broken (${broken.length}):`);
  for (const { rule, sentence, where } of broken.slice(0, mostShown)) {
    const line =
      where === null ? '' : ` (${where.n === null ? '' : `line ${where.n}, `}at ${Math.round(where.wallMs)})`;
    console.log(`  ${rule}: ${sentence}${line}`);
  }
}
