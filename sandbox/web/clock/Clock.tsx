import { DateTime } from 'luxon';
import type { FormEvent } from 'react';
import { memo, useEffect, useState } from 'react';
import type { TimedClock } from '../state/state.js';
import './clock.css';
import { morningOf, nextMorning, nowBy } from './instants.js';

interface ClockProps {
  clock: TimedClock;
  zone: string;
  jump(to: string): Promise<void>;
}

/** The time that the people in the workspace live in, and the ways to let it pass. */
export const Clock = memo(function Clock({ clock, zone, jump }: ClockProps) {
  const now = useTicking(clock);
  const local = now.setZone(zone).setLocale('en-GB');
  return (
    <section className="clock" aria-label="Clock">
      <time className="clock-time" dateTime={now.toUTC().toISO() ?? undefined} title={`Time in ${zone}`}>
        {local.toFormat('ccc d LLL yyyy, HH:mm')}
        <span className="clock-zone">{zone.replace(/^.*\//, '').replaceAll('_', ' ')}</span>
      </time>
      {clock.canJump && (clock.jump ? <Jumping clock={clock} zone={zone} /> : <Jumps {...{ now, zone, jump }} />)}
      {/* The next jump is another one, and may fail in the same words. */}
      {clock.problem !== null && <JumpProblem key={clock.now} problem={clock.problem} />}
    </section>
  );
});

function JumpProblem({ problem }: { problem: string }) {
  const [shown, setShown] = useState<'yes' | 'no'>('yes');
  if (shown === 'no') return null;
  return (
    <p className="clock-problem" role="alert">
      The jump ended early: {problem}
      <button type="button" className="clock-dismiss" aria-label="Dismiss" onClick={() => setShown('no')}>
        ×
      </button>
    </p>
  );
}

/** The present of a clock; drawn anew each second while it runs. */
function useTicking(clock: TimedClock): DateTime {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!clock.runs) return;
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, [clock.runs]);
  return nowBy(clock);
}

function Jumping({ clock, zone }: Pick<ClockProps, 'clock' | 'zone'>) {
  const [from, to, now] = [clock.jump?.from, clock.jump?.to, clock.now].map((iso) => Date.parse(iso ?? ''));
  const share = Math.max(0, Math.min(1, (now! - from!) / (to! - from!))) || 0;
  const at = DateTime.fromISO(clock.now, { zone, locale: 'en-GB' }).toFormat('ccc d LLL, HH:mm');
  return (
    <div className="clock-jumping" role="status">
      <span>Living through {at} …</span>
      <progress value={share} max={1} aria-label="How much of the jump is done" />
    </div>
  );
}

function Jumps({ now, zone, jump }: { now: DateTime } & Pick<ClockProps, 'zone' | 'jump'>) {
  const [date, setDate] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [state, setState] = useState<'free' | 'asking'>('free');
  const today = now.setZone(zone).toISODate() ?? '';

  async function jumpTo(at: DateTime): Promise<void> {
    setProblem(null);
    setState('asking');
    await jump(at.toUTC().toISO() ?? '');
    setState('free');
  }
  function jumpToDate(event: FormEvent): void {
    event.preventDefault();
    const at = morningOf(date, zone);
    if (!at) setProblem('Choose a date first.');
    else if (at <= now) setProblem('Choose a later date: time only goes forward.');
    else void jumpTo(at);
  }

  const ways = [
    { label: '+ 1 hour', at: () => now.plus({ hours: 1 }) },
    { label: 'Next morning', at: () => nextMorning(now, zone) },
    { label: '+ 1 week', at: () => now.setZone(zone).plus({ weeks: 1 }) },
  ];
  return (
    <>
      <div className="clock-jumps">
        {ways.map(({ label, at }) => (
          <button key={label} type="button" disabled={state === 'asking'} onClick={() => jumpTo(at())}>
            {label}
          </button>
        ))}
        <form onSubmit={jumpToDate} noValidate>
          <input
            type="date"
            aria-label="Date to jump to"
            min={today}
            value={date}
            onChange={({ target }) => setDate(target.value)}
          />
          <button type="submit" disabled={state === 'asking'}>
            Go
          </button>
        </form>
      </div>
      {problem !== null && (
        <p className="clock-problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
