import { memo } from 'react';
import type { ConversationFacts } from '../../page-contract.js';
import { LaurelLeaf } from '../people/LaurelLeaf.js';
import type { LastRead, PlaceName } from '../state/state.js';
import { Lock } from './Lock.js';

interface ConversationsProps {
  appName: string;
  conversations: ConversationFacts;
  lastRead: LastRead;
  place: PlaceName;
  goTo(place: PlaceName): void;
}

/** The left side: channels, and the app under direct messages. What is unread is bold. */
export const Conversations = memo(function Conversations(props: ConversationsProps) {
  const { appName, conversations, lastRead, place, goTo } = props;
  const channels = conversations.filter(({ kind }) => kind !== 'im');
  const dm = conversations.find(({ kind }) => kind === 'im');
  return (
    <nav aria-label="Conversations" className="conversations">
      <span id="unread-mark" className="sr-only">
        unread
      </span>
      <h2>Channels</h2>
      <ul>
        {channels.map((channel) => (
          <Entry
            key={channel.id}
            name={channel.name ?? channel.id}
            mark={channel.kind === 'private' ? <Lock /> : '#'}
            here={place === channel.id}
            unread={isUnread(channel, lastRead)}
            open={() => goTo(channel.id as PlaceName)}
          />
        ))}
      </ul>
      <h2>Apps</h2>
      <ul>
        <Entry
          name={appName}
          mark={<LaurelLeaf size={20} />}
          here={place === 'home' || place === 'messages'}
          unread={dm !== undefined && isUnread(dm, lastRead)}
          open={() => goTo('messages')}
        />
      </ul>
    </nav>
  );
});

function isUnread({ id, latestTs }: ConversationFacts[number], lastRead: LastRead): boolean {
  return latestTs !== null && latestTs > (lastRead[id] ?? '');
}

interface EntryProps {
  name: string;
  mark: React.ReactNode;
  here: boolean;
  unread: boolean;
  open(): void;
}

function Entry({ name, mark, here, unread, open }: EntryProps) {
  return (
    <li>
      <button
        type="button"
        className="conversation-entry"
        aria-current={here ? 'page' : undefined}
        aria-describedby={unread ? 'unread-mark' : undefined}
        data-unread={unread}
        onClick={open}
      >
        <span className="entry-mark" aria-hidden="true">
          {mark}
        </span>
        <span className="entry-name">{name}</span>
        {unread && <span className="unread-dot" aria-hidden="true" />}
      </button>
    </li>
  );
}
