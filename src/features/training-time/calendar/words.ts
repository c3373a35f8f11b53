import type { CalendarDate, Zone } from '../../../shared/dates.js';
import { longDate } from '../../../shared/dates.js';
import { cleanText } from '../../../shared/text.js';
import { spanWords } from '../times.js';
import type { Span } from '../training-block.js';

/** What one entry is about, as its person calls it. */
export type Named = Readonly<{ name: string; span: Span; zone: Zone; link: string | undefined }>;

export const summaryOf = ({ name }: Pick<Named, 'name'>) => `Study time: ${cleanText(name)}`;

/** What stands in the entry itself. */
export const descriptionOf = ({ name, link }: Pick<Named, 'name' | 'link'>) =>
  [
    `You planned this time to study for ${cleanText(name)}.`,
    ...(link === undefined ? [] : [`Study material: ${link}`]),
    'To move or drop it, use Laurel in Slack. Nobody reads answers sent from a calendar.',
  ].join('\n');

/** The mail with which it comes, or with which it goes. */
export function mailWords(method: 'REQUEST' | 'CANCEL', about: Named): { subject: string; text: string } {
  const when = spanWords(about.span, about.zone);
  const summary = summaryOf(about);
  if (method === 'CANCEL')
    return {
      subject: `Cancelled: study time for ${cleanText(about.name)}, ${when}`,
      text: `${when} (${about.zone})\n\nThis goes out of your calendar: it is not planned any more, or your invitations go to another address.\n`,
    };
  return {
    subject: `${summary}, ${when}`,
    text: `${when} (${about.zone})\n\n${descriptionOf(about)}\n`,
  };
}

/** Whether somebody has a calendar address, could have one, or nobody can. */
export type AddressState = 'made' | 'offered' | 'none';

/** What Home says of it. */
export function calendarWords(address: AddressState, madeOn: CalendarDate | undefined): string {
  const notBusy = 'Colleagues may not see you as busy.';
  if (address === 'none') return 'Laurel can send you your study time as a file for your calendar.';
  if (madeOn === undefined)
    return `Your calendar can read your study time from an address that only you know, or take it from a file. ${notBusy}`;
  return `Your calendar can read your study time from the address made on ${longDate(madeOn)}. ${notBusy}`;
}
