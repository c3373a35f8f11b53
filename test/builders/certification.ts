import type { Certification } from '../../src/features/catalog/index.js';
import { defaultLadder } from '../../src/features/catalog/index.js';
import type { CertificationId } from '../../src/shared/ids.js';

let made = 0;

/** A required certification of 36 months with the default ladder, which says why it matters to Technicians. */
export function aCertification(fields: Partial<Certification> = {}): Certification {
  made += 1;
  return {
    _id: `CERT-${made}` as CertificationId,
    version: 0,
    name: `Certification ${made}`,
    issuer: 'Board of Examples',
    kind: 'external',
    need: 'required',
    mayNotWorkWithout: false,
    validMonths: 36,
    graceDays: 0,
    ladder: [...defaultLadder],
    relevantTo: [{ role: 'Technician', why: 'customers ask who may open the shaft.' }],
    studyHours: 12,
    examFeeCents: null,
    examFeeCurrency: null,
    studyLinks: ['https://example.com/study'],
    reviewer: { by: 'manager' },
    approvals: 1,
    retakeDays: 0,
    ...fields,
  };
}
