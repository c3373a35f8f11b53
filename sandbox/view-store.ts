import type { JsonObject } from './json.js';

/** A modal or a Home tab as one person sees it. */
export interface View {
  id: string;
  userId: string;
  kind: 'modal' | 'home';
  /** What the app sent, with block and action ids filled in. */
  spec: JsonObject & { blocks: JsonObject[] };
  /** Changes with every update; guards against overwriting. */
  hash: string;
  rootId: string;
  previousId: string | null;
}

/** Each person's stack of modals (at most three) and Home tab. */
export interface ViewStore {
  /** Bottom first. */
  stackOf(userId: string): View[];
  homeOf(userId: string): View | undefined;
  setHome(view: View): void;
  byId(id: string): View | undefined;
  byExternalId(externalId: string): View | undefined;
  all(): View[];
  homes(): View[];
}

export function createViewStore(homesBefore: readonly View[] = []): ViewStore {
  const stacks = new Map<string, View[]>();
  const homes = new Map(homesBefore.map((view) => [view.userId, view]));
  const all = () => [...[...stacks.values()].flat(), ...homes.values()];
  return {
    stackOf(userId) {
      const stack = stacks.get(userId) ?? [];
      stacks.set(userId, stack);
      return stack;
    },
    homeOf: (userId) => homes.get(userId),
    setHome: (view) => homes.set(view.userId, view),
    byId: (id) => all().find((view) => view.id === id),
    byExternalId: (externalId) => all().find((view) => view.spec.external_id === externalId),
    all,
    homes: () => [...homes.values()],
  };
}
