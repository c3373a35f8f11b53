import type { Stored } from '../../../platform/database/facts.js';
import type { Logger } from '../../../platform/logging.js';
import type { Topic } from '../../../platform/slack/delivery.js';
import type { FileInfo, SlackFiles } from '../../../platform/slack/files.js';
import type { Readers } from '../../../platform/slack/notice.js';
import { createNotice } from '../../../platform/slack/notice.js';
import { slackCodeOf } from '../../../platform/slack/replies.js';
import { addMinutes } from '../../../shared/dates.js';
import type { CredentialId, PersonId } from '../../../shared/ids.js';
import { plain } from '../../../shared/text.js';
import type { Person } from '../../people/index.js';
import type { Credential, CredentialFact, EvidenceFile, FileRefusal, MayReview } from '../credential.js';
import type { EvidenceStore } from '../evidence-store.js';
import { mostFileBytes } from '../hand-in.js';
import type { Shown } from '../messages/hand-in.js';
import { filesRefused } from '../messages/hand-in.js';
import { kindOf, mayHandIn } from '../rules.js';
import type { HandInDeps } from './deps.js';

export const filesRefusedTopic = 'credentials.files-refused';

export type FilesDeps = Pick<HandInDeps, 'store' | 'clock' | 'outbox' | 'people' | 'catalog'> &
  Readonly<{
    evidence: EvidenceStore;
    slackFiles: SlackFiles;
    readers: Readers;
    personBySlackId(slackId: string): Promise<Person | null>;
    mayReview: MayReview;
    log: Logger;
  }>;

type HandedInFact = Stored<Extract<CredentialFact, { type: 'credential.submitted' | 'credential.corrected' }>>;
type EndedFact = Stored<
  Extract<CredentialFact, { type: 'credential.withdrawn' | 'credential.declined' | 'credential.merged' }>
>;
type Judged = Pick<EvidenceFile, 'bytes' | 'kind' | 'kept' | 'refused'>;

const noticeDays = 14;
/** Two presses within it are one look. */
const lookMinutes = 1;

/** What follows for the files that were handed in; what Slack cannot answer now is tried again. */
export function createFileReactions({
  store,
  clock,
  outbox,
  people,
  evidence,
  slackFiles,
  personBySlackId,
}: FilesDeps) {
  /** Looks at a file's true size and bytes and keeps a copy, or says why not. */
  async function judge(credential: Credential, file: EvidenceFile): Promise<Judged> {
    const info = await slackFiles.info(file.slackFileId);
    // Somebody else's file was never handed in: a forged dialog names it.
    if (info === undefined || !(await isTheirs(credential, info))) return refused(file, 'gone');
    const { bytes, url } = info;
    if (bytes > mostFileBytes) return refused({ bytes }, 'too-big');
    if (url === null) return refused({ bytes }, 'another-kind');
    const content = await slackFiles.download(url, mostFileBytes);
    if (content === undefined) return refused({ bytes }, 'gone');
    if (content === 'too-big') return refused({ bytes }, 'too-big');
    const kind = kindOf(content);
    if (kind === null) return refused({ bytes: content.length }, 'another-kind');
    const { slackFileId, name } = file;
    await evidence.keep({ credentialId: credential._id, slackFileId, name, kind, bytes: content }, clock.now());
    return { bytes: content.length, kind, kept: true, refused: null };
  }

  async function isTheirs({ personId, handedIn }: Credential, { uploadedBy }: FileInfo): Promise<boolean> {
    const [uploader, person] = await Promise.all([personBySlackId(uploadedBy), people.byId(personId)]);
    if (uploader === null || person === null) return false;
    return uploader._id === handedIn?.by || mayHandIn(await people.standing(uploader, person), person);
  }

  return {
    async keepFiles({ credentialId }: HandedInFact): Promise<void> {
      const handedIn = await store.byId(credentialId);
      if (handedIn === null) return;
      const toJudge = handedIn.files.filter(({ kept, refused }) => !kept && refused === null);
      for (const file of toJudge) await store.judgeFile(credentialId, file.slackFileId, await judge(handedIn, file));

      const current = await store.byId(credentialId);
      if (current === null) return;
      const isNeeded = current.state === 'submitted' || current.state === 'verified';
      const needed = isNeeded ? current.files.map(({ slackFileId }) => slackFileId) : [];
      await evidence.endAllBut(needed, credentialId, clock.now());
      if (toJudge.length > 0) await outbox.markStale(credentialId);
      const unusable = current.files.filter(({ refused }) => refused !== null);
      if (current.state !== 'submitted' || current.handedIn === null || unusable.length === 0) return;
      const now = clock.now();
      await outbox.put([
        {
          // Of the files themselves: however often they are judged, it is told once.
          key: [filesRefusedTopic, credentialId, ...unusable.map(({ slackFileId }) => slackFileId)].join('|'),
          to: current.handedIn.by,
          topic: filesRefusedTopic,
          subject: credentialId,
          notBefore: now,
          notAfter: addMinutes(now, noticeDays * 24 * 60),
          priority: 1,
        },
      ]);
    },

    /** What proves nothing any more is kept for a while only. */
    endFiles: ({ credentialId, at }: EndedFact): Promise<void> => evidence.endAllBut([], credentialId, at),
  };
}

/** Tells who handed it in, once, which files cannot be used. */
export const createFilesRefused = ({ readers, store, catalog }: FilesDeps): Topic =>
  createNotice({
    readers,
    async draw({ subject }) {
      const credential = await store.byId(subject as CredentialId);
      if (credential?.state !== 'submitted') return undefined;
      const certification = await catalog.byId(credential.certificationId);
      const files = credential.files.flatMap(({ name, refused }) => (refused === null ? [] : [{ name, why: refused }]));
      if (certification === null || files.length === 0) return undefined;
      const { _id: id, version, number, evidence } = credential;
      const hasOther = number !== '' || evidence !== '' || credential.files.some(({ kept }) => kept);
      return { words: filesRefused({ id, version, name: certification.name, files, hasOther }) };
    },
  });

/** Puts what is kept into the viewer's own conversation, when they may see it. */
export function createShowFile({ store, clock, people, catalog, evidence, slackFiles, mayReview, log }: FilesDeps) {
  return async function showFile(viewer: Person, credentialId: CredentialId): Promise<Shown> {
    const credential = await store.byId(credentialId);
    if (credential === null) return 'not-known';
    const [person, certification] = await Promise.all([
      people.byId(credential.personId),
      catalog.byId(credential.certificationId),
    ]);
    if (person === null || certification === null) return 'not-known';
    const isOwn = viewer._id === person._id || viewer._id === credential.handedIn?.by;
    if (!isOwn && !(await mayReview(viewer, credential))) return 'not-allowed';

    const ids = credential.files.flatMap(({ kept, slackFileId }) => (kept ? [slackFileId] : []));
    const files = await evidence.read(credentialId, ids);
    const [first] = ids;
    if (first === undefined || files.length === 0 || viewer.slackId === null) return 'nothing-kept';
    const at = clock.now();
    const look = { at, since: addMinutes(at, -lookMinutes) };
    if (!(await evidence.beginsShowing(credentialId, first, viewer._id, look))) return 'shown';
    try {
      const words = plain`What ${person.name} handed in for ${certification.name}:`;
      await slackFiles.show({ slackId: viewer.slackId, files, words });
      return 'shown';
    } catch (error) {
      log.warn({ credential: credentialId, code: slackCodeOf(error), err: error }, 'a file could not be shown');
      await evidence.wasNotShown(credentialId, first, viewer._id as PersonId);
      return 'failed';
    }
  };
}

export type ShowFile = ReturnType<typeof createShowFile>;

const refused = ({ bytes }: Pick<EvidenceFile, 'bytes'>, why: FileRefusal): Judged => ({
  bytes,
  kind: null,
  kept: false,
  refused: why,
});
