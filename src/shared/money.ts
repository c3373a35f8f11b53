/* Money is whole minor units of a currency, never a fraction: cents of EUR, yen of JPY. */

import { z } from 'zod';
import { plural } from './text.js';

const knownCurrencies = new Set(Intl.supportedValuesOf('currency'));

/** A code of ISO 4217 that this Node knows, such as `EUR`. */
export type Currency = string & z.$brand<'Currency'>;
export const Currency = z
  .string()
  .refine((code) => knownCurrencies.has(code), 'is not a currency such as EUR')
  .brand<'Currency'>();

/** `minor`: 125_000 of EUR is €1,250. */
export type Money = Readonly<{ currency: Currency; minor: number }>;
export const Money = z.object({ currency: Currency, minor: z.int() }).readonly();

/** What a ledger's book counts in: one book for each currency, and one for points, which have no smaller part. */
export type Book = Currency | 'points';
export const Book = z
  .string()
  .refine((name) => name === 'points' || knownCurrencies.has(name), 'is neither points nor a currency such as EUR')
  .transform((name) => name as Book);

/**
 * Digits of the minor unit where they are not two, by list one of ISO 4217. The trap: `Intl` has the digits that people
 * write (none for HUF), they change with the version of Node, and what is stored must not.
 */
const otherDigits: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};
const digits = new Map(
  Object.entries(otherDigits).flatMap(([count, codes]) => codes.split(' ').map((code) => [code, Number(count)])),
);

/** How many digits of an amount are behind the point: 2 for EUR, 0 for JPY, 3 for KWD. */
export const minorDigits = (currency: Currency): number => digits.get(currency) ?? 2;

/**
 * The minor units that a cell of a table says: `1250`, `1,250.00`. Refused with the reason, which never holds the cell: a
 * sign, a comma that parts no thousands (`1.250,00` could be read in two ways), more digits than the currency has, and more
 * than a number holds exactly.
 */
export function readAmount(
  cell: string,
  currency: Currency,
): Readonly<{ minor: number }> | Readonly<{ reason: string }> {
  const most = minorDigits(currency);
  const [, whole, fraction = ''] = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/.exec(cell.trim()) ?? [];
  if (whole === undefined) return { reason: `must be an amount such as ${most === 0 ? '1,250' : '1,250.00'} or 1250` };
  if (fraction.length > most)
    return { reason: most === 0 ? `has decimals, and ${currency} has none` : `has more than ${most} decimals` };
  const minor = Number(whole.replaceAll(',', '') + fraction.padEnd(most, '0'));
  return Number.isSafeInteger(minor) ? { minor } : { reason: 'is too large' };
}

/** `1250.00`: as a cell of a table says it, with all decimals that the currency has. */
export function decimalOf({ currency, minor }: Money): string {
  const digits = minorDigits(currency);
  const padded = String(minor).padStart(digits + 1, '0');
  return digits === 0 ? padded : `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

/** `€1,250`, `€1,250.50`, `US$90`, `-€5`: as British English writes it, with decimals only where they say something. */
export function writeMoney({ currency, minor }: Money): string {
  const most = minorDigits(currency);
  const padded = String(Math.abs(minor)).padStart(most + 1, '0');
  const point = padded.length - most;
  const isWhole = minor % 10 ** most === 0;
  const decimals = isWhole ? 0 : most;
  const written = new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  // As text, because a number with decimals would not be exact.
  const major = `${minor < 0 ? '-' : ''}${padded.slice(0, point)}.${padded.slice(point) || '0'}` as `${number}`;
  return written.format(major);
}

/** `1 point`, `1,200 points`. */
export const writePoints = (points: number): string =>
  plural(points, 'point').replace(String(points), points.toLocaleString('en-GB'));
