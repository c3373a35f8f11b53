import type { Db } from 'mongodb';
import type { House } from '../../src/app/compose.js';
import type { Sandbox } from '../sandbox.js';

/** What the events of the story have at hand. */
export type StoryTools = Readonly<{
  house: House;
  slack: Sandbox;
  db: Db;
  owner: string;
  companyFolder: string;
  settleDown(): Promise<void>;
  /** What the owner types to make the file for payroll of a month such as 2026-11; throws with what it says otherwise. */
  exportRewards(month: string, filePath: string): Promise<void>;
}>;

export type StoryEvent = Readonly<{ at: Date; name: string; happens(tools: StoryTools): Promise<void> }>;
