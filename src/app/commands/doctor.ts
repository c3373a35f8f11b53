import type { Verdict } from '../../platform/database/ledger.js';
import { plural } from '../../shared/text.js';
import type { Attention } from '../attention.js';
import { oursOf, refusalsShownDays } from '../attention.js';
import type { House } from '../compose.js';
import type { Out } from './offline.js';

/** `laurel doctor`: what an owner should know or do. Ids and counts only. Exit code 1 when something needs a person. */
export async function doctorCommand(
  { features, platform, attention, database }: House,
  { print }: Out,
): Promise<0 | 1> {
  const [people, nudging, refusedPosts, found, calendar, books] = await Promise.all([
    features.people.doctor(),
    features.nudges.readSwitch(),
    features.recognition.refusals(),
    attention(),
    features.trainingTime.calendar.doctor(),
    platform.ledger.books().then((names) => Promise.all(names.map(platform.ledger.verify))),
  ]);
  const { asksToLetLeave, deadReactions, unknownMessages, refusals, notSending, payroll } = found;
  const needs = [
    ...(asksToLetLeave > 0
      ? [
          `Slack's directory would let ${plural(asksToLetLeave, 'person', 'people')} leave at once. If that is right: laurel people confirm-sync`,
        ]
      : []),
    ...(deadReactions > 0
      ? [`${plural(deadReactions, 'reaction')} failed ten times and will not be tried again; the log says why.`]
      : []),
    ...unknownMessages.map(
      ({ _id, why }) => `Nobody knows whether message ${_id} arrived (${why ?? 'unknown'}); it is not sent again.`,
    ),
    ...oursOf(found).map(
      ({ why, count }) => `${plural(count, 'message')} not sent because of us: ${why}; the log says more.`,
    ),
    ...[...refusedPosts].map(
      ([channel, count]) =>
        `Channel ${channel} did not take ${plural(count, 'post')} of the last two weeks. Invite Laurel to it, unless it is archived or people of another company read it: then name another one.`,
    ),
    ...(notSending === undefined ? [] : [`Nothing is being sent: ${notSending}.`]),
    ...calendar.refusals.map(
      ({ personId, why }) =>
        `The mail server does not take calendar invitations for ${personId} (${why ?? 'unknown'}); is the e-mail address in the people file right?`,
    ),
    ...(calendar.waits > 0
      ? [
          `${plural(calendar.waits, 'calendar invitation')} could not be sent (${calendar.lastWhy ?? 'unknown'}); tried again at least every six hours.`,
        ]
      : []),
    ...atPayroll(payroll),
    ...books.flatMap(brokenBook),
  ];
  print(`Reminders: ${nudging.reach.state}`);
  print(
    `People in reach: ${people.inReach}; without Slack: ${people.withoutSlack}; Slack accounts nobody matches: ${people.unmatchedAccounts}`,
  );
  print(`Waiting for their DM to be opened: ${people.waitingForDm}`);
  print(`Database: ${await databaseAdvice(database)}`);
  for (const { why, count } of refusals.filter(({ why }) => why.startsWith('recipient: '))) {
    print(`Not sent in the last ${refusalsShownDays} days, ${why}: ${plural(count, 'message')}`);
  }
  for (const { book, postings, fault } of books) {
    if (fault === undefined) print(`Ledger of ${book}: ${plural(postings, 'posting')}, all in order`);
  }
  if (payroll.waiting > 0) print(`Waiting for the next file for payroll: ${payroll.waiting}`);
  for (const line of needs) print(`! ${line}`);
  if (needs.length === 0) print('Nothing needs you.');
  return needs.length === 0 ? 0 : 1;
}

function atPayroll({ unwritten, unanswered, rejected }: Attention['payroll']) {
  return [
    ...(unwritten === undefined
      ? []
      : [
          `The file for payroll of ${unwritten} was begun and never written; its people read that it is on its way. Make it: laurel rewards export --period ${unwritten}`,
        ]),
    ...(unanswered > 0
      ? [
          `Payroll has not answered for ${plural(unanswered, 'reward')} in 45 days; import what it says: laurel rewards import-answer FILE --apply`,
        ]
      : []),
    ...(rejected.length === 0
      ? []
      : [
          `Payroll has rejected ${rejected.length > 10 ? 'more than 10 rewards' : plural(rejected.length, 'reward')}. When it is mended: laurel rewards resend ${rejected.slice(0, 10).join(' ')}`,
        ]),
  ];
}

function brokenBook({ book, fault }: Verdict): string[] {
  if (fault === undefined) return [];
  const { seq } = fault;
  return [
    `The ledger of ${book} is in order up to posting ${seq - 1}, but posting ${seq} ${wordsFor(fault)}. Pay nothing from it before somebody has looked.`,
  ];
}

function wordsFor(fault: NonNullable<Verdict['fault']>): string {
  switch (fault.kind) {
    case 'gap':
      return 'is not there';
    case 'doubled':
      return 'is there twice';
    case 'unbalanced':
      return 'does not sum to zero';
    case 'wrong-balance':
      return `says a wrong balance of ${fault.account}`;
    case 'overdrawn':
      return `draws ${fault.account} below zero`;
  }
}

async function databaseAdvice({ kind, db }: House['database']): Promise<string> {
  if (kind === 'embedded') return 'the embedded engine, for trying and pilots. For production set MONGODB_URI.';
  const hello = await db.admin().command({ hello: 1 });
  if (hello.setName !== undefined) return 'a replica set';
  return 'a single server. For production use a replica set: when one server fails, another takes over.';
}
