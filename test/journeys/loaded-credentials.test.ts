import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReactionRow } from '../../src/platform/database/reactions.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { aCertification } from '../builders/certification.js';
import { startHouse } from '../harness/house.js';

let house: Awaited<ReturnType<typeof startHouse>>;
let folder: string;

beforeEach(async () => {
  house = await startHouse();
  folder = await mkdtemp(join(tmpdir(), 'laurel-'));
});
afterEach(async () => {
  await house.stop();
  await rm(folder, { recursive: true });
});

/** Loads one credential of Ana and answers what was made to follow, without the names of their features. */
async function load(expiresOn: string): Promise<string[]> {
  await house.database.db.collection('reactions').deleteMany({});
  const path = join(folder, 'credentials.csv');
  await writeFile(path, `employee_id,code,earned_on,expires_on\nE-ANA,AID,2026-03-01,${expiresOn}\n`);
  await house.features.loading.load('credentials', path, { mode: 'apply', badRows: 'refuse', onRow: () => {} });
  await house.settleDown();
  const rows = await house.database.db.collection<ReactionRow>('reactions').find().toArray();
  return rows.map(({ reaction }) => reaction.replace(/.*\./, '')).toSorted();
}

test('a credential that is new from a file leaves no reaction that would have nothing to do', async () => {
  await house.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', employeeId: 'E-ANA' });
  await house.certify(aCertification({ _id: 'AID' as CertificationId, name: 'First aid' }));

  expect(await load('2029-03-01')).toEqual(['followCredential', 'supersedeOlder']);

  const corrected = await load('2030-03-01');
  expect(corrected).toEqual(expect.arrayContaining(['redrawCards', 'followCredential', 'supersedeOlder']));
});
