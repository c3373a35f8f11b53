import type { Db } from 'mongodb';
import type { Lengths } from '../../src/platform/database/lengths.js';
import type { Assigned, Company } from './company.js';
import type { Crew } from './crew.js';
import type { Earned } from './earners.js';
import type { Deed } from './evidence.js';
import type { RunCommand } from './house/commands.js';
import type { Random } from './random.js';
import type { RemoteSlack } from './remote-slack.js';
import type { Sitting } from './students.js';
import type { Surroundings } from './surroundings.js';

export type Settings = Readonly<{
  /** How long it is under fire. */
  minutes: number;
  kills: number;
  workers: number;
  messages: number;
  seed: number;
  timeScale: number;
  /** How long it may take after the fire until everything is terminal. */
  patienceSeconds: number;
}>;

/** What happens to a house while it works. It ends with `fire`; then everything that was done is undone, and calm comes. */
export type Scenario = Readonly<{
  name: string;
  says: string;
  /** What it needs, whatever was asked for. */
  needs?: Partial<Settings>;
  /** Of how many colleagues nothing is asked at first: a share of those who are reminded. */
  freeShare?: number;
  /** How many colleagues have study time, or have earned a reward: shares of those who are reminded. */
  studentShare?: number;
  earnerShare?: number;
  /** Kinds of facts that it must meet, one of each row at least. */
  meets?: readonly (readonly string[])[];
  /** What share of DMs is opened already; the others the app opens itself. */
  openDmShare?: number;
  /** By how much the clock of each place is wrong. */
  clockOffsets?(settings: Settings): readonly number[];
  fire(stage: Stage): Promise<void>;
}>;

/** The house under fire, with all that can be done to it. Everything that is done with these tools is noted. */
export type Stage = Readonly<{
  settings: Settings;
  lengths: Lengths;
  company: Company;
  assigned: readonly Assigned[];
  sittings: readonly Sitting[];
  earned: readonly Earned[];
  crew: Crew;
  surroundings: Surroundings;
  slack: RemoteSlack;
  /** A command of the owner's, in a process of its own. */
  command: RunCommand;
  /** The folder into which files for payroll go. */
  payroll: string;
  /** Past the network that is hurt: to look, never to change. */
  db: Db;
  random(stream: string): Random;
  note(deed: Deed): void;
  /** What people still do when the fire has ended; nothing is at rest before they have. */
  goesOn(work: Promise<unknown>): void;
  /** From when until when reminders fall due. */
  fromMs: number;
  untilMs: number;
  /** Aborted when the run is broken off. */
  signal: AbortSignal;
}>;
