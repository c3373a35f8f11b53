import type { SlackUserId } from '../../../shared/links.js';
import type { Asker, Authority, Person } from '../../people/index.js';
import type { Mentioned } from '../command-text.js';
import { mostPeople } from '../proposal.js';

export type FindPeopleDeps = Readonly<{
  authority: Pick<Authority, 'asker'>;
  /** Undefined when Slack does not tell. */
  membersOf(groupId: string): Promise<readonly SlackUserId[] | undefined>;
}>;

type Nobody = Readonly<{ mention: string; why: Exclude<Asker['kind'], 'person'> }>;
export type PeopleRefused =
  | Readonly<{ kind: 'refused'; code: 'not-people'; people: readonly Nobody[] }>
  | Readonly<{ kind: 'refused'; code: 'group-unreadable' | 'group-empty'; mention: string }>
  | Readonly<{ kind: 'refused'; code: 'too-many'; count: number }>;

/** Whoever is mentioned by name must be somebody; of a group, those who are not are left out. */
export function createFindPeople({ authority, membersOf }: FindPeopleDeps) {
  return async function findPeople(
    who: readonly Mentioned[],
  ): Promise<PeopleRefused | { kind: 'found'; people: Person[]; unknown: number }> {
    const named = new Map<SlackUserId, string | undefined>();
    for (const mentioned of who) {
      if (mentioned.kind === 'person') named.set(mentioned.slackId, mentioned.name);
    }
    for (const mentioned of who) {
      if (mentioned.kind === 'person') continue;
      const members = await membersOf(mentioned.groupId);
      if (members === undefined) return { kind: 'refused', code: 'group-unreadable', mention: mentioned.name };
      if (members.length === 0) return { kind: 'refused', code: 'group-empty', mention: mentioned.name };
      for (const slackId of members) if (!named.has(slackId)) named.set(slackId, undefined);
    }
    if (named.size > mostPeople) return { kind: 'refused', code: 'too-many', count: named.size };
    const answers = await Promise.all([...named.keys()].map((slackId) => authority.asker(slackId)));
    const mentions = [...named.values()];
    const people = answers.flatMap((answer) => (answer.kind === 'person' ? [answer.person] : []));
    const nobodies = answers.flatMap((answer, index): Nobody[] => {
      const mention = mentions[index];
      return answer.kind === 'person' || mention === undefined ? [] : [{ mention, why: answer.kind }];
    });
    if (nobodies.length > 0) return { kind: 'refused', code: 'not-people', people: nobodies };
    return { kind: 'found', people, unknown: named.size - people.length };
  };
}

export type FindPeople = ReturnType<typeof createFindPeople>;
