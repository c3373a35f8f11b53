import type { ReviewDeps } from './asking.js';

/**
 * The same deps, but each question about people and catalogue is asked once: for one drawing, which asks about the same few of
 * them again and again and must not take its answers from different moments.
 */
export function askedOnce<Deps extends ReviewDeps>(deps: Deps): Deps {
  const { people, catalog, assignments } = deps;
  const owners = once(people.owners, () => 'all');
  return {
    ...deps,
    people: {
      ...people,
      byId: once(people.byId, (id) => id),
      owners: () => owners(undefined),
      managersAbove: once(people.managersAbove, ({ _id }) => _id),
      asker: once(people.asker, (slackId) => slackId),
      delegateOf: onceOfTwo(people.delegateOf, ({ _id }, today) => `${_id} ${today}`),
    },
    catalog: { ...catalog, byId: once(catalog.byId, (id) => id) },
    assignments: {
      ...assignments,
      unfinishedOf: onceOfTwo(
        assignments.unfinishedOf,
        (personId, certificationId) => `${personId} ${certificationId}`,
      ),
    },
  };
}

const once = <Asked, Answer>(ask: (about: Asked) => Promise<Answer>, keyOf: (about: Asked) => string) =>
  onceOfTwo<Asked, undefined, Answer>(ask, keyOf) as (about: Asked) => Promise<Answer>;

function onceOfTwo<One, Two, Answer>(
  ask: (one: One, two: Two) => Promise<Answer>,
  keyOf: (one: One, two: Two) => string,
) {
  const answers = new Map<string, Promise<Answer>>();
  return (one: One, two: Two): Promise<Answer> => {
    const key = keyOf(one, two);
    const answer = answers.get(key) ?? ask(one, two);
    answers.set(key, answer);
    return answer;
  };
}
