import type { Lengths } from '../../src/platform/database/lengths.js';
import { scaledLengths } from '../../src/platform/database/lengths.js';

/** How much shorter leases, looks and limits are than in production; the sandbox's limits with them. */
export const scale = 1_000;

/** But a call to Slack may last as long as a busy machine needs. */
export const patientLengths: Lengths = { ...scaledLengths(scale), deliveryLeaseMs: 3_000, deliveryTimeoutMs: 1_000 };
