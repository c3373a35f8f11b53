/**
 * `npm run chaos:mutants`: proof that the judge can fail. Each guard of the promise is taken away once, and the story that
 * the guard is for must then be found broken; with the guard in its place it must not. A table; exits 1 when a mutant
 * survived, when the unchanged app broke its promise, or when a patch does not fit any more.
 */
import { rm } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { buildApp } from '../chaos/house/built-app.js';
import type { Complaint } from '../chaos/judge/complaint.js';
import type { Mutant } from './mutants.js';
import { mutants } from './mutants.js';
import { buildMutant, PatchRefused } from './mutated.js';
import type { Trial, Trying } from './trial.js';
import { tryOut } from './trial.js';

type Options = Readonly<{ only?: string; seed: number; keep?: true; verbose?: true }>;

/** What became of a mutant, in words; `seconds` of its run. */
type Outcome = Readonly<{ mutant: Mutant; ok: boolean; says: string; seconds: number; evidence?: string }>;

const { only, seed, keep, verbose } = new Command('mutants')
  .description('Takes away one guard after the other, and shows that the judge sees each of them missing.')
  .option('--only <name>', mutants.map(({ name }) => name).join(', '), known)
  .option('--seed <number>', 'of all stories', whole, 1)
  .option('--keep', 'keep the evidence, also of runs that went as they should')
  .option('--verbose', 'say what each run is doing')
  .parse()
  .opts<Options>();

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(new Error('Broken off.')));

const trying: Trying = {
  seed,
  commit: 'mutants',
  signal: stop.signal,
  say: verbose === true ? (line) => console.error(`  ${line}`) : () => {},
};

try {
  process.exitCode = (await tryAll(mutants.filter(({ name }) => only === undefined || name === only))) ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 2;
}
// Whatever a dead connection still waits for is of no interest.
process.exit();

async function tryAll(chosen: readonly Mutant[]): Promise<boolean> {
  const unchanged = await buildApp();
  /** The unchanged app in each story, once. */
  const controls = new Map<string, Trial>();
  const outcomes: Outcome[] = [];
  const startedMs = performance.now();
  for (const mutant of chosen) {
    stop.signal.throwIfAborted();
    console.error(`${mutant.name}: ${mutant.guard}`);
    const outcome = await outcomeOf(mutant, controlOf).catch((error: unknown) => notTried(mutant, error));
    console.error(`  ${outcome.ok ? 'seen' : 'NOT SEEN'}: ${outcome.says} (${seconds(outcome.seconds)})`);
    outcomes.push(outcome);
  }
  console.log(table(outcomes, controls));
  const failed = outcomes.filter(({ ok }) => !ok);
  const took = seconds((performance.now() - startedMs) / 1_000);
  console.log(
    failed.length === 0
      ? `\nAll ${outcomes.length} guards are missed when they are gone (${took}).`
      : `\n${failed.length} of ${outcomes.length} failed (${took}):\n${failed.map(explained).join('\n')}`,
  );
  return failed.length === 0;

  async function controlOf(scenario: string): Promise<Trial> {
    const control = controls.get(scenario) ?? (await tryOut(scenario, unchanged, trying));
    controls.set(scenario, control);
    if (control.broken.length === 0) await forget(control);
    return control;
  }
}

async function outcomeOf(mutant: Mutant, controlOf: (scenario: string) => Promise<Trial>): Promise<Outcome> {
  const { name, scenario, breaks } = mutant;
  const mutated = await buildMutant(name);
  const control = await controlOf(scenario);
  if (control.broken.length > 0) {
    const says = `the unchanged app broke its promise: ${summary(control.broken)}`;
    return { mutant, ok: false, says, seconds: control.seconds, evidence: control.evidence };
  }
  const { broken, ...trial } = await tryOut(scenario, mutated, trying);
  const isSeen = broken.some(({ rule }) => rule === breaks);
  if (isSeen) await forget(trial);
  const says = isSeen
    ? summary(broken)
    : `it survived: ${broken.length === 0 ? 'the judge saw nothing' : `only ${summary(broken)}`}, not “${breaks}”`;
  return { mutant, ok: isSeen, says, ...trial };
}

function notTried(mutant: Mutant, error: unknown): Outcome {
  if (!(error instanceof PatchRefused)) console.error(error);
  const says = error instanceof PatchRefused ? error.message : 'it could not be tried';
  return { mutant, ok: false, says, seconds: 0 };
}

async function forget({ evidence }: Pick<Trial, 'evidence'>): Promise<void> {
  if (keep !== true) await rm(evidence, { recursive: true, force: true });
}

/** The names of the rules, with how often each was broken. */
function summary(broken: readonly Complaint[]): string {
  const rules = [...new Set(broken.map(({ rule }) => rule))];
  return rules.map((rule) => `${rule} ${broken.filter((one) => one.rule === rule).length}`).join(', ');
}

function table(outcomes: readonly Outcome[], controls: ReadonlyMap<string, Trial>): string {
  const rows = outcomes.map(({ mutant: { name, guard, scenario }, ok, says, seconds: took }) => [
    name,
    guard,
    scenario,
    ok ? says : says.split(':', 1)[0]!,
    `${seconds(took)} + ${seconds(controls.get(scenario)?.seconds ?? 0)}`,
  ]);
  const all = [['mutant', 'guard', 'scenario', 'what the judge said', 'without + with'], ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function explained({ mutant: { name }, says, evidence }: Outcome): string {
  return `  ${name}: ${says}${evidence === undefined ? '' : `\n    ${evidence}`}`;
}

function seconds(value: number): string {
  return `${Math.round(value)} s`;
}

function known(text: string): string {
  if (mutants.some(({ name }) => name === text)) return text;
  throw new InvalidArgumentError(`It must be one of ${mutants.map(({ name }) => name).join(', ')}.`);
}

function whole(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
