import type { Topic } from '../../../platform/slack/delivery.js';
import type { Row } from '../../../platform/slack/outbox.js';
import type { Sweep } from '../../../platform/sweeps.js';
import { addMinutes, dateIn } from '../../../shared/dates.js';
import type { PersonId } from '../../../shared/ids.js';
import { PostId } from '../../../shared/ids.js';
import type { ChannelFact } from '../channel.js';
import { goalOfItem, itemOfGoal } from '../goal.js';
import type { Praise } from '../messages.js';
import type { Post } from '../post.js';
import { itemInChannel, postInChannel, wasSaidOf } from '../post.js';
import { roundUp } from '../round-up-messages.js';
import { nextRoundUp } from '../rules.js';
import type { Channels } from './channels.js';
import type { RecognitionDeps } from './deps.js';
import { createGoals } from './goals.js';
import type { PraiseOf } from './praise.js';
import type { Publishing } from './publishing.js';

export const roundUpTopic = 'recognition.round-up';

const batch = 1_000;
const week = 7 * 24 * 60;
/** What is more waits for the next one. */
const mostTold = 200;

type RoundUpDeps = Pick<RecognitionDeps, 'store' | 'outbox' | 'clock' | 'isShared' | 'people' | 'catalog' | 'teams'> &
  Readonly<{ channels: Channels; praiseOf: PraiseOf; publishing: Publishing }>;

/** The week's round-ups: one row for each channel and Friday, put together from whatever waits for it then. */
export function createRoundUps(deps: RoundUpDeps) {
  const { store, outbox, clock, isShared, channels, praiseOf, publishing } = deps;
  const { goalsToTell, drawnGoals, goalsWereTold } = createGoals(deps);

  const nextOf = async (channel: string) => nextRoundUp(clock.now(), (await channels.termsOf(channel)).zone);

  async function putRow(channel: string, at: Date): Promise<void> {
    const { zone } = await channels.termsOf(channel);
    await outbox.put([
      {
        key: `${roundUpTopic}|${channel}|${dateIn(at, zone)}`,
        to: channel,
        topic: roundUpTopic,
        subject: channel,
        notBefore: at,
        notAfter: addMinutes(at, week),
        priority: 3,
      },
    ]);
  }

  const sweepName = 'recognition.roundUps';
  /** Its row first, then the next date: a process that ends in between leaves a known key behind. */
  const sweep: Sweep = {
    name: sweepName,
    async run(keepsGoing) {
      let put = 0;
      for (const due of await store.dueRoundUps(clock.now(), batch)) {
        if (!keepsGoing()) break;
        await putRow(due._id, due.nextAt);
        if (await store.moveRoundUp(due, await nextOf(due._id))) put += 1;
      }
      return put;
    },
    nextDueAt: store.firstRoundUp,
  };

  /** What waits and still counts, but for what another round-up may have said already. */
  async function toTell(row: Row, held: ReadonlySet<string>): Promise<{ post: Post; praise: Praise }[]> {
    const waiting = (await store.forRoundUp(row.to)).filter(({ _id }) => !held.has(itemInChannel(_id)));
    const told: { post: Post; praise: Praise }[] = [];
    for (const post of waiting) {
      const praised = await praiseOf(post);
      if (praised?.counts) told.push({ post, praise: praised.praise });
      if (told.length === mostTold) break;
    }
    return told;
  }

  async function shownIn({ items }: Pick<Row, 'items'>): Promise<Post[]> {
    const ids = items.flatMap(({ id }) => PostId.safeParse(postInChannel(id)).data ?? []);
    const posts = new Map((await store.byIds(ids)).map((post) => [post._id, post]));
    return ids.flatMap((id) => posts.get(id) ?? []);
  }

  const topic: Topic = {
    async compose(row, now) {
      const held = new Set((await outbox.heldItems(row.to, row.topic, row._id)).map(({ id }) => id));
      const told = await toTell(row, held);
      const goals = await goalsToTell(row.to, held, now);
      if (told.length === 0 && goals.length === 0) return { kind: 'nothing', why: 'empty' };
      if (await isShared(row.to)) {
        await publishing.refuseRoundUp(row);
        return { kind: 'nothing', why: 'recipient: channel_is_shared' };
      }
      const words = roundUp({ praises: told.map(({ praise }) => praise), goals: await drawnGoals(goals) });
      const items = told.map(({ post: { _id, version } }) => ({ id: itemInChannel(_id), reason: 'post', version }));
      return { kind: 'say', channel: row.to, words, items: [...items, ...goals.map(itemOfGoal)] };
    },
    /** Whoever has left, or wants no posts any more, is not named any more. */
    async redraw(row) {
      const praises: Praise[] = [];
      for (const post of await shownIn(row)) {
        const praised = await praiseOf(post);
        const { choice } = await store.choiceOf(post.personId);
        if (praised !== undefined && choice !== 'never') praises.push(praised.praise);
      }
      return roundUp({ praises, goals: await drawnGoals(row.items.flatMap((item) => goalOfItem(item) ?? [])) });
    },
    /** Said, or perhaps said: it is not said again. */
    async settle(rows) {
      for (const row of rows) {
        await goalsWereTold(row);
        for (const post of await shownIn(row)) {
          await publishing.isOut(post, row);
          // What they chose while it was on its way could not mark the row yet.
          if (post.state === 'private' || !wasSaidOf(post, row)) await outbox.markStale(itemInChannel(post._id));
        }
      }
    },
    refused: (row) => publishing.refuseRoundUp(row),
  };

  return {
    topic,
    sweep,

    /** Something waits in this channel. */
    async await(channel: string): Promise<void> {
      await store.awaitRoundUp(channel, await nextOf(channel));
    },

    /** What the owner has written of a channel holds from its next round-up on. */
    async followTable({ channel }: Pick<ChannelFact, 'channel'>): Promise<void> {
      if (channel === null) return;
      const nextAt = await nextOf(channel);
      await store.planRoundUp(channel, nextAt, clock.now());
      await store.awaitRoundUp(channel, nextAt);
    },

    /** Round-ups that name this person show what they have chosen since. */
    async redrawOf(personId: PersonId): Promise<void> {
      for (const { _id } of await store.inRoundUps(personId)) await outbox.markStale(itemInChannel(_id));
    },
  };
}

export type RoundUps = ReturnType<typeof createRoundUps>;
