import { hoursWords, keptWords } from './times.js';

/** How far somebody with a study plan has come, and whether what is planned before the due date is enough. Minutes. */
export type Forecast = Readonly<{ needed: number; studied: number; missing: number }>;

/** `needed` is what the catalogue says, `ahead` what is planned from now until it is due. */
export const forecastOf = ({
  needed,
  studied,
  ahead,
}: Readonly<{ needed: number; studied: number; ahead: number }>): Forecast => ({
  needed,
  studied,
  missing: Math.max(0, needed - studied - ahead),
});

/** Less than a sitting is no reason to worry anybody. */
const worthSayingMinutes = 30;

/** "4 of 12 hours studied: on track." One clear next step where it is not. */
export function forecastWords({ needed, studied, missing }: Forecast): string {
  const done = `${keptWords({ promised: needed, kept: studied })} studied`;
  if (missing < worthSayingMinutes) return `${done}: on track.`;
  return `${done}; ${hoursWords(missing)} have no time yet before it is due.`;
}
