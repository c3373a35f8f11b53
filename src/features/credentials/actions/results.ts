import type { Stored } from '../../../platform/database/facts.js';
import type { Topic } from '../../../platform/slack/delivery.js';
import type { Readers, Words } from '../../../platform/slack/notice.js';
import { createNotice } from '../../../platform/slack/notice.js';
import type { Row } from '../../../platform/slack/outbox.js';
import { addMinutes, dateIn, daysBetween } from '../../../shared/dates.js';
import type { CredentialId, PersonId } from '../../../shared/ids.js';
import type { CredentialFact } from '../credential.js';
import type { Result } from '../messages/results.js';
import { resultMessage } from '../messages/results.js';
import type { Asking, ReviewDeps } from './asking.js';

export const resultTopic = 'credentials.result';

type Decision = Stored<
  Extract<CredentialFact, { type: 'credential.verified' | 'credential.declined' | 'credential.merged' }>
>;

const windowMinutes = 14 * 24 * 60;

/** What became of it, told to whoever waits for it. */
export function createResults(deps: ReviewDeps & { readers: Readers }, asking: Asking) {
  const { store, people, assignments, outbox, clock, readers } = deps;

  async function draw(row: Row, now: Date): Promise<Words> {
    const credential = await store.byId(row.subject as CredentialId);
    if (credential === null || credential.decision === null) return undefined;
    const [person, certification] = await asking.subjectOf(credential);
    const { state, decision, expiresOn, personId, certificationId } = credential;
    const about = { certification: certification.name, whose: row.to === personId ? undefined : person.name };
    const result = await resultOf();
    return result && { words: resultMessage({ ...about, ...result }) };

    /** As it stands now: what was decided may have been overtaken. */
    async function resultOf(): Promise<Result | undefined> {
      if (state === 'merged') return { kind: 'merged' };
      if (state === 'verified' || state === 'superseded') {
        const [longest] = state === 'superseded' ? await store.verified(personId, certificationId) : [];
        const until = longest === undefined ? expiresOn : longest.expiresOn;
        const opensOn = until === null ? null : assignments.renewalOpensOn(until, certification.ladder);
        const remindsFrom = opensOn !== null && opensOn > dateIn(now, person.zone) ? opensOn : null;
        return { kind: 'verified', until, remindsFrom, lasts: longest === undefined ? 'itself' : 'another' };
      }
      if (state !== 'declined') return undefined;
      const assignment = await assignments.unfinishedOf(personId, certificationId);
      const by = (await people.byId(decision!.by))?.name;
      return {
        kind: 'declined',
        by,
        why: decision!.why,
        due: assignment && {
          on: assignment.dueOn,
          daysLeft: daysBetween(dateIn(now, person.zone), assignment.dueOn),
          again: { id: assignment._id, version: assignment.version },
          handInFor: { personId, certificationId },
        },
      };
    }
  }

  const topic: Topic = createNotice({ readers, draw });
  return {
    topic,

    /** To the person, or to whoever handed it in for somebody without Slack. What is loaded tells nobody anything. */
    async tellResult(fact: Decision): Promise<void> {
      if (fact.type === 'credential.verified' && fact.source === 'loaded') return;
      const [person, credential] = await Promise.all([people.byId(fact.personId), store.byId(fact.credentialId)]);
      const to: PersonId | undefined = person?.slackId === null ? credential?.handedIn?.by : person?._id;
      if (to === undefined) return;
      const now = clock.now();
      await outbox.put([
        {
          key: `${resultTopic}|${fact.id}`,
          to,
          topic: resultTopic,
          subject: fact.credentialId,
          notBefore: now,
          notAfter: addMinutes(now, windowMinutes),
          priority: 2,
        },
      ]);
    },
  };
}
