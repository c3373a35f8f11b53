import type { Database } from '../../platform/database/connect.js';

export function createTrainingTime({ database }: { database: Database }) {
  void database;
  return { presses: {}, forms: {}, topics: {}, sweeps: [], reactions: {} };
}

export type TrainingTime = ReturnType<typeof createTrainingTime>;
