import { memo, useMemo } from 'react';
import type { ShownMessage } from '../../page-contract.js';
import type { PageNames } from '../App.js';
import { BlockList, blocksOf, MessageText } from '../blocks/index.js';
import { objectsOf } from '../client/json.js';
import { Avatar } from '../people/Avatar.js';
import type { Actions } from '../state/actions.js';
import { Files } from './Files.js';
import type { Reply } from './in-order.js';

interface MessageProps {
  channel: string;
  message: ShownMessage;
  short: string;
  whole: string;
  follows: 'same-author' | 'other';
  replies: readonly Reply[];
  names: PageNames;
  appName: string;
  botUserId: string;
  actions: Actions;
}

export const Message = memo(function Message(props: MessageProps) {
  const { channel, message, short, whole, follows, replies, names, appName, botUserId, actions } = props;
  const fromApp = message.user === botUserId;
  const author = fromApp ? appName : (names.user(message.user) ?? message.user);
  return (
    <article
      data-testid="message"
      data-ts={message.ts}
      className={`message${message.is_ephemeral ? ' message-ephemeral' : ''}${follows === 'other' ? '' : ' message-follows'}`}
    >
      {follows === 'other' ? (
        <Avatar of={fromApp ? 'app' : 'person'} name={author} size={36} />
      ) : (
        <time className="message-time message-time-left" title={whole}>
          {short}
        </time>
      )}
      <div className="message-main">
        {message.is_ephemeral && <OnlyForYou />}
        {follows === 'other' ? (
          <p className="message-head">
            <strong className="message-author">{author}</strong>
            {fromApp && <span className="app-badge">APP</span>}
            <time className="message-time" title={whole}>
              {short}
            </time>
          </p>
        ) : (
          <span className="sr-only">{author}</span>
        )}
        <Words channel={channel} message={message} names={names} actions={actions} />
        {replies.length > 0 && (
          <ol className="thread" aria-label="Replies">
            {replies.map((reply) => (
              <li key={reply.message.ts}>
                <Message
                  {...props}
                  message={reply.message}
                  short={reply.time.short}
                  whole={reply.time.whole}
                  follows="other"
                  replies={[]}
                />
              </li>
            ))}
          </ol>
        )}
      </div>
    </article>
  );
});

function OnlyForYou() {
  return (
    <p className="only-you">
      <svg
        width="14"
        height="14"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.3"
        aria-hidden="true"
      >
        <path d="M1.500 8S4 3.500 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8Z" />
        <circle cx="8" cy="8" r="2" />
      </svg>
      Only visible to you
    </p>
  );
}

/** Blocks where there are any, else the text; as Slack does, only a text shows that it was edited. */
function Words({ channel, message, names, actions }: Pick<MessageProps, 'channel' | 'message' | 'names' | 'actions'>) {
  const blocks = useMemo(() => blocksOf(message.blocks), [message.blocks]);
  const place = useMemo(() => ({ channel, ts: message.ts }), [channel, message.ts]);
  const callbacks = useMemo(
    () => ({
      press: (what: Parameters<Actions['press']>[1]) => actions.press(place, what),
      suggest: (what: Parameters<Actions['suggest']>[1]) => actions.suggest(place, what),
      upload: actions.upload,
    }),
    [actions, place],
  );
  const files = objectsOf(message.files);
  const reactions = objectsOf(message.reactions);
  return (
    <>
      {blocks.length > 0 ? (
        <BlockList blocks={blocks} place={place} names={names} {...callbacks} />
      ) : (
        message.text !== '' && (
          <div className={`message-words${message.edited === undefined ? '' : ' message-edited'}`}>
            <MessageText text={message.text} names={names} />
            {message.edited !== undefined && <span className="edited">(edited)</span>}
          </div>
        )
      )}
      {files.length > 0 && <Files files={files} />}
      {reactions.length > 0 && (
        <ul className="reactions" aria-label="Reactions">
          {reactions.map(({ name, count }) => (
            <li key={String(name)} className="reaction">
              <MessageText text={`:${String(name)}:`} names={names} />
              {String(count)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
