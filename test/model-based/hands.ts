import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { handInDialog } from '../../src/features/credentials/messages/hand-in.js';
import { approvePressed, declinePressed } from '../../src/features/credentials/messages/review.js';
import type { FileKind, Loading } from '../../src/features/loading/index.js';
import type { Person } from '../../src/features/people/index.js';
import type { CertificationId, CredentialId } from '../../src/shared/ids.js';
import { newCredentialId } from '../../src/shared/ids.js';
import { SlackUserId } from '../../src/shared/links.js';
import { writeSeen } from '../../src/shared/seen.js';
import { nextDueAt, startCompany, workUntilQuiet } from '../interleaving/company.js';
import type { Day } from '../model/days.js';
import { dayOf } from '../model/days.js';
import type { Posted, Seen } from '../model/judge.js';
import type { Happening, Matter, Story } from '../model/story.js';

type Outcome = Awaited<ReturnType<Loading['load']>>['outcome'];

export type Hands = Awaited<ReturnType<typeof startHands>>;

/** What people do in the company of the interleaving tests, through the edge where it decides anything: its forms, presses and files. */
export async function startHands(ladders: Story['ladders'], now: Date) {
  const company = await startCompany(ladders, now);
  const { house } = company;
  const { people, catalog, credentials } = house.features;
  const folder = await mkdtemp(join(tmpdir(), 'laurel-model-'));
  const boss = await house.hire({ slackId: 'U0MIA', name: 'Mia', zone: 'UTC' as Person['zone'] });
  await people.store.model.updateMany({ _id: { $ne: boss._id } }, { $set: { managerId: boss._id } });
  const staff = new Map<string, Person>();
  for (const person of await people.store.model.find().lean<Person[]>().exec()) staff.set(person.name, person);
  const codes = new Map<string, CertificationId>();
  for (const [code, { name }] of await catalog.store.all()) codes.set(name, code);
  let happened: Seen['happened'][number][] = [];
  let files = 0;

  const about = ({ person, certification }: Matter) => ({
    person: staff.get(person)!,
    code: codes.get(certification)!,
  });
  const slackUserOf = (person: string) => SlackUserId.parse(staff.get(person)!.slackId);

  async function load(kind: FileKind['name'], lines: readonly string[]): Promise<Outcome> {
    files += 1;
    const path = join(folder, `${files}.csv`);
    await writeFile(path, `${lines.join('\n')}\n`);
    const { outcome } = await house.features.loading.load(kind, path, { mode: 'apply', badRows: 'refuse' });
    return outcome;
  }

  async function assignmentsFile(matter: Matter, dueOn: Day, state = ''): Promise<void> {
    const { person, code } = about(matter);
    const outcome = await load('assignments', [
      'employee_id,code,due_on,state',
      `${person.employeeId},${code},${dueOn},${state}`,
    ]);
    if (outcome !== 'applied') throw new Error(`A file of what changes is ${outcome}`);
  }

  async function decide(actionId: string, credentialId: string): Promise<void> {
    const { version } = (await credentials.store.byId(credentialId as CredentialId))!;
    const seen = writeSeen(credentialId, version);
    const slackUserId = slackUserOf('Mia');
    if (actionId === approvePressed)
      await credentials.presses[approvePressed]!({ slackUserId, value: seen, place: 'message' });
    else
      await credentials.forms[declinePressed]!({ slackUserId, subject: seen, values: { why: 'A page is missing.' } });
  }

  async function perform(happening: Happening, dueOn: Day | undefined): Promise<void> {
    switch (happening.kind) {
      case 'loaded':
        await assignmentsFile(happening, happening.dueOn);
        return;
      case 'waived':
        await assignmentsFile(happening, dueOn!, 'waived');
        return;
      case 'verified':
        await decide(approvePressed, happening.credential);
        return;
      case 'declined':
        await decide(declinePressed, happening.credential);
        return;
      case 'left':
        await accountOf(happening.person, { deleted: true });
        return;
      default:
        await company.happen(happening, true);
    }
  }

  /** The directory says so, and the app has heard it. */
  async function accountOf(name: string, change: { deleted: boolean }): Promise<void> {
    const { slackId, _id } = staff.get(name)!;
    await house.slack.act.change(slackId!, change);
    const state = change.deleted ? 'left' : 'active';
    await vi.waitFor(async () => {
      if ((await people.store.byId(_id))?.state !== state) throw new Error(`${name} is not known to have ${state}`);
    });
  }

  return {
    house,

    async begin(at: Date): Promise<void> {
      for (const [name, { _id }] of staff)
        if ((await people.store.byId(_id))?.state === 'left') await accountOf(name, { deleted: false });
      await workUntilQuiet(house);
      await company.begin(at);
      happened = [];
    },

    /** Does it, and all that follows from it at once. */
    async happen(happening: Happening, dueOn?: Day): Promise<undefined> {
      await perform(happening, dueOn);
      const afterN = house.slack.effects().at(-1)?.n ?? 0;
      const { person, certification, kind } = happening;
      happened.push({ person, certification, kind, at: house.clock.now(), afterN, wasQuiet: true });
      await workUntilQuiet(house);
    },

    /** Hands in what lasts so long; the name of what was handed in. */
    async handIn(matter: Matter, expiresOn: Day): Promise<string> {
      const { person, code } = about(matter);
      const credentialId = newCredentialId();
      const answer = await credentials.forms[handInDialog]!({
        slackUserId: slackUserOf(matter.person),
        subject: ['new', credentialId, person._id, code].join(' '),
        values: { earned: dayOf(house.clock.now()), until: expiresOn, number: credentialId.slice(-8) },
      });
      if (JSON.stringify(answer ?? {}).includes('"errors"'))
        throw new Error(`What was handed in is refused: ${JSON.stringify(answer)}`);
      if ((await credentials.store.byId(credentialId)) === null) throw new Error('What was handed in is not there');
      const afterN = house.slack.effects().at(-1)?.n ?? 0;
      happened.push({ ...matter, kind: 'submitted', at: house.clock.now(), afterN, wasQuiet: true });
      await workUntilQuiet(house);
      return credentialId;
    },

    /** The same assignments once more: what came of it. Somebody's role is another one each time. */
    async loadAgain(loaded: readonly (Matter & { dueOn: Day })[]): Promise<Outcome> {
      const outcome = await load('assignments', [
        'employee_id,code,due_on',
        ...loaded.map((one) => `${about(one).person.employeeId},${about(one).code},${one.dueOn}`),
      ]);
      const { employeeId, name } = staff.get(loaded[0]!.person)!;
      await load('people', ['employee_id,name,role', `${employeeId},${name},Role ${files}`]);
      await workUntilQuiet(house);
      return outcome;
    },

    async liveUntil(until: Date): Promise<void> {
      for (let next = await nextDueAt(house); next !== undefined && next <= until; next = await nextDueAt(house)) {
        house.setTime(next);
        await workUntilQuiet(house);
      }
      house.setTime(until);
      await workUntilQuiet(house);
    },

    nextDueAt: () => nextDueAt(house),

    /** All that is there now; reminders of matters that nobody spoke of as well. */
    async seen(): Promise<Seen & { strays: readonly Posted[] }> {
      const seen = await company.seen();
      const known = (posted: Posted) =>
        posted.certifications.length > 0 &&
        posted.certifications.every((certification) =>
          happened.some((one) => one.person === posted.person && one.certification === certification),
        );
      return { ...seen, happened, strays: seen.posted.filter((posted) => !known(posted)) };
    },

    async stop(): Promise<void> {
      await house.stop();
      await rm(folder, { recursive: true });
    },
  };
}
