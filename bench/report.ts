import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { round } from './numbers.js';

/** At most so much; what is not named here is told, not judged. */
export const limits = {
  'sweep.ratioToFloor': 2,
  'sweep.emptyP95Ms': 20,
  'sweep.rssGrowthMb': 64,
  'edges.command.p95Ms': 100,
  'edges.button.p95Ms': 100,
  'edges.modal.p95Ms': 100,
} as const;

export type Results = Readonly<Record<keyof typeof limits, number> & Record<string, number>>;

export const missed = (results: Results) =>
  Object.entries(limits).filter(([name, limit]) => !(results[name as keyof typeof limits] <= limit));

export function report(results: Results) {
  return { machine: machine(), commit: commit(), results, limits, ok: missed(results).length === 0 };
}

export function table({ machine, commit, results, ok }: ReturnType<typeof report>): string {
  const width = Math.max(...Object.keys(results).map((name) => name.length));
  const limitOf = new Map<string, number>(Object.entries(limits));
  const lines = Object.entries(results).map(([name, value]) => {
    const limit = limitOf.get(name);
    const judged = limit === undefined ? '' : `   at most ${limit}${value <= limit ? '' : '   MISSED'}`;
    return `${name.padEnd(width)}  ${String(value).padStart(9)}${judged}`;
  });
  const { cpu, cores, memoryGb, node, loadAverage } = machine;
  const where = `${cpu}, ${cores} cores, ${memoryGb} GB, Node ${node}, load ${loadAverage}, commit ${commit}`;
  return [where, '', ...lines, '', ok ? 'Every limit is kept.' : 'A limit is missed.'].join('\n');
}

function machine() {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: round(totalmem() / 2 ** 30),
    node: process.version,
    /** Of the last five minutes: far more than the bench's own 2 means that others were at work. */
    loadAverage: round(loadavg()[1] ?? 0, 1),
  };
}

function commit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  try {
    const isClean = git('status', '--porcelain', '--', 'src', 'bench') === '';
    return `${git('rev-parse', '--short=12', 'HEAD')}${isClean ? '' : ' with changes'}`;
  } catch {
    return 'unknown';
  }
}
