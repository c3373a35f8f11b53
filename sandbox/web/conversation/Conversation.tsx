import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { PageNames } from '../App.js';
import { todayIn } from '../clock/instants.js';
import type { Actions } from '../state/actions.js';
import type { ShownConversation, TimedClock } from '../state/state.js';
import './conversation.css';
import { daysOf } from './in-order.js';
import { Message } from './Message.js';
import { useStayAtEnd } from './stay-at-end.js';

interface ConversationProps {
  shown: ShownConversation;
  /** As one speaks of it: `#general`, `your conversation with Laurel`. */
  name: string;
  names: PageNames;
  appName: string;
  botUserId: string;
  clock: TimedClock;
  actions: Actions;
}

/** The messages, newest below. Stays at the newest one unless somebody has scrolled up. */
export function Conversation({ shown, name, names, appName, botUserId, clock, actions }: ConversationProps) {
  const { id, messages, hasEarlier, loading } = shown;
  const today = todayIn(names.zone, clock);
  const days = useMemo(() => daysOf(messages, names.zone, today), [messages, names.zone, today]);
  const { scroller, content, goToEnd, away } = useStayAtEnd();
  const keepPlace = useKeepPlace(scroller, messages[0]?.ts);
  const newest = messages.at(-1)?.ts;
  const [seen, setSeen] = useState(newest);
  if (away === 'no' && seen !== newest) setSeen(newest);

  return (
    <div className="conversation-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <section aria-label="Conversation" className="conversation" ref={scroller} tabIndex={0}>
        <div className="conversation-content" ref={content}>
          {hasEarlier ? (
            <button
              type="button"
              className="show-earlier"
              disabled={loading !== 'no'}
              onClick={() => {
                keepPlace();
                actions.loadEarlier();
              }}
            >
              {loading === 'earlier' ? 'Loading …' : 'Show earlier'}
            </button>
          ) : (
            <p className="conversation-start">{startOf(loading, messages.length, name)}</p>
          )}
          {days.map(({ key, label, lines }) => (
            <div key={key} className="day-group">
              <h3 className="day">
                <span>{label}</span>
              </h3>
              {lines.map(({ key: ts, message, time, follows, replies }) => (
                <Message
                  key={ts}
                  channel={id ?? ''}
                  message={message}
                  short={time.short}
                  whole={time.whole}
                  follows={follows}
                  replies={replies}
                  names={names}
                  appName={appName}
                  botUserId={botUserId}
                  actions={actions}
                />
              ))}
            </div>
          ))}
        </div>
      </section>
      {away === 'yes' && seen !== newest && (
        <button type="button" className="new-messages" onClick={goToEnd}>
          ↓ New messages
        </button>
      )}
    </div>
  );
}

function startOf(loading: ShownConversation['loading'], count: number, name: string): string {
  if (loading === 'first') return 'Loading …';
  return count === 0 ? 'Nothing was written here yet.' : `This is the very beginning of ${name}.`;
}

/** What one was reading stays where it is while earlier messages come in above it. */
function useKeepPlace(scroller: React.RefObject<HTMLElement | null>, oldest: string | undefined): () => void {
  const heightBefore = useRef<number | undefined>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new oldest message is what this waits for
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box && heightBefore.current !== undefined) box.scrollTop += box.scrollHeight - heightBefore.current;
    heightBefore.current = undefined;
  }, [oldest, scroller]);
  return () => {
    heightBefore.current = scroller.current?.scrollHeight;
  };
}
