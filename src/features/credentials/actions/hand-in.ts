import type { FormValues } from '../../../platform/slack/forms.js';
import { filesOf, textOf } from '../../../platform/slack/forms.js';
import { dateIn } from '../../../shared/dates.js';
import type { AssignmentId, CredentialId } from '../../../shared/ids.js';
import { CertificationId, newCredentialId, PersonId } from '../../../shared/ids.js';
import type { Review } from '../../../shared/review.js';
import type { Seen } from '../../../shared/seen.js';
import type { Assignment } from '../../assignments/index.js';
import type { Certification } from '../../catalog/index.js';
import type { Person } from '../../people/index.js';
import type { Credential } from '../credential.js';
import type { Evidence, FieldErrors, Subject } from '../hand-in.js';
import { enteredIn, enteredOf, inputs, isSameEvidence, readEvidence, writeSubject } from '../hand-in.js';
import type { HandedIn, HandInForm, HandInNote, HandInRefusal, Reviewers } from '../messages/hand-in.js';
import { mostChoices } from '../messages/hand-in.js';
import { askedAgain, mayHandIn, named, nearest } from '../rules.js';
import type { HandInDeps } from './deps.js';

type Refused = Readonly<{ kind: 'refused'; refusal: HandInRefusal }>;
type Form = Readonly<{ kind: 'form'; form: HandInForm }>;
type Withdrawn = Readonly<{ kind: 'withdrawn'; name: string; dueOn: Assignment['dueOn'] | undefined }>;
type Unknown = Readonly<{ kind: 'unknown-code'; words: string; near: readonly Certification[] }>;
type Sent =
  | Form
  | Refused
  | Readonly<{ kind: 'errors'; errors: FieldErrors }>
  | Readonly<{ kind: 'handed-in'; said: HandedIn }>
  | Readonly<{ kind: 'corrected'; said: Pick<HandedIn, 'name' | 'reviewers'> }>
  | Readonly<{ kind: 'unchanged'; name: string }>;

/** Whose it is and what. Only those who may hand in are ever told more than that they may not. */
type Matter = Readonly<{ kind: 'matter'; actor: Person; person: Person; certification: Certification }>;

/** Handing in, correcting and taking back. Each decides from fresh data who may; `actor` is an active person. */
export function createHandIn(deps: HandInDeps) {
  const { store, clock, outbox, people, catalog, assignments, beginReview } = deps;

  async function matterOf(actor: Person, personId: PersonId, code: CertificationId): Promise<Matter | Refused> {
    const [person, certification] = await Promise.all([people.byId(personId), catalog.byId(code)]);
    if (person === null || person.state !== 'active' || certification === null) return refuse({ code: 'not-known' });
    const standing = await people.standing(actor, person);
    if (mayHandIn(standing, person)) return { kind: 'matter', actor, person, certification };
    return refuse(standing === 'none' ? { code: 'not-yours' } : { code: 'uses-slack', name: person.name });
  }

  async function credentialMatter(actor: Person, id: CredentialId) {
    const credential = await store.byId(id);
    if (credential === null) return refuse({ code: 'not-known' });
    const matter = await matterOf(actor, credential.personId, credential.certificationId);
    return matter.kind === 'refused' ? matter : { ...matter, credential };
  }

  /** An empty dialog; or the one that corrects, when this person has handed it in already. */
  async function begin(matter: Matter): Promise<Form> {
    const { actor, person, certification } = matter;
    const standing = await store.submitted(person._id, certification._id);
    if (standing !== null) return correction(matter, standing, { note: alreadyNote(standing) });
    const review = await reviewOf(matter);
    return form({
      subject: writeSubject({
        kind: 'new',
        credentialId: newCredentialId(),
        personId: person._id,
        certificationId: certification._id,
      }),
      purpose: 'hand in',
      certification: certification.name,
      whose: whoseOf(actor, person),
      reviewers: await reviewersOf(review, certification),
      entered: undefined,
      keptFiles: [],
      note: undefined,
      filesToChooseAgain: [],
    });
  }

  async function correction(
    { actor, person, certification }: Matter,
    credential: Credential,
    { typed, note }: { typed?: FormValues; note?: HandInNote } = {},
  ): Promise<Form> {
    return form({
      subject: writeSubject({ kind: 'correct', credentialId: credential._id, version: credential.version }),
      purpose: 'correct',
      certification: certification.name,
      whose: whoseOf(actor, person),
      reviewers: await reviewersOf(credential.review, certification),
      entered: typed === undefined ? enteredOf(credential) : enteredIn(typed),
      keptFiles: credential.files.flatMap(({ refused, name }) => (refused === null ? [name] : [])),
      note,
      filesToChooseAgain: typed === undefined ? [] : filesOf(typed, inputs.files).map(({ name }) => name),
    });
  }

  async function reviewOf({ actor, person, certification }: Matter): Promise<Review> {
    const assignment = await assignments.unfinishedOf(person._id, certification._id);
    const about = { person, certification, handedInBy: actor._id, dueOn: assignment?.dueOn ?? null };
    return beginReview(about, clock.now());
  }

  async function reviewersOf(review: Review | null, { approvals }: Certification): Promise<Reviewers> {
    const asked = [...new Set(review?.asks.map(({ to }) => to) ?? [])];
    const found = await people.byIds(asked);
    const names = asked.flatMap((id) => found.get(id)?.name ?? []);
    return { names: names.toSorted((a, b) => a.localeCompare(b)), needed: approvals };
  }

  async function handInNew(
    actor: Person,
    subject: Extract<Subject, { kind: 'new' }>,
    values: FormValues,
  ): Promise<Sent> {
    const code = subject.certificationId ?? (await chosenIn(values));
    if (code === undefined) return { kind: 'errors', errors: { certification: 'Please choose one of the catalogue.' } };
    const matter = await matterOf(actor, subject.personId, code);
    if (matter.kind === 'refused') return matter;
    const { person, certification } = matter;
    const now = clock.now();
    const today = dateIn(now, person.zone);
    const read = readEvidence(values, { today, keptFiles: [] });
    if ('errors' in read) return { kind: 'errors', errors: read.errors };
    const { evidence } = read;

    const before = await store.byId(subject.credentialId);
    if (before !== null) return sentBefore(matter, before, evidence, values);
    const known = await knownError(matter, evidence);
    if (known !== undefined) return known;
    const credential: Omit<Credential, 'version'> = {
      _id: subject.credentialId,
      personId: person._id,
      certificationId: certification._id,
      ...evidence,
      state: 'submitted',
      handedIn: { by: actor._id, on: today, at: now },
      approvals: [],
      decision: null,
      review: await reviewOf(matter),
      lapse: { lastDayToldOn: null, lapsedOn: null },
    };
    const about = { personId: person._id, certificationId: certification._id, credentialId: credential._id };
    const fact = { type: 'credential.submitted', ...about, on: today } as const;
    if (await store.insert(credential, fact, { at: now, by: actor._id })) return isHandedIn(matter, credential);
    const [same, other] = await Promise.all([
      store.byId(credential._id),
      store.submitted(person._id, certification._id),
    ]);
    if (same !== null) return sentBefore(matter, same, evidence, values);
    // What refused the insert may be decided already.
    if (other === null) return refuse({ code: 'changed' });
    return correction(matter, other, { typed: values, note: alreadyNote(other) });
  }

  /** A second sending of one dialog: the same answer, unless it says something else now. */
  async function sentBefore(matter: Matter, before: Credential, evidence: Evidence, values: FormValues): Promise<Sent> {
    const { person, certification } = matter;
    const isThis = before.personId === person._id && before.certificationId === certification._id;
    if (!isThis) return refuse({ code: 'not-known' });
    if (before.state !== 'submitted') return decided(matter, before);
    if (isSameEvidence(before, evidence)) return isHandedIn(matter, before);
    return correction(matter, before, { typed: values, note: alreadyNote(before) });
  }

  async function isHandedIn(matter: Matter, { handedIn, review }: Omit<Credential, 'version'>): Promise<Sent> {
    const { actor, person, certification } = matter;
    const assignment = await assignments.unfinishedOf(person._id, certification._id);
    const due =
      assignment === null || handedIn === null
        ? undefined
        : { on: assignment.dueOn, isOnTime: handedIn.on <= assignment.dueOn };
    const reviewers = await reviewersOf(review, certification);
    return { kind: 'handed-in', said: { name: certification.name, whose: whoseOf(actor, person), reviewers, due } };
  }

  async function correct(
    actor: Person,
    subject: Extract<Subject, { kind: 'correct' }>,
    values: FormValues,
  ): Promise<Sent> {
    const matter = await credentialMatter(actor, subject.credentialId);
    if (matter.kind === 'refused') return matter;
    const { person, certification, credential } = matter;
    if (credential.state !== 'submitted') return decided(matter, credential);
    const now = clock.now();
    const read = readEvidence(values, { today: dateIn(now, person.zone), keptFiles: credential.files });
    if ('errors' in read) return { kind: 'errors', errors: read.errors };
    const { evidence } = read;
    const isSame = isSameEvidence(credential, evidence);
    if (credential.version === subject.version && isSame) return { kind: 'unchanged', name: certification.name };
    if (isSame) return isCorrected(matter, credential);
    if (credential.version !== subject.version) return changedMeanwhile(matter, credential, values);
    const known = await knownError(matter, evidence);
    if (known !== undefined) return known;

    const about = { personId: person._id, certificationId: certification._id, credentialId: credential._id };
    const fact = { type: 'credential.corrected', ...about } as const;
    // Whoever corrects answers for it, and so may not decide on it; the day on which it was handed in stays.
    const handedIn = credential.handedIn && { ...credential.handedIn, by: actor._id };
    const done = await store.amend(
      credential,
      { ...evidence, approvals: [], handedIn },
      fact,
      { at: now, by: actor._id },
      credential.review === null ? undefined : askedAgain(credential.review, credential.approvals, now),
    );
    if (done) return isCorrected(matter, credential);
    const current = await store.byId(credential._id);
    if (current === null) return refuse({ code: 'not-known' });
    if (current.state !== 'submitted') return decided(matter, current);
    return isSameEvidence(current, evidence) ? isCorrected(matter, current) : changedMeanwhile(matter, current, values);
  }

  async function isCorrected({ certification }: Matter, { review }: Credential): Promise<Sent> {
    const reviewers = await reviewersOf(review, certification);
    return { kind: 'corrected', said: { name: certification.name, reviewers } };
  }

  async function changedMeanwhile(matter: Matter, current: Credential, values: FormValues): Promise<Form> {
    const found = await people.byIds(current.approvals.map(({ by }) => by));
    const agreed = [...found.values()].map(({ name }) => name);
    return correction(matter, current, { typed: values, note: { kind: 'changed-meanwhile', agreed } });
  }

  /** What was earned on the same day cannot be told from the one that is known. */
  async function knownError({ person, certification }: Matter, { earnedOn }: Evidence): Promise<Sent | undefined> {
    const known = await store.earnedOn(person._id, certification._id, earnedOn);
    if (known === null) return undefined;
    const earned =
      known.state === 'revoked'
        ? 'The one earned on this day was revoked. Your Laurel owner can tell you why.'
        : 'Laurel has the one earned on this day already, so there is nothing to hand in.';
    return { kind: 'errors', errors: { earned } };
  }

  async function decided({ certification: { name } }: Matter, credential: Credential): Promise<Refused> {
    const { state, decision, personId, certificationId } = credential;
    const assignment = await assignments.unfinishedOf(personId, certificationId);
    if (assignment !== null) await outbox.markStale(assignment._id);
    if (state === 'withdrawn') return refuse({ code: 'withdrawn', name });
    const reviewer = decision === null ? null : await people.byId(decision.by);
    return refuse({
      code: 'decided',
      name,
      outcome: state === 'declined' ? 'declined' : state === 'merged' ? 'known already' : 'approved',
      by: reviewer?.name,
      on: decision === null || reviewer === null ? undefined : dateIn(decision.at, reviewer.zone),
      why: decision?.why ?? '',
    });
  }

  async function chosenIn(values: FormValues): Promise<CertificationId | undefined> {
    const words = textOf(values, inputs.certification)?.trim() ?? '';
    return words === '' ? undefined : named(words, [...(await catalog.all()).values()])?._id;
  }

  return {
    /** For the button of an assignment that is drawn somewhere. */
    async passed(actor: Person, assignmentId: AssignmentId): Promise<Form | Refused> {
      const assignment = await assignments.byId(assignmentId);
      if (assignment === null) return refuse({ code: 'not-known' });
      const matter = await matterOf(actor, assignment.personId, assignment.certificationId);
      if (matter.kind === 'refused') return matter;
      if (assignment.state !== 'closed') return begin(matter);
      await outbox.markStale(assignment._id);
      const { name } = matter.certification;
      return refuse({ code: 'closed', name, closing: assignment.closing ?? 'withdrawn' });
    },

    /** For somebody, by whoever may: the ids may be forged. */
    async handInFor(actor: Person, person: unknown, code: unknown): Promise<Form | Refused> {
      const [personId, certificationId] = [PersonId.safeParse(person), CertificationId.safeParse(code)];
      if (!personId.success || !certificationId.success) return refuse({ code: 'not-known' });
      const matter = await matterOf(actor, personId.data, certificationId.data);
      return matter.kind === 'refused' ? matter : begin(matter);
    },

    /** What nobody asked for: of a certification named in words, or of one to be chosen. */
    async add(actor: Person, words: string): Promise<Form | Unknown> {
      const catalogue = [...(await catalog.all()).values()].toSorted((a, b) => a.name.localeCompare(b.name));
      if (words !== '') {
        const certification = named(words, catalogue);
        if (certification === undefined) return { kind: 'unknown-code', words, near: nearest(words, catalogue) };
        return begin({ kind: 'matter', actor, person: actor, certification });
      }
      const isShort = catalogue.length > 0 && catalogue.length <= mostChoices;
      return form({
        subject: writeSubject({
          kind: 'new',
          credentialId: newCredentialId(),
          personId: actor._id,
          certificationId: null,
        }),
        purpose: 'hand in',
        certification: isShort ? catalogue : 'by code',
        whose: undefined,
        reviewers: undefined,
        entered: undefined,
        keptFiles: [],
        note: undefined,
        filesToChooseAgain: [],
      });
    },

    async openCorrection(actor: Person, { id }: Seen<CredentialId>): Promise<Form | Refused> {
      const matter = await credentialMatter(actor, id);
      if (matter.kind === 'refused') return matter;
      const { credential } = matter;
      return credential.state === 'submitted' ? correction(matter, credential) : decided(matter, credential);
    },

    /** The dialog was sent in. Sent twice, it does one thing and gets the same answer. */
    send: (actor: Person, subject: Subject, values: FormValues): Promise<Sent> =>
      subject.kind === 'new' ? handInNew(actor, subject, values) : correct(actor, subject, values),

    async withdraw(actor: Person, { id, version }: Seen<CredentialId>): Promise<Withdrawn | Refused> {
      const matter = await credentialMatter(actor, id);
      if (matter.kind === 'refused') return matter;
      const { person, certification, credential } = matter;
      const assignment = await assignments.unfinishedOf(person._id, certification._id);
      const done: Withdrawn = { kind: 'withdrawn', name: certification.name, dueOn: assignment?.dueOn };
      const about = { personId: person._id, certificationId: certification._id, credentialId: id };
      const fact = { type: 'credential.withdrawn', ...about } as const;
      const cause = { at: clock.now(), by: actor._id };
      if (await store.amend({ _id: id, version }, { state: 'withdrawn' }, fact, cause)) return done;
      const current = await store.byId(credential._id);
      if (current?.state === 'withdrawn' && current.version === version + 1) return done;
      if (current !== null && current.state !== 'submitted') return decided(matter, current);
      if (assignment !== null) await outbox.markStale(assignment._id);
      return refuse({ code: 'changed' });
    },
  };
}

export type HandIn = ReturnType<typeof createHandIn>;

const refuse = (refusal: HandInRefusal): Refused => ({ kind: 'refused', refusal });
const form = (shown: HandInForm): Form => ({ kind: 'form', form: shown });
const whoseOf = (actor: Person, person: Person) => (actor._id === person._id ? undefined : person.name);

const alreadyNote = ({ handedIn }: Credential): HandInNote | undefined =>
  handedIn === null ? undefined : { kind: 'handed-in-already', on: handedIn.on };
