import { DateTime } from 'luxon';
import { memo, useEffect, useState } from 'react';
import type { Exchange } from '../../page-contract.js';
import type { State } from '../state/state.js';
import './traffic.css';

interface TrafficProps {
  traffic: readonly Exchange[];
  zone: string;
  appName: string;
  connection: State['connection'];
  /** Asks for what went before the page was opened. */
  load(): Promise<void>;
}

/** What goes between Slack and the app, newest first: for whoever wants to know what a press has done. */
export const Traffic = memo(function Traffic({ traffic, zone, appName, connection, load }: TrafficProps) {
  const [drawer, setDrawer] = useState<'open' | 'shut'>('shut');
  useEffect(() => {
    if (drawer === 'open' && connection === 'open') void load();
  }, [drawer, connection, load]);
  return (
    <footer className={`traffic traffic-${drawer}`}>
      <button
        type="button"
        className="traffic-toggle"
        aria-expanded={drawer === 'open'}
        onClick={() => setDrawer(drawer === 'open' ? 'shut' : 'open')}
      >
        Traffic
      </button>
      {drawer === 'open' && (
        <section className="traffic-list" aria-label="Between Slack and the app">
          {traffic.length === 0 && <p className="traffic-none">Nothing yet.</p>}
          {traffic.toReversed().map((exchange) => (
            <Row key={exchange.n} exchange={exchange} zone={zone} appName={appName} />
          ))}
        </section>
      )}
    </footer>
  );
});

/** More than this and Slack shows people a warning soon. */
const slowMs = 1_000;

const Row = memo(function Row({
  exchange,
  zone,
  appName,
}: { exchange: Exchange } & Pick<TrafficProps, 'zone' | 'appName'>) {
  const [body, setBody] = useState<'open' | 'shut'>('shut');
  const { at, direction, what, outcome, detail, ms } = exchange;
  const slow = ms !== null && ms > slowMs;
  return (
    <div className={`exchange exchange-${outcome}`} data-testid="exchange" data-n={exchange.n}>
      <button
        type="button"
        className="exchange-line"
        aria-expanded={body === 'open'}
        onClick={() => setBody(body === 'open' ? 'shut' : 'open')}
      >
        <time>{DateTime.fromISO(at, { zone }).toFormat('dd.MM. HH:mm:ss')}</time>
        <span className={`exchange-direction ${direction}`}>
          {direction === 'to-app' ? `→ to ${appName}` : `← from ${appName}`}
        </span>
        <span className="exchange-what">{what}</span>
        <span className="exchange-outcome">{outcomeWords(outcome, detail)}</span>
        <span className={`exchange-ms${slow ? ' exchange-slow' : ''}`}>{msWords(exchange)}</span>
      </button>
      {body === 'open' && <pre className="exchange-body">{JSON.stringify(exchange.body, null, 2)}</pre>}
    </div>
  );
});

function outcomeWords(outcome: Exchange['outcome'], detail: string | null): string {
  if (outcome === 'pending') return '…';
  return outcome === 'ok' ? (detail ?? 'ok') : (detail ?? 'failed');
}

function msWords({ outcome, direction, ms }: Exchange): string {
  if (outcome === 'failed' && direction === 'to-app') return 'no answer';
  return ms === null ? '' : `${Math.round(ms)} ms`;
}
