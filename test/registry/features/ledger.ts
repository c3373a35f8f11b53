import { NewPosting } from '../../../src/platform/database/ledger/posting.js';
import type { Currency as CurrencyCode } from '../../../src/shared/money.js';
import { Book, Currency, Money, readAmount } from '../../../src/shared/money.js';
import type { Parser } from '../entries.js';
import { parser, refusalIn, schema } from '../entries.js';
import { hostileText } from '../hostile.js';

const euro = 'EUR' as CurrencyCode;

export const parsers: Readonly<Record<string, Parser>> = {
  'src/platform/database/ledger/posting.ts#NewPosting': schema(NewPosting, {
    book: 'EUR',
    key: 'reserve|rew_1',
    at: new Date(0),
    by: 'per_12345678',
    entries: [
      { account: 'budget:2026-Q4', amount: -50_000 },
      { account: 'reserved:2026-Q4', amount: 50_000 },
    ],
  }),
  'src/shared/money.ts#Book': schema(Book, 'points', 'EUR'),
  'src/shared/money.ts#Currency': schema(Currency, 'EUR', 'JPY'),
  'src/shared/money.ts#Money': schema(Money, { currency: euro, minor: 125_000 }),
  'src/shared/money.ts#readAmount': parser(
    readAmount,
    ['1250', '1,250.00'],
    (cell) => refusalIn(readAmount(cell as string, euro)),
    hostileText,
  ),
};
