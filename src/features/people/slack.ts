import { z } from 'zod';
import type { Clock } from '../../platform/clock.js';
import type { FormHandler, PressHandler } from '../../platform/slack/edge.js';
import { textOf } from '../../platform/slack/forms.js';
import { dateIn } from '../../shared/dates.js';
import type { PersonId } from '../../shared/ids.js';
import { SlackUserId } from '../../shared/links.js';
import type { PeopleActions } from './actions.js';
import type { Asker, Authority } from './authority.js';
import { leaveAhead, leaveInputs, overlap, parseFirstDay, parseLeaveDays } from './leave-rules.js';
import { leaveDialog, leaveSent, notInPeopleFile } from './messages.js';
import { leaveEnded, leavePressed, remindersChosen } from './parts.js';
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
  actions: Pick<PeopleActions, 'chooseReminders' | 'takeLeave' | 'endLeave'>;
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
    [leavePressed]: ofAsker(async ({ leave, delegate, zone }) => {
      const today = dateIn(clock.now(), zone);
      const next = leaveAhead(leave, today)[0];
      const stands = next && delegate && overlap(delegate, next) ? delegate : undefined;
      const { data } = SlackUserId.safeParse(stands && (await store.byId(stands.personId))?.slackId);
      return leaveDialog({ delegate: data, ...(next ?? { from: today, until: undefined }) });
    }),
    [leaveEnded]: ofAsker(async (person, value) => {
      const from = parseFirstDay(value);
      const { at, by } = cause(person);
      if (from !== undefined) await actions.endLeave(person._id, from, dateIn(at, person.zone), { at, by });
      return undefined;
    }),
  };
}

/** When somebody is away, on days that are still to come, and who decides in their place: a colleague of the people file. */
export function createPeopleForms({ actions, authority, clock }: Omit<Deps, 'store'>): Record<string, FormHandler> {
  return {
    [leaveSent]: async ({ slackUserId, values }) => {
      const asker = await authority.asker(slackUserId);
      if (asker.kind !== 'person') return notInPeopleFile();
      const { person } = asker;
      const now = clock.now();
      const today = dateIn(now, person.zone);
      const chosen = textOf(values, leaveInputs.delegate);
      const standIn = chosen === null ? { id: null } : standInOf(person, await authority.asker(chosen));
      const entered = { from: textOf(values, leaveInputs.from), until: textOf(values, leaveInputs.until) };
      const read = parseLeaveDays(entered, today);
      if ('problems' in read || 'problem' in standIn) {
        const days = 'problems' in read ? read.problems : {};
        return { errors: { ...days, ...('problem' in standIn && { [leaveInputs.delegate]: standIn.problem }) } };
      }
      const taken = await actions.takeLeave(person._id, read.days, standIn.id, today, { at: now, by: person._id });
      if (taken.kind !== 'refused') return undefined;
      if (taken.code === 'stand-in-taken') return { errors: { [leaveInputs.delegate]: standInTaken } };
      return taken.code === 'too-many' ? { errors: { [leaveInputs.from]: tooMany } } : undefined;
    },
  };
}

const tooMany = 'You have planned as many absences as Laurel keeps. Please end one on your Home tab first.';

const standInTaken =
  'Somebody decides in your place on other days already, and Laurel keeps one at a time. ' +
  'Please leave this empty, or end those days on your Home tab first.';

/** Guests cannot decide anything, and neither can whom the people file does not know. */
function standInOf(person: Person, colleague: Asker): { id: PersonId } | { problem: string } {
  if (colleague.kind !== 'person')
    return { problem: 'Laurel does not know this person. Please choose a colleague of your company.' };
  if (colleague.person._id === person._id) return { problem: 'Please choose somebody else than yourself.' };
  return { id: colleague.person._id };
}
