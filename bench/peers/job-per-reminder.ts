/**
 * What a newcomer would write: one Agenda job for each reminder. When it is due, the job reads the assignment and the
 * person, decides, and inserts one row. Imports nothing of src/. See docs/performance.md for why it is set up so.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { MongoBackend } from '@agendajs/mongo-backend';
import type { Job } from 'agenda';
import { Agenda } from 'agenda';
import type { Collection } from 'mongodb';
import { rawClient } from '../raw-client.js';

type Assignment = { _id: string; state: string; personId: string; certificationId: string; dueOn: string };
type Person = { _id: string; state: string; slackId: string | null };
type Row = { _id: string; [field: string]: unknown };
type Reminding = { assignmentId: string };

const concurrency = 20;
const jobName = 'remind';
const dayMs = 86_400_000;

export async function openJobPerReminder(uri: string, dbName: string) {
  const client = await rawClient(uri);
  const db = client.db(dbName);
  const assignments: Collection<Assignment> = db.collection('assignments');
  const people: Collection<Person> = db.collection('people');
  const outbox: Collection<Row> = db.collection('outbox');
  await db.collection('peerJobs').deleteMany({});
  const agenda = new Agenda({
    backend: new MongoBackend({ mongo: db as never, collection: 'peerJobs', ensureIndex: true }),
    processEvery: 1_000,
    defaultConcurrency: concurrency,
    maxConcurrency: concurrency,
    removeOnComplete: true,
  });
  const failures: Error[] = [];
  agenda.on('error', (error: Error) => failures.push(error));
  let now = new Date(0);
  let ended = 0;

  agenda.define(jobName, ({ attrs }: Job<Reminding>) => remind(attrs.data.assignmentId), { concurrency });
  agenda.on(`complete:${jobName}`, () => {
    ended += 1;
  });
  await agenda.ready;

  async function remind(assignmentId: string): Promise<void> {
    const assignment = await assignments.findOne({ _id: assignmentId });
    if (assignment === null || assignment.state !== 'open') return;
    const person = await people.findOne({ _id: assignment.personId });
    if (person === null || person.state !== 'active' || person.slackId === null) return;
    await outbox.insertOne({
      _id: `remind|${assignmentId}|${assignment.dueOn}`,
      deliveryId: randomUUID(),
      to: person._id,
      subject: assignmentId,
      notBefore: now,
      notAfter: new Date(now.getTime() + dayMs / 3),
      state: 'pending',
    });
  }

  return {
    /** Lets so many jobs wait that are not due, as they would of everything else that is open. */
    async scheduleLater(count: number): Promise<void> {
      const nextRunAt = new Date(Date.now() + 30 * dayMs);
      const type = 'normal';
      const jobs = Array.from({ length: count }, (_, index) => ({
        name: jobName,
        data: { assignmentId: `later-${index}` },
        type,
        priority: 0,
        nextRunAt,
      }));
      for (let from = 0; from < count; from += 10_000)
        await db.collection('peerJobs').insertMany(jobs.slice(from, from + 10_000), { ordered: false });
    },

    /** One job each, for a moment that has come. */
    async schedule(assignmentIds: readonly string[]): Promise<void> {
      const waiting = [...assignmentIds];
      const due = new Date();
      const scheduleNext = async () => {
        for (let id = waiting.pop(); id !== undefined; id = waiting.pop())
          await agenda.schedule<Reminding>(due, jobName, { assignmentId: id });
      };
      await Promise.all(Array.from({ length: concurrency }, scheduleNext));
    },

    /** Works until every job that is due has run. */
    async run(businessNow: Date, count: number): Promise<void> {
      now = businessNow;
      ended = 0;
      await agenda.start();
      while (ended < count && failures.length === 0) await delay(5);
      await agenda.stop();
      if (failures[0] !== undefined) throw failures[0];
    },

    async close(): Promise<void> {
      await db.collection('peerJobs').drop();
      await client.close();
    },
  };
}
