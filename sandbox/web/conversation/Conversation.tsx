import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { PageNames } from '../App.js';
import { todayIn } from '../clock/instants.js';
import type { Actions } from '../state/actions.js';
import type { ShownConversation, TimedClock } from '../state/state.js';
import './conversation.css';
import { linesOf } from './in-order.js';
import { Message } from './Message.js';
import { useStayAtEnd } from './stay-at-end.js';

interface ConversationProps {
  shown: ShownConversation;
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
  const lines = useMemo(() => linesOf(messages, names.zone, today), [messages, names.zone, today]);
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
            <p className="conversation-start">{startOf(loading, id, messages.length, name)}</p>
          )}
          {lines.map((line) =>
            line.kind === 'day' ? (
              <h3 key={line.key} className="day">
                <span>{line.label}</span>
              </h3>
            ) : (
              <Message
                key={line.key}
                channel={id ?? ''}
                message={line.message}
                short={line.time.short}
                whole={line.time.whole}
                follows={line.follows}
                replies={line.replies}
                names={names}
                appName={appName}
                botUserId={botUserId}
                actions={actions}
              />
            ),
          )}
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

function startOf(loading: ShownConversation['loading'], id: string | null, count: number, name: string): string {
  if (loading === 'first') return 'Loading …';
  if (id === null || count === 0) return `Nothing here yet. What you and ${name} write will stand here.`;
  return `This is the very beginning of your conversation with ${name}.`;
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
