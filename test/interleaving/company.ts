import type { Db } from 'mongodb';
import type { Person } from '../../src/features/people/index.js';
import type { Lengths } from '../../src/platform/database/lengths.js';
import { productionLengths } from '../../src/platform/database/lengths.js';
import type { Row } from '../../src/platform/slack/outbox.js';
import { earliest } from '../../src/platform/slack/outbox.js';
import type { CalendarDate, Zone } from '../../src/shared/dates.js';
import type { CertificationId, CredentialId } from '../../src/shared/ids.js';
import { SlackUserId } from '../../src/shared/links.js';
import { aCertification } from '../builders/certification.js';
import { aCredential } from '../builders/credential.js';
import { outsideOfWorkers } from '../harness/gates.js';
import { startHouse } from '../harness/house.js';
import { dayOf } from '../model/days.js';
import type { Posted, Seen, SeenAssignment } from '../model/judge.js';
import type { Happening, Matter, Mishap, Story } from '../model/story.js';

type House = Awaited<ReturnType<typeof startHouse>>;
export type Process = Awaited<ReturnType<House['startProcess']>>;
export type Company = Awaited<ReturnType<typeof startCompany>>;

/** Ticks that have no part in these stories. */
const elsewhere = ['directory', 'retention'];

/** Leases run out only when the story says so; Slack's own gaps are as short as in every test. */
const lengths: Lengths = { ...productionLengths, slackSecondMs: 1, redrawGapMs: 5 };

/** How often a process that has nothing to do lets lease time pass: alone, more often than any wait follows another. */
const mostPasses = { alone: 40, 'or let others': 3 };

/** What stays from story to story; everything else begins empty. */
const stays = ['people', 'certifications', 'settings', 'slackAccounts', 'directorySync'];

/** Two people with open DMs and two certifications, who live through one story after the other. */
export async function startCompany(ladders: Story['ladders'], now: Date) {
  const house = await startHouse({ now, lengths });
  const { db } = house.database;
  const codes = new Map<string, CertificationId>();
  for (const [name, ladder] of Object.entries(ladders)) {
    const certification = aCertification({ name, ladder: [...ladder], relevantTo: [], studyLinks: [] });
    codes.set(name, certification._id);
    await house.certify(certification);
  }
  const people = new Map<string, Person>();
  for (const name of ['Ana', 'Ben']) {
    const person = await house.hire({ slackId: `U0${name.toUpperCase()}`, name, zone: 'UTC' as Zone });
    people.set(name, person);
  }
  await house.switchOn();
  await house.settleDown();
  const collections = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);

  let credentials = new Map<string, CredentialId>();
  let happened: Seen['happened'][number][] = [];
  let from = 0;
  let mishap: Mishap | undefined;

  const about = ({ person, certification }: Matter) => ({
    personId: people.get(person)!._id,
    certificationId: codes.get(certification)!,
  });
  const unfinished = (matter: Matter) => {
    const { personId, certificationId } = about(matter);
    return house.features.assignments.store.unfinishedOf(personId, certificationId);
  };
  const cause = () => ({ at: house.clock.now(), by: 'test' });

  /** Does it as the person would, again when something came between; what has become impossible is not done. */
  async function perform(happening: Happening): Promise<void> {
    const { personId, certificationId } = about(happening);
    const { assignments, credentials: earned, nudges } = house.features;
    switch (happening.kind) {
      case 'assigned':
        await house.assign({ personId, certificationId, dueOn: happening.dueOn as CalendarDate });
        return;
      case 'snoozed': {
        const current = await unfinished(happening);
        if (current === null) return;
        const value = `${current._id} ${current.version} ${happening.days}`;
        const slackUserId = SlackUserId.parse(people.get(happening.person)!.slackId);
        const answer = await nudges.presses['nudges.snooze']!({ slackUserId, value, place: 'message' });
        const isDone = JSON.stringify(answer).includes('Snoozed');
        if (!isDone) await perform(happening);
        return;
      }
      case 'waived': {
        const current = await unfinished(happening);
        if (current?.state !== 'open' || current.renews !== null) return;
        const closed = { type: 'assignment.closed', personId, certificationId, closing: 'waived' } as const;
        if (!(await assignments.store.change(current, { state: 'closed', closing: 'waived' }, closed, cause())))
          await perform(happening);
        return;
      }
      case 'verified': {
        const { expiresOn, credential: name } = happening;
        const noun = aCredential({
          personId,
          certificationId,
          earnedOn: dayOf(house.clock.now()) as CalendarDate,
          expiresOn: expiresOn as CalendarDate | null,
        });
        credentials.set(name, noun._id);
        const fact = {
          type: 'credential.verified',
          personId,
          certificationId,
          credentialId: noun._id,
          earnedOn: noun.earnedOn,
          expiresOn: noun.expiresOn,
          source: 'handed-in',
        } as const;
        await earned.store.saveAll([{ kind: 'born', noun, fact }], cause());
        return;
      }
      case 'prolonged': {
        const credentialId = credentials.get(happening.credential)!;
        for (const day of happening.to) {
          const { version, earnedOn } = (await earned.store.byId(credentialId))!;
          const expiresOn = day as CalendarDate;
          const loaded = { credentialId, earnedOn, expiresOn, source: 'loaded' } as const;
          const fact = { type: 'credential.verified', personId, certificationId, ...loaded } as const;
          const was = { _id: credentialId, version };
          await earned.store.saveAll([{ kind: 'changed', was, set: { expiresOn }, fact }], cause());
        }
        return;
      }
      case 'revoked': {
        const credentialId = credentials.get(happening.credential)!;
        const current = await earned.store.byId(credentialId);
        if (current === null || current.state === 'revoked') return;
        const revoked = { type: 'credential.revoked', personId, certificationId, credentialId } as const;
        if (!(await earned.store.change(current, 'revoked', revoked, cause()))) await perform(happening);
        return;
      }
      case 'submitted': {
        const today = dayOf(house.clock.now()) as CalendarDate;
        const noun = aCredential({
          personId,
          certificationId,
          earnedOn: today,
          state: 'submitted',
          handedIn: { by: personId, on: today, at: house.clock.now() },
        });
        credentials.set(happening.credential, noun._id);
        const fact = {
          type: 'credential.submitted',
          personId,
          certificationId,
          credentialId: noun._id,
          on: today,
        } as const;
        await earned.store.saveAll([{ kind: 'born', noun, fact }], cause());
        return;
      }
      case 'declined': {
        const credentialId = credentials.get(happening.credential)!;
        const current = await earned.store.byId(credentialId);
        if (current?.state !== 'submitted') return;
        const declined = { type: 'credential.declined', personId, certificationId, credentialId } as const;
        if (!(await earned.store.change(current, 'declined', declined, cause()))) await perform(happening);
        return;
      }
    }
  }

  const effects = () => house.slack.effects().filter(({ n }) => n > from);

  return {
    house,
    /** Forgets the last story and begins another one, later. */
    async begin(at: Date): Promise<void> {
      for (const name of collections) if (!stays.includes(name)) await db.collection(name).deleteMany({});
      house.setTime(at);
      house.slack.faults.clear();
      from = house.slack.effects().at(-1)?.n ?? 0;
      credentials = new Map();
      happened = [];
    },

    /** From now on the next message meets this. */
    meet(next: Mishap | undefined): void {
      mishap = next;
      const { faults } = house.slack;
      if (mishap === 'reply-lost') faults.next('chat.postMessage', { kind: 'accept-then', what: 'reset' });
      if (mishap === 'reply-garbled') faults.next('chat.postMessage', { kind: 'accept-then', what: 'cut' });
      if (mishap === 'refused-for-now') faults.next('chat.postMessage', { kind: 'status', status: 503 });
      if (mishap === 'late') faults.next('chat.postMessage', { kind: 'late-commit', ms: 400 });
    },

    async happen(happening: Happening, wasQuiet: boolean): Promise<void> {
      await perform(happening);
      const { person, certification, kind } = happening;
      const afterN = house.slack.effects().at(-1)?.n ?? 0;
      happened.push({ person, certification, kind, at: house.clock.now(), afterN, wasQuiet });
    },

    async seen(): Promise<Seen> {
      const rows = await db.collection<Row>('outbox').find().toArray();
      return {
        posted: postedIn(rows),
        assignments: await assignmentsIn(),
        happened,
        leftToAPerson: rows
          .filter((row) => isLeftToAPerson(row))
          .map(({ to, endedAt }) => ({ person: nameOf(to), on: dayOf(endedAt!) })),
        leftovers: await leftovers(rows),
        unexplained: await unexplained(),
      };
    },
  };

  function postedIn(rows: readonly Row[]): Posted[] {
    return effects().flatMap((effect) => {
      if (effect.kind !== 'message.posted') return [];
      const payload = (effect.metadata as { event_payload?: { delivery_id?: string } } | null)?.event_payload;
      const row = rows.find(({ deliveryId }) => deliveryId === payload?.delivery_id);
      if (row?.topic !== 'nudges.reminder') return [];
      const now = effects().findLast(
        (later) => 'ts' in later && later.ts === effect.ts && later.channel === effect.channel,
      );
      const person = [...people].find(([, { slackId }]) => slackId === effect.user)?.[0];
      return [
        {
          n: effect.n,
          at: new Date(effect.at),
          person: person ?? 'a stranger',
          certifications: [...codes.keys()].filter((name) => JSON.stringify(effect.blocks).includes(name)),
          row: row._id,
          ambiguities: row.ambiguities,
          answerable: JSON.stringify(now).match(/asg_\w+ \d+/g) ?? [],
        },
      ];
    });
  }

  function nameOf(personId: string): string {
    return [...people].find(([, { _id }]) => _id === personId)?.[0] ?? 'a stranger';
  }

  async function assignmentsIn(): Promise<SeenAssignment[]> {
    const all = await house.features.assignments.store.model.find().lean().exec();
    const keyOf = (names: Map<string, string>, id: string | null) =>
      id === null ? null : ([...names].find(([, known]) => known === id)?.[0] ?? id);
    return all.map((one) => ({
      id: one._id,
      version: one.version,
      person: nameOf(one.personId),
      certification: keyOf(codes, one.certificationId)!,
      state: one.state,
      closing: one.closing,
      dueOn: one.dueOn,
      renews: keyOf(credentials, one.renews),
      said: one.nudge.said.map(({ reason, row, certain }) => ({ reason, row, certain })),
    }));
  }

  async function leftovers(rows: readonly Row[]): Promise<string[]> {
    const now = house.clock.now();
    const reactions = await db
      .collection('reactions')
      .find({ state: { $ne: 'done' } })
      .toArray();
    const pending = await Promise.all(
      collections.map(
        async (name) => (await db.collection(name).findOne({ 'pendingFacts.0': { $exists: true } })) && name,
      ),
    );
    return [
      ...reactions.map(({ _id, state }) => `the reaction ${_id} is ${state}`),
      ...rows.filter((row) => isUnsettled(row, now)).map(({ _id, state }) => `the row ${_id} is ${state}`),
      ...pending.flatMap((name) => (name === null ? [] : [`facts of ${name} wait`])),
    ];
  }

  /** Every version of these nouns has its fact, and every fact its version. */
  async function unexplained(): Promise<string[]> {
    const found: string[] = [];
    for (const name of ['assignments', 'credentials']) {
      for (const { _id, version } of await db.collection<{ _id: string; version: number }>(name).find().toArray()) {
        const facts = await db.collection<{ _id: string }>('audit').find({ about: _id }).toArray();
        const ids = Array.from({ length: version + 1 }, (_, at) => `${_id}:${at}`);
        if (facts.length !== ids.length || !facts.every((fact) => ids.includes(fact._id)))
          found.push(`${_id} of version ${version} has the facts ${facts.map((fact) => fact._id).join(' ')}`);
      }
    }
    return found;
  }
}

const isLeftToAPerson = ({ state, ambiguities }: Row) => state === 'needs-review' && ambiguities >= 2;

const isUnsettled = ({ state, ambiguities, holding, stale, notBefore, why }: Row, now: Date) =>
  holding ||
  ['claimed', 'sending', 'unknown'].includes(state) ||
  (state === 'needs-review' && ambiguities < 2) ||
  (state === 'sent' && stale > 0) ||
  (state === 'pending' && notBefore <= now) ||
  (state === 'dropped' && why?.startsWith('ours'));

/**
 * All that a process does, one thing after the other, until nothing is left to do and nothing waits for lease time. While
 * others work at the same time, what they have in hand is left to them in the end.
 */
export async function workUntilQuiet(process: Process, company: 'alone' | 'or let others' = 'alone'): Promise<void> {
  let isSweepDue = true;
  for (let passes = 0; passes < mostPasses[company]; ) {
    const swept: number = isSweepDue ? await sweepAll(process) : 0;
    const { done, stated } = await loopOnce(process);
    // Only facts can make something due that the sweeps have passed by.
    isSweepDue = stated > 0;
    if (swept + done > 0) continue;
    if (!(await isWaiting(process))) return;
    await passLeaseTime(process.database.db);
    isSweepDue = true;
    passes += 1;
  }
  if (company === 'alone') throw new Error('Something is due, but nothing moves');
}

async function isWaiting({ platform: { outbox, clock }, database }: Process): Promise<boolean> {
  const counts = await Promise.all([
    outbox.countPendingDue(clock.now()),
    outbox.countLeased(),
    outbox.countUnknown(),
    outbox.countStale(),
    database.db.collection('reactions').countDocuments({ state: { $in: ['waiting', 'claimed'] } }),
  ]);
  return counts.some((count) => count > 0);
}

const leaseTimes: Readonly<Record<string, readonly string[]>> = {
  outbox: ['leaseUntil', 'holdUntil', 'lookAt', 'redrawAt'],
  reactions: ['leaseUntil', 'dueAt'],
  pacer: ['freeAt'],
  breaker: ['probeAt'],
};

/** Whatever is leased, held or put off by lease time is so no more, as after a long while. */
async function passLeaseTime(db: Db): Promise<void> {
  for (const [name, paths] of Object.entries(leaseTimes))
    for (const path of paths)
      await outsideOfWorkers(() =>
        db.collection(name).updateMany({ [path]: { $type: 'date' } }, { $set: { [path]: new Date(0) } }),
      );
}

/** When the process must wake up next, after now. */
export async function nextDueAt({ ticks, platform }: Process): Promise<Date | undefined> {
  const sweeps = ticks.filter(({ name }) => !elsewhere.includes(name)).flatMap((tick) => tick.sweeps);
  const next = earliest([
    ...(await Promise.all(sweeps.map((sweep) => sweep.nextDueAt?.()))),
    await platform.outbox.nextDueAt(),
  ]);
  const now = platform.clock.now();
  return next !== undefined && next <= now ? new Date(now.getTime() + 1_000) : next;
}

async function sweepAll({ ticks }: Process): Promise<number> {
  let swept = 0;
  for (const tick of ticks.filter(({ name }) => !elsewhere.includes(name)))
    for (const sweep of tick.sweeps) swept += await sweep.run(() => true);
  return swept;
}

/** `stated`: facts that moved or were reacted to. */
async function loopOnce({ loops }: Process): Promise<{ done: number; stated: number }> {
  let done = 0;
  let stated = 0;
  for (const { name, run } of loops) {
    const count = await run();
    done += count;
    if (name === 'relay' || name === 'reactions') stated += count;
  }
  return { done, stated };
}
