import { createNotice } from '../../../platform/slack/notice.js';
import type { Row } from '../../../platform/slack/outbox.js';
import { addMinutes } from '../../../shared/dates.js';
import type { PersonId } from '../../../shared/ids.js';
import { CredentialId } from '../../../shared/ids.js';
import type { Invitation } from '../messages.js';
import { thanksInvitation } from '../messages.js';
import type { RecognitionDeps } from './deps.js';
import type { PraiseOf } from './praise.js';

export const thanksTopic = 'recognition.thanks';

const week = 7 * 24 * 60;

type ThanksDeps = Pick<RecognitionDeps, 'store' | 'outbox' | 'people' | 'readers' | 'clock' | 'linkTo'> & {
  praiseOf: PraiseOf;
};

/**
 * A manager is asked for a word of their own, once for each credential: with the post when there is one, and without a word of
 * posts when there is none. One message a working day holds all of them.
 */
export function createThanks({ store, outbox, people, readers, clock, linkTo, praiseOf }: ThanksDeps) {
  async function invite({ personId, credentialId }: { personId: PersonId; credentialId: CredentialId }): Promise<void> {
    const person = await people.byId(personId);
    if (person === null) return;
    const manager = await people.reachableManager(person);
    if (manager === undefined || !(await people.isReached(manager))) return;
    const now = clock.now();
    await store.oweThanks({ _id: credentialId, managerId: manager._id, owedAt: now });
    // Today's message may be out already, or on its way: then tomorrow's tells it, which says nothing when nothing is left.
    await outbox.put(
      people.workingDays(manager, now).map(({ date, from }) => ({
        key: `${thanksTopic}|${manager._id}|${date}`,
        to: manager._id,
        topic: thanksTopic,
        subject: date,
        notBefore: from,
        notAfter: addMinutes(from, week),
        priority: 3 as const,
      })),
    );
  }

  /** What this manager is yet to be asked, and may be: they may lead somebody else by now. */
  async function toAsk(row: Row): Promise<(Invitation & { credentialId: CredentialId })[]> {
    const held = new Set((await outbox.heldItems(row.to, row.topic, row._id)).map(({ id }) => id));
    const asked: (Invitation & { credentialId: CredentialId })[] = [];
    for (const credentialId of await store.owedThanks(row.to as PersonId)) {
      if (held.has(itemOf(credentialId))) continue;
      const praised = await praiseOf({ credentialId, line: '', sharesReward: false });
      if (!praised?.counts) continue;
      const managers = await people.managersAbove(praised.person);
      if (!managers.some(({ _id }) => _id === row.to)) continue;
      const post = await store.postOf(credentialId);
      const link = post?.state === 'posted' && post.ts !== null ? linkTo(post.channel, post.ts) : undefined;
      asked.push({ ...praised.praise, link, credentialId });
      if (asked.length === mostAsked) break;
    }
    return asked;
  }

  return {
    invite,

    topic: createNotice({
      readers,
      async draw(row) {
        const asked = await toAsk(row);
        if (asked.length === 0) return undefined;
        const items = asked.map(({ credentialId }) => ({ id: itemOf(credentialId), reason: 'thanks', version: 0 }));
        return { words: thanksInvitation(asked), items };
      },
      said: ({ items, _id }) =>
        store.thanksSaid(
          items.flatMap(({ id }) => CredentialId.safeParse(id.replace(/\|thanks$/, '')).data ?? []),
          _id,
        ),
    }),
  };
}

export type Thanks = ReturnType<typeof createThanks>;

/** What is more waits for the next working day. */
const mostAsked = 20;

const itemOf = (credentialId: CredentialId) => `${credentialId}|thanks`;
