import type { StatefulWrite } from '../../platform/database/bulk.js';
import { latestDateOnEarth } from '../../shared/dates.js';
import type { CertificationId, PersonId } from '../../shared/ids.js';
import { newCredentialId } from '../../shared/ids.js';
import type { CellChange, Decision, FileKind, Load, Problem } from '../loading/index.js';
import type { Credential, CredentialFact } from './credential.js';
import { loadedSilently } from './credential.js';
import type { CredentialRow } from './credential-row.js';
import { credentialColumns, parseCredentialRow } from './credential-row.js';
import { expiryOf } from './rules.js';
import type { CredentialsStore } from './store.js';

type Write = StatefulWrite<Credential, CredentialFact>;

/** Finds people by the numbers of the people file. */
type PeopleByNumber = {
  byEmployeeIds(employeeIds: readonly string[]): Promise<readonly { _id: PersonId; employeeId: string }[]>;
};

type Catalogue = { all(): Promise<ReadonlyMap<CertificationId, { validMonths: number | null }>> };

/** The credentials file: who has earned what, and when. It vouches for what it says, so nobody reviews it. */
export function createCredentialsFile({
  store,
  people,
  catalog,
}: {
  store: Pick<CredentialsStore, 'earnedBy' | 'saveAll'>;
  people: PeopleByNumber;
  catalog: Catalogue;
}): FileKind<CredentialRow, Write> {
  return {
    name: 'credentials',
    columns: credentialColumns,
    unique: [{ columns: ['employee_id', 'code', 'earned_on'], letterCase: 'matters' }],
    parse: parseCredentialRow,

    async decide(rows, { now }) {
      const named = await people.byEmployeeIds(rows.map(({ employee_id }) => employee_id));
      const [catalogue, earned] = await Promise.all([catalog.all(), store.earnedBy(named.map(({ _id }) => _id))]);
      const personIds = new Map(named.map(({ _id, employeeId }) => [employeeId, _id]));
      const stored = new Map(earned.map((credential) => [keyOf(credential), credential]));
      const latestDay = latestDateOnEarth(now);

      return rows.map((row): Decision<Write> => {
        const personId = personIds.get(row.employee_id);
        const certification = catalogue.get(row.code);
        const problems: Problem[] = [];
        if (personId === undefined) problems.push({ column: 'employee_id', reason: 'is nobody known so far' });
        if (certification === undefined) problems.push({ column: 'code', reason: 'is not in the catalogue' });
        if (row.earned_on > latestDay) problems.push({ column: 'earned_on', reason: 'is in the future' });
        if (personId === undefined || certification === undefined || problems.length > 0)
          return { kind: 'bad', problems };

        const was = stored.get(keyOf({ personId, certificationId: row.code, earnedOn: row.earned_on }));
        return was === undefined ? isEarned(row, personId, certification.validMonths) : changes(was, row);
      });
    },

    write: (writes, { by, now }: Load) => store.saveAll(writes, { at: now, by }),
  };
}

const keyOf = ({
  personId,
  certificationId,
  earnedOn,
}: Pick<Credential, 'personId' | 'certificationId' | 'earnedOn'>) => `${personId} ${certificationId} ${earnedOn}`;

function isEarned(row: CredentialRow, personId: PersonId, validMonths: number | null): Decision<Write> {
  const noun: Omit<Credential, 'version'> = {
    _id: newCredentialId(),
    personId,
    certificationId: row.code,
    earnedOn: row.earned_on,
    expiresOn: row.expires_on ?? expiryOf(row.earned_on, validMonths),
    number: row.number ?? '',
    evidence: row.evidence ?? '',
    state: row.state ?? 'verified',
    ...loadedSilently,
  };
  return { kind: 'create', write: { kind: 'born', noun, fact: factOf(noun) } };
}

/** Blank cells change nothing: what Laurel superseded since, or a rule of validity that was new later, stays. */
function changes(was: Credential, row: CredentialRow): Decision<Write> {
  const next: Credential = {
    ...was,
    expiresOn: row.expires_on ?? was.expiresOn,
    number: row.number ?? was.number,
    evidence: row.evidence ?? was.evidence,
    state: row.state ?? was.state,
  };
  const names = (['expiresOn', 'number', 'evidence', 'state'] as const).filter((name) => was[name] !== next[name]);
  if (names.length === 0) return { kind: 'same' };
  return {
    kind: 'change',
    changes: names.map(
      (name): CellChange => ({
        column: name === 'expiresOn' ? 'expires_on' : name,
        from: was[name] ?? '',
        to: next[name] ?? '',
      }),
    ),
    write: {
      kind: 'changed',
      was: { _id: was._id, version: was.version },
      set: Object.fromEntries(names.map((name) => [name, next[name]])),
      fact: factOf(next),
    },
  };
}

/** The fact states the credential as it stands now, so a corrected one is stated again. */
function factOf({
  _id,
  personId,
  certificationId,
  earnedOn,
  expiresOn,
  state,
}: Omit<Credential, 'version'>): CredentialFact {
  const about = { personId, certificationId, credentialId: _id };
  switch (state) {
    case 'revoked':
      return { type: 'credential.revoked', ...about };
    case 'superseded':
      return { type: 'credential.superseded', ...about };
    default:
      return { type: 'credential.verified', ...about, earnedOn, expiresOn, source: 'loaded' };
  }
}
