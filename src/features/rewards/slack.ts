import type { Answer, FormHandler, PressHandler } from '../../platform/slack/edge.js';
import { textOf } from '../../platform/slack/forms.js';
import { GrantId } from '../../shared/ids.js';
import { mostWhy, whyInput } from '../../shared/review-parts.js';
import type { Seen } from '../../shared/seen.js';
import { readSeen } from '../../shared/seen.js';
import { cleanText, codePoints } from '../../shared/text.js';
import type { Asker, Person } from '../people/index.js';
import type { GrantDecisions } from './actions/decide.js';
import { approvePressed, decisionSaid, declineForm, declinePressed } from './messages/approval.js';

/** The edge of approvals: what the buttons of a card do, and the dialog behind *Decline…*. */
export function createApprovalPresses({
  decisions,
  asker,
}: {
  decisions: GrantDecisions;
  asker(slackId: string): Promise<Asker>;
}): { presses: Record<string, PressHandler>; forms: Record<string, FormHandler> } {
  async function forApprover<Answered>(
    slackUserId: string,
    value: string | undefined,
    handle: (person: Person, seen: Seen<GrantId>) => Promise<Answered>,
  ) {
    const asked = await asker(slackUserId);
    const seen = readSeen(GrantId, value);
    if (seen === undefined) return decisionSaid({ kind: 'refused', why: 'not-known' });
    if (asked.kind !== 'person') return decisionSaid({ kind: 'refused', why: 'not-asked' });
    return handle(asked.person, seen);
  }

  const press =
    (handle: (person: Person, seen: Seen<GrantId>) => Promise<Answer>): PressHandler =>
    ({ slackUserId, value }) =>
      forApprover(slackUserId, value, handle);

  return {
    presses: {
      [approvePressed]: press(async (person, seen) => decisionSaid(await decisions.approve(person, seen))),
      [declinePressed]: press(async (person, seen) => {
        const begun = await decisions.beginDecline(person, seen);
        return begun.kind === 'asks' ? declineForm(begun) : decisionSaid(begun);
      }),
    },
    forms: {
      [declinePressed]: ({ slackUserId, subject, values }) =>
        forApprover(slackUserId, subject, async (person, seen) => {
          const why = cleanText(textOf(values, whyInput) ?? '');
          if (why === '') return { errors: { [whyInput]: 'Please say why: they will want to know.' } };
          if (codePoints(why) > mostWhy) return { errors: { [whyInput]: `At most ${mostWhy} characters, please.` } };
          return decisionSaid(await decisions.decline(person, seen, why));
        }),
    },
  };
}
