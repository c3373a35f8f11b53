import type { Certification } from './certification.js';

/** Less is worse to lapse: work must stop, then required, then optional. */
export function harmOfLapse({ mayNotWorkWithout, need }: Pick<Certification, 'mayNotWorkWithout' | 'need'>): 0 | 1 | 2 {
  if (mayNotWorkWithout) return 0;
  return need === 'required' ? 1 : 2;
}

/** Why it matters for somebody with this job role, when the catalogue says so. */
export const whyFor = (certification: Pick<Certification, 'relevantTo'>, role: string) =>
  certification.relevantTo.find((relevant) => relevant.role.toLowerCase() === role.toLowerCase())?.why;
