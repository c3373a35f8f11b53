import { z } from 'zod';

/**
 * What a press carries: which document it is about, the version that the person saw, and what they chose. Written into
 * the value of a button or option (at most 75 code points there), which anybody may forge: who may do it is decided anew.
 */
export type Seen<Id extends string> = Readonly<{ id: Id; version: number; choice: string }>;

const SeenText = z
  .string()
  .max(150)
  .regex(/^[A-Za-z0-9_]{8,60} \d{1,9}( \S{1,80})?$/);

/** `choice` holds no space. */
export const writeSeen = (id: string, version: number, choice = '') => `${id} ${version} ${choice}`.trim();

/** What says whether a text is such an id; a branded zod shape is no `z.ZodType<Id>`. */
type IdShape<Id> = Readonly<{ safeParse(value: unknown): Readonly<{ success: boolean; data?: Id }> }>;

/** Undefined for anything that we did not write. */
export function readSeen<Id extends string>(shape: IdShape<Id>, value: unknown): Seen<Id> | undefined {
  const text = SeenText.safeParse(value);
  if (!text.success) return undefined;
  const [id, version, choice = ''] = text.data.split(' ');
  const parsed = shape.safeParse(id);
  return parsed.data !== undefined ? { id: parsed.data, version: Number(version), choice } : undefined;
}
