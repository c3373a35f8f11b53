import fc from 'fast-check';
import type { Day } from '../model/days.js';
import { dayOf, plus, workdayAfter, workdayOnOrBefore } from '../model/days.js';
import { complaintsAbout } from '../model/judge.js';
import type { Happening, Matter } from '../model/story.js';
import type { Hands } from './hands.js';
import type { Life } from './life.js';
import { canTell, fateOf, happen, keyOf, storyOf, wasToldToday } from './life.js';

type Command = fc.AsyncCommand<Life, Hands>;

/** Does one thing; then everything must be as the model says. */
const command = (
  name: string,
  { check, run }: { check: (life: Life) => boolean; run: (life: Life, hands: Hands) => Promise<void> },
): Command => ({
  check,
  async run(life, hands) {
    await run(life, hands);
    const seen = await hands.seen();
    const strays = seen.strays.map(({ person, at }) => `${person} heard on ${dayOf(at)} of what nobody asks`);
    const found = [...complaintsAbout(storyOf(life), seen), ...strays];
    life.note(name, seen.posted.length);
    if (found.length > 0) throw new Error(`After ${name}, at ${life.now.toISOString()}:\n${found.join('\n')}`);
  },
  toString: () => name,
});

/** Which of those to whom it can happen; told by a number, so that most commands find somebody. */
type Which = Readonly<{ matters: readonly Matter[]; nth: number }>;

type Deed = Readonly<{
  /** What it would make happen to this matter, when it can. */
  make: (life: Life, matter: Matter) => Happening | undefined;
  perform?: (hands: Hands, happening: Happening, life: Life) => Promise<Happening | undefined>;
}>;

/** Something that people do, where the model can tell what comes of it. */
function deed(
  name: string,
  { matters, nth }: Which,
  { make, perform = (hands, one) => hands.happen(one) }: Deed,
): Command {
  const choose = (life: Life): Happening | undefined => {
    const possible = matters.flatMap((matter) => {
      const happening = life.left.has(matter.person) ? undefined : make(life, matter);
      return happening !== undefined && canTell(life, happening) ? [happening] : [];
    });
    return possible[nth % possible.length];
  };
  return command(`${name} (${nth})`, {
    check: (life) => choose(life) !== undefined,
    async run(life, hands) {
      const happening = choose(life)!;
      happen(life, (await perform(hands, happening, life)) ?? happening);
    },
  });
}

const askedOf = (life: Life, matter: Matter) => fateOf(life, matter)?.asked;

const assign = (which: Which, days: number) =>
  deed(`assign in ${days} days`, which, {
    make(life, matter) {
      const isFree = askedOf(life, matter) === undefined && !life.handedIn.has(keyOf(matter));
      const isTold = wasToldToday(life, matter);
      return isFree && !isTold ? { ...matter, kind: 'assigned', dueOn: plus(dayOf(life.now), days) } : undefined;
    },
  });

const load = (which: Which, days: number) =>
  deed(`load, due in ${days} days`, which, {
    make(life, matter) {
      const fate = fateOf(life, matter);
      const dueOn = plus(dayOf(life.now), days);
      const isKnown = fate?.assignments.some((one) => one.dueOn === dueOn) ?? false;
      const isFree = fate === undefined || (fate.heldUntil === null && !life.handedIn.has(keyOf(matter)));
      return isFree && !isKnown ? { ...matter, kind: 'loaded', dueOn } : undefined;
    },
    async perform(hands, happening, life) {
      await hands.happen(happening);
      if (happening.kind === 'loaded') life.loaded.set(keyOf(happening), happening.dueOn);
    },
  });

/** Only files that still say how things stand. */
function loadedStill(life: Life, matters: readonly Matter[]): (Matter & { dueOn: Day })[] {
  return matters.flatMap((matter) => {
    const dueOn = life.loaded.get(keyOf(matter));
    return dueOn !== undefined && askedOf(life, matter)?.dueOn === dueOn ? [{ ...matter, dueOn }] : [];
  });
}

const loadAgain = (matters: readonly Matter[]) =>
  command('load the same files again', {
    check: (life) => loadedStill(life, matters).length > 0,
    async run(life, hands) {
      const outcome = await hands.loadAgain(loadedStill(life, matters));
      if (outcome !== 'already-so') throw new Error(`The same file is ${outcome}`);
    },
  });

const snooze = (which: Which, days: 1 | 3 | 7) =>
  deed(`snooze for ${days} days`, which, {
    make(life, matter) {
      const asked = askedOf(life, matter);
      const today = dayOf(life.now);
      const last = workdayOnOrBefore(plus(today, days));
      const until = last > today ? last : workdayAfter(today);
      const isOffered = asked?.state === 'open' && until <= asked.dueOn;
      return isOffered ? { ...matter, kind: 'snoozed', days } : undefined;
    },
  });

const handIn = (which: Which, lastsDays: number) =>
  deed(`hand in what lasts ${lastsDays} days`, which, {
    make(life, matter) {
      const isAsked = (askedOf(life, matter)?.state ?? 'open') === 'open';
      return isAsked && !life.handedIn.has(keyOf(matter))
        ? { ...matter, kind: 'submitted', credential: '' }
        : undefined;
    },
    async perform(hands, happening, life) {
      const expiresOn = plus(dayOf(life.now), lastsDays);
      const { person, certification } = happening;
      const credential = await hands.handIn({ person, certification }, expiresOn);
      life.handedIn.set(keyOf(happening), { credential, expiresOn });
      return { person, certification, kind: 'submitted', credential };
    },
  });

const decide = (which: Which, kind: 'verified' | 'declined') =>
  deed(kind === 'verified' ? 'approve' : 'decline', which, {
    make(life, matter) {
      const waiting = life.handedIn.get(keyOf(matter));
      return waiting && { ...matter, kind, ...waiting };
    },
    async perform(hands, happening, life) {
      await hands.happen(happening);
      life.handedIn.delete(keyOf(happening));
    },
  });

const waive = (which: Which) =>
  deed('waive', which, {
    make(life, matter) {
      const asked = askedOf(life, matter);
      return asked?.state === 'open' && asked.renews === null ? { ...matter, kind: 'waived' } : undefined;
    },
    perform: (hands, happening, life) => hands.happen(happening, askedOf(life, happening)?.dueOn),
  });

const deactivate = (person: string, matters: readonly Matter[]) =>
  command(`deactivate ${person}`, {
    // Whoever leaves does nothing any more: not before there is something to leave.
    check: (life) => !life.left.has(person) && life.scenes.length >= mostlyLived,
    async run(life, hands) {
      life.left.add(person);
      const own = matters.filter((matter) => matter.person === person && fateOf(life, matter) !== undefined);
      for (const matter of own) await hands.happen({ ...matter, kind: 'left' });
      happen(life, ...own.map((matter) => ({ ...matter, kind: 'left' }) as const));
    },
  });

const wait = (days: number, time: string) =>
  command(`wait ${days} days, until ${time}`, {
    check: () => true,
    async run(life, hands) {
      const at = new Date(`${plus(dayOf(life.now), days)}T${time}:00Z`);
      await moveOn(life, hands, at > life.now ? at : new Date(`${plus(dayOf(life.now), 1)}T${time}:00Z`));
    },
  });

/** Until the next word, or for a day where there is none. */
const remind = () =>
  command('wait for what is due next', {
    check: () => true,
    async run(life, hands) {
      const next = await hands.nextDueAt();
      const tomorrow = new Date(life.now.getTime() + dayMs);
      await moveOn(life, hands, next !== undefined && next < tomorrow ? next : tomorrow);
    },
  });

const expire = ({ matters, nth }: Which) => {
  const choose = (life: Life) => {
    const held = matters
      .flatMap((matter) => fateOf(life, matter)?.heldUntil ?? [])
      .filter((day) => day > dayOf(life.now));
    return held[nth % held.length];
  };
  return command(`wait until what is held has expired (${nth})`, {
    check: (life) => choose(life) !== undefined,
    run: (life, hands) => moveOn(life, hands, new Date(`${plus(choose(life)!, 1)}T13:00:00Z`)),
  });
};

async function moveOn(life: Life, hands: Hands, at: Date): Promise<void> {
  await hands.liveUntil(at);
  life.now = at;
}

const mostlyLived = 12;
const dayMs = 24 * 3_600_000;

/** Everything that can be done, what happens often more often. */
export function commandsAbout(matters: readonly Matter[]): fc.Arbitrary<Command>[] {
  const which = fc.nat({ max: 11 }).map((nth): Which => ({ matters, nth }));
  const within = (min: number, max: number, make: (one: Which, days: number) => Command) =>
    fc.tuple(which, fc.integer({ min, max })).map(([one, days]) => make(one, days));
  const people = [...new Set(matters.map(({ person }) => person))];
  const time = fc.constantFrom('07:30', '10:00', '13:00', '18:00');
  const often = (times: number, one: fc.Arbitrary<Command>) => Array.from({ length: times }, () => one);
  return [
    ...often(3, within(2, 20, assign)),
    within(12, 25, load),
    fc.constant(matters).map(loadAgain),
    ...often(
      2,
      fc.tuple(which, fc.constantFrom(1 as const, 3 as const, 7 as const)).map(([one, days]) => snooze(one, days)),
    ),
    ...often(2, within(28, 60, handIn)),
    ...often(
      2,
      which.map((one) => decide(one, 'verified')),
    ),
    which.map((one) => decide(one, 'declined')),
    which.map(waive),
    fc.constantFrom(...people).map((person) => deactivate(person, matters)),
    ...often(
      3,
      fc.tuple(fc.integer({ min: 0, max: 6 }), time).map(([days, at]) => wait(days, at)),
    ),
    ...often(4, fc.constant(null).map(remind)),
    which.map(expire),
  ];
}
