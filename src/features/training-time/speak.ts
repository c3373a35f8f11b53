import type { Topics } from '../../platform/slack/delivery.js';
import type { Readers, Words } from '../../platform/slack/notice.js';
import { createNotice } from '../../platform/slack/notice.js';
import type { NewRow, Row } from '../../platform/slack/outbox.js';
import type { Sweep } from '../../platform/sweeps.js';
import { TrainingBlockId } from '../../shared/ids.js';
import { httpUrl } from '../../shared/links.js';
import { readSeen, writeSeen } from '../../shared/seen.js';
import type { Subject, TrainingTimeDeps } from './deps.js';
import { ask, recall, settled } from './messages.js';
import type { Offers } from './offers.js';
import { nextWord, wordDue } from './rules.js';
import type { Speaking } from './store.js';
import { writeStamp } from './times.js';
import type { TrainingBlock } from './training-block.js';

type Kind = Exclude<ReturnType<typeof wordDue>, 'start'>;

const topicOf = { recall: 'training-time.recall', ask: 'training-time.ask' } as const;

const batch = 1_000;
/** A holiday may come between; later nobody remembers. */
const askedWithinMs = 14 * 86_400_000;

/** Speaks of study time: shortly before it begins, and once after it. */
export function createSpeaking(deps: TrainingTimeDeps & { offers: Offers }) {
  const { store, outbox, clock, readers, people, assignments, catalog, offers } = deps;

  const sweep: Sweep = {
    name: 'training-time.speak',
    nextDueAt: store.firstDueAt,
    async run(keepsGoing) {
      for (let put = 0; ; ) {
        const now = clock.now();
        const due = await store.due(now, batch);
        if (due.length === 0 || !keepsGoing()) return put;
        const begun = due.filter((block) => wordDue(block, now) === 'start');
        await outbox.put(due.flatMap((block) => rowsFor(block, now)));
        for (const { _id } of begun) await outbox.markStale(_id);
        await store.setNext(due.map((block) => ({ ...block, next: nextWord(block, wordDue(block, now)) })));
        put += due.length;
      }
    },
  };

  async function subjectOf({ personId, assignmentId, certificationId }: TrainingBlock): Promise<Subject | undefined> {
    const [person, assignment, certification] = await Promise.all([
      people.byId(personId),
      assignments.byId(assignmentId),
      catalog.byId(certificationId),
    ]);
    if (person === null || assignment === null || certification === null) return undefined;
    return { person, assignment, certification };
  }

  /** The block that a row is about, unless it was moved since: then another row speaks of it. */
  async function blockOf({ subject }: Pick<Row, 'subject'>) {
    const seen = readSeen(TrainingBlockId, subject);
    const block = seen === undefined ? null : await store.byId(seen.id);
    const isMoved = block !== null && seen?.choice !== writeStamp(block.startsAt);
    return { block, isMoved };
  }

  async function draw(kind: Kind, row: Row, now: Date): Promise<Words> {
    const { block, isMoved } = await blockOf(row);
    if (block === null || isMoved || block.state !== 'planned') return undefined;
    const about = await subjectOf(block);
    if (about === undefined || about.assignment.state !== 'open') return undefined;
    const items = [{ id: block._id, reason: `${kind}-${writeStamp(block.startsAt)}`, version: block.version }];
    return { words: await wordsOf(kind, block, about, now), items };
  }

  async function redraw(kind: Kind, row: Row, now: Date) {
    const { block, isMoved } = await blockOf(row);
    const about = block === null ? undefined : await subjectOf(block);
    if (block === null || about === undefined) return undefined;
    if (!isMoved && block.state === 'planned') return wordsOf(kind, block, about, now);
    return settled({ state: block.state, ...named(block, about) });
  }

  async function wordsOf(kind: Kind, block: TrainingBlock, about: Subject, now: Date) {
    const offer = await offers.toMove(block, about, now);
    if (kind === 'ask') return ask({ ...named(block, about), offer });
    const { studyLinks, studyHours } = about.certification;
    const link = studyLinks.map(httpUrl).find((one) => one !== undefined);
    const begins = block.startsAt <= now ? 'begun' : 'to-come';
    return recall({ ...named(block, about), begins, offer, study: { link, hours: studyHours } });
  }

  /** What changed between composing and sending could not mark the row yet. */
  async function said({ items }: Row): Promise<void> {
    for (const { id, version } of items) {
      const block = await store.byId(id as TrainingBlockId);
      if (block?.version !== version) await outbox.markStale(id);
    }
  }

  const topics: Topics = {
    [topicOf.recall]: createNotice({
      readers: atAnyHour(readers),
      draw: (row, now) => draw('recall', row, now),
      redraw: (row, now) => redraw('recall', row, now),
      said,
    }),
    [topicOf.ask]: createNotice({
      readers,
      draw: (row, now) => draw('ask', row, now),
      redraw: (row, now) => redraw('ask', row, now),
      said,
    }),
  };

  return { sweep, topics };
}

const named = (span: TrainingBlock, { certification, person }: Subject) => ({
  name: certification.name,
  zone: person.zone,
  span,
});

/** One row for each kind and time, however often the block is moved to and fro. */
function rowsFor({ _id, version, personId, startsAt, endsAt, nextAt }: Speaking, now: Date): NewRow[] {
  const kind = wordDue({ startsAt, endsAt }, now);
  if (kind === 'start') return [];
  const stamp = writeStamp(startsAt);
  const row: NewRow = {
    key: `${topicOf[kind]}|${_id}|${stamp}`,
    to: personId,
    topic: topicOf[kind],
    subject: writeSeen(_id, version, stamp),
    notBefore: kind === 'recall' ? nextAt : endsAt,
    notAfter: kind === 'recall' ? endsAt : new Date(endsAt.getTime() + askedWithinMs),
    priority: kind === 'recall' ? 1 : 2,
  };
  return [row];
}

/** Whoever plans to study at seven in the evening wants to hear of it then, at work or not. */
const atAnyHour = (readers: Readers): Readers => ({
  ...readers,
  async reader(id, now) {
    const reader = await readers.reader(id, now);
    return reader && { ...reader, worksFrom: now };
  },
});
