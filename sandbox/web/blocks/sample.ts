import type { Callbacks, Names } from './contract.js';

/* What tests of drawings hand to them. */

export const names: Names = {
  user: (id) => ({ U1: 'Ana Ruiz', U2: 'Ben Okafor' })[id],
  channel: (id) => ({ C1: 'general' })[id],
  people: [
    { id: 'U1', name: 'Ana Ruiz', title: 'Site reliability engineer' },
    { id: 'U2', name: 'Ben Okafor' },
  ],
  channels: [{ id: 'C1', name: 'general' }],
  me: 'U1',
};

export const callbacks: Callbacks = {
  press: async () => ({ outcome: 'acked' }),
  suggest: async () => [],
  upload: async ({ name }) => ({ id: 'F1', name }),
};

/** What a person reads of this HTML. */
export const wordsOf = (html: string) =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#x27;/g, "'")
    .replace(/&amp;/g, '&');
