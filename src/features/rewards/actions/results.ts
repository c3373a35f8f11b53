import type { Stored } from '../../../platform/database/facts.js';
import type { Topic } from '../../../platform/slack/delivery.js';
import type { Words } from '../../../platform/slack/notice.js';
import { createNotice } from '../../../platform/slack/notice.js';
import type { Row } from '../../../platform/slack/outbox.js';
import type { MessageContent } from '../../../shared/block-limits.js';
import { addMinutes } from '../../../shared/dates.js';
import type { PersonId } from '../../../shared/ids.js';
import { GrantId } from '../../../shared/ids.js';
import { readSeen, writeSeen } from '../../../shared/seen.js';
import type { Certification } from '../../catalog/index.js';
import type { Grant, GrantTold } from '../grant.js';
import { isApproved, stands } from '../grant.js';
import { grantResult } from '../messages/results.js';
import type { Approving } from './asking.js';
import type { GrantDeps } from './deps.js';

export const resultTopic = 'rewards.result';

const windowMinutes = 14 * 24 * 60;

/** What became of a reward, told once to the person who earned it. */
export function createGrantResults({ grants, people, outbox, clock, readers, sharing }: GrantDeps, asking: Approving) {
  /**
   * As it stands now. What was granted and has ended since is told by the row of its end alone: two rows that waited for
   * the same morning would say it twice.
   */
  async function draw(row: Row): Promise<Words> {
    const seen = readSeen(GrantId, row.subject);
    const grant = seen === undefined ? null : await grants.byId(seen.id);
    if (grant === null || (seen?.choice === ofItsEnd) !== hasEnded(grant)) return undefined;
    const [, certification] = await asking.subjectOf(grant);
    const about = { certification: certification.name, reward: grant.reward };
    const items = [{ id: grant._id, reason: 'result', version: grant.version }];
    if (grant.end?.kind === 'ends') return { words: grantResult({ kind: 'ended', on: grant.end.on, ...about }) };
    if (isApproved(grant) && grant.end === null) return { words: await approved(grant), items };
    if (grant.state === 'declined') {
      const by = (await people.byId(grant.decision!.by))?.name;
      return { words: grantResult({ kind: 'declined', by, why: grant.decision!.why, ...about }) };
    }
    // What nobody was told of need not be taken back.
    const wasTold = (grant.state === 'reversed' || grant.end !== null) && grant.decision !== null;
    return wasTold ? { words: reversed(grant, certification) } : undefined;
  }

  async function approved(grant: Grant): Promise<MessageContent> {
    const [[, certification], control] = await Promise.all([asking.subjectOf(grant), sharing(grant.credentialId)]);
    const { reward } = grant;
    return grantResult({ ...stageOf(grant), certification: certification.name, reward, sharing: control });
  }

  /**
   * That it is on its way, paid, and shared is shown in the message that told of it. What ended it is told by another one;
   * here a raise that is over stays what it was, and what is taken back has nothing to share any more.
   */
  async function redraw(row: Row): Promise<MessageContent | undefined> {
    const grant = await grants.byId(GrantId.parse(readSeen(GrantId, row.subject)?.id));
    if (grant === null) return undefined;
    if (stands(grant)) return approved(grant);
    const [, certification] = await asking.subjectOf(grant);
    return reversed(grant, certification);
  }

  const topic: Topic = createNotice({ readers, draw, redraw });
  return {
    topic,

    async tellResult({ id, type, about, personId }: Stored<GrantTold>): Promise<void> {
      // That it is taken back was told when payroll was asked to.
      if (type === 'grant.reversed' && (await grants.byId(about as GrantId))?.end?.kind === 'reversal') return;
      const now = clock.now();
      await outbox.put([
        {
          key: `${resultTopic}|${id}`,
          to: personId satisfies PersonId,
          topic: resultTopic,
          subject: writeSeen(about, 0, endings.has(type) ? ofItsEnd : ''),
          notBefore: now,
          notAfter: addMinutes(now, windowMinutes),
          priority: 2,
        },
      ]);
    },
  };
}

const ofItsEnd = 'end';
const endings: ReadonlySet<GrantTold['type']> = new Set(['grant.reversed', 'grant.recalled', 'grant.ended'] as const);
const hasEnded = ({ state, end }: Grant) => state === 'reversed' || end !== null;

function reversed({ end, reward }: Grant, { name }: Pick<Certification, 'name'>): MessageContent {
  const payroll = end?.kind === 'reversal' ? 'is-told' : 'never-knew';
  return grantResult({ kind: 'reversed', payroll, certification: name, reward });
}

function stageOf({ state, payroll }: Grant) {
  const told = payroll.findLast(({ kind }) => kind === 'reward');
  if (state === 'granted' || told === undefined) return { kind: 'granted' } as const;
  return { kind: state === 'paid' ? 'paid' : 'exported', month: told.month } as const;
}
