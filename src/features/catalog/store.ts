import type { Connection } from 'mongoose';
import type { StatefulWrite } from '../../platform/database/bulk.js';
import { saveAll } from '../../platform/database/bulk.js';
import type { Cause, Stateful } from '../../platform/database/facts.js';
import { pendingFactsIndex, statefulPaths } from '../../platform/database/facts.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import { defineSchema } from '../../platform/database/schema.js';
import type { CertificationId } from '../../shared/ids.js';
import type { CatalogFact, Certification } from './certification.js';

type StoredCertification = Certification & Stateful;

const certifications = defineSchema<StoredCertification>({
  ...statefulPaths,
  name: String,
  issuer: String,
  kind: String,
  need: String,
  mayNotWorkWithout: Boolean,
  validMonths: Number,
  graceDays: Number,
  ladder: [Number],
  relevantTo: [{ _id: false, role: String, why: String }],
  studyHours: Number,
  examFeeCents: Number,
  examFeeCurrency: String,
  studyLinks: [String],
  reviewer: { by: String, personIds: { type: [String], default: undefined } },
  approvals: Number,
  retakeDays: Number,
});

export const catalogIndexes: readonly IndexFact[] = [pendingFactsIndex('certifications')];

const asCertification = { pendingFacts: 0, appliedFacts: 0 } as const;

export function createCatalogStore(connection: Connection) {
  const model = connection.model<StoredCertification>('Certification', certifications, 'certifications');
  return {
    model,
    byId: (id: CertificationId) => model.findById(id, asCertification).lean<Certification>().exec(),

    /** These, as far as they are known: one message tells of few. */
    async byIds(ids: readonly CertificationId[]): Promise<Map<CertificationId, Certification>> {
      const found = await model
        .find({ _id: { $in: [...ids] } }, asCertification)
        .lean<Certification[]>()
        .exec();
      return new Map(found.map((certification) => [certification._id, certification]));
    },

    /** Writes many, each in one update with its fact; answers how many had changed meanwhile. */
    saveAll: (writes: readonly StatefulWrite<Certification, CatalogFact>[], cause: Cause) =>
      saveAll(model.collection, writes, cause),

    /** The whole catalogue: some hundreds at most, so that sweeps read it once. */
    async all(): Promise<Map<CertificationId, Certification>> {
      const found = await model.find({}, asCertification).lean<Certification[]>().exec();
      return new Map(found.map((certification) => [certification._id, certification]));
    },
  };
}

export type CatalogStore = ReturnType<typeof createCatalogStore>;
