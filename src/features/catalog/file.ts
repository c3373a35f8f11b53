import { isDeepStrictEqual } from 'node:util';
import type { StatefulWrite } from '../../platform/database/bulk.js';
import type { PersonId } from '../../shared/ids.js';
import { plural } from '../../shared/text.js';
import type { Decision, FileKind, Load } from '../loading/index.js';
import type { CatalogFact, Certification, Reviewer } from './certification.js';
import { defaultLadder } from './certification.js';
import type { CertificationRow, NamedReviewer } from './certification-row.js';
import { certificationColumns, parseCertificationRow } from './certification-row.js';
import type { CatalogStore } from './store.js';

type Write = StatefulWrite<Certification, CatalogFact>;

/** Finds people by the numbers of the people file. */
export type PeopleByNumber = {
  byEmployeeIds(employeeIds: readonly string[]): Promise<readonly { _id: PersonId; employeeId: string }[]>;
};

/** The catalogue file: what can be earned. Nothing is taken out of the catalogue by being absent from it. */
export function createCertificationsFile({
  store,
  people,
}: {
  store: Pick<CatalogStore, 'all' | 'saveAll'>;
  people: PeopleByNumber;
}): FileKind<CertificationRow, Write> {
  return {
    name: 'certifications',
    columns: certificationColumns,
    unique: [{ columns: ['code'], letterCase: 'ignored' }],
    parse: parseCertificationRow,

    async decide(rows) {
      const numbers = rows.flatMap(({ reviewer }) => (reviewer?.by === 'people' ? reviewer.employeeIds : []));
      const [catalogue, reviewers] = await Promise.all([store.all(), people.byEmployeeIds(numbers)]);
      const idOf = new Map(reviewers.map(({ _id, employeeId }) => [employeeId, _id]));
      return rows.map((row): Decision<Write> => {
        const reviewer = row.reviewer && reviewerOf(row.reviewer, idOf);
        if (reviewer === 'unknown') {
          const reason = 'names somebody who is not known so far: load the people first';
          return { kind: 'bad', problems: [{ column: 'reviewer', reason }] };
        }
        const fields = fieldsOf(row, reviewer);
        const was = catalogue.get(row.code);
        return was === undefined ? isAdded(row, fields) : changes(was, fields);
      });
    },

    write: (writes, { by, now }: Load) => store.saveAll(writes, { at: now, by }),
  };
}

function reviewerOf(named: NamedReviewer, idOf: ReadonlyMap<string, PersonId>): Reviewer | 'unknown' {
  if (named.by !== 'people') return named;
  const personIds = named.employeeIds.flatMap((employeeId) => idOf.get(employeeId) ?? []);
  return personIds.length === named.employeeIds.length ? { by: 'people', personIds } : 'unknown';
}

/** The fields that the row says something of. */
function fieldsOf(row: CertificationRow, reviewer: Reviewer | undefined): Partial<Certification> {
  const all: { [Name in keyof Certification]?: Certification[Name] | undefined } = {
    name: row.name,
    issuer: row.issuer,
    kind: row.kind,
    need: row.need,
    mayNotWorkWithout: row.may_not_work_without,
    validMonths: row.valid_months,
    graceDays: row.grace_days,
    ladder: row.ladder && [...row.ladder],
    relevantTo: row.relevant_to && [...row.relevant_to],
    studyHours: row.study_hours,
    ...(row.exam_fee !== undefined && {
      examFeeCents: row.exam_fee?.cents ?? null,
      examFeeCurrency: row.exam_fee?.currency ?? null,
    }),
    studyLinks: row.study_links && [...row.study_links],
    reviewer,
    approvals: row.approvals,
    retakeDays: row.retake_days,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function isAdded(row: CertificationRow, fields: Partial<Certification>): Decision<Write> {
  const noun: Omit<Certification, 'version'> = {
    _id: row.code,
    name: row.name,
    issuer: row.issuer,
    kind: row.kind,
    need: row.need,
    mayNotWorkWithout: false,
    validMonths: row.valid_months,
    graceDays: 0,
    ladder: [...defaultLadder],
    relevantTo: [],
    studyHours: 0,
    examFeeCents: null,
    examFeeCurrency: null,
    studyLinks: [],
    reviewer: { by: 'manager' },
    // Where work must stop without it, one signature is not enough.
    approvals: row.may_not_work_without === true ? 2 : 1,
    retakeDays: 0,
    ...fields,
  };
  return { kind: 'create', write: { kind: 'born', noun, fact: { type: 'certification.added' } } };
}

function changes(was: Certification, wanted: Partial<Certification>): Decision<Write> {
  const names = (Object.keys(wanted) as (keyof Certification)[]).filter(
    (name) => !isDeepStrictEqual(was[name], wanted[name]),
  );
  if (names.length === 0) return { kind: 'same' };
  const [before, after] = [written(was), written({ ...was, ...wanted })];
  return {
    kind: 'change',
    changes: Object.keys(after)
      .filter((column) => before[column] !== after[column])
      .map((column) => ({ column, from: before[column] ?? '', to: after[column] ?? '' })),
    write: {
      kind: 'changed',
      was: { _id: was._id, version: was.version },
      set: Object.fromEntries(names.map((name) => [name, wanted[name]])),
      fact: { type: 'certification.changed', fields: names },
    },
  };
}

/** As the file would write it, to be shown. */
function written(certification: Certification): Record<string, string> {
  const { examFeeCents, examFeeCurrency, reviewer } = certification;
  return {
    name: certification.name,
    issuer: certification.issuer,
    kind: certification.kind,
    need: certification.need,
    may_not_work_without: certification.mayNotWorkWithout ? 'yes' : 'no',
    valid_months: String(certification.validMonths ?? ''),
    grace_days: String(certification.graceDays),
    ladder: certification.ladder.join(' '),
    relevant_to: certification.relevantTo.map(({ role, why }) => `${role}: ${why}`).join(' | '),
    study_hours: String(certification.studyHours),
    exam_fee: examFeeCents === null ? '' : `${(examFeeCents / 100).toFixed(2)} ${examFeeCurrency}`,
    study_links: certification.studyLinks.join(' '),
    reviewer:
      reviewer.by === 'people' ? `${plural(reviewer.personIds.length, 'person', 'people')} by number` : reviewer.by,
    approvals: String(certification.approvals),
    retake_days: String(certification.retakeDays),
  };
}
