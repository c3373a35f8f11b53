import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { ModalView } from '../../modal/index.js';
import { ModalDialog, ModalStack } from '../../modal/index.js';
import type { Callbacks } from '../index.js';
import { BlockList } from '../index.js';
import { form, message, names, stacked } from './samples.js';

/*
 * Blocks and dialogs alone, to be tried by a hand, or by by-hand.e2e.ts: `?form` and `?stack` show dialogs. What the
 * app would be told stands in `window.told`; `window.settle()` lets the app acknowledge a slow press.
 */
declare global {
  interface Window {
    told: unknown[];
    settle(): void;
  }
}

window.told = [];

const callbacks: Callbacks = {
  async press(what) {
    window.told.push(what);
    if (what.actionId === 'silent') return { outcome: 'failed', why: 'Laurel did not respond in time. Try again.' };
    if (what.actionId === 'slow') await new Promise<void>((resolve) => Object.assign(window, { settle: resolve }));
    return { outcome: 'acked' };
  },
  suggest: async ({ query }) =>
    ['one', 'two'].map((end) => ({ text: { type: 'plain_text', text: `${query} ${end}` }, value: end })),
  upload: async ({ name }) => ({ id: 'F1', name }),
};

function Message() {
  return <BlockList blocks={message} place={{ channel: 'C1', ts: '1.1' }} names={names} {...callbacks} />;
}

/** Takes only the number 17. */
function Form() {
  const [open, setOpen] = useState<'open' | 'closed'>('closed');
  return (
    <>
      <button type="button" onClick={() => setOpen('open')}>
        Open
      </button>
      {open === 'open' && (
        <ModalDialog
          view={form}
          names={names}
          {...callbacks}
          close={() => setOpen('closed')}
          submit={async (values) => {
            window.told.push(values);
            // biome-ignore lint/complexity/useLiteralKeys: the fields are named as people see them
            if (values['Number'] !== '17') return { outcome: 'refused', errors: { Number: 'Write 17 here.' } };
            setOpen('closed');
            return { outcome: 'acked' };
          }}
        />
      )}
    </>
  );
}

function Stack() {
  const [views, setViews] = useState<readonly ModalView[]>([stacked.first]);
  return (
    <ModalStack
      views={views}
      names={names}
      {...callbacks}
      suggest={(_, what) => callbacks.suggest(what)}
      press={async (_, what) => {
        if (what.actionId === 'push') setViews([...views, stacked.second]);
        if (what.actionId === 'redraw') setViews([stacked.redrawn]);
        return callbacks.press(what);
      }}
      submit={async (_, values) => {
        window.told.push(values);
        return { outcome: 'refused', errors: { nowhere: 'Something is wrong with no field.' } };
      }}
      close={() => setViews(views.slice(0, -1))}
    />
  );
}

const shown = { '': <Message />, '?form': <Form />, '?stack': <Stack /> }[location.search];
createRoot(document.getElementById('root') as HTMLElement).render(shown);
