import type { CalendarDate, Zone } from '../../shared/dates.js';
import { CertificationId } from '../../shared/ids.js';
import { SlackUserId } from '../../shared/links.js';
import { cleanText, codePoints, listWords, visibleText } from '../../shared/text.js';
import { asTyped, writtenAs } from '../../shared/typed.js';
import { readDueDate } from './due-date.js';
import type { ProposalVerb } from './proposal.js';
import { longestReason } from './proposal.js';

/** Somebody, or a user group, as it was mentioned; `name` is for words only. */
export type Mentioned =
  | Readonly<{ kind: 'person'; slackId: SlackUserId; name: string }>
  | Readonly<{ kind: 'group'; groupId: string; name: string }>;

export type Request = Readonly<{
  verb: ProposalVerb;
  who: readonly Mentioned[];
  certificationId: CertificationId;
  /** Null where no date is set. */
  dueOn: CalendarDate | null;
  because: string;
}>;

export type RequestRead = Readonly<{ request: Request } | { reason: string }>;

/**
 * Reads what follows `/cert assign` and its like: `@ana @ben @field CODE by DATE because …`, people and code in any order.
 * Slack sends mentions as `<@U123|ana>`. Answers the request, or in one or more sentences everything that it lacks.
 */
export function readRequest(verb: ProposalVerb, text: string, here: { now: Date; zone: Zone }): RequestRead {
  const { head, date, because } = splitWords(verb, text);
  const { who, codes, problems } = readHead(head);
  if (who.length === 0 && problems.length === 0) problems.push('It does not say who: mention people with @.');
  const code = readCode(codes);
  if ('reason' in code) problems.push(code.reason);
  const due = readDate(verb, date, here);
  if ('reason' in due) problems.push(due.reason);
  if (because === '' && verb !== 'assign') problems.push('It does not say why: end it with “because” and the reason.');
  if (codePoints(because) > longestReason)
    problems.push(`The reason is longer than ${longestReason} characters, so please shorten it.`);
  if (problems.length > 0 || 'reason' in code || 'reason' in due)
    return { reason: [...new Set(problems)].slice(0, mostProblems).join(' ') };
  return { request: { verb, who, certificationId: code.code, dueOn: due.dueOn, because } };
}

/** As many as anybody reads at once. */
const mostProblems = 6;

/** What to type, for each verb. */
export const examples: Readonly<Record<ProposalVerb, string>> = {
  assign: '/cert assign @ana @ben FIRST-AID by 30 nov because the new hall needs two',
  waive: '/cert waive @ana FIRST-AID because she changes to the office',
  withdraw: '/cert withdraw @ana FIRST-AID because it was meant for somebody else',
  extend: '/cert extend @ana FIRST-AID by 15 dec because the course was cancelled',
};

/** The reason goes first, as it may hold anything; then the date. Mentions are looked through: names may hold any word. */
function splitWords(verb: ProposalVerb, text: string) {
  const [beforeReason, because = ''] = splitAt(text, /\bbecause\b:?/i);
  const dateWords = verb === 'extend' ? /\b(?:by|until|till|to)\b/i : /\b(?:by|until|till)\b/i;
  const [head, date] = splitAt(beforeReason, dateWords);
  return { head, date, because: cleanText(asTyped(because)) };
}

/** At the first place outside of `<…>` where a word of this kind stands alone. */
function splitAt(text: string, word: RegExp): [string, string?] {
  const alone = new RegExp(`<[^<>]*>|(?<=^|\\s)(?<word>${word.source})(?=\\s|$)`, 'gi');
  for (const found of text.matchAll(alone)) {
    if (found.groups?.word !== undefined)
      return [text.slice(0, found.index), text.slice(found.index + found[0].length)];
  }
  return [text];
}

function readHead(head: string) {
  const who = new Map<string, Mentioned>();
  const codes: string[] = [];
  const problems: string[] = [];
  const pieces = head.match(/<[^<>]*>|[^\s,<]+|</g) ?? [];
  for (const piece of pieces) {
    const mentioned = readMention(piece);
    if (mentioned !== undefined) who.set(idOf(mentioned), mentioned);
    else if (piece.startsWith('<'))
      problems.push(`“${shown(writtenAs(piece) || piece)}” is not a person or a user group.`);
    else if (piece.startsWith('@'))
      problems.push(`Slack did not recognise “${shown(piece)}” as a person or a user group.`);
    else if (!fillers.has(piece.toLowerCase())) codes.push(piece);
  }
  return { who: [...who.values()], codes, problems };
}

const fillers = new Set(['and', 'to', 'for', 'from', '&']);

/** Undefined for all that is no person and no user group. */
export function readMention(piece: string): Mentioned | undefined {
  const [, kind, id = '', name = ''] = /^<(@|!subteam\^)([A-Z0-9]{3,21})(?:\|@?([^>]*))?>$/.exec(piece) ?? [];
  if (kind === undefined) return undefined;
  const says = `@${visibleText(name === '' ? id : name, 60)}`;
  if (kind === '!subteam^') return id.startsWith('S') ? { kind: 'group', groupId: id, name: says } : undefined;
  const slackId = SlackUserId.safeParse(id);
  return slackId.success ? { kind: 'person', slackId: slackId.data, name: says } : undefined;
}

const idOf = (mentioned: Mentioned) => (mentioned.kind === 'person' ? mentioned.slackId : mentioned.groupId);

function readCode(codes: readonly string[]): { code: CertificationId } | { reason: string } {
  const [first, ...more] = codes;
  if (first === undefined) return { reason: 'It does not say which certification: give its code.' };
  if (more.length > 0) {
    const quoted = codes.slice(0, 5).map((code) => `“${shown(code)}”`);
    return { reason: `Only one of ${listWords(quoted)} can be the code; people are mentioned with @.` };
  }
  const code = CertificationId.safeParse(first.toUpperCase());
  return code.success ? { code: code.data } : { reason: `“${shown(first)}” is not a certification’s code.` };
}

function readDate(verb: ProposalVerb, date: string | undefined, here: { now: Date; zone: Zone }) {
  const setsDate = verb === 'assign' || verb === 'extend';
  if (!setsDate) {
    return date === undefined
      ? { dueOn: null }
      : { reason: `To ${verb} needs no date: leave out what stands after “by”.` };
  }
  if (date === undefined) return { reason: 'It does not say by when: write “by” and a day.' };
  return readDueDate(date, here);
}

const shown = (words: string) => visibleText(words, 40);
