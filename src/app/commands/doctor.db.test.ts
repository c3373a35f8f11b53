import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHouse } from '../../../test/harness/house.js';
import type { Book } from '../../shared/money.js';
import { doctorCommand } from './doctor.js';

let house: Awaited<ReturnType<typeof startHouse>>;
beforeAll(async () => {
  house = await startHouse();
});
afterAll(() => house.stop());

async function doctor(...rows: { state: string; why: string; daysAgo: number }[]) {
  const outbox = house.database.db.collection<{ _id: string }>('outbox');
  await outbox.deleteMany({});
  const endedAt = (daysAgo: number) => new Date(house.clock.now().getTime() - daysAgo * 86_400_000);
  const documents = rows.map(({ daysAgo, ...row }, n) => ({ _id: `row ${n}`, ...row, endedAt: endedAt(daysAgo) }));
  if (documents.length > 0) await outbox.insertMany(documents);
  const lines: string[] = [];
  const code = await doctorCommand(house, { print: (line) => lines.push(line), say() {} });
  return { code, text: lines.join('\n') };
}

test('a healthy house needs nobody', async () => {
  expect(await doctor()).toMatchObject({ code: 0, text: expect.stringContaining('Nothing needs you.') });
});

test('messages that people’s channels refused this week are counted, and need nobody', async () => {
  const refused = { state: 'dropped', why: 'recipient: channel_not_found' };
  const { code, text } = await doctor(
    { ...refused, daysAgo: 1 },
    { ...refused, daysAgo: 6 },
    { ...refused, daysAgo: 8 },
    { state: 'dropped', why: 'empty', daysAgo: 1 },
  );
  expect(code).toBe(0);
  expect(text).toContain('Not sent in the last 7 days, recipient: channel_not_found: 2 messages');
  expect(text).not.toContain('empty');
});

test('messages that failed this week because of us need somebody', async () => {
  const { code, text } = await doctor({ state: 'dropped', why: 'ours: invalid_blocks', daysAgo: 1 });
  expect(code).toBe(1);
  expect(text).toContain('! 1 message not sent because of us: ours: invalid_blocks');
  expect(await doctor({ state: 'dropped', why: 'ours: invalid_blocks', daysAgo: 8 })).toMatchObject({ code: 0 });
});

test('a message of which nobody knows whether it arrived is shown for 30 days', async () => {
  const lost = { state: 'needs-review', why: 'two replies were lost' };
  expect(await doctor({ ...lost, daysAgo: 29 })).toMatchObject({ code: 1, text: expect.stringContaining('row 0') });
  expect(await doctor({ ...lost, daysAgo: 31 })).toMatchObject({ code: 0 });
});

test('a ledger in which somebody has deleted a posting needs somebody before anything is paid', async () => {
  const { ledger } = house.platform;
  const book = 'EUR' as Book;
  for (const n of [1, 2, 3]) {
    const entries = [
      { account: 'funds', amount: -500 },
      { account: 'budget:2026-Q4', amount: 500 },
    ];
    await ledger.post({ book, key: `fund|${n}`, at: house.clock.now(), by: 'U0OWNER', entries });
  }
  expect(await doctor()).toMatchObject({
    code: 0,
    text: expect.stringContaining('Ledger of EUR: 3 postings, all in order'),
  });
  await house.database.db.collection('ledger').deleteOne({ book, seq: 2 });
  const { code, text } = await doctor();
  expect(code).toBe(1);
  expect(text).toContain(
    '! The ledger of EUR is in order up to posting 1, but posting 2 is not there. Pay nothing from it before somebody has looked.',
  );
  await house.database.db.collection('ledger').deleteMany({ book });
});
