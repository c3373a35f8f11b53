import { z } from 'zod';
import type { Drawn, EventFault, Fault } from '../faults.js';

const milliseconds = z.number().min(0).max(600_000);
const drawnLength = z.union([milliseconds, z.tuple([milliseconds, milliseconds])]);
const unreadable = ['empty', 'html', 'null'] as const;

/** Shapes of the faults whose lengths have this shape. */
function faultsWith<Length>(length: z.ZodType<Length>) {
  const flaw = { historyLagMs: length.optional(), metadata: z.literal('stripped').optional() };
  return z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('status'),
      status: z.number().int().min(200).max(599),
      body: z.string().optional(),
    }),
    z.strictObject({ kind: z.literal('unreadable'), body: z.enum(unreadable) }),
    z.strictObject({
      kind: z.literal('ratelimited'),
      retryAfter: z
        .union([z.number(), z.string(), z.strictObject({ inSeconds: z.number().int().min(0).max(86_400) })])
        .optional(),
      said: z.enum(['status', 'body']).optional(),
    }),
    z.strictObject({ kind: z.literal('slack-error'), error: z.string() }),
    z.strictObject({ kind: z.literal('reset') }),
    z.strictObject({ kind: z.literal('delay'), ms: length, ...flaw }),
    z.strictObject({ kind: z.literal('late-commit'), ms: length, ...flaw }),
    z.strictObject({
      kind: z.literal('accept-then'),
      what: z.enum(['answer', '500', 'reset', 'hang', 'cut', 'internal_error', ...unreadable]),
      ...flaw,
    }),
  ]);
}

function eventFaultsWith<Length>(length: z.ZodType<Length>) {
  return z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('twice'), ms: length.optional() }),
    z.strictObject({ kind: z.literal('late'), ms: length }),
    z.strictObject({ kind: z.literal('after-next'), ms: length }),
    z.strictObject({ kind: z.literal('lost') }),
  ]);
}

export interface FaultShapes<Trouble> {
  fault: z.ZodType<Trouble>;
  /** With lengths that may be drawn. */
  drawn: z.ZodType<Drawn<Trouble>>;
}

export const callFaults: FaultShapes<Fault> = { fault: faultsWith(milliseconds), drawn: faultsWith(drawnLength) };
export const eventFaults: FaultShapes<EventFault> = {
  fault: eventFaultsWith(milliseconds),
  drawn: eventFaultsWith(drawnLength),
};
