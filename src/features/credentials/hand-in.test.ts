import { expect, test } from 'vitest';
import type { CalendarDate } from '../../shared/dates.js';
import type { CertificationId } from '../../shared/ids.js';
import { newCredentialId, newPersonId } from '../../shared/ids.js';
import type { Subject } from './hand-in.js';
import { isSameEvidence, readEvidence, readSubject, writeSubject } from './hand-in.js';

const today = '2026-12-01' as CalendarDate;
const kept = (slackFileId: string, refused: 'gone' | null = null) => ({
  slackFileId,
  name: `${slackFileId}.pdf`,
  bytes: 17,
  kind: 'pdf' as const,
  kept: refused === null,
  refused,
});

const subjects: Subject[] = [
  { kind: 'new', credentialId: newCredentialId(), personId: newPersonId(), certificationId: null },
  { kind: 'new', credentialId: newCredentialId(), personId: newPersonId(), certificationId: 'CKA' as CertificationId },
  { kind: 'correct', credentialId: newCredentialId(), version: 3 },
];
test.each(subjects)('what a dialog is about is read as it was written: %o', (subject) => {
  expect(readSubject(writeSubject(subject))).toEqual(subject);
});

test('on the very day it can be handed in, and no day later', () => {
  const read = (earned: string) => readEvidence({ earned, number: '17' }, { today, keptFiles: [] });
  expect(read('2026-12-01')).toMatchObject({ evidence: { earnedOn: today, expiresOn: null, number: '17', files: [] } });
  expect(read('2026-12-02')).toMatchObject({ errors: { earned: expect.any(String) } });
});

test('files stay unless new ones are given, but for those that cannot be used', () => {
  const keptFiles = [kept('F0A'), kept('F0B', 'gone')];
  const read = (files: object[]) => readEvidence({ earned: '2026-11-30', files: files as never }, { today, keptFiles });
  expect(read([])).toMatchObject({ evidence: { files: [kept('F0A')] } });
  expect(read([{ id: 'F0C', name: 'c.pdf', size: 5 }])).toMatchObject({
    evidence: { files: [{ slackFileId: 'F0C', bytes: 5, kept: false, kind: null, refused: null }] },
  });
  const nothingLeft = readEvidence({ earned: '2026-11-30' }, { today, keptFiles: [kept('F0B', 'gone')] });
  expect(nothingLeft).toMatchObject({ errors: { number: expect.stringContaining('at least one') } });
});

test('one file chosen twice is one', () => {
  const file = { id: 'F0C', name: 'c.pdf', size: 5 };
  const read = readEvidence({ earned: '2026-11-30', files: [file, file] }, { today, keptFiles: [] });
  expect('evidence' in read && read.evidence.files).toHaveLength(1);
});

test('evidence is the same when it says the same, whatever became of its files', () => {
  const evidence = { earnedOn: today, expiresOn: null, number: '17', evidence: '', files: [kept('F0A')] };
  expect(isSameEvidence(evidence, { ...evidence, files: [kept('F0A', 'gone')] })).toBe(true);
  expect(isSameEvidence(evidence, { ...evidence, files: [] })).toBe(false);
  expect(isSameEvidence(evidence, { ...evidence, number: '18' })).toBe(false);
});
