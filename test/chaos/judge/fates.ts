import type { History, Post } from './history.js';
import { groupBy } from './history.js';
import type { Row } from './shapes.js';

/**
 * What became of one delivery in Slack. `residual`: sent by a process that was stopped between the deadline check and the
 * socket. `copies`: second ones that the promise allows. `doubles`: all others after the first, with why they may not be.
 */
export type Fate = Readonly<{
  row: Row | undefined;
  posts: readonly Post[];
  residual: readonly Post[];
  copies: readonly Post[];
  doubles: readonly Readonly<{ post: Post; why: string }>[];
}>;

/** From when a stopped process goes on until what it had in hand has arrived, on a busy machine. */
const goesOnWithinMs = 1_000;

/** Between a process deciding what time it is and the sandbox reading its call; also two clocks of one machine. */
const slackMs = 100;

export function fatesIn(history: History): ReadonlyMap<string, Fate> {
  const rows = new Map(history.rows.map((row) => [row.deliveryId, row]));
  const delivered = history.posts.filter((post) => post.deliveryId !== null);
  return new Map(
    [...groupBy(delivered, ({ deliveryId }) => deliveryId!)].map(([deliveryId, posts]) => [
      deliveryId,
      fateOf(rows.get(deliveryId), posts, history),
    ]),
  );
}

function fateOf(row: Row | undefined, found: readonly Post[], history: History): Fate {
  const posts = found.toSorted((a, b) => a.arrivedMs - b.arrivedMs);
  const residual = posts.filter((post) => isResidual(post, history));
  const own = posts.filter((post) => !residual.includes(post));
  const [first, second] = own;
  const nothing = { row, posts, residual, copies: [], doubles: [] };
  if (first === undefined || second === undefined) return nothing;
  const isSingle = own.length === 2;
  const why = isSingle ? whyNotAllowed(row, first, second, history) : `there are ${own.length} of them`;
  if (why === undefined) return { ...nothing, copies: [second] };
  // A stop that nobody aimed can fall between check and socket too; it is believed only where it explains something.
  const unaimed = own.filter((post) => isAfterUnaimedStop(post, history));
  if (isSingle && unaimed.length > 0) return { ...nothing, residual: [...residual, unaimed[0]!] };
  return { ...nothing, doubles: own.slice(1).map((post) => ({ post, why })) };
}

/** Behind the check, before the call; after the call a delivery is told of, too. */
const beforeTheSocket = / slack\.chat\.postMessage before$/;

/** Sent by a process that stood between the deadline check and the socket, as its failpoint has told. */
export const isResidual = (post: Post, { deeds }: Pick<History, 'deeds'>): boolean =>
  deeds.some(
    (deed) =>
      deed.kind === 'stopped' &&
      deed.failpoint !== null &&
      beforeTheSocket.test(deed.failpoint) &&
      deed.deliveryId === post.deliveryId &&
      post.arrivedMs >= deed.untilMs - slackMs &&
      post.arrivedMs <= deed.untilMs + goesOnWithinMs,
  );

/** Arrived when a process that was stopped at random for longer than its deadline had just gone on. */
export const isAfterUnaimedStop = (
  { arrivedMs }: Post,
  { deeds, plan: { lengths } }: Pick<History, 'deeds' | 'plan'>,
): boolean =>
  deeds.some(
    (deed) =>
      deed.kind === 'stopped' &&
      deed.failpoint === null &&
      deed.untilMs - deed.atMs > lengths.deliveryLeaseMs - lengths.deliveryTimeoutMs &&
      arrivedMs >= deed.untilMs &&
      arrivedMs <= deed.untilMs + goesOnWithinMs,
  );

/**
 * A second copy is possible only after an ambiguous reply, only when history could not show the first at either of the two
 * looks, and then it is recorded. The second look never comes before the client's timeout and two pauses have passed since
 * the first call; a look is a reading of the channel's history that was answered.
 */
function whyNotAllowed(row: Row | undefined, first: Post, second: Post, history: History): string | undefined {
  if (row === undefined) return 'no row knows of them';
  if (row.ambiguities === 0 || row.attempts.length < 2) return 'no attempt records that a reply was lost';
  const { lostMs, secondLookMs } = looksFor(row, first, history);
  if (first.visibleFromMs <= secondLookMs) return 'history showed the first when the second look was due';
  if (second.arrivedMs < secondLookMs) return 'it was sent before the second look was due';
  const looks = history.calls.filter(
    ({ method, channel, came, arrivedMs }) =>
      method === 'conversations.history' &&
      channel === first.channel &&
      came === 'accepted' &&
      arrivedMs > lostMs &&
      arrivedMs < Math.min(first.visibleFromMs, second.arrivedMs),
  );
  return looks.length < 2 ? `history was read ${looks.length} times before, and not twice` : undefined;
}

/** Whether history may not have shown this message at the second look. */
export const couldStayUnseen = (row: Row, post: Post, history: History): boolean =>
  post.visibleFromMs > looksFor(row, post, history).secondLookMs;

/** When the reply of this message was lost, and when the second look was due, at the earliest. */
function looksFor(row: Row, post: Post, history: History) {
  const { deliveryTimeoutMs, lookAfterMs } = history.plan.lengths;
  const lostMs = stalledOnItsWay(row, post, history) ?? post.arrivedMs;
  return { lostMs, secondLookMs: lostMs + deliveryTimeoutMs + 2 * lookAfterMs - slackMs };
}

/** A message that a stalled connection held back was given up before it arrived: then its attempt says when it began. */
function stalledOnItsWay(row: Row, { arrivedMs }: Post, { deeds }: History): number | undefined {
  const begun = row.attempts.findLast(({ startedAt }) => startedAt <= arrivedMs + slackMs)?.startedAt;
  const isStalled = deeds.some(
    (deed) =>
      deed.kind === 'network' && deed.to === 'slack' && deed.atMs <= arrivedMs && deed.untilMs >= (begun ?? arrivedMs),
  );
  return isStalled ? begun : undefined;
}
