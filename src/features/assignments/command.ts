import type { Answer, FormErrors, FormHandler, PressHandler } from '../../platform/slack/edge.js';
import type { FormValues } from '../../platform/slack/forms.js';
import { listOf, textOf } from '../../platform/slack/forms.js';
import type { MessageContent } from '../../shared/block-limits.js';
import { CertificationId, ProposalId } from '../../shared/ids.js';
import type { SlackUserId } from '../../shared/links.js';
import type { Seen } from '../../shared/seen.js';
import { readSeen } from '../../shared/seen.js';
import type { Certification } from '../catalog/index.js';
import type { Authority, Person } from '../people/index.js';
import type { Confirm } from './actions/confirm.js';
import type { Propose, Proposed, Shown } from './actions/propose.js';
import type { Mentioned, Request } from './command-text.js';
import { readMention, readRequest } from './command-text.js';
import { readPickedDate } from './due-date.js';
import type { Reminding } from './messages/proposals.js';
import {
  askAgain,
  askAgainDialog,
  assignDialog,
  assignSent,
  cancelled,
  cancelPressed,
  confirmed,
  confirmPressed,
  confirmSent,
  nothingToDo,
  notUnderstood,
  proposal,
  proposalDialog,
  refusalWords,
  refused,
  takeBackPressed,
  takenBack,
} from './messages/proposals.js';
import type { ProposalVerb } from './proposal.js';
import { longestReason } from './proposal.js';

type Verb = (asker: Person, words: string) => Promise<Answer>;

export type CommandDeps = Readonly<{
  propose: Propose;
  confirm: Confirm;
  authority: Pick<Authority, 'asker'>;
  clock: { now(): Date };
  certifications(): Promise<readonly Pick<Certification, '_id' | 'name'>[]>;
  reminders(): Promise<Reminding>;
}>;

/** The edge of `/cert assign` and its like: what is typed, pressed and sent in. */
export function createCommand({ propose, confirm, authority, clock, certifications, reminders }: CommandDeps) {
  const verb =
    (name: ProposalVerb): Verb =>
    async (asker, words) => {
      const read = readRequest(name, words, { now: clock.now(), zone: asker.zone });
      if ('reason' in read) return notUnderstood(name, read.reason);
      const proposed = await propose(asker, read.request);
      return proposed.kind === 'shown' ? proposal(proposed.shown) : notProposed(proposed);
    };
  const assign = verb('assign');

  const forPerson = async <Said>(slackUserId: SlackUserId, answer: (asker: Person) => Promise<Said>) => {
    const asker = await authority.asker(slackUserId);
    return asker.kind === 'person' ? answer(asker.person) : refused({ code: 'not-asked' });
  };

  /** The answer stands where the question stood: what is decided cannot be pressed again. */
  const press =
    (answer: (asker: Person, seen: Seen<ProposalId>) => Promise<MessageContent>): PressHandler =>
    async ({ slackUserId, value }) => ({
      instead: await forPerson(slackUserId, async (asker) => {
        const seen = readSeen(ProposalId, value);
        return seen === undefined ? refused({ code: 'not-known' }) : answer(asker, seen);
      }),
    });

  /** Where it asks again, `again` says how: in words, or as a dialog. */
  async function confirmSeen<Again>(asker: Person, seen: Seen<ProposalId>, again: (shown: Shown) => Again) {
    const answer = await confirm.confirm(asker, seen);
    if (answer.kind === 'asked-again') return again(answer.shown);
    if (answer.kind === 'confirmed') return confirmed(answer.confirmed, await reminders());
    return answer.kind === 'nothing' ? nothingToDo(answer) : refused(answer);
  }

  const presses: Readonly<Record<string, PressHandler>> = {
    [confirmPressed]: press((asker, seen) => confirmSeen(asker, seen, askAgain)),
    [cancelPressed]: press(async (asker, seen) => {
      const answer = await confirm.cancel(asker, seen);
      return answer.kind === 'cancelled' ? cancelled() : refused(answer);
    }),
    [takeBackPressed]: press(async (asker, seen) => {
      const answer = await confirm.takeBack(asker, seen);
      return answer.kind === 'taken-back' ? takenBack(answer) : refused(answer);
    }),
  };

  const forms: Readonly<Record<string, FormHandler>> = {
    [assignSent]: ({ slackUserId, values }) =>
      forPerson(slackUserId, async (asker): Promise<Answer | FormErrors> => {
        const read = readForm(values, { now: clock.now(), zone: asker.zone });
        if ('errors' in read) return read;
        const proposed = await propose(asker, read.request);
        if (proposed.kind === 'shown') return proposalDialog(proposed.shown);
        if (proposed.kind === 'nothing') return nothingToDo(proposed);
        const field = proposed.code === 'no-certification' ? 'certification' : 'people';
        return { errors: { [field]: refusalWords(proposed) } };
      }),
    [confirmSent]: ({ slackUserId, subject }) =>
      forPerson(slackUserId, async (asker) => {
        const seen = readSeen(ProposalId, subject);
        return seen === undefined ? refused({ code: 'not-known' }) : confirmSeen(asker, seen, askAgainDialog);
      }),
  };

  return {
    verbs: {
      assign: async (asker: Person, words: string): Promise<Answer> =>
        words === '' ? assignDialog(await certifications()) : assign(asker, words),
      waive: verb('waive'),
      withdraw: verb('withdraw'),
      extend: verb('extend'),
    },
    presses,
    forms,
  };
}

const notProposed = (proposed: Exclude<Proposed, { kind: 'shown' }>): MessageContent =>
  proposed.kind === 'nothing' ? nothingToDo(proposed) : refused(proposed);

/** What was sent in, or a sentence at each field that is wrong; anybody may forge it. */
export function readForm(
  values: FormValues,
  here: Parameters<typeof readPickedDate>[1],
): { request: Request } | FormErrors {
  const who = listOf(values, 'people').flatMap((id): Mentioned[] => {
    const mentioned = readMention(`<@${id}>`);
    return mentioned === undefined ? [] : [mentioned];
  });
  const certificationId = CertificationId.safeParse(textOf(values, 'certification')?.trim().toUpperCase());
  const due = readPickedDate(textOf(values, 'due'), here);
  const because = textOf(values, 'because')?.trim() ?? '';
  const errors = {
    ...(who.length === 0 && { people: 'Please choose at least one person.' }),
    ...(!certificationId.success && { certification: 'Please give the code of a certification.' }),
    ...('reason' in due && { due: due.reason }),
    ...(because.length > longestReason && { because: `Please keep it under ${longestReason} characters.` }),
  };
  if (!certificationId.success || 'reason' in due || Object.keys(errors).length > 0) return { errors };
  return {
    request: { verb: 'assign', who, certificationId: certificationId.data, dueOn: due.dueOn, because },
  };
}
