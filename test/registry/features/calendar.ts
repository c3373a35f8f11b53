import { MailAddress } from '../../../src/platform/mail/address.js';
import type { Parser } from '../entries.js';
import { schema } from '../entries.js';

export const parsers: Readonly<Record<string, Parser>> = {
  'src/platform/mail/address.ts#MailAddress': schema(MailAddress, 'ana@example.com'),
};
