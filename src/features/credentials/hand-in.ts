import { z } from 'zod';
import type { FormValues } from '../../platform/slack/forms.js';
import { filesOf, textOf } from '../../platform/slack/forms.js';
import { CalendarDate } from '../../shared/dates.js';
import { CertificationId, CredentialId, PersonId } from '../../shared/ids.js';
import type { HttpUrl } from '../../shared/links.js';
import { httpUrl } from '../../shared/links.js';
import { cleanText } from '../../shared/text.js';
import type { Credential, EvidenceFile } from './credential.js';

/** The names of the dialog's inputs. */
export const inputs = {
  certification: 'certification',
  earned: 'earned',
  until: 'until',
  number: 'number',
  link: 'link',
  files: 'files',
} as const;

export const mostFiles = 3;
/** 10 MB: a scan of several pages; kept in one document of the database, which holds 16. */
export const mostFileBytes = 10_000_000;
const mostNumber = 100;
const mostLink = 2_000;
/** Characters, each of which may count as two. */
const mostFileName = 100;
/** Nobody at work today has earned anything before. */
const earliest = '1960-01-01' as CalendarDate;

/**
 * What a dialog is about, written into it when it is opened; anybody may forge it, so who may is decided anew. A new one
 * carries the id that its credential will have: sent twice, it makes one.
 */
export type Subject =
  | Readonly<{
      kind: 'new';
      credentialId: CredentialId;
      personId: PersonId;
      /** Null when it is chosen in the dialog. */
      certificationId: CertificationId | null;
    }>
  | Readonly<{ kind: 'correct'; credentialId: CredentialId; version: number }>;

const NewSubject = z.tuple([z.literal('new'), CredentialId, PersonId, z.union([z.literal('-'), CertificationId])]);
const CorrectSubject = z.tuple([
  z.literal('correct'),
  CredentialId,
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
]);

export const writeSubject = (subject: Subject): string =>
  subject.kind === 'new'
    ? ['new', subject.credentialId, subject.personId, subject.certificationId ?? '-'].join(' ')
    : ['correct', subject.credentialId, subject.version].join(' ');

/** Undefined for anything that we did not write. */
export function readSubject(text: unknown): Subject | undefined {
  const words = typeof text === 'string' && text.length <= 200 ? text.split(' ') : [];
  const begun = NewSubject.safeParse(words);
  if (begun.success) {
    const [kind, credentialId, personId, code] = begun.data;
    return { kind, credentialId, personId, certificationId: code === '-' ? null : code };
  }
  const correction = CorrectSubject.safeParse(words);
  if (!correction.success) return undefined;
  const [kind, credentialId, version] = correction.data;
  return { kind, credentialId, version };
}

/** What somebody says of a credential that they hand in. */
export type Evidence = Pick<Credential, 'earnedOn' | 'expiresOn' | 'number' | 'evidence' | 'files'>;

/** What stands in the inputs, good or not, to be shown again. */
export type Entered = Readonly<{
  earnedOn: CalendarDate | undefined;
  expiresOn: CalendarDate | undefined;
  number: string;
  link: HttpUrl | undefined;
}>;

export type FieldErrors = Readonly<Partial<Record<keyof typeof inputs, string>>>;

/**
 * The evidence, or a sentence at each input that is wrong. `today` is the day where the person is; `keptFiles` were handed
 * in before and stay unless new ones are given.
 */
export function readEvidence(
  values: FormValues,
  { today, keptFiles }: { today: CalendarDate; keptFiles: readonly EvidenceFile[] },
): { evidence: Evidence } | { errors: FieldErrors } {
  const earned = CalendarDate.safeParse(textOf(values, inputs.earned)).data;
  const until = textOf(values, inputs.until);
  const expiresOn = CalendarDate.safeParse(until).data;
  const number = cleanText(textOf(values, inputs.number) ?? '');
  const address = textOf(values, inputs.link)?.trim() ?? '';
  const link = httpUrl(address);
  const files = newFiles(values);

  const errors: Record<string, string | undefined> = {
    earned: earnedError(earned, today),
    until: until === null ? undefined : untilError(expiresOn, earned),
    number: number.length > mostNumber ? `At most ${mostNumber} characters, please.` : undefined,
    link: address === '' ? undefined : linkError(link),
    files: filesError(files),
  };
  const standing = files.length > 0 ? files : keptFiles.filter(({ refused }) => refused === null);
  if (number === '' && address === '' && standing.length === 0) {
    errors.number =
      'Please give at least one of these: the number, a link, or a file. Somebody has to be able to check it.';
  }
  const wrong = Object.entries(errors).filter(([, says]) => says !== undefined);
  if (wrong.length > 0 || earned === undefined) return { errors: Object.fromEntries(wrong) };
  return {
    evidence: { earnedOn: earned, expiresOn: expiresOn ?? null, number, evidence: link ?? '', files: [...standing] },
  };
}

/** What was typed, as far as an input can show it again. */
export const enteredIn = (values: FormValues): Entered => ({
  earnedOn: CalendarDate.safeParse(textOf(values, inputs.earned)).data,
  expiresOn: CalendarDate.safeParse(textOf(values, inputs.until)).data,
  number: cleanText(textOf(values, inputs.number) ?? ''),
  link: httpUrl(textOf(values, inputs.link)?.trim()),
});

export const enteredOf = ({ earnedOn, expiresOn, number, evidence }: Evidence): Entered => ({
  earnedOn,
  expiresOn: expiresOn ?? undefined,
  number,
  link: httpUrl(evidence),
});

/** Whether both say the same; of files only which ones they are, as their bytes are looked at later. */
export const isSameEvidence = (one: Evidence, other: Evidence): boolean =>
  (['earnedOn', 'expiresOn', 'number', 'evidence'] as const).every((name) => one[name] === other[name]) &&
  one.files.map(({ slackFileId }) => slackFileId).join() === other.files.map(({ slackFileId }) => slackFileId).join();

function newFiles(values: FormValues): EvidenceFile[] {
  const given = new Map(filesOf(values, inputs.files).map((file) => [file.id, file]));
  return [...given.values()].map(({ id, name, size }) => ({
    slackFileId: id,
    name: [...cleanText(name)].slice(0, mostFileName).join(''),
    bytes: size ?? 0,
    kind: null,
    kept: false,
    refused: null,
  }));
}

function earnedError(earned: CalendarDate | undefined, today: CalendarDate): string | undefined {
  if (earned === undefined) return 'Please choose the day on which it was earned.';
  if (earned > today) return 'This day is still to come. When was it earned?';
  if (earned < earliest) return 'This is very long ago. Please check the year.';
  return undefined;
}

function untilError(until: CalendarDate | undefined, earned: CalendarDate | undefined): string | undefined {
  if (until === undefined) return 'Please choose a day, or leave it empty.';
  if (earned !== undefined && until <= earned) return 'It must be valid for longer than until the day it was earned.';
  if (until > '2199-12-31') return 'This is very far away. Please check the year.';
  return undefined;
}

function linkError(link: HttpUrl | undefined): string | undefined {
  if (link === undefined) return 'This is not an address that Laurel can show. It must begin with https://';
  return link.length > mostLink ? `At most ${mostLink} characters, please.` : undefined;
}

function filesError(files: readonly EvidenceFile[]): string | undefined {
  if (files.length > mostFiles) return `At most ${mostFiles} files, please.`;
  if (files.some(({ bytes }) => bytes > mostFileBytes))
    return 'A file may have at most 10 MB. Please choose a smaller one.';
  return undefined;
}
