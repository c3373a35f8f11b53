import type { PreviewTotals, Reach, Told } from '../../features/nudges/index.js';
import type { CalendarDate } from '../../shared/dates.js';
import { localTime, shortDate } from '../../shared/dates.js';
import { plural, visibleText } from '../../shared/text.js';
import type { House } from '../compose.js';
import type { Out } from './offline.js';

/** `laurel preview --on DATE`: who would be told what on that day, and in all. Sends nothing. */
export async function previewCommand({ features }: House, on: CalendarDate, { print }: Out): Promise<void> {
  const { reach } = await features.nudges.readSwitch();
  const assumed: Reach = reach.state === 'off' ? { state: 'on' } : reach;
  if (reach.state === 'off') print('Reminders are off. This is what would be said if they were on:');
  const totals = await eachTold(features.nudges.preview(on, assumed), (told) => printTold(told, print));
  for (const line of totalsLines(totals, on)) print(line);
}

/** Runs the preview to its end; answers its totals. */
export async function eachTold(
  preview: AsyncGenerator<Told, PreviewTotals>,
  use: (told: Told) => void,
): Promise<PreviewTotals> {
  for (;;) {
    const next = await preview.next();
    if (next.done === true) return next.value;
    use(next.value);
  }
}

export function totalsLines(
  { people, items, heldPeople, releasedPerDay, withoutSlack }: PreviewTotals,
  on: CalendarDate,
): string[] {
  return [
    `${shortDate(on)}: ${plural(people, 'person', 'people')} would be told of ${plural(items, 'certification')}.`,
    ...(heldPeople > 0
      ? [
          `Held back from earlier days: ${plural(heldPeople, 'person', 'people')}, of whom ${releasedPerDay} a day are told, the most harmful lapses first.`,
        ]
      : []),
    ...(withoutSlack > 0
      ? [`Not reached because they have no Slack account: ${plural(withoutSlack, 'person', 'people')}.`]
      : []),
  ];
}

function printTold({ person, at, items }: Told, print: Out['print']): void {
  print(`${visibleText(person.name, 60)} (${person.employeeId}), ${localTime(at, person.zone)} ${person.zone}`);
  for (const { name, reason, dueOn } of items) print(`  ${visibleText(name, 60)}: due ${shortDate(dueOn)} (${reason})`);
}
