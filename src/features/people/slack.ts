import { z } from 'zod';
import type { Clock } from '../../platform/clock.js';
import type { FormHandler, PressHandler } from '../../platform/slack/edge.js';
import { textOf } from '../../platform/slack/forms.js';
import { dateIn } from '../../shared/dates.js';
import { SlackUserId } from '../../shared/links.js';
import type { PeopleActions } from './actions.js';
import type { Authority } from './authority.js';
import { delegateInputs, parseDelegateDays, standsIn } from './delegate-rules.js';
import { delegateDialog, delegateSent, notInPeopleFile } from './messages.js';
import { delegateEnded, delegatePressed, remindersChosen } from './parts.js';
import { Person } from './person.js';
import type { PeopleStore } from './store.js';

const UserEvent = z.object({ user: z.unknown() });

/** Slack's events about its users. They are hints: the sync finds what was missed. */
export function createPeopleEvents({ applyAccount }: { applyAccount(payload: unknown): Promise<unknown> }) {
  async function onUser(event: unknown): Promise<void> {
    const { data } = UserEvent.safeParse(event);
    if (data !== undefined) await applyAccount(data.user);
  }
  return { user_change: onUser, team_join: onUser };
}

type Deps = Readonly<{
  store: Pick<PeopleStore, 'byId'>;
  actions: Pick<PeopleActions, 'chooseReminders' | 'chooseDelegate'>;
  authority: Pick<Authority, 'asker'>;
  clock: Clock;
}>;

/** What people choose for themselves on their Home tab, which shows it at once. */
export function createPeoplePresses({ store, actions, authority, clock }: Deps): Record<string, PressHandler> {
  const ofAsker =
    (answer: (person: Person, value: string | undefined) => ReturnType<PressHandler>): PressHandler =>
    async ({ slackUserId, value }) => {
      const asker = await authority.asker(slackUserId);
      return asker.kind === 'person' ? answer(asker.person, value) : notInPeopleFile();
    };
  const cause = (by: Person) => ({ at: clock.now(), by: by._id });

  return {
    [remindersChosen]: ofAsker(async (person, value) => {
      const { data } = Person.shape.reminders.safeParse(value);
      if (data !== undefined) await actions.chooseReminders(person._id, data, cause(person));
      return undefined;
    }),
    [delegatePressed]: ofAsker(async ({ delegate, zone }) => {
      const today = dateIn(clock.now(), zone);
      const stands = standsIn(delegate, today) ? delegate : null;
      const { data } = SlackUserId.safeParse(stands && (await store.byId(stands.personId))?.slackId);
      return delegateDialog({ delegate: data, from: stands?.from ?? today, until: stands?.until });
    }),
    [delegateEnded]: ofAsker(async (person) => {
      await actions.chooseDelegate(person._id, null, cause(person));
      return undefined;
    }),
  };
}

/** Who decides in somebody's place: a colleague of the people file, on days that are still to come. */
export function createPeopleForms({ actions, authority, clock }: Omit<Deps, 'store'>): Record<string, FormHandler> {
  return {
    [delegateSent]: async ({ slackUserId, values }) => {
      const asker = await authority.asker(slackUserId);
      if (asker.kind !== 'person') return notInPeopleFile();
      const { person } = asker;
      const now = clock.now();
      const chosen = textOf(values, delegateInputs.person);
      const colleague = chosen === null ? undefined : await authority.asker(chosen);
      const entered = { from: textOf(values, delegateInputs.from), until: textOf(values, delegateInputs.until) };
      const read = parseDelegateDays(entered, dateIn(now, person.zone));
      const refusal = whyNot(person, colleague);
      if (refusal !== undefined || 'problems' in read || colleague?.kind !== 'person') {
        const days = 'problems' in read ? read.problems : {};
        return { errors: { ...days, ...(refusal !== undefined && { [delegateInputs.person]: refusal }) } };
      }
      const delegate = { personId: colleague.person._id, ...read.days };
      await actions.chooseDelegate(person._id, delegate, { at: now, by: person._id });
      return undefined;
    },
  };
}

/** Guests cannot decide anything, and neither can whom the people file does not know. */
function whyNot(person: Person, colleague: Awaited<ReturnType<Authority['asker']>> | undefined): string | undefined {
  if (colleague === undefined) return 'Please choose a colleague.';
  if (colleague.kind !== 'person')
    return 'Laurel does not know this person. Please choose a colleague of your company.';
  return colleague.person._id === person._id ? 'Please choose somebody else than yourself.' : undefined;
}
