import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import type { Found } from './ground.js';
import { round } from './numbers.js';

type Goal = Readonly<{ atMost: number } | { atLeast: number }>;

/** What is not named here is told, not judged. */
const goals: Readonly<Record<string, Goal>> = {
  'sweep.ratioToFloor': { atMost: 2 },
  'sweep.timesFasterThanJobPerReminder': { atLeast: 15 },
  'sweep.timesFasterThanFullScan': { atLeast: 5 },
  'sweep.emptyP95Ms': { atMost: 20 },
  'sweep.rssGrowthMb': { atMost: 64 },
  'edges.command.p95Ms': { atMost: 100 },
  'edges.button.p95Ms': { atMost: 100 },
  'edges.modal.p95Ms': { atMost: 100 },
  'delivery.perSecond': { atLeast: 100 },
  'delivery.composeToSocketP99Ms': { atMost: 50 },
  'delivery.heapGrowthMb': { atMost: 16 },
  'delivery.shareOfAllowedRate': { atLeast: 0.95 },
  'delivery.refused': { atMost: 0 },
  'scaleOut.1.doubled': { atMost: 0 },
  'scaleOut.2.doubled': { atMost: 0 },
  'scaleOut.4.doubled': { atMost: 0 },
};

const isMet = (value: number, goal: Goal) => ('atMost' in goal ? value <= goal.atMost : value >= goal.atLeast);

/** What was not measured cannot be missed. */
const missed = (results: Found) =>
  Object.entries(goals)
    .filter(([name, goal]) => results[name] !== undefined && !isMet(results[name], goal))
    .map(([name]) => name);

export function report(results: Found) {
  const judged = Object.fromEntries(Object.entries(goals).filter(([name]) => results[name] !== undefined));
  return { machine: machine(), commit: commit(), results, goals: judged, ok: missed(results).length === 0 };
}

export function table({ machine, commit, results, ok }: ReturnType<typeof report>): string {
  const width = Math.max(...Object.keys(results).map((name) => name.length));
  const lines = Object.entries(results).map(([name, value]) => {
    const goal = goals[name];
    const judged = goal === undefined ? '' : `   ${wordsOf(goal)}${isMet(value, goal) ? '' : '   MISSED'}`;
    return `${name.padEnd(width)}  ${String(value).padStart(9)}${judged}`;
  });
  const { cpu, cores, memoryGb, node, loadAverage } = machine;
  const where = `${cpu}, ${cores} cores, ${memoryGb} GB, Node ${node}, load ${loadAverage}, commit ${commit}`;
  return [where, '', ...lines, '', ok ? 'Every goal is met.' : 'A goal is missed.'].join('\n');
}

const wordsOf = (goal: Goal) => ('atMost' in goal ? `at most ${goal.atMost}` : `at least ${goal.atLeast}`);

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
