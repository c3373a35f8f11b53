import type { Asker, Authority, Person } from '../features/people/index.js';
import type { Answer, CommandHandler } from '../platform/slack/edge.js';
import { asTyped } from '../shared/typed.js';
import { notAsked, unknownVerb } from './messages.js';

/** What one verb does: who asks, and the words after the verb as typed. */
export type Verb = (asker: Person, words: string) => Promise<Answer>;

/** What follows `/cert`; `''` is `/cert` alone. */
export type Verbs = Readonly<
  Record<'' | 'help' | 'add' | 'assign' | 'team' | 'time' | 'waive' | 'withdraw' | 'extend', Verb>
>;

/** `/cert`: who asks is decided here, what they may do inside each verb. */
export function createCert({
  authority,
  verbs,
}: {
  authority: Pick<Authority, 'asker'>;
  verbs: Verbs;
}): CommandHandler {
  return async ({ slackUserId, text }) => {
    const asker: Asker = await authority.asker(slackUserId);
    if (asker.kind !== 'person') return notAsked(asker.kind);
    const [, verb = '', words = ''] = /^\s*(\S*)\s*(.*)$/s.exec(text) ?? [];
    const name = verb.toLowerCase();
    return isVerb(name, verbs) ? verbs[name](asker.person, words.trim()) : unknownVerb(asTyped(verb));
  };
}

const isVerb = (name: string, verbs: Verbs): name is keyof Verbs => Object.hasOwn(verbs, name);
