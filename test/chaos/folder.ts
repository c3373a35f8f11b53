import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Db } from 'mongodb';
import { BSON } from 'mongodb';
import { quickFolder } from '../../sandbox/quick-folder.js';
import type { CalendarMail, Deed, Plan } from './evidence.js';

/** The folder of one run, and the files in it that the judge reads (see evidence.ts). */
export interface EvidenceFolder {
  path: string;
  effectsFile: string;
  logOf(place: number): string;
  commandsLog: string;
  writePlan(plan: Plan): void;
  note(deed: Deed): void;
  /** All that was noted so far. */
  deeds(): readonly Deed[];
  /** For whoever asks at which of them nobody was killed; the judge does not. */
  writeFailpoints(seen: readonly string[]): void;
  writeMails(mails: readonly CalendarMail[]): void;
  dump(db: Db): Promise<void>;
}

export function createEvidenceFolder(): EvidenceFolder {
  const path = mkdtempSync(join(quickFolder(), 'laurel-chaos-'));
  const deeds: Deed[] = [];
  return {
    path,
    effectsFile: join(path, 'effects.jsonl'),
    commandsLog: join(path, 'commands.log'),
    logOf: (place) => join(path, `worker-${place}.log`),
    writePlan: (plan) => writeFileSync(join(path, 'plan.json'), JSON.stringify(plan)),
    note(deed) {
      deeds.push(deed);
      appendFileSync(join(path, 'deeds.jsonl'), `${JSON.stringify(deed)}\n`);
    },
    deeds: () => deeds,
    writeFailpoints: (seen) => writeFileSync(join(path, 'failpoints.json'), JSON.stringify(seen.toSorted(), null, 2)),
    writeMails: (mails) => writeFileSync(join(path, 'mails.json'), JSON.stringify(mails)),
    async dump(db) {
      const found: Record<string, unknown[]> = {};
      for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray())
        found[name] = await db.collection(name).find().toArray();
      writeFileSync(join(path, 'database.json'), BSON.EJSON.stringify(found, { relaxed: true }));
    },
  };
}
