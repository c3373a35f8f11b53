import { memo } from 'react';
import type { ChannelFacts } from '../../page-contract.js';
import { LaurelLeaf } from '../people/LaurelLeaf.js';
import type { PlaceName } from '../state/state.js';
import { Lock } from './Lock.js';

interface ConversationHeaderProps {
  place: PlaceName;
  appName: string;
  /** Absent in the app's own tabs. */
  channel: ChannelFacts | undefined;
  goTo(place: PlaceName): void;
}

export const ConversationHeader = memo(function ConversationHeader(props: ConversationHeaderProps) {
  const { place, appName, channel, goTo } = props;
  if (channel) {
    const people = channel.members.length;
    return (
      <div className="conversation-header">
        <h2>
          {channel.kind === 'private' ? <Lock /> : <span aria-hidden="true">#</span>}
          {channel.name}
        </h2>
        <span className="header-members">{people === 1 ? '1 member' : `${people} members`}</span>
      </div>
    );
  }
  const tabs = [
    { tab: 'home', label: 'Home' },
    { tab: 'messages', label: 'Messages' },
  ] as const;
  return (
    <div className="conversation-header header-with-tabs">
      <h2>
        <LaurelLeaf size={24} />
        {appName}
      </h2>
      <div role="tablist" aria-label={appName} className="tabs">
        {tabs.map(({ tab, label }) => (
          <button key={tab} type="button" role="tab" aria-selected={place === tab} onClick={() => goTo(tab)}>
            {label}
          </button>
        ))}
      </div>
    </div>
  );
});
