import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { dateIn } from '../../src/shared/dates.js';
import { raisedBudget } from './earners.js';
import type { Deed } from './evidence.js';
import type { CommandWords } from './house/command.js';
import type { Stage } from './scenario.js';
import { nowMs, sleep, sleepUntil } from './time.js';

type Command = Extract<Deed, { kind: 'command' }>['what'];

/** So many failpoints an export passes: over some runs it is killed at each of them. */
const failpointsOfACommand = 14;
const killsOfEach = 2;
const mostTries = 25;
const pauseMs = 500;
/** Every so manieth entry payroll rejects. */
const rejectsEvery = 4;

/**
 * The owner puts more money into a budget that has run out, makes files for payroll, and loads what payroll answers. Each
 * command is killed some times first, and run again until it says that it is done, as an owner would.
 */
export async function letOwnerPay(
  stage: Pick<Stage, 'company' | 'command' | 'payroll' | 'db' | 'random' | 'note' | 'signal' | 'fromMs' | 'untilMs'>,
  allDecided: Promise<unknown>,
  isOver: () => boolean,
): Promise<void> {
  const { company, command, payroll, db, note, signal, fromMs, untilMs } = stage;
  const kills = stage.random('commands');
  const today = dateIn(new Date(fromMs), company.owner.zone);

  async function untilDone(what: Command, words: CommandWords): Promise<void> {
    for (let tries = 0; tries < mostTries && !signal.aborted; tries += 1) {
      const atMs = nowMs();
      const how = await command(words, tries < killsOfEach ? 1 + kills.below(failpointsOfACommand) : undefined);
      note({ kind: 'command', what, how, atMs, untilMs: nowMs() });
      if (how === 'done') return;
      await sleep(pauseMs, signal);
    }
  }

  async function tellPayroll(): Promise<void> {
    await untilDone('export', ['export', today.slice(0, 7), payroll]);
    const answer = answerTo(payroll, today);
    if (answer !== undefined) await untilDone('answer', ['import', 'payroll-answers', answer]);
  }

  async function budgetHasRunOut(): Promise<void> {
    const overBudget = { state: 'over-budget' };
    while (!isOver()) {
      const count = await db
        .collection('grants')
        .countDocuments(overBudget)
        .catch(() => 0);
      if (count > 0) return;
      await sleep(pauseMs, signal);
    }
  }

  await sleepUntil(fromMs + (untilMs - fromMs) / 2, signal);
  await budgetHasRunOut();
  const budgets = join(payroll, 'budgets.txt');
  writeFileSync(budgets, raisedBudget(company, new Date(fromMs)));
  await untilDone('budgets', ['import', 'budgets', budgets]);
  await tellPayroll();
  await allDecided;
  await tellPayroll();
}

/** What payroll says of every entry that it has not answered; undefined when it knows of none. */
function answerTo(folder: string, paidOn: string): string | undefined {
  const path = join(folder, 'answer.txt');
  const known = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const keys = readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .toSorted()
    .flatMap((name) => parse(readFileSync(join(folder, name), 'utf8'), { columns: true }) as Record<string, string>[])
    .map((row) => row.key ?? row.Key ?? '');
  if (keys.length === 0) return undefined;
  const rows = keys.map((key, index) => [key, index % rejectsEvery === rejectsEvery - 1 ? 'rejected' : 'paid', paidOn]);
  const text = stringify([['key', 'result', 'paid_on'], ...rows]);
  if (text === known) return undefined;
  writeFileSync(path, text);
  return path;
}
