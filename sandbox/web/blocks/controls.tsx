import type { ConfirmationDialog } from '@slack/types';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { ConfirmDialog } from './confirm-dialog.js';
import type { Block, Entry } from './contract.js';
import type { AnyElement } from './entries.js';
import { initialEntry } from './entries.js';
import { useSurroundings } from './surroundings.js';
import { ErrorLine } from './words.js';

export type Control = AnyElement & { confirm?: ConfirmationDialog };

/** What the elements of one block hold and wait for. */
export interface Controls {
  entryOf(element: Control): Entry;
  /** Told to the app, after the question that the element asks first. */
  press(element: Control, value?: Entry): void;
  /** Something was picked: kept, and told to the app where the block says so. */
  choose(element: Control, value: Entry): void;
  /** Kept, and told to nobody. */
  fill(element: Control, value: Entry): void;
  isBusy(element: Control): boolean;
}

/** `acts`: what is picked is told at once. `fills`: it is told with the form. `both`: `dispatch_action`. */
export type Telling = 'acts' | 'fills' | 'both';

/** The second value is the question that is being asked, and what went wrong: drawn at the block's end. */
export function useControls(block: Block, telling: Telling): [Controls, ReactNode] {
  const { press, values, onChange, names } = useSurroundings();
  const blockId = block.block_id ?? '';
  const [own, setOwn] = useState<Readonly<Record<string, Entry>>>({});
  const [busy, setBusy] = useState<readonly string[]>([]);
  const [failed, setFailed] = useState<{ why: string; of: string }>();
  const [asked, setAsked] = useState<{ confirm: ConfirmationDialog; go(): void }>();

  const keep = (element: Control, value: Entry) => {
    const actionId = idOf(element);
    if (telling !== 'acts' && onChange) onChange({ blockId, actionId, value });
    else setOwn((before) => ({ ...before, [actionId]: value }));
  };

  const tell = async (element: Control, value: Entry | undefined) => {
    const actionId = idOf(element);
    setFailed(undefined);
    setBusy((before) => [...before, actionId]);
    const outcome = await press({ actionId, blockId, ...(value === undefined ? {} : { value }) }).catch(notSent);
    setBusy((before) => before.filter((id) => id !== actionId));
    if (outcome.outcome === 'failed') setFailed({ why: outcome.why, of: JSON.stringify(block) });
  };

  const confirmed = ({ confirm }: Control, go: () => void) => (confirm ? setAsked({ confirm, go }) : go());

  const controls: Controls = {
    entryOf(element) {
      const actionId = idOf(element);
      return values?.[blockId]?.[actionId] ?? own[actionId] ?? untouched(element, values?.[blockId], own);
    },
    press: (element, value) => confirmed(element, () => void tell(element, value)),
    choose(element, value) {
      if (telling === 'fills') return keep(element, value);
      confirmed(element, () => {
        keep(element, value);
        void tell(element, value);
      });
    },
    fill: keep,
    isBusy: (element) => busy.includes(idOf(element)),
  };

  const aftermath = (
    <>
      {asked && (
        <ConfirmDialog
          confirm={asked.confirm}
          names={names}
          answer={(answer) => {
            setAsked(undefined);
            if (answer === 'yes') asked.go();
          }}
        />
      )}
      {/* A redraw of the block says more than a failure before it. */}
      {failed && failed.of === JSON.stringify(block) && <ErrorLine>{failed.why}</ErrorLine>}
    </>
  );
  return [controls, aftermath];
}

/** Null is an entry, too: someone took away what stood there at first. */
function untouched(element: Control, ...entered: (Readonly<Record<string, Entry>> | undefined)[]): Entry {
  return entered.some((entries) => entries && idOf(element) in entries) ? null : initialEntry(element);
}

const idOf = (element: Control) => element.action_id ?? '';

const notSent = (error: unknown) =>
  ({ outcome: 'failed', why: error instanceof Error ? error.message : 'That could not be sent. Try again.' }) as const;
