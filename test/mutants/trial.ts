import { judge } from '../chaos/judge/judge.js';
import type { Verdict } from '../chaos/judge/verdict.js';
import { run } from '../chaos/run.js';
import type { Settings } from '../chaos/scenario.js';
import { scenarioNamed } from '../chaos/scenarios/index.js';

export type Trial = Readonly<{ broken: Verdict['broken']; seconds: number; evidence: string }>;

export type Trying = Readonly<{
  seed: number;
  commit: string;
  signal: AbortSignal;
  say(line: string): void;
}>;

const usual: Omit<Settings, 'seed'> = {
  minutes: 0.1,
  kills: 0,
  workers: 1,
  messages: 1,
  timeScale: 20,
  patienceSeconds: 20,
};

/** Plays one story with one bundle of the app, and has the judge say what was broken. Its evidence is the caller's to delete. */
export async function tryOut(name: string, bundle: string, { seed, commit, signal, say }: Trying): Promise<Trial> {
  const scenario = scenarioNamed(name);
  if (scenario === undefined) throw new Error(`There is no scenario ${name}.`);
  const startedMs = performance.now();
  const settings = { ...usual, seed, ...scenario.needs };
  const { folder } = await run(scenario, settings, { bundle, commit, signal, say });
  const { broken } = await judge(folder.path);
  for (const { rule, sentence } of broken) say(`${rule}: ${sentence}`);
  const seconds = (performance.now() - startedMs) / 1_000;
  return { broken, seconds, evidence: folder.path };
}
