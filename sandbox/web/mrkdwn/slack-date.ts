/**
 * `{date_short} at {time}` of an instant, as Slack writes it. Yesterday, today and tomorrow are not said: that would need
 * the sandbox's clock, and the words would be wrong once it has moved on.
 * Source: docs.slack.dev/messaging/formatting-message-text#date-formatting.
 */
export function slackDate(timestamp: number, format: string, zone: string | undefined): string | undefined {
  if (!Number.isFinite(timestamp)) return undefined;
  const at = new Date(timestamp * 1000);
  const say = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-US', { timeZone: zone, ...options }).format(at);
  const longDay = () =>
    `${say({ month: 'long' })} ${ordinal(Number(say({ day: 'numeric' })))}, ${say({ year: 'numeric' })}`;
  const words: Record<string, () => string> = {
    date_num: () => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at),
    date_slash: () => say({ year: 'numeric', month: '2-digit', day: '2-digit' }),
    date: longDay,
    date_short: () => say({ year: 'numeric', month: 'short', day: 'numeric' }),
    date_long: () => `${say({ weekday: 'long' })}, ${longDay()}`,
    time: () => say({ hour: 'numeric', minute: '2-digit' }),
    time_secs: () => say({ hour: 'numeric', minute: '2-digit', second: '2-digit' }),
  };
  return format.replace(/\{(\w+?)(?:_pretty)?\}/g, (token, name: string) => words[name]?.() ?? token);
}

function ordinal(day: number): string {
  const ending = { one: 'st', two: 'nd', few: 'rd' } as Record<string, string>;
  return `${day}${ending[ordinals.select(day)] ?? 'th'}`;
}

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
