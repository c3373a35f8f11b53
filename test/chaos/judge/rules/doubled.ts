import type { Complaint } from '../complaint.js';
import { complain } from '../complaint.js';
import type { Fate } from '../fates.js';
import type { Post } from '../history.js';
import { reminderTopic } from '../history.js';
import type { Item, Row } from '../shapes.js';

const asItStood = ({ id, reason, version }: Item) => `${id} ${reason} ${version}`;

/** Topics whose items say what a message is for, so that the same item in two messages is the same thing said twice. */
const toldOnce: Readonly<Record<string, (item: Item) => string>> = {
  [reminderTopic]: ({ id, reason }) => `${id} ${reason}`,
  // What was corrected, or asked for anew, is asked about again: then it has another version.
  'credentials.review': asItStood,
  'rewards.approval': asItStood,
  'training-time.plan-ask': asItStood,
  'training-time.plan-news': asItStood,
  // Its reason names the time that it is about.
  'training-time.recall': ({ id, reason }) => `${id} ${reason}`,
  'training-time.ask': ({ id, reason }) => `${id} ${reason}`,
};

/** Nobody is shown the same thing twice: not one delivery in two messages, and not one item, or the same words, in two rows. */
export function doubled(fates: ReadonlyMap<string, Fate>): Complaint[] {
  return [
    ...[...fates].flatMap(([deliveryId, { row, doubles }]) =>
      doubles.map(({ post, why }) =>
        complain('doubled', `${nameOf(row, post)} was posted again: ${why}`, [deliveryId, post.ts], post),
      ),
    ),
    ...inTwoRows(fates),
    ...inTheSameWords(fates),
  ];
}

const nameOf = (row: Row | undefined, { channel }: Post) => row?._id ?? `a message in ${channel}`;

function inTwoRows(fates: ReadonlyMap<string, Fate>): Complaint[] {
  const first = new Map<string, Row>();
  return [...fates.values()].flatMap(({ row, posts }) => {
    const keyOf = row && toldOnce[row.topic];
    if (row === undefined || keyOf === undefined) return [];
    const keys = new Set(posts.flatMap((post) => itemsOf(row, post)).map((item) => `${row.to} ${keyOf(item)}`));
    return [...keys].flatMap((key) => {
      const earlier = first.get(key);
      if (earlier === undefined) {
        first.set(key, row);
        return [];
      }
      return [complain('doubled', `${key} was told by ${earlier._id} and by ${row._id}`, [key, row._id], posts[0])];
    });
  });
}

/** What has no items that say what it is for, like the news of an approval, is known by its words. */
function inTheSameWords(fates: ReadonlyMap<string, Fate>): Complaint[] {
  const first = new Map<string, Row>();
  return [...fates.values()].flatMap(({ row, posts: [post] }) => {
    if (row === undefined || post === undefined || toldOnce[row.topic] !== undefined) return [];
    const key = `${row.topic} ${post.channel} ${post.words.replaceAll(givenBySlack, '')}`;
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, row);
      return [];
    }
    return [complain('doubled', `${row._id} says the same as ${earlier._id}`, [earlier._id, row._id], post)];
  });
}

const givenBySlack = /"block_id":"[^"]*"/g;

/** What a message of this row told of: its attempt says so, written before the call. */
export function itemsOf({ attempts, items }: Row, { arrivedMs }: Pick<Post, 'arrivedMs'>): readonly Item[] {
  const begun = attempts.findLast(({ startedAt }) => startedAt <= arrivedMs + writtenAheadMs);
  return begun?.items ?? items;
}

/** Two clocks of one machine, one of them measured. */
const writtenAheadMs = 100;
