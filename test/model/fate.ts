import type { Day } from './days.js';
import { dayOf, daysFrom, isAtWork, isWorkday, nineOn, plus, workdayAfter, workdayOnOrBefore } from './days.js';
import type { Happening, Matter, Story } from './story.js';

/** A reminder of one matter on one day. `may`: it raced with something that makes it needless. */
export type Line = Readonly<{ on: Day; at: Date; reason: string; certainty: 'must' | 'may' }>;

/** How an assignment must stand in the end. Where two things raced, either may have closed it. */
export type Standing = Readonly<{
  state: 'planned' | 'open' | 'in-review' | 'closed';
  closedBy: readonly string[];
  dueOn: Day;
  /** The name of the credential that it renews, while it does. */
  renews: string | null;
}>;

export type Fate = Readonly<{
  matter: Matter;
  lines: readonly Line[];
  assignments: readonly Standing[];
  /** What is asked in the end, if anything, and the last day of what is held. */
  asked: Standing | undefined;
  heldUntil: Day | null;
}>;

/** The model knows no answer to this story. */
export class Untold extends Error {}

/**
 * What must become of each matter of a story, were everything done at its instant by somebody who never dies. One matter
 * after the other: they share nothing but the day on which a person is written to.
 */
export function fatesOf(story: Story): Fate[] {
  const all = story.scenes.flatMap(({ happenings }) => happenings);
  const names = new Set(all.map(({ person, certification }) => `${person}|${certification}`));
  return [...names].map((name) => {
    const [person, certification] = name.split('|') as [string, string];
    return fateOf({ person, certification }, story);
  });
}

type Current = {
  state: 'planned' | 'open' | 'in-review';
  dueOn: Day;
  renews: string | null;
  opensOn: Day;
  /** Nothing was said of it so far, and it is to be announced. */
  isNew: boolean;
  /** Steps up to this day are past, whatever they said. */
  passedUpTo: Day;
  snoozedUntil: Day | null;
};

type Held = { name: string; expiresOn: Day | null };

function fateOf(matter: Matter, story: Story): Fate {
  const ladder = story.ladders[matter.certification]!;
  const lines: Line[] = [];
  const past: Standing[] = [];
  let current: Current | undefined;
  let held: Held[] = [];
  let hasLeft = false;

  const scenes = story.scenes
    .map(({ at, happenings }) => ({ at, own: happenings.filter((one) => isAbout(one, matter)) }))
    .filter(({ own }) => own.length > 0);

  for (const day of daysFrom(dayOf(scenes[0]!.at), dayOf(story.until))) {
    if (current?.state === 'planned' && current.opensOn <= day) openUp(current, day);
    const today = scenes.filter(({ at }) => dayOf(at) === day);
    const nine = nineOn(day);
    for (const { at, own } of today.filter((scene) => scene.at < nine)) live(own, at);
    const raced = today.filter(({ at }) => at.getTime() === nine.getTime());
    if (isWorkday(day) && nine <= story.until) remind(nine, raced.length > 0 ? 'may' : 'must');
    for (const { at, own } of [...raced, ...today.filter((scene) => scene.at > nine)]) live(own, at);
  }
  const asked = current && standingOf(current);
  const assignments = asked === undefined ? past : [...past, asked];
  return { matter, lines, assignments, asked, heldUntil: held[0]?.expiresOn ?? null };

  /** All that happens at one instant; what was to be said at it may not be said any more. */
  function live(own: readonly Happening[], at: Date): void {
    // A waiver is meant for what was asked before anything was earned; whichever comes first has closed it.
    for (const happening of own.toSorted(waiversFirst)) happen(happening, at);
    const kinds = own.map(({ kind }) => kind);
    const waived = past.at(-1);
    if (kinds.includes('waived') && kinds.includes('verified') && waived !== undefined)
      past.splice(-1, 1, { ...waived, closedBy: ['waived', 'earned'] });
    // In working hours a notice does not wait.
    if (isAtWork(at) && current?.state === 'open' && current.isNew && current.snoozedUntil === null) remind(at, 'must');
  }

  function happen(happening: Happening, at: Date): void {
    const today = dayOf(at);
    switch (happening.kind) {
      case 'assigned':
        current = { ...begun, state: 'open', dueOn: happening.dueOn, opensOn: today, passedUpTo: today };
        return;
      case 'loaded': {
        const { dueOn } = happening;
        const asked = current ?? { ...begun, state: 'open', dueOn, opensOn: today, passedUpTo: today };
        if (asked.state !== 'open' || asked.renews !== null) throw notTold(happening);
        // A notice that waits for working hours is still the first message.
        current = { ...asked, dueOn, isNew: current?.isNew ?? false, snoozedUntil: null, passedUpTo: today };
        if (ladder.some((step) => stepDay(dueOn, step) <= today)) throw notTold(happening);
        return;
      }
      case 'left':
        hasLeft = true;
        return;
      case 'snoozed': {
        if (current === undefined) throw notTold(happening);
        current.snoozedUntil = snoozedUntil(today, happening.days);
        current.isNew = false;
        return;
      }
      case 'waived':
        close('waived', today);
        return;
      case 'submitted':
        if (current?.state === 'open') current.state = 'in-review';
        return;
      case 'verified':
        held = outlasting([...held, { name: happening.credential, expiresOn: happening.expiresOn }]);
        follow(today);
        return;
      case 'prolonged': {
        const { credential, to } = happening;
        held = held.map((one) => (one.name === credential ? { ...one, expiresOn: to.at(-1)! } : one));
        follow(today);
        return;
      }
      case 'declined':
        // What was missed meanwhile is past, unless a step falls on this very day.
        if (current?.state !== 'in-review' || stepsOn(today).length > 0) throw notTold(happening);
        Object.assign(current, { state: 'open', isNew: false, snoozedUntil: null, passedUpTo: today });
        return;
      case 'revoked':
        held = held.filter(({ name }) => name !== happening.credential);
        follow(today);
        return;
    }
  }

  /** Brings what is asked in line with what is held. */
  function follow(today: Day): void {
    const longest = held[0];
    if (current === undefined) {
      if (longest !== undefined) planRenewal(longest, today);
      return;
    }
    if (longest !== undefined && longest.name !== current.renews && lastsBeyond(longest, current.dueOn))
      close('earned', today);
    else if (current.renews !== null && current.renews !== longest?.name) close('withdrawn', today);
    else if (current.renews !== null && longest?.expiresOn) moveTo(longest.expiresOn, current, today);
  }

  /** A renewal is due when what it renews expires. */
  function moveTo(dueOn: Day, renewal: Current, today: Day): void {
    const opensOn = opensBefore(dueOn);
    if (dueOn !== renewal.dueOn && (renewal.state !== 'planned' || opensOn <= today))
      throw new Untold('The model cannot tell what is said of a renewal that moves when it is open');
    Object.assign(renewal, { dueOn, opensOn });
  }

  function close(closing: string, today: Day): void {
    if (current === undefined) throw new Error(`${closing}: nothing is asked`);
    const renews = closing === 'withdrawn' ? null : current.renews;
    past.push({ state: 'closed', closedBy: [closing], dueOn: current.dueOn, renews });
    current = undefined;
    const longest = held[0];
    if (longest !== undefined) planRenewal(longest, today);
  }

  function planRenewal({ name, expiresOn }: Held, today: Day): void {
    if (expiresOn === null) return;
    const opensOn = opensBefore(expiresOn);
    current = { ...begun, state: 'planned', dueOn: expiresOn, renews: name, opensOn, passedUpTo: today };
    if (opensOn <= today) openUp(current, today);
  }

  function openUp(planned: Current, today: Day): void {
    planned.state = 'open';
    planned.passedUpTo = today;
  }

  function opensBefore(expiresOn: Day): Day {
    return plus(expiresOn, -Math.max(...ladder));
  }

  /** What is said when work begins, or at once when it has begun. */
  function remind(at: Date, certainty: Line['certainty']): void {
    const day = dayOf(at);
    const reason = hasLeft ? undefined : reasonOn(day);
    if (reason === undefined || current === undefined) return;
    lines.push({ on: day, at, reason, certainty });
    current.isNew = false;
    current.snoozedUntil = null;
    current.passedUpTo = day;
  }

  function reasonOn(day: Day): string | undefined {
    if (current?.state !== 'open') return undefined;
    const { snoozedUntil, passedUpTo, isNew } = current;
    if (snoozedUntil !== null) return snoozedUntil === day ? `snooze-${day}` : undefined;
    // The first message says who asks, and why, whatever step it comes with.
    if (isNew) return 'assigned';
    const tightest = Math.min(...stepsOn(day));
    if (day > passedUpTo && Number.isFinite(tightest)) return tightest < 0 ? `overdue-${-tightest}` : `due-${tightest}`;
    return undefined;
  }

  function stepsOn(day: Day): number[] {
    return ladder.filter((step) => current !== undefined && stepDay(current.dueOn, step) === day);
  }
}

const begun = { renews: null, isNew: true, snoozedUntil: null };

const waiversFirst = (a: Happening, b: Happening) => Number(b.kind === 'waived') - Number(a.kind === 'waived');

const isAbout = (one: Matter, { person, certification }: Matter) =>
  one.person === person && one.certification === certification;

const standingOf = ({ state, dueOn, renews }: Current): Standing => ({ state, closedBy: [], dueOn, renews });

/** The last working day within so many days; the next one when none is. */
function snoozedUntil(today: Day, days: number): Day {
  const until = workdayOnOrBefore(plus(today, days));
  return until > today ? until : workdayAfter(today);
}

const lastsBeyond = ({ expiresOn }: Held, day: Day) => expiresOn === null || expiresOn > day;

/** Only what lasts longest stays held: the others are superseded. */
function outlasting(held: readonly Held[]): Held[] {
  const lasts = ({ expiresOn }: Held) => expiresOn ?? '9999';
  const longest = held.toSorted((a, b) => lasts(b).localeCompare(lasts(a)))[0]!;
  return held.filter((one) => lasts(one) === lasts(longest));
}

const stepDay = (dueOn: Day, step: number) => workdayOnOrBefore(plus(dueOn, -step));

const notTold = ({ kind }: Happening) => new Untold(`The model cannot tell what follows from ${kind} here`);
