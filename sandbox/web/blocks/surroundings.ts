import { createContext, useContext } from 'react';
import type { Callbacks, FormEntry, FormValues, Names } from './contract.js';

/** What every block and element below may need of the page. */
export interface Surroundings extends Callbacks {
  names: Names;
  values: FormValues | undefined;
  onChange: ((entry: FormEntry) => void) | undefined;
  errors: Readonly<Record<string, string>>;
}

export const SurroundingsContext = createContext<Surroundings | undefined>(undefined);

export function useSurroundings(): Surroundings {
  const surroundings = useContext(SurroundingsContext);
  if (!surroundings) throw new Error('Blocks are drawn within <BlockList>');
  return surroundings;
}
