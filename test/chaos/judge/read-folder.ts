import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { BSON } from 'mongodb';
import { z } from 'zod';
import type { CalendarMail, Deed, Plan } from '../evidence.js';
import type { FinalLook, History, Mail, Post, Stored } from './history.js';
import { groupBy, lookKey } from './history.js';
import type { MessageLine } from './shapes.js';
import * as shapes from './shapes.js';

/** Reads what a run has left. The logs are read line by line: they may be large. */
export async function readFolder(folder: string): Promise<History> {
  const plan = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as Plan;
  const deeds: Deed[] = [];
  await eachLine(join(folder, 'deeds.jsonl'), (line) => deeds.push(line as Deed));
  const slack = await readEffects(join(folder, 'effects.jsonl'));
  const ended = deeds.findLast(({ kind }) => kind === 'at-rest' || kind === 'gave-up');
  return {
    plan,
    deeds,
    acts: deeds.filter((deed) => deed.kind === 'act'),
    ...slack.history,
    ...readDatabase(join(folder, 'database.json')),
    payrollFiles: readPayrollFiles(join(folder, 'payroll')),
    mails: readMails(join(folder, 'mails.json')),
    endMs: ended?.untilMs ?? slack.lastMs,
  };
}

type Slack = Pick<History, 'posts' | 'finalLooks' | 'calls'>;

async function readEffects(file: string): Promise<{ history: Slack; lastMs: number }> {
  const posted: MessageLine[] = [];
  const finalLooks = new Map<string, FinalLook>();
  const calls: shapes.CallLine[] = [];
  let lastMs = 0;
  await eachLine(file, (line) => {
    const { kind, wallMs } = Stamped.parse(line);
    lastMs = Math.max(lastMs, wallMs);
    switch (kind) {
      case 'message.posted':
      case 'message.updated': {
        const message = shapes.MessageLine.parse(line);
        finalLooks.set(lookKey(message), { words: wordsOf(message), blocks: message.blocks ?? [], wallMs });
        if (kind === 'message.posted' && message.by === 'app') posted.push(message);
        return;
      }
      case 'message.deleted':
        finalLooks.delete(lookKey(Deleted.parse(line)));
        return;
      case 'call.answered':
        calls.push(shapes.CallLine.parse(line));
        return;
    }
  });
  calls.sort((a, b) => a.arrivedMs - b.arrivedMs);
  return { history: { posts: asPosts(posted, calls), finalLooks, calls }, lastMs };
}

const Stamped = z.object({ kind: z.string(), wallMs: z.number() });
const Deleted = z.object({ channel: z.string(), ts: z.string() });

const wordsOf = ({ text, blocks }: MessageLine) => `${text}\n${blocks === null ? '' : JSON.stringify(blocks)}`;

/**
 * Each message with the call that brought it: the latest one of its delivery that had arrived by then and brought no
 * other message. So a commit that lands after a second copy stays with the first call.
 */
function asPosts(posted: readonly MessageLine[], calls: readonly shapes.CallLine[]): Post[] {
  const brought = calls.filter(
    ({ method, came, deliveryId }) =>
      method === 'chat.postMessage' && deliveryId !== null && (came === 'accepted' || came === 'lost'),
  );
  const free = groupBy(brought, ({ deliveryId }) => deliveryId!);
  return posted.map((message) => {
    const { n, wallMs, channel, user, ts, metadata, hiddenUntilMs, strippedOfMetadata } = message;
    const deliveryId = metadata?.event_payload?.delivery_id ?? null;
    const own = (deliveryId !== null && free.get(deliveryId)) || [];
    const index = own.findLastIndex(({ arrivedMs }) => arrivedMs <= wallMs);
    const [call] = index < 0 ? [] : own.splice(index, 1);
    const arrivedMs = call?.arrivedMs ?? wallMs;
    const visibleFromMs = strippedOfMetadata ? Number.POSITIVE_INFINITY : Math.max(wallMs, hiddenUntilMs ?? 0);
    return { n, wallMs, channel, user, ts, deliveryId, words: wordsOf(message), arrivedMs, visibleFromMs };
  });
}

const readPayrollFiles = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.csv'))
        .map((name) => readFileSync(join(folder, name), 'utf8'))
    : [];

const readMails = (file: string): Mail[] =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as CalendarMail[]).map(asMail) : [];

function asMail({ to, text }: CalendarMail): Mail {
  const lines = text.replaceAll(/\r?\n[ \t]/g, '').split(/\r?\n/);
  const value = (name: string) => lines.find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1) ?? '';
  return { to, method: value('METHOD'), uid: value('UID'), sequence: Number(value('SEQUENCE')) };
}

type Kept = Omit<History, 'plan' | 'deeds' | 'acts' | keyof Slack | 'payrollFiles' | 'mails' | 'endMs'>;

function readDatabase(file: string): Kept {
  const collections = BSON.EJSON.parse(readFileSync(file, 'utf8'), { relaxed: true }) as Record<string, Stored[]>;
  const all = <Shape extends z.ZodType>(name: string, shape: Shape): z.output<Shape>[] =>
    (collections[name] ?? []).map((document) => {
      const parsed = shape.safeParse(document);
      if (parsed.success) return parsed.data;
      throw new Error(`${name} ${document._id} is not as the judge knows it: ${z.prettifyError(parsed.error)}`);
    });
  const byId = <Document extends { _id: string }>(documents: readonly Document[]) =>
    new Map(documents.map((document) => [document._id, document]));
  const facts = groupBy(all('audit', shapes.Fact), ({ about }) => about);
  for (const own of facts.values()) own.sort((a, b) => a.version - b.version);
  const ledger = groupBy(all('ledger', shapes.Posting), ({ book }) => book);
  for (const chain of ledger.values()) chain.sort((a, b) => a.seq - b.seq);
  return {
    collections,
    rows: all('outbox', shapes.Row),
    assignments: byId(all('assignments', shapes.Assignment)),
    people: byId(all('people', shapes.Person)),
    certifications: byId(all('certifications', shapes.Certification)),
    credentials: all('credentials', shapes.Credential),
    grants: byId(all('grants', shapes.Grant)),
    promises: all('rewardPromises', shapes.RewardPromise),
    budgets: all('budgets', shapes.Budget),
    ledger,
    batches: all('payrollBatches', shapes.Batch).toSorted((a, b) => a.seq - b.seq),
    blocks: byId(all('trainingBlocks', shapes.Block)),
    plans: byId(all('studyPlans', shapes.StudyPlan)),
    invitations: all('invitations', shapes.Invitation),
    facts,
    reactions: all('reactions', shapes.Reaction),
  };
}

async function eachLine(file: string, read: (line: unknown) => void): Promise<void> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() === '') continue;
    try {
      read(JSON.parse(line));
    } catch (error) {
      throw new Error(`${file}, line ${number}, cannot be read`, { cause: error });
    }
  }
}
