import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BSON } from 'mongodb';
import type { Act, CalendarMail, Deed, Due, Plan, PlannedLengths, PlannedPerson, WordDue } from '../evidence.js';
import { judge } from './judge.js';
import type { Verdict } from './verdict.js';

/*
 * Runs that are made up by hand, so that what the judge says of each is known beforehand. A scene makes all that the
 * house would have left of it; a test then bends one thing.
 */

const startMs = Date.UTC(2026, 10, 23, 12);
/** Seconds after the start of the run, in milliseconds. */
export const at = (seconds: number) => startMs + seconds * 1000;
const date = (ms: number) => new Date(ms);

/** As with a time scale of 10. */
export const lengths: PlannedLengths = {
  slackSecondMs: 100,
  deliveryLeaseMs: 3_000,
  deliveryTimeoutMs: 1_000,
  lookAfterMs: 6_000,
};

type Document = { _id: string; [field: string]: unknown };
type Effect = { kind: string; wallMs: number; [field: string]: unknown };
type AssignmentDocument = Document & {
  personId: string;
  version: number;
  state: string;
  nudge: { said: { reason: string; row: string; at: Date; certain: boolean }[] };
};
type RowDocument = Document & {
  deliveryId: string;
  state: string;
  attempts: { startedAt: Date; channel: string; items: readonly object[] }[];
  ambiguities: number;
  why?: string;
};

export function aRun() {
  const people: PlannedPerson[] = [];
  const dues: Due[] = [];
  const words: WordDue[] = [];
  const meets: string[][] = [];
  const mails: CalendarMail[] = [];
  const payrollFiles: string[] = [];
  const deeds: Deed[] = [];
  const effects: Effect[] = [];
  const database: Record<string, Document[]> = {
    people: [],
    certifications: [],
    assignments: [],
    credentials: [],
    outbox: [],
    audit: [],
    reactions: [],
  };
  const dmOf = (slackId: string) => `D${slackId.slice(1)}`;
  const certificationNames = new Map<string, string>();
  let timeScale = 10;
  let made = 0;
  const next = () => (made += 1);

  const run = {
    dues,
    words,
    meets,
    mails,
    payrollFiles,
    deeds,
    effects,
    database,

    person(slackId: string, more: object = {}): string {
      const personId = `per_${slackId.toLowerCase()}00000000`;
      people.push({ personId, slackId, managerSlackId: null });
      database.people!.push({
        _id: personId,
        version: 0,
        pendingFacts: [],
        slackId,
        zone: 'UTC',
        state: 'active',
        reminders: 'as-planned',
        // The run is on a Monday; the working week begins on a Sunday, so that it is no first day.
        hours: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day: 8 - day })),
        ...more,
      });
      return personId;
    },

    /** Owed from the fifth second on, for a minute. */
    due(slackId: string, certification = `Certification ${next()}`): AssignmentDocument {
      const person = people.find((one) => one.slackId === slackId)!;
      const certificationId = `CERT-${next()}`;
      const assignment: AssignmentDocument = {
        _id: `asg_${String(next()).padStart(8, '0')}`,
        version: 0,
        pendingFacts: [],
        personId: person.personId,
        certificationId,
        state: 'open',
        dueOn: '2026-12-07',
        nudge: { said: [] },
      };
      certificationNames.set(assignment._id, certification);
      database.certifications!.push({ _id: certificationId, version: 0, name: certification, need: 'required' });
      database.assignments!.push(assignment);
      run.fact(assignment, 'assignment.opened', at(-60));
      dues.push({ assignmentId: assignment._id, slackId, certification, dueMs: at(5), untilMs: at(65) });
      return assignment;
    },

    /** A fact about a document at its version, and a reaction to it that is done a little later. */
    fact({ _id, version }: { _id: string; version: number }, type: string, ms: number, more: object = {}): Document {
      const fact = { _id: `${_id}:${version}`, type, about: _id, at: date(ms), by: 'test', ...more };
      database.audit!.push(fact);
      database.reactions!.push({
        _id: `${fact._id}|follow`,
        state: 'done',
        fact: { id: fact._id },
        doneAt: date(ms + 100),
      });
      return fact;
    },

    /** A change of an assignment, with its fact. */
    changed(assignment: AssignmentDocument, type: string, ms: number, more: object = {}): Document {
      assignment.version += 1;
      assignment.state = stateAfter[type] ?? assignment.state;
      return run.fact(assignment, type, ms, { by: assignment.personId, ...more });
    },

    /** A change of a person, with its fact. */
    changedPerson(personId: string, type: string, ms: number, more: object = {}): Document {
      const person = database.people!.find(({ _id }) => _id === personId) as Document & { version: number };
      person.version += 1;
      Object.assign(person, more, type === 'person.left' ? { state: 'left' } : {});
      return run.fact(person, type, ms, { by: personId, ...more });
    },

    act(what: Act['what'], user: string, ms: number, more: Partial<Act> = {}): void {
      deeds.push({ kind: 'act', what, user, assignmentId: null, acked: true, atMs: ms, untilMs: ms + 50, ...more });
    },

    /** A reminder that was sent and remembered. */
    reminded(assignment: AssignmentDocument, ms: number) {
      const row = run.row(assignment, ms);
      const message = run.posted(row, assignment, ms);
      Object.assign(row, { state: 'sent', ts: message.ts, channel: message.channel, endedAt: date(ms + 20) });
      assignment.nudge.said.push({ reason: 'due-14', row: row._id, at: date(ms + 20), certain: true });
      return { row, message };
    },

    /** A row that was tried once. */
    row({ _id: id, personId, version }: AssignmentDocument, ms: number): RowDocument {
      const slackId = people.find((one) => one.personId === personId)!.slackId;
      const items = [{ id, reason: 'due-14', version }];
      const row = {
        _id: `nudge|${personId}|2026-11-23-${next()}`,
        deliveryId: `delivery-${next()}`,
        to: personId,
        topic: 'nudges.reminder',
        state: 'sending',
        notBefore: date(at(-60)),
        attempts: [{ startedAt: date(ms - 30), channel: dmOf(slackId), items }],
        items,
        holding: false,
        ambiguities: 0,
        stale: 0,
      };
      database.outbox!.push(row);
      return row;
    },

    /** What Slack sees of a row: a message and the call that brought it. */
    posted(row: RowDocument, assignment: AssignmentDocument, ms: number, more: PostedHow = {}) {
      const { came = 'accepted', landsMs = ms, fault = null, ...flaws } = more;
      const slackId = people.find(({ personId }) => personId === assignment.personId)!.slackId;
      const message = {
        kind: 'message.posted',
        wallMs: landsMs,
        channel: dmOf(slackId),
        user: slackId,
        ts: `${(landsMs / 1000).toFixed(3)}${String(next()).padStart(3, '0')}`,
        text: `${certificationNames.get(assignment._id)} is due in 14 days`,
        blocks: waiting(assignment, certificationNames.get(assignment._id)!),
        metadata: { event_type: 'laurel_message_sent', event_payload: { delivery_id: row.deliveryId } },
        by: 'app',
        via: 'chat.postMessage',
        ...flaws,
      };
      effects.push(message);
      run.call('chat.postMessage', ms, {
        channel: message.channel,
        deliveryId: row.deliveryId,
        came,
        fault,
        wallMs: landsMs,
      });
      return message;
    },

    call(method: string, ms: number, more: object = {}): Effect {
      const call = {
        kind: 'call.answered',
        wallMs: ms,
        method,
        channel: null,
        deliveryId: null,
        arrivedMs: ms,
        came: 'accepted',
        error: null,
        retryAfterMs: null,
        limitedBy: null,
        fault: null,
        by: 'app',
        ...more,
      };
      effects.push(call);
      return call;
    },

    /** The message as it reads from now on; nothing in it can be answered any more. */
    redrawn(message: Effect, ms: number, blocks: unknown = []): Effect {
      const updated = { ...message, kind: 'message.updated', wallMs: ms, blocks, via: 'chat.update' };
      effects.push(updated);
      run.call('chat.update', ms, { channel: message.channel });
      return updated;
    },

    /** Nothing is divided. */
    atTrueLength(): void {
      timeScale = 1;
    },

    waiting: (assignment: AssignmentDocument) => waiting(assignment, certificationNames.get(assignment._id)!),

    async verdict(): Promise<Verdict> {
      const folder = mkdtempSync(join(tmpdir(), 'laurel-judged-'));
      const scaled = Object.entries(lengths).map(([name, ms]) => [name, (ms * 10) / timeScale]);
      const plan: Plan = {
        seed: 1,
        commit: 'none',
        timeScale,
        workers: 2,
        lengths: Object.fromEntries(scaled) as PlannedLengths,
        people,
        dues,
        words,
        twoApproversAbove: 100_000,
        meets,
      };
      const lines = (all: readonly object[]) => all.map((line) => `${JSON.stringify(line)}\n`).join('');
      const numbered = effects
        .toSorted((a, b) => a.wallMs - b.wallMs)
        .map((effect, index) => ({ n: index + 1, ...effect }));
      try {
        writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan));
        writeFileSync(join(folder, 'deeds.jsonl'), lines(deeds));
        writeFileSync(join(folder, 'mails.json'), JSON.stringify(mails));
        mkdirSync(join(folder, 'payroll'));
        for (const [index, text] of payrollFiles.entries())
          writeFileSync(join(folder, 'payroll', `${index}.csv`), text);
        writeFileSync(join(folder, 'effects.jsonl'), lines(numbered));
        writeFileSync(join(folder, 'database.json'), BSON.EJSON.stringify(database, { relaxed: true }));
        return await judge(folder);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },

    /** What was broken, as `rule: sentence`. */
    async broken(): Promise<string[]> {
      return (await run.verdict()).broken.map(({ rule, sentence }) => `${rule}: ${sentence}`);
    },
  };

  deeds.push({ kind: 'fire-ended', atMs: at(60), untilMs: at(60) }, { kind: 'at-rest', atMs: at(90), untilMs: at(90) });
  return run;
}

type PostedHow = Readonly<{
  came?: 'accepted' | 'lost';
  /** Later than the call, when its commit was late. */
  landsMs?: number;
  fault?: string;
  hiddenUntilMs?: number;
  strippedOfMetadata?: true;
  text?: string;
  blocks?: readonly object[];
}>;

const stateAfter: Readonly<Record<string, string>> = {
  'assignment.closed': 'closed',
  'assignment.handed-in': 'in-review',
  'assignment.reopened': 'open',
};

const waiting = ({ _id, version }: AssignmentDocument, name: string) => [
  { type: 'section', text: { type: 'mrkdwn', text: `*${name}* is due in 14 days` } },
  { type: 'actions', elements: [{ type: 'button', action_id: 'nudges.snooze', value: `${_id} ${version} 3` }] },
];
