export interface Store<State, Event> {
  state(): State;
  tell(event: Event): void;
  subscribe(changed: () => void): () => void;
}

/** Holds one state and changes it by one reducer only. Also told of what happens while nothing is drawn. */
export function createStore<State, Event>(reduce: (state: State, event: Event) => State, first: State) {
  let state = first;
  const listeners = new Set<() => void>();
  const store: Store<State, Event> = {
    state: () => state,
    tell(event) {
      const next = reduce(state, event);
      if (next === state) return;
      state = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
  return store;
}
