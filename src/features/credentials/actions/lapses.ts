import type { Stored } from '../../../platform/database/facts.js';
import type { Topic } from '../../../platform/slack/delivery.js';
import type { Readers, Words } from '../../../platform/slack/notice.js';
import { createNotice } from '../../../platform/slack/notice.js';
import type { Row } from '../../../platform/slack/outbox.js';
import { earliest } from '../../../platform/slack/outbox.js';
import type { Sweep } from '../../../platform/sweeps.js';
import type { CalendarDate, TimeOfDay, Zone } from '../../../shared/dates.js';
import { addDays, addMinutes, dateIn, instantAt, latestDateOnEarth } from '../../../shared/dates.js';
import type { CredentialId } from '../../../shared/ids.js';
import type { Certification } from '../../catalog/index.js';
import type { Person } from '../../people/index.js';
import type { Credential, CredentialFact } from '../credential.js';
import type { LapseNews } from '../lapse-rules.js';
import { isOutlasted, lapseNews, lapseWindowDays, lastDayOf } from '../lapse-rules.js';
import { lapseMessage } from '../messages/results.js';
import type { Asking, ReviewDeps } from './asking.js';

export const lapseTopic = 'credentials.lapse';

type Lapse = Stored<Extract<CredentialFact, { type: 'credential.lapsed' | 'credential.on-last-day' }>>;

const sweepName = 'credentials.lapses';
const midnight = '00:00' as TimeOfDay;
const earliestZone = 'Etc/GMT-14' as Zone;
/** Readers may be off over long holidays, or work once a week; what is renewed by then is not told. */
const windowMinutes = 14 * 24 * 60;

/** Where work must stop: the last day on which it may be done, and that it has to stop, each told once. */
export function createLapses(deps: ReviewDeps & { readers: Readers }, asking: Asking) {
  const { store, reviews, people, catalog, outbox, clock, readers } = deps;

  const critical = async () => [...(await catalog.all()).values()].filter((one) => one.mayNotWorkWithout);

  /** Those of a certification whose last day has come somewhere on Earth, and not too long ago. */
  const candidates = ({ _id, graceDays }: Certification, now: Date) => {
    const latest = latestDateOnEarth(now);
    return reviews.expiring(_id, addDays(latest, -graceDays - lapseWindowDays - 2), addDays(latest, -graceDays));
  };

  /** States what is news where the person is. While an owner lets Laurel speak to nobody, nothing is stated. */
  async function findLapses(keepsGoing: () => boolean): Promise<number> {
    if (await people.isSilent()) return 0;
    const now = clock.now();
    let stated = 0;
    for (const certification of await critical()) {
      for await (const credential of candidates(certification, now)) {
        if (!keepsGoing()) return stated;
        const person = await people.byId(credential.personId);
        const news = person && (await newsOf(credential, certification, person, now));
        if (news && (await state(credential, news, dateIn(now, person.zone), now))) stated += 1;
      }
    }
    return stated;
  }

  async function newsOf(credential: Credential, { graceDays }: Certification, person: Person, now: Date) {
    const news = lapseNews(credential, graceDays, dateIn(now, person.zone));
    if (news === undefined || person.state !== 'active' || !(await people.isReached(person))) return undefined;
    const held = await store.verified(person._id, credential.certificationId);
    return isOutlasted(credential, held) ? undefined : news;
  }

  function state(credential: Credential, news: LapseNews, today: CalendarDate, now: Date): Promise<boolean> {
    const { _id, personId, certificationId, lapse } = credential;
    const about = { personId, certificationId, credentialId: _id };
    const cause = { at: now, by: `sweep:${sweepName}` };
    return news === 'on-last-day'
      ? reviews.lapse(
          credential,
          { ...lapse, lastDayToldOn: today },
          { type: 'credential.on-last-day', ...about },
          cause,
        )
      : reviews.lapse(credential, { ...lapse, lapsedOn: today }, { type: 'credential.lapsed', ...about }, cause);
  }

  /** The next midnight of somebody after which something is news. */
  async function nextDueAt(): Promise<Date | undefined> {
    if (await people.isSilent()) return undefined;
    const now = clock.now();
    const instants: Date[] = [];
    for (const certification of await critical()) {
      const { _id, graceDays } = certification;
      for await (const credential of candidates(certification, now)) {
        const person = await people.byId(credential.personId);
        if (person !== null) instants.push(...midnightsOf(credential, graceDays, person.zone));
      }
      const next = await reviews.firstExpiryAfter(_id, addDays(latestDateOnEarth(now), -graceDays));
      if (next !== undefined) instants.push(instantAt(lastDayOf(next, graceDays), midnight, earliestZone));
    }
    return earliest(instants.filter((instant) => instant > now));
  }

  async function draw(row: Row, now: Date): Promise<Words> {
    const [id, told] = row.subject.split(' ');
    const credential = await store.byId(id as CredentialId);
    if (credential === null || credential.state !== 'verified' || credential.expiresOn === null) return undefined;
    const [person, certification] = await asking.subjectOf(credential);
    const held = await store.verified(person._id, certification._id);
    if (person.state !== 'active' || !certification.mayNotWorkWithout || isOutlasted(credential, held))
      return undefined;
    const { expiresOn } = credential;
    const lastDay = lastDayOf(expiresOn, certification.graceDays);
    const today = dateIn(now, person.zone);
    const news: LapseNews = today > lastDay ? 'lapsed' : 'on-last-day';
    // A reader who was off on the last day hears of the lapse alone; after a later date was loaded there is no news.
    if (news !== told || today < lastDay) return undefined;
    return {
      words: lapseMessage({ news, person: person.name, certification: certification.name, expiresOn, lastDay }),
    };
  }

  const sweep: Sweep = { name: sweepName, run: findLapses, nextDueAt };
  const topic: Topic = createNotice({ readers, draw });
  return {
    sweep,
    topic,

    /** To the nearest manager who can be reached and to each owner, once each, beside all that limits messages. */
    async tellLapse(fact: Lapse): Promise<void> {
      const person = await people.byId(fact.personId);
      if (person === null || person.state !== 'active') return;
      const manager = await people.reachableManager(person);
      const tellable = [...(manager === undefined ? [] : [manager]), ...(await people.owners())];
      const to = new Set(tellable.map(({ _id }) => _id).filter((id) => id !== person._id));
      const now = clock.now();
      const news: LapseNews = fact.type === 'credential.lapsed' ? 'lapsed' : 'on-last-day';
      await outbox.put(
        [...to].map((reader) => ({
          key: `${lapseTopic}|${fact.id}|${reader}`,
          to: reader,
          topic: lapseTopic,
          subject: `${fact.credentialId} ${news}`,
          notBefore: now,
          notAfter: addMinutes(now, windowMinutes),
          priority: 1 as const,
        })),
      );
    },
  };
}

/** When its last day begins, and when it is over. */
function midnightsOf({ expiresOn, lapse }: Credential, graceDays: number, zone: Zone): Date[] {
  if (expiresOn === null) return [];
  const lastDay = lastDayOf(expiresOn, graceDays);
  const after = instantAt(addDays(lastDay, 1), midnight, zone);
  return lapse.lastDayToldOn === null ? [instantAt(lastDay, midnight, zone), after] : [after];
}
