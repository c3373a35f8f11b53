import type { CalendarDate, Zone } from '../../../shared/dates.js';
import { dateIn, longDate, shortDate } from '../../../shared/dates.js';
import { cleanText, listWords } from '../../../shared/text.js';
import { seriesWords } from '../plans/words.js';
import { spanWords } from '../times.js';
import type { Span } from '../training-block.js';
import type { WeeklyTimes } from './series.js';

/** What one entry is about, as its person calls it. */
export type Named = Readonly<{ name: string; when: Span | WeeklyTimes; zone: Zone; link: string | undefined }>;

export const summaryOf = ({ name }: Pick<Named, 'name'>) => `Study time: ${cleanText(name)}`;

/** What stands in the entry itself. */
export const descriptionOf = ({ name, when, link }: Pick<Named, 'name' | 'when' | 'link'>) =>
  [
    `${'series' in when ? 'This time is set aside for you' : 'You planned this time'} to study for ${cleanText(name)}.`,
    ...(link === undefined ? [] : [`Study material: ${link}`]),
    'To move or drop it, use Laurel in Slack. Nobody reads answers sent from a calendar.',
  ].join('\n');

/** What a mail does to the calendar: enters it or changes it, leaves in it what is over, takes it out. */
type Tidings = 'REQUEST' | 'ended' | 'CANCEL';

/** The mail that brings it. */
export function mailWords(tidings: Tidings, about: Named): { subject: string; text: string } {
  const when = whenWords(about);
  const name = cleanText(about.name);
  switch (tidings) {
    case 'REQUEST':
      return { subject: `${summaryOf(about)}, ${when}`, text: `${timesText(about)}\n\n${descriptionOf(about)}\n` };
    case 'ended':
      return {
        subject: `Ended: study time for ${name}, ${when}`,
        text: `${when} (${about.zone})\n\nWhat was still to come goes out of your calendar: it is not planned any more. What is over stays.\n`,
      };
    case 'CANCEL':
      return {
        subject: `Cancelled: study time for ${name}, ${when}`,
        text: `${when} (${about.zone})\n\nThis goes out of your calendar: it is not planned any more, or your invitations go to another address.\n`,
      };
  }
}

const whenWords = ({ when, zone }: Named) => ('series' in when ? seriesWords(when.series) : spanWords(when, zone));

/** "Fridays, 10:00–12:00, from 4 Dec 2026 until 29 Jan 2027; not on 25 Dec 2026 and 1 Jan 2027", and a line for each that was moved. */
function timesText(about: Named): string {
  const { when, zone } = about;
  if (!('series' in when)) return `${whenWords(about)} (${zone})`;
  const dateOf = (was: Date) => shortDate(dateIn(was, zone));
  const out = when.exceptions.flatMap(({ was, now }) => (now === 'out' ? [dateOf(was)] : []));
  const moved = when.exceptions.flatMap(({ was, now }) =>
    now === 'out' ? [] : [`Instead of ${dateOf(was)}: ${spanWords(now, zone)}`],
  );
  const notOn = out.length === 0 ? '' : `; not on ${listWords(out)}`;
  return [`${whenWords(about)}${notOn} (${zone})`, ...moved].join('\n');
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
