import { describe, expect, test } from 'vitest';
import { aRun, at, lengths } from './a-run.js';

/** When the second look is due at the earliest after a reply was lost in the sixth second. */
const secondLook = 6 + (lengths.deliveryTimeoutMs + 2 * lengths.lookAfterMs) / 1000;

/** Ana is reminded twice by one row, because the first reply was lost; history was read twice between. */
function twice({ first = {}, secondAt = secondLook + 1, looksAt = [13, secondLook + 0.5] }: How = {}) {
  const run = aRun();
  run.person('U0ANA');
  const assignment = run.due('U0ANA');
  const { row, message } = run.reminded(assignment, at(secondAt));
  row.attempts.unshift({ ...row.attempts[0]!, startedAt: new Date(at(5.9)) });
  row.ambiguities = 1;
  run.posted(row, assignment, at(6), { came: 'lost', ...first });
  for (const seconds of looksAt) run.call('conversations.history', at(seconds), { channel: message.channel });
  return { run, row };
}
type How = { first?: object; secondAt?: number; looksAt?: number[] };

describe('a second copy is allowed, and counted', () => {
  test.each([
    ['never showed its metadata', { strippedOfMetadata: true }],
    ['showed the first too late', { hiddenUntilMs: at(secondLook + 0.6) }],
    ['got the first too late', { landsMs: at(secondLook + 0.6), fault: 'late-commit' }],
    ['got the first after the second', { landsMs: at(secondLook + 5), fault: 'late-commit' }],
  ])('when history %s', async (_, first) => {
    const { broken, counts } = await twice({ first }).run.verdict();
    expect(broken).toEqual([]);
    expect(counts).toMatchObject({ copies: 1, doubled: 0, residual: 0, deliveries: 2 });
  });
});

describe('a second copy is a double', () => {
  test('when history showed the first', async () => {
    const { run } = twice();
    expect(await run.broken()).toEqual([expect.stringMatching(/^doubled: .* history showed the first/)]);
  });

  test('when history showed the first before the second look was due', async () => {
    const { run } = twice({ first: { hiddenUntilMs: at(secondLook - 1) } });
    expect(await run.broken()).toEqual([expect.stringMatching(/^doubled: .* history showed the first/)]);
  });

  test('when it was sent before the second look was due', async () => {
    const { run } = twice({ first: { strippedOfMetadata: true }, secondAt: secondLook - 1, looksAt: [7, 8] });
    expect(await run.broken()).toEqual([expect.stringMatching(/^doubled: .* before the second look was due/)]);
  });

  test('when it was sent before the second look was due, although the first landed after it', async () => {
    const first = { landsMs: at(secondLook + 5), fault: 'late-commit' };
    const { run } = twice({ first, secondAt: secondLook - 1, looksAt: [7, 8] });
    expect(await run.broken()).toEqual([expect.stringMatching(/^doubled: .* before the second look was due/)]);
  });

  test('when history was read only once before', async () => {
    const { run } = twice({ first: { strippedOfMetadata: true }, looksAt: [13] });
    expect(await run.broken()).toEqual([expect.stringMatching(/^doubled: .* history was read 1 times/)]);
  });

  test('when no attempt records that a reply was lost', async () => {
    const { run, row } = twice({ first: { strippedOfMetadata: true } });
    row.ambiguities = 0;
    expect(await run.broken()).toEqual([expect.stringMatching(/^doubled: .* no attempt records/)]);
  });

  test('when it is the third', async () => {
    const { run, row } = twice({ first: { strippedOfMetadata: true } });
    const assignment = run.database.assignments![0] as Parameters<typeof run.posted>[1];
    run.posted(row, assignment, at(40));
    expect(await run.broken()).toEqual([
      expect.stringMatching(/^doubled: .* there are 3/),
      expect.stringMatching(/^doubled: .* there are 3/),
    ]);
  });

  test('when another row told of the same step', async () => {
    const run = aRun();
    run.person('U0ANA');
    const assignment = run.due('U0ANA');
    run.reminded(assignment, at(6));
    run.reminded(assignment, at(8));
    expect(await run.broken()).toEqual([expect.stringMatching(/^doubled: .* was told by .* and by /)]);
  });

  test('when another row of a kind without items says the same', async () => {
    const run = aRun();
    run.person('U0ANA');
    const assignment = run.due('U0ANA');
    run.reminded(assignment, at(6));
    for (const seconds of [8, 9]) {
      const news = run.row(assignment, at(seconds));
      const message = run.posted(news, assignment, at(seconds));
      const { channel, ts } = message;
      Object.assign(message, { blocks: [{ type: 'divider', block_id: `b${seconds}` }] });
      Object.assign(news, { topic: 'credentials.result', items: [], attempts: [], state: 'sent', channel, ts });
    }
    expect(await run.broken()).toEqual([expect.stringMatching(/^doubled: .* says the same as /)]);
  });
});

describe('a process that stood between the deadline check and the socket', () => {
  /** The first call reached Slack only when its process went on from where it had stopped. */
  function lateFrom(failpoint: string) {
    const { run, row } = twice({ first: { landsMs: at(30) } });
    run.effects.find((effect) => effect.came === 'lost')!.arrivedMs = at(30);
    const { deliveryId } = row;
    run.deeds.unshift({ kind: 'stopped', failpoint, deliveryId, worker: 0, pid: 7, atMs: at(6), untilMs: at(29.9) });
    return run;
  }

  test('explains one copy, which is counted apart', async () => {
    const { broken, counts } = await lateFrom('delivery.ts:post slack.chat.postMessage before').verdict();
    expect(broken).toEqual([]);
    expect(counts).toMatchObject({ copies: 0, residual: 1 });
  });

  test('explains none when it stood behind the socket', async () => {
    const broken = await lateFrom('delivery.ts:post slack.chat.postMessage after').broken();
    expect(broken.join()).toMatch(/doubled: /);
  });

  test('explains no other delivery', async () => {
    const { run } = twice();
    run.deeds.unshift({
      kind: 'stopped',
      failpoint: 'delivery.ts:post slack.chat.postMessage before',
      deliveryId: 'another',
      worker: 0,
      pid: 7,
      atMs: at(5),
      untilMs: at(5.9),
    });
    expect(await run.broken()).toEqual([expect.stringMatching(/^doubled: /)]);
  });
});
