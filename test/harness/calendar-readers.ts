import ical from 'ical.js';
import type { VEvent } from 'node-ical';
import nodeIcal from 'node-ical';

/*
 * What we write for calendars is read back twice: by ical.js, which believes the definition of the zone that stands in the
 * text, and by node-ical, which believes the name of the zone alone. So do calendars: some the one, some the other.
 */

type Span = Readonly<{ startsAt: Date; endsAt: Date }>;

/** `2026-10-05T08:00:00.000Z 2026-10-05T10:00:00.000Z`, as the readers say when something is. */
export const spanText = ({ startsAt, endsAt }: Span) => `${startsAt.toISOString()} ${endsAt.toISOString()}`;

/** What a reader finds that believes the definition of the zone. */
export function readByDefinition(text: string): string[] {
  const calendar = new ical.Component(ical.parse(text));
  const zones = calendar.getAllSubcomponents('vtimezone').map((zone) => new ical.Timezone(zone));
  const inZone = (time: ical.Time, tzid: unknown) => {
    const zone = zones.find((one) => one.tzid === tzid);
    if (zone !== undefined) time.zone = zone;
    return time;
  };
  const found: string[] = [];
  const all = calendar.getAllSubcomponents('vevent');
  for (const component of all) {
    for (const name of ['dtstart', 'exdate', 'recurrence-id']) {
      const property = component.getFirstProperty(name);
      for (const time of property?.getValues() ?? []) inZone(time as ical.Time, property?.getParameter('tzid'));
    }
  }
  for (const component of all.filter((one) => !one.hasProperty('recurrence-id'))) {
    const uid = component.getFirstPropertyValue('uid');
    const event = new ical.Event(component, {
      exceptions: all.filter((one) => one.hasProperty('recurrence-id') && one.getFirstPropertyValue('uid') === uid),
    });
    if (!event.isRecurring()) {
      found.push(spanText({ startsAt: event.startDate.toJSDate(), endsAt: event.endDate.toJSDate() }));
      continue;
    }
    const times = event.iterator();
    for (let time = times.next(); time; time = times.next()) {
      const { startDate, endDate } = event.getOccurrenceDetails(time);
      found.push(
        spanText({
          startsAt: new Date(startDate.toUnixTime() * 1_000),
          endsAt: new Date(endDate.toUnixTime() * 1_000),
        }),
      );
    }
  }
  return found.toSorted();
}

/** What a reader finds that knows the zone by its name. */
export function readByName(text: string): string[] {
  const events = Object.values(nodeIcal.sync.parseICS(text)).filter((one): one is VEvent => one?.type === 'VEVENT');
  const [from, to] = [new Date('2020-01-01T00:00:00Z'), new Date('2040-01-01T00:00:00Z')];
  return events
    .flatMap((event) => nodeIcal.expandRecurringEvent(event, { from, to }))
    .map(({ start, end }) => spanText({ startsAt: start, endsAt: end }))
    .toSorted();
}
