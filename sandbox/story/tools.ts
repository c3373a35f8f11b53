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
}>;

export type StoryEvent = Readonly<{ at: Date; name: string; happens(tools: StoryTools): Promise<void> }>;
