import { useEffect, useState } from 'react';
import type { Choice, ChoiceGroup } from './choices.js';
import { matching } from './choices.js';

/** Choices that are known, or that the app is asked for as one types. */
export type ChoiceSource =
  | { kind: 'known'; groups: readonly ChoiceGroup[] }
  | { kind: 'asked'; leastLength: number; ask(query: string): Promise<readonly ChoiceGroup[]> };

export interface Found {
  groups: readonly ChoiceGroup[];
  /** Said in the list when there is nothing to choose. */
  note: string;
}

const pauseMs = 250;

export function useFound(source: ChoiceSource, query: string, open: 'open' | 'closed'): Found {
  const [answer, setAnswer] = useState<Found & { query: string }>();
  const isAsked = source.kind === 'asked' && open === 'open' && query.length >= source.leastLength;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `source` is made anew by each drawing; the query decides
  useEffect(() => {
    if (!isAsked || source.kind !== 'asked') return undefined;
    let isStale = false;
    const timer = setTimeout(async () => {
      const found = await source.ask(query).then(
        (groups) => ({ groups, note: 'No results' }),
        () => ({ groups: [], note: 'The choices could not be loaded. Type again.' }),
      );
      if (!isStale) setAnswer({ ...found, query });
    }, pauseMs);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [isAsked, query]);

  if (source.kind === 'known') return { groups: matching(source.groups, query), note: 'No results' };
  if (!isAsked) return { groups: [], note: `Type ${source.leastLength} letters or more to see choices` };
  return answer?.query === query ? answer : { groups: [], note: 'Loading…' };
}

export const allOf = (groups: readonly ChoiceGroup[]): readonly Choice[] => groups.flatMap(({ choices }) => choices);
