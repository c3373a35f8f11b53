import type { Database } from '../../platform/database/connect.js';

export function createRecognition({ database }: { database: Database }) {
  void database;
  return { presses: {}, forms: {}, topics: {}, sweeps: [], reactions: {} };
}

export type Recognition = ReturnType<typeof createRecognition>;
