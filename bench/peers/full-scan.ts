/**
 * What most bots do: once a day they read everything that is open, decide in code what is due today, and insert one row
 * for each. People and certifications are read once, the rest is streamed. Imports nothing of src/.
 */
import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { rawClient } from '../raw-client.js';

const batch = 1_000;
const dayMs = 86_400_000;

type Assignment = { _id: string; personId: string; certificationId: string; dueOn: string };
type Person = { _id: string; state: string; slackId: string | null; zone: string };
type Certification = { _id: string; ladder: number[] };
type Row = { _id: string; [field: string]: unknown };

export async function openFullScan(uri: string, dbName: string) {
  const client = await rawClient(uri);
  const db = client.db(dbName);
  const outbox = db.collection<Row>('outbox');

  async function byId<Noun extends { _id: string }>(name: string): Promise<Map<string, Noun>> {
    const found = await db.collection<Noun>(name).find({}).toArray();
    return new Map(found.map((noun) => [noun._id as string, noun as unknown as Noun]));
  }

  return {
    /** Answers how many were due. */
    async run(now: Date): Promise<number> {
      const people = await byId<Person>('people');
      const certifications = await byId<Certification>('certifications');
      const projection = { personId: 1, certificationId: 1, dueOn: 1 };
      const open = db.collection<Assignment>('assignments').find({ state: 'open' }, { projection, batchSize: batch });
      let rows: Row[] = [];
      let due = 0;
      for await (const assignment of open) {
        const person = people.get(assignment.personId);
        const certification = certifications.get(assignment.certificationId);
        if (person === undefined || certification === undefined) continue;
        if (person.state !== 'active' || person.slackId === null) continue;
        const today = DateTime.fromJSDate(now, { zone: person.zone }).startOf('day');
        const daysLeft = DateTime.fromISO(assignment.dueOn, { zone: person.zone }).diff(today, 'days').days;
        if (!certification.ladder.includes(Math.round(daysLeft))) continue;
        rows.push(newRow(assignment, now));
        due += 1;
        if (rows.length < batch) continue;
        await outbox.insertMany(rows, { ordered: false });
        rows = [];
      }
      if (rows.length > 0) await outbox.insertMany(rows, { ordered: false });
      return due;
    },
    close: () => client.close(),
  };
}

const newRow = ({ _id, personId, dueOn }: Assignment, now: Date): Row => ({
  _id: `remind|${_id}|${dueOn}`,
  deliveryId: randomUUID(),
  to: personId,
  subject: _id,
  notBefore: now,
  notAfter: new Date(now.getTime() + dayMs / 3),
  state: 'pending',
});
