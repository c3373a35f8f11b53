import { dateIn } from '../../../shared/dates.js';
import { SlackUserId } from '../../../shared/links.js';
import type { Certification } from '../../catalog/index.js';
import type { Person } from '../../people/index.js';
import type { Praise } from '../messages.js';
import type { Post } from '../post.js';
import { countsOn, milestoneOf } from '../rules.js';
import type { RecognitionDeps } from './deps.js';

/** What can be told of a credential today. `counts`: there is still a reason to. */
export type Praised = Readonly<{ person: Person; praise: Praise; counts: boolean }>;

/** From fresh data; undefined when its person has left, or what it is about is not known. */
export type PraiseOf = (about: Pick<Post, 'credentialId' | 'line' | 'sharesReward'>) => Promise<Praised | undefined>;

export function createPraise({
  people,
  catalog,
  credentials,
  rewards,
  clock,
}: Pick<RecognitionDeps, 'people' | 'catalog' | 'credentials' | 'rewards' | 'clock'>): PraiseOf {
  return async ({ credentialId, line, sharesReward }) => {
    const credential = await credentials.byId(credentialId);
    if (credential === null) return undefined;
    const [person, certification, isRenewal, earlier, isRewarded] = await Promise.all([
      people.byId(credential.personId),
      catalog.byId(credential.certificationId),
      credentials.renewsEarlier(credential),
      credentials.countEarlier(credential),
      sharesReward && rewards.isRewarded(credentialId),
    ]);
    if (person?.state !== 'active' || certification === null) return undefined;
    const why = catalog.whyFor(certification, person.role);
    const praise = {
      name: person.name,
      slackId: SlackUserId.safeParse(person.slackId).data,
      certification: certification.name,
      issuer: certification.issuer,
      isRenewal,
      milestone: milestoneOf({ isRenewal, earlier }),
      why: why === undefined ? undefined : { role: person.role, words: why },
      need: needOf(certification),
      studyHours: certification.studyHours,
      line,
      isRewarded,
    };
    return { person, praise, counts: countsOn(credential, dateIn(clock.now(), person.zone)) };
  };
}

const needOf = ({ mayNotWorkWithout, need }: Certification): Praise['need'] => (mayNotWorkWithout ? 'must' : need);
