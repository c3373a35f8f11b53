import type { Catalog, Certification } from '../../features/catalog/index.js';
import type { Authority, Person } from '../../features/people/index.js';
import type { Clock } from '../../platform/clock.js';
import { addDays, dateIn, shortDate } from '../../shared/dates.js';
import type { Verbs } from '../cert.js';
import type { LoadCompany } from '../home/company.js';
import type { LoadMine } from '../home/mine.js';
import type { LoadTeam } from '../home/team.js';
import type { Examples } from './messages.js';
import { certHelp, companyFigures, leadsNobody, teamStands, whereIStand } from './messages.js';

const exampleDays = 60;

/** The verbs of `/cert` that only tell: where I stand, what I can do, where my people stand. */
export function createTellingVerbs({
  authority,
  catalog,
  mine,
  team,
  company,
  clock,
}: {
  authority: Pick<Authority, 'isOwner' | 'nearestReports'>;
  catalog: Pick<Catalog['store'], 'all'>;
  mine: LoadMine;
  team: LoadTeam;
  company: LoadCompany;
  clock: Clock;
}): Pick<Verbs, '' | 'help' | 'team'> {
  async function examplesFor({ zone }: Person, reports: readonly Person[]): Promise<Examples> {
    const certifications = [...(await catalog.all()).values()].toSorted(mostNeededFirst);
    const colleague = reports.find(({ slackId }) => slackId !== null);
    return {
      code: certifications[0]?._id ?? 'CODE',
      colleague: colleague?.name.split(' ')[0]?.toLowerCase() ?? 'colleague',
      day: shortDate(addDays(dateIn(clock.now(), zone), exampleDays)),
    };
  }

  return {
    '': async (person) => whereIStand(await mine(person, clock.now(), 1)),

    async help(person) {
      const reports = (await authority.nearestReports(person._id, mostLookedAt)).people;
      const isOwner = authority.isOwner(person);
      const role = isOwner ? 'owner' : reports.length > 0 ? 'manager' : 'employee';
      return certHelp({ role, examples: await examplesFor(person, reports) });
    },

    async team(person) {
      const led = await team(person, clock.now());
      if (led !== undefined) return teamStands(led);
      return authority.isOwner(person) ? companyFigures(await company()) : leadsNobody();
    },
  };
}

/** Enough to find one with Slack, who can be mentioned. */
const mostLookedAt = 20;

const mostNeededFirst = (a: Certification, b: Certification) =>
  b.need.localeCompare(a.need) || a.kind.localeCompare(b.kind) || a._id.localeCompare(b._id);
