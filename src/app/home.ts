import { z } from 'zod';
import type { Asker, People, Person } from '../features/people/index.js';
import { endLeaveButton, leaveAhead, leaveButton, remindersSelect, standsIn } from '../features/people/index.js';
import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/logging.js';
import type { EventHandler } from '../platform/slack/edge.js';
import type { HomeDrawings, Homes } from '../platform/slack/home.js';
import { dateIn } from '../shared/dates.js';
import { SlackUserId } from '../shared/links.js';
import type { LoadCompany } from './home/company.js';
import type { HomeData, Settings } from './home/messages.js';
import { emptyHome, homeTab, mostWaiting } from './home/messages.js';
import type { LoadMine } from './home/mine.js';
import type { LoadTeam } from './home/team.js';

/** What is read of `app_home_opened`. */
export const HomeOpened = z.object({ user: SlackUserId, tab: z.enum(['home', 'messages']) });

export type HomeDeps = Readonly<{
  homes: Homes;
  people: Pick<People, 'store' | 'authority'>;
  mine: LoadMine;
  team: LoadTeam;
  company: LoadCompany;
  /** Cards of what waits for this person's decision, as in their DM, and how many there are in all. */
  decisions(person: Person, now: Date): Promise<NonNullable<HomeData['decisions']>>;
  /** Whether this person is named as a reviewer somewhere in the catalogue. */
  isReviewer(person: Person): Promise<boolean>;
  /** Posts about this person, with how to choose. */
  postsSetting(person: Person): Promise<Settings['posts']>;
  /** How study time gets into this person's calendar without mail. */
  calendarSetting(person: Person): Promise<Settings['calendar']>;
  clock: Clock;
  log: Logger;
}>;

/** Of leave, which may be planned for years. */
const mostLeaveShown = 3;

/** The App Home tab: what each feature has to show, filtered by who is looking. */
export function createHome(deps: HomeDeps) {
  const { homes, people, log } = deps;
  /** One drawing at a time for each person: what was read first must not be published last. */
  const drawing = new Map<SlackUserId, Promise<void>>();

  async function publish(slackUserId: SlackUserId): Promise<void> {
    const asker = await people.authority.asker(slackUserId);
    await homes.publish(slackUserId, await drawFor(asker));
  }

  async function drawFor(asker: Asker): Promise<HomeDrawings> {
    if (asker.kind !== 'person') {
      const view = emptyHome(asker.kind);
      return { native: view, plain: view };
    }
    const data = await load(asker);
    return { native: homeTab(data, 'native'), plain: homeTab(data, 'plain') };
  }

  /** All that this person may see, and nothing else: who they are decides what is asked for. */
  async function load({ person, isOwner }: Asker & { kind: 'person' }): Promise<HomeData> {
    const now = deps.clock.now();
    const [mine, team, company, decisions, isReviewer, posts, calendar] = await Promise.all([
      deps.mine(person, now, mostWaiting),
      deps.team(person, now),
      isOwner ? deps.company() : undefined,
      deps.decisions(person, now),
      deps.isReviewer(person),
      deps.postsSetting(person),
      deps.calendarSetting(person),
    ]);
    const decides = team !== undefined || isOwner || isReviewer || decisions.count > 0;
    return {
      zone: person.zone,
      mine,
      settings: {
        reminders: { choice: person.reminders, control: remindersSelect(person.reminders) },
        posts,
        calendar,
        away: await awayOf(person, now),
      },
      decisions: decides ? decisions : undefined,
      team,
      company,
    };
  }

  async function awayOf({ leave, delegate, zone }: Person, now: Date): Promise<Settings['away']> {
    const today = dateIn(now, zone);
    const stands = standsIn(delegate, today) ? delegate : null;
    const standIn = stands === null ? null : await people.store.byId(stands.personId);
    const ahead = leaveAhead(leave, today).slice(0, mostLeaveShown);
    const days =
      stands === null || ahead.some(({ from, until }) => from <= stands.until && stands.from <= until)
        ? ahead
        : [...ahead, stands];
    return {
      times: days.map(({ from, until }) => ({
        from,
        until,
        standIn: stands !== null && stands.from <= until && from <= stands.until ? standIn?.name : undefined,
        end: endLeaveButton(from),
      })),
      say: leaveButton(),
    };
  }

  /** Draws it after whatever is being drawn for this person. */
  async function inTurn(slackUserId: SlackUserId): Promise<void> {
    const before = drawing.get(slackUserId) ?? Promise.resolve();
    const mine = before.then(() => publish(slackUserId));
    const settled = mine.catch((error) => log.error({ slackUserId, err: error }, 'a Home tab could not be drawn'));
    drawing.set(slackUserId, settled);
    await settled;
    if (drawing.get(slackUserId) === settled) drawing.delete(slackUserId);
  }

  const opened: EventHandler = async (event) => {
    const { data } = HomeOpened.safeParse(event);
    if (data?.tab === 'home') await inTurn(data.user);
  };

  return {
    opened,
    /** Draws somebody's Home tab anew, when they have ever opened it. */
    async refresh(slackUserId: SlackUserId): Promise<void> {
      if (await homes.hasOpened(slackUserId)) await inTurn(slackUserId);
    },
  };
}
