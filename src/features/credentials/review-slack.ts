import type { Answer, FormHandler, PressHandler } from '../../platform/slack/edge.js';
import { textOf } from '../../platform/slack/forms.js';
import { CredentialId } from '../../shared/ids.js';
import { mostWhy, whyInput } from '../../shared/review-parts.js';
import type { Seen } from '../../shared/seen.js';
import { readSeen } from '../../shared/seen.js';
import { cleanText, codePoints } from '../../shared/text.js';
import type { Asker, Person } from '../people/index.js';
import type { Decisions } from './actions/decide.js';
import { approvePressed, decisionSaid, declineForm, declinePressed, samePressed } from './messages/review.js';

/** The edge of reviews: what the buttons of a card do, and the dialog behind *Decline…*. */
export function createReviewPresses({
  decisions,
  asker,
}: {
  decisions: Decisions;
  asker(slackId: string): Promise<Asker>;
}): { presses: Record<string, PressHandler>; forms: Record<string, FormHandler> } {
  type Handle = (person: Person, seen: Seen<CredentialId>) => Promise<Answer>;

  async function forReviewer<Answered>(
    slackUserId: string,
    value: string | undefined,
    handle: (person: Person, seen: Seen<CredentialId>) => Promise<Answered>,
  ) {
    const asked = await asker(slackUserId);
    const seen = readSeen(CredentialId, value);
    if (seen === undefined) return decisionSaid({ kind: 'refused', why: 'not-known' });
    if (asked.kind !== 'person') return decisionSaid({ kind: 'refused', why: 'not-asked' });
    return handle(asked.person, seen);
  }

  const press =
    (handle: Handle): PressHandler =>
    ({ slackUserId, value }) =>
      forReviewer(slackUserId, value, handle);

  return {
    presses: {
      [approvePressed]: press(async (person, seen) => decisionSaid(await decisions.approve(person, seen))),
      [samePressed]: press(async (person, seen) => decisionSaid(await decisions.same(person, seen))),
      [declinePressed]: press(async (person, seen) => {
        const begun = await decisions.beginDecline(person, seen);
        return begun.kind === 'asks' ? declineForm(begun) : decisionSaid(begun);
      }),
    },
    forms: {
      [declinePressed]: ({ slackUserId, subject, values }) =>
        forReviewer(slackUserId, subject, async (person, seen) => {
          const why = cleanText(textOf(values, whyInput) ?? '');
          if (why === '')
            return { errors: { [whyInput]: 'Please say what is missing, so that they can hand in again.' } };
          if (codePoints(why) > mostWhy) return { errors: { [whyInput]: `At most ${mostWhy} characters, please.` } };
          return decisionSaid(await decisions.decline(person, seen, why));
        }),
    },
  };
}
