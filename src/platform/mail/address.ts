import { z } from 'zod';

/** An e-mail address that fits into one line of a message: no blanks, no controls, no angle brackets, ASCII alone. */
export const MailAddress = z.email('must be an e-mail address').max(254).brand<'MailAddress'>();
export type MailAddress = z.infer<typeof MailAddress>;
