import type { Reach } from '../../features/nudges/index.js';
import type { Zone } from '../../shared/dates.js';
import { dateIn } from '../../shared/dates.js';
import { plural } from '../../shared/text.js';
import type { House } from '../compose.js';
import type { Out } from './offline.js';
import { eachTold, totalsLines } from './preview.js';

export type SwitchWish = Readonly<{
  state: Reach['state'];
  /** For a pilot: employee ids and teams. */
  people: readonly string[];
  teams: readonly string[];
  share?: number;
  by?: string;
  /** The number of people that the preview showed, to say that it was seen. */
  confirm?: number;
}>;

/** `laurel nudging`: how the switch stands. */
export async function nudgingStatus({ features }: House, { print }: Out): Promise<void> {
  const { reach, releaseShare } = await features.nudges.readSwitch();
  print(`Reminders are ${words(reach)}. Held-back reminders are released to ${releaseShare} % of people a day.`);
}

/** `laurel nudging off|pilot|on`: shows the numbers first; changes the switch when they are confirmed. Answers the exit code. */
export async function switchNudging(
  house: House,
  wish: SwitchWish,
  owners: readonly string[],
  { print }: Out,
): Promise<0 | 1> {
  const { nudges } = house.features;
  const by = wish.by ?? (owners.length === 1 ? owners[0] : undefined);
  if (owners.length === 0)
    return refuse(print, 'Nobody may switch reminders yet: name the owners in LAUREL_OWNERS (Slack user ids).');
  if (by === undefined) return refuse(print, 'Say which owner you are: --by SLACK_ID, one of LAUREL_OWNERS.');
  const reach = await reachOf(house, wish, print);
  if (reach === undefined) return 1;
  const current = await nudges.readSwitch();
  if (reach.state !== 'off') {
    const today = dateIn(house.platform.clock.now(), 'UTC' as Zone);
    const totals = await eachTold(nudges.preview(today, reach), () => {});
    for (const line of totalsLines(totals, today)) print(line);
    const seen = totals.inReach;
    print(`In reach of these reminders from now on: ${plural(seen, 'person', 'people')}.`);
    if (wish.confirm !== seen) {
      const wrong = wish.confirm === undefined ? '' : ' The numbers have changed since.';
      return refuse(
        print,
        `Nothing was changed.${wrong} \`laurel preview\` shows names. If this is what you want, repeat with --confirm ${seen}`,
      );
    }
  }
  const outcome = await nudges.switchTo(reach, wish.share ?? current.releaseShare, by);
  if (outcome.kind === 'switched') {
    print(`Reminders are ${words(reach)} now.`);
    return 0;
  }
  return refuse(
    print,
    outcome.reason === 'not-an-owner'
      ? 'Only an owner may switch reminders: --by must be one of LAUREL_OWNERS. Nothing was changed.'
      : 'Somebody else switched at the same time. Nothing was changed; please look again.',
  );
}

async function reachOf(
  { features }: House,
  { state, people, teams }: SwitchWish,
  print: Out['print'],
): Promise<Reach | undefined> {
  if (state !== 'pilot') return { state };
  if (people.length + teams.length === 0) {
    refuse(print, 'A pilot needs --people EMPLOYEE_ID,… or --teams TEAM,…');
    return undefined;
  }
  const found = await features.people.store.byEmployeeIds(people);
  const unknown = people.filter((id) => !found.some(({ employeeId }) => employeeId === id));
  if (unknown.length > 0) {
    refuse(print, `Not known: ${unknown.slice(0, 10).join(', ')}. Nothing was changed.`);
    return undefined;
  }
  const known = await features.people.store.teams();
  const strange = teams.filter((team) => !known.includes(team));
  if (strange.length > 0) {
    refuse(print, `No such team: ${strange.slice(0, 10).join(', ')}. Nothing was changed.`);
    return undefined;
  }
  return { state, personIds: found.map(({ _id }) => _id), teams: [...teams] };
}

function words(reach: Reach): string {
  if (reach.state !== 'pilot') return reach.state;
  return `on for a pilot (${plural(reach.personIds.length, 'person', 'people')} and ${plural(reach.teams.length, 'team')})`;
}

function refuse(print: Out['print'], line: string): 1 {
  print(line);
  return 1;
}
