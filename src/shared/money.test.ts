import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Book, Currency, Money, minorDigits, readAmount, writeMoney, writePoints } from './money.js';

const currency = (code: string) => Currency.parse(code);
const money = (code: string, minor: number): Money => ({ currency: currency(code), minor });
const anyCurrency = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'HUF', 'ISK', 'CHF', 'TND', 'INR').map(currency);
const anyMinor = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

describe('a currency', () => {
  test('is named by its code of ISO 4217', () => {
    expect(Currency.safeParse('EUR').success).toBe(true);
    for (const wrong of ['eur', 'EURO', 'EUX', '€', '', 'points'])
      expect(Currency.safeParse(wrong).error?.issues[0]?.message).toBe('is not a currency such as EUR');
  });

  test.each([
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['UYW', 4],
    // Node writes forints, rupiah and Albanian lek without decimals; payroll counts them.
    ['HUF', 2],
    ['IDR', 2],
    ['ALL', 2],
  ])('has as many decimals as ISO 4217 says, whatever Node writes: %s', (code, digits) => {
    expect(minorDigits(code as Currency)).toBe(digits);
  });

  test('and points are what books count in', () => {
    expect([Book.parse('points'), Book.parse('CHF')]).toEqual(['points', 'CHF']);
    expect(Book.safeParse('Points').error?.issues[0]?.message).toBe('is neither points nor a currency such as EUR');
  });

  test('has no amounts between its minor units', () => {
    expect(Money.safeParse({ currency: 'EUR', minor: 0.5 }).success).toBe(false);
    expect(Money.safeParse({ currency: 'EUR', minor: Number.MAX_SAFE_INTEGER + 1 }).success).toBe(false);
  });
});

describe('an amount in a table', () => {
  test.each([
    ['1250', 'EUR', 125_000],
    ['1,250.00', 'EUR', 125_000],
    ['1250.5', 'EUR', 125_050],
    [' 0.05 ', 'EUR', 5],
    ['12,345,678', 'JPY', 12_345_678],
    ['1.250', 'KWD', 1_250],
    ['0', 'EUR', 0],
  ])('%s %s is read to its minor units', (cell, code, minor) => {
    expect(readAmount(cell, currency(code))).toEqual({ minor });
  });

  test.each([
    ['1.250,00', 'EUR', 'must be an amount such as 1,250.00 or 1250'],
    ['1,25', 'EUR', 'must be an amount such as 1,250.00 or 1250'],
    ['12,50.00', 'EUR', 'must be an amount such as 1,250.00 or 1250'],
    ['-5', 'EUR', 'must be an amount such as 1,250.00 or 1250'],
    ['€5', 'EUR', 'must be an amount such as 1,250.00 or 1250'],
    ['1e3', 'JPY', 'must be an amount such as 1,250 or 1250'],
    ['', 'EUR', 'must be an amount such as 1,250.00 or 1250'],
    ['1.250', 'EUR', 'has more than 2 decimals'],
    ['5.0', 'JPY', 'has decimals, and JPY has none'],
    ['90071992547409.92', 'EUR', 'is too large'],
    ['9'.repeat(400), 'EUR', 'is too large'],
  ])('%s %s is refused with what is wrong', (cell, code, reason) => {
    expect(readAmount(cell, currency(code))).toEqual({ reason });
  });
});

describe('people read', () => {
  test.each([
    [money('EUR', 125_000), '€1,250'],
    [money('EUR', 125_050), '€1,250.50'],
    [money('EUR', 5), '€0.05'],
    [money('EUR', 0), '€0'],
    [money('EUR', -500), '-€5'],
    [money('USD', 9_000), 'US$90'],
    [money('JPY', 1_250), 'JP¥1,250'],
    [money('KWD', 1_250_500), 'KWD\u00a01,250.500'],
    [money('HUF', 1_250_000), 'HUF\u00a012,500'],
    [money('EUR', Number.MAX_SAFE_INTEGER), '€90,071,992,547,409.91'],
  ])('%j as %s', (amount, words) => {
    expect(writeMoney(amount)).toBe(words);
  });

  test('points as points', () => {
    expect([1, 0, 200, 1_200].map(writePoints)).toEqual(['1 point', '0 points', '200 points', '1,200 points']);
  });

  test('the very amount that is stored, in any currency', () => {
    fc.assert(
      fc.property(anyCurrency, anyMinor, (unit, minor) => {
        const figures = writeMoney({ currency: unit, minor }).replace(/^[^\d]+/, '');
        expect(readAmount(figures, unit)).toEqual({ minor });
      }),
    );
  });
});
