import { createPeople, peopleIndexes } from '../../src/features/people/index.js';
import type { Person } from '../../src/features/people/person.js';
import { setClock } from '../../src/platform/clock.js';
import { bornSilently } from '../../src/platform/database/facts.js';
import { createLogger } from '../../src/platform/logging.js';
import { createClients } from '../../src/platform/slack/clients.js';
import { createPacer } from '../../src/platform/slack/pacer.js';
import type { PersonId } from '../../src/shared/ids.js';
import { clientOf, startWithPeople } from '../sandbox/workspace.js';
import { openTestDatabase } from './database.js';
import { patientLengths as lengths, scale } from './lengths.js';

/** People on a real engine, beside a local Slack whose clock is ours, at 09:00 UTC on 1 December 2026. */
export async function startPeople() {
  const [database, slack] = await Promise.all([openTestDatabase(peopleIndexes), startWithPeople({ scale })]);
  const clock = setClock(slack.now());
  const lines: string[] = [];
  const log = createLogger('info', (line) => lines.push(line));
  const access = { botToken: slack.botToken, apiUrl: slack.apiUrl };
  const toldOf: PersonId[] = [];

  const createProcess = () =>
    createPeople({
      database,
      clock,
      clients: createClients(access, log, lengths.deliveryTimeoutMs),
      pacer: createPacer({ db: database.db, lengths, messagesPerSecond: 1 }),
      log,
      teamId: () => slack.teamId,
      owners: [],
      onHoursChanged: [async (ids) => void toldOf.push(...ids)],
    });
  const people = createProcess();

  return {
    database,
    slack,
    slackClient: clientOf(slack),
    clock,
    lines,
    people,
    /** The same people in another process. */
    createProcess,
    /** Who was passed to those who plan by people's hours. */
    toldOf,
    insert: (...persons: Person[]) =>
      people.store.model.insertMany(persons.map((person) => ({ ...person, ...bornSilently }))),
    async person(id: PersonId): Promise<Person> {
      const person = await people.store.byId(id);
      if (person === null) throw new Error('There is no such person');
      return person;
    },
    async factsOf(id: PersonId) {
      const [person] = await people.store.model.find({ _id: id }).lean().exec();
      return person?.pendingFacts.map(({ type }) => type) ?? [];
    },
    /** Both clocks go on. */
    wait(minutes: number) {
      const later = new Date(clock.now().getTime() + minutes * 60_000);
      clock.set(later);
      slack.setClock(later);
    },
    syncNow: () => people.sweeps.syncDirectory.run(always),
    async stop() {
      await slack.stop();
      await database.close();
    },
  };
}

export const always = () => true;

/** A process that is killed when its sweep asks for the n-th time whether to go on. */
export function diesAt(nth: number): () => boolean {
  let asked = 0;
  return () => {
    asked += 1;
    if (asked === nth) throw new Error('killed');
    return true;
  };
}
