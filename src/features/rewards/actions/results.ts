import type { Stored } from '../../../platform/database/facts.js';
import type { Topic } from '../../../platform/slack/delivery.js';
import type { Words } from '../../../platform/slack/notice.js';
import { createNotice } from '../../../platform/slack/notice.js';
import type { Row } from '../../../platform/slack/outbox.js';
import { addMinutes } from '../../../shared/dates.js';
import type { GrantId, PersonId } from '../../../shared/ids.js';
import type { Grant, GrantSettled } from '../grant.js';
import { grantResult } from '../messages/results.js';
import type { Approving } from './asking.js';
import type { GrantDeps } from './deps.js';

export const resultTopic = 'rewards.result';

const windowMinutes = 14 * 24 * 60;

/** What became of a reward, told once to the person who earned it. */
export function createGrantResults({ grants, people, outbox, clock, readers }: GrantDeps, asking: Approving) {
  /** As it stands now: what was granted may have been reversed since. */
  async function draw(row: Row): Promise<Words> {
    const grant = await grants.byId(row.subject as GrantId);
    if (grant === null) return undefined;
    const [, certification] = await asking.subjectOf(grant);
    const about = { certification: certification.name, reward: grant.reward };
    if (grant.state === 'granted') return { words: grantResult({ kind: 'granted', ...about }) };
    if (grant.state === 'declined') {
      const by = (await people.byId(grant.decision!.by))?.name;
      return { words: grantResult({ kind: 'declined', by, why: grant.decision!.why, ...about }) };
    }
    // What nobody was told of need not be taken back.
    const wasTold = grant.state === 'reversed' && grant.decision !== null;
    return wasTold ? { words: grantResult({ kind: 'reversed', ...about }) } : undefined;
  }

  const topic: Topic = createNotice({ readers, draw });
  return {
    topic,

    async tellResult({ id, about, personId }: Stored<GrantSettled>): Promise<void> {
      const now = clock.now();
      await outbox.put([
        {
          key: `${resultTopic}|${id}`,
          to: personId satisfies PersonId,
          topic: resultTopic,
          subject: about as Grant['_id'],
          notBefore: now,
          notAfter: addMinutes(now, windowMinutes),
          priority: 2,
        },
      ]);
    },
  };
}
