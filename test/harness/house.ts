import { startSandbox } from '../../sandbox/sandbox.js';
import { allIndexes, allValidators, compose } from '../../src/app/compose.js';
import { schedule } from '../../src/app/schedule.js';
import { createSettleDown } from '../../src/app/settle-down.js';
import { connectSlack } from '../../src/app/slack.js';
import type { Assignment } from '../../src/features/assignments/index.js';
import type { Certification } from '../../src/features/catalog/index.js';
import type { Person } from '../../src/features/people/index.js';
import { setClock } from '../../src/platform/clock.js';
import { bornSilently } from '../../src/platform/database/facts.js';
import type { Lengths } from '../../src/platform/database/lengths.js';
import { createLogger } from '../../src/platform/logging.js';
import { startLoops } from '../../src/platform/loops.js';
import type { MailConfig } from '../../src/platform/mail/mail.js';
import { identify } from '../../src/platform/slack/bolt.js';
import { createClients } from '../../src/platform/slack/clients.js';
import { anAssignment } from '../builders/assignment.js';
import { aPerson } from '../builders/person.js';
import { euros } from '../builders/reward.js';
import { openTestDatabase } from './database.js';
import { patientLengths, scale } from './lengths.js';

const loopRestMs = 50;

type Reached = (at: Date) => void;

/** The app of `npm start` on a real engine, beside a local Slack, with a clock that is set by hand. */
export async function startHouse({
  now = new Date('2026-10-01T07:00:00Z'),
  owners = ['U0OWNER'],
  recognitionChannel,
  studyHoursShown,
  lengths = patientLengths,
  mail,
  publicUrl,
  page,
}: {
  now?: Date;
  owners?: string[];
  /** The id of a public channel to be made, in which everybody is who is hired. */
  recognitionChannel?: string;
  studyHoursShown?: 'per-person' | 'team-only';
  lengths?: Lengths;
  mail?: MailConfig;
  publicUrl?: string;
  /** The folder of the built page: people come by browser, so that the house works by itself while time stands. */
  page?: string;
} = {}) {
  const served = page === undefined ? {} : { page: { folder: page, jump: (to: Date, at: Reached) => live(to, at) } };
  const [database, slack] = await Promise.all([
    openTestDatabase(allIndexes, {}, allValidators),
    startSandbox({ scale, ...served }),
  ]);
  slack.setClock(now);
  if (recognitionChannel !== undefined) slack.addChannel({ id: recognitionChannel, name: 'recognition' });
  const clock = setClock(now);
  const stopping = new AbortController();
  const logLines: string[] = [];
  const log = createLogger('info', (line) => logLines.push(line));
  const access = { botToken: slack.botToken, apiUrl: slack.apiUrl };

  /** One more process on the same database; all share the clock. */
  async function startProcess() {
    const clients = createClients(access, log, lengths.deliveryTimeoutMs);
    const identity = await identify(clients);
    const house = compose({
      database,
      clock,
      lengths,
      log,
      owners,
      clients,
      identity,
      recognitionChannel,
      rewardLimits: [euros(2_000_000)],
      studyHoursShown,
      twoApproversAbove: [euros(100_000)],
      mail,
      publicUrl,
      messagesPerSecond: 1_000,
      syncEveryMinutes: 7 * 24 * 60,
      stopped: stopping.signal,
    });
    const ticks = schedule(house.features, house.platform);
    return {
      ...house,
      ticks,
      identity,
      clients,
      ...createSettleDown({ house, ticks, db: database.db, log, stopped: stopping.signal }),
    };
  }

  const process = await startProcess();
  const slackEdge = connectSlack({
    slack: { ...access, messagesPerSecond: 1_000, listen: { by: 'socket', appToken: slack.appToken } },
    identity: process.identity,
    clients: process.clients,
    features: process.features,
    clock,
    log,
  });
  await slackEdge.start();
  await slack.sockets.connected(2);
  const loops = page === undefined ? undefined : startLoops(process.loops, log, stopping.signal, loopRestMs);
  if (loops !== undefined) process.platform.outbox.whenPoked(loops.poke);

  function setTime(at: Date): void {
    clock.set(at);
    slack.setClock(at);
  }

  /** Lives on to `until`, from due instant to due instant, doing at each what is due. */
  async function live(until: Date, reached: Reached = () => {}): Promise<void> {
    for (;;) {
      await process.settleDown();
      const next = await process.nextDueAt();
      if (next === undefined || next > until) break;
      setTime(next > clock.now() ? next : new Date(clock.now().getTime() + 1_000));
      reached(clock.now());
    }
    setTime(until);
    await process.settleDown();
  }

  return {
    ...process,
    database,
    slack,
    clock,
    logLines,
    startProcess,
    /** Somebody in Slack and in the people file, already in step. */
    async hire(fields: Partial<Person> & { slackId: string }): Promise<Person> {
      const person = aPerson(fields);
      slack.addUser({ id: fields.slackId, realName: person.name, tz: person.zone });
      if (recognitionChannel !== undefined) slack.setChannel(recognitionChannel, { addMembers: [fields.slackId] });
      await process.features.people.store.model.insertMany([{ ...person, zoneFrom: 'file', ...bornSilently }]);
      return person;
    },
    async certify(...certifications: Certification[]): Promise<void> {
      const rows = certifications.map((certification) => ({ ...certification, ...bornSilently }));
      await process.features.catalog.store.model.insertMany(rows);
    },
    /** As a manager's assignment would be: open, with the notice owed. */
    async assign(
      fields: Partial<Assignment> & Pick<Assignment, 'personId' | 'certificationId' | 'dueOn'>,
    ): Promise<Assignment> {
      const assignment = anAssignment(fields);
      const nudge = await process.features.nudges.firstNudge({ ...assignment, how: 'announced', now: clock.now() });
      const { personId, certificationId } = assignment;
      const cause = { at: clock.now(), by: 'test' };
      await process.features.assignments.store.insert(
        { ...assignment, nudge },
        { type: 'assignment.opened', personId, certificationId },
        cause,
      );
      return assignment;
    },
    assignment: (id: Assignment['_id']) => process.features.assignments.store.byId(id),
    switchOn: () => process.features.nudges.switchTo({ state: 'on' }, 10, owners[0]!),
    setTime,
    liveUntil: (until: Date) => live(until),
    /** Slack reaches nobody any more, as when the process has crashed; and again. */
    leaveSlack: () => slackEdge.stop(),
    async comeBackToSlack() {
      await slackEdge.start();
      await slack.sockets.connected(2);
    },
    /** What a person was shown by the app, in order: posted messages only. */
    told: (slackId: string) =>
      slack
        .effects()
        .flatMap((effect) =>
          effect.kind === 'message.posted' && effect.user === slackId
            ? [{ at: effect.at, text: effect.text, ts: effect.ts }]
            : [],
        ),
    async stop() {
      stopping.abort();
      await loops?.ended();
      await slackEdge.stop();
      await slack.stop();
      await database.close();
    },
  };
}
