import type { z } from 'zod';
import { Refused } from './refused.js';

/** What was sent, in the shape that is expected; throws Refused with what is wrong where. */
export function read<T>(shape: z.ZodType<T>, input: unknown): T {
  const parsed = shape.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`);
  throw new Refused(`This cannot be read. ${issues.join('; ')}`);
}
