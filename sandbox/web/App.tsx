import { useMemo, useSyncExternalStore } from 'react';
import type { Names } from './blocks/index.js';
import { Clock } from './clock/Clock.js';
import { Composer } from './composer/Composer.js';
import { Conversation } from './conversation/Conversation.js';
import { ConversationHeader } from './conversation/ConversationHeader.js';
import { Conversations } from './conversation/Conversations.js';
import { AppHome } from './home/AppHome.js';
import { OpenModals } from './home/OpenModals.js';
import { ActingAs } from './people/ActingAs.js';
import { LaurelLeaf } from './people/LaurelLeaf.js';
import type { Actions } from './state/actions.js';
import type { Event, State } from './state/state.js';
import type { Store } from './state/store.js';
import { Traffic } from './traffic/Traffic.js';

export function App({ store, actions }: { store: Store<State, Event>; actions: Actions }) {
  const state = useSyncExternalStore(store.subscribe, store.state);
  const { facts, me } = state;
  const names = useMemo(() => namesOf(facts, me), [facts, me]);
  if (!facts) return <Opening connection={state.connection} />;

  const { appName, people, botUserId } = facts;
  const channel = facts.channels.find(({ id }) => id === state.place);
  const conversationName = channel?.name ?? appName;
  return (
    <div className="page">
      <header className="topbar">
        <h1 className="topbar-title">
          <LaurelLeaf size={24} />
          {facts.title}
        </h1>
        <Clock clock={state.clock} zone={names.zone} jump={actions.jump} />
      </header>
      <div className="sidebar">
        <ActingAs people={people} me={me} actAs={actions.actAs} />
        <Conversations
          appName={appName}
          conversations={state.conversations}
          lastRead={state.lastRead}
          place={state.place}
          goTo={actions.goTo}
        />
      </div>
      <main className="content">
        <Notices connection={state.connection} problem={state.problem} forget={actions.forgetProblem} />
        <ConversationHeader place={state.place} appName={appName} channel={channel} goTo={actions.goTo} />
        {state.shown ? (
          <>
            <Conversation
              key={`${me} ${state.place}`}
              shown={state.shown}
              name={channel ? `#${channel.name}` : `your conversation with ${appName}`}
              names={names}
              appName={appName}
              botUserId={botUserId}
              clock={state.clock}
              actions={actions}
            />
            <Composer
              key={`composer ${me} ${state.place}`}
              draftKey={`${me} ${state.place}`}
              name={conversationName}
              mark={channel ? '#' : ''}
              commands={facts.commands}
              people={people}
              send={actions.send}
            />
          </>
        ) : (
          <AppHome home={state.home} names={names} appName={appName} actions={actions} />
        )}
      </main>
      <Traffic
        traffic={state.traffic}
        zone={names.zone}
        appName={appName}
        connection={state.connection}
        load={actions.loadTraffic}
      />
      <OpenModals modals={state.modals} names={names} appName={appName} actions={actions} />
    </div>
  );
}

function Opening({ connection }: { connection: State['connection'] }) {
  return (
    <div className="opening" role="status">
      {connection === 'lost' ? 'There is no connection to the sandbox. Trying again …' : 'Opening …'}
    </div>
  );
}

function Notices({
  connection,
  problem,
  forget,
}: Pick<State, 'connection' | 'problem'> & { forget: Actions['forgetProblem'] }) {
  if (connection === 'lost') {
    return (
      <div className="notice notice-lost" role="status">
        Connection lost. Trying again …
      </div>
    );
  }
  if (problem === null) return null;
  return (
    <div className="notice" role="alert">
      {problem}
      <button type="button" className="notice-close" aria-label="Dismiss" onClick={forget}>
        ×
      </button>
    </div>
  );
}

export type PageNames = Names & { zone: string };

function namesOf(facts: State['facts'], me: string): PageNames {
  const { people = [], channels = [], botUserId, appName } = facts ?? {};
  const byId = new Map<string | undefined, string | undefined>(people.map(({ id, name }) => [id, name]));
  byId.set(botUserId, appName);
  const channelById = new Map(channels.map(({ id, name }) => [id, name]));
  return {
    user: (id) => byId.get(id),
    channel: (id) => channelById.get(id),
    people: people
      .filter(({ deleted }) => !deleted)
      .map(({ id, name, title, role }) => ({ id, name, title: title || role })),
    channels,
    me,
    zone: people.find(({ id }) => id === me)?.tz ?? 'UTC',
  };
}
