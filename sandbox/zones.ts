import { Refused } from './refused.js';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Throws Refused for what is no IANA zone. */
export function checkZone(tz: string): void {
  try {
    formatOf(tz);
  } catch {
    throw new Refused('A time zone is an IANA name such as Europe/Madrid.');
  }
}

/** Seconds east of UTC at that instant. */
export function offsetSeconds(tz: string, at: Date): number {
  const parts = formatOf(tz).formatToParts(at);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const match = /^GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name);
  const seconds = Number(match?.[2] ?? 0) * 3600 + Number(match?.[3] ?? 0) * 60;
  return match?.[1] === '-' ? -seconds : seconds;
}

/** Making a format costs far more than using one. */
function formatOf(tz: string): Intl.DateTimeFormat {
  const format = formats.get(tz) ?? new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName: 'longOffset' });
  formats.set(tz, format);
  return format;
}
