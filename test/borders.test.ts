import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { features, soleImporters } from '../architecture.mjs';

/* The real script and the real architecture, in a house of few files: each rule must be able to fail. */

const houses: string[] = [];
afterEach(() => {
  for (const house of houses.splice(0)) rmSync(house, { recursive: true });
});

const goodFiles: Readonly<Record<string, string>> = {
  'src/main.ts': "import './app/compose.js';",
  'src/app/compose.ts': features.map((feature) => `import '../features/${feature}/index.js';`).join('\n'),
  'src/platform/clock.ts': "import '../shared/ids.js';",
  'src/platform/slack/edge.ts': "import '@slack/bolt';",
  'src/shared/ids.ts': "import 'node:crypto';\nexport type Id = string;",
  'sandbox/judge.ts': 'export {};',
  ...Object.fromEntries(
    features.map((feature, index) => [
      `src/features/${feature}/index.ts`,
      // Types may come from any feature's front door, in any direction.
      `import type { Noun as Other } from '../${features[(index + 1) % features.length]}/index.js';
export type Noun = { other: Other };`,
    ]),
  ),
};

const fewestModules = 5;

function checkBorders(files: Readonly<Record<string, string>>) {
  const house = mkdtempSync(join(tmpdir(), 'laurel-borders-'));
  houses.push(house);
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), `${source}\n`);
  }
  mkdirSync(join(house, 'scripts'));
  cpSync('scripts/check-borders.mjs', join(house, 'scripts/check-borders.mjs'));
  cpSync('tsconfig.json', join(house, 'tsconfig.json'));
  cpSync('package.json', join(house, 'package.json'));
  symlinkSync(join(process.cwd(), 'node_modules'), join(house, 'node_modules'));
  const architecture = readFileSync('architecture.mjs', 'utf8');
  const small = architecture.replace(/fewestModules = \d+/, `fewestModules = ${fewestModules}`);
  expect(small).not.toBe(architecture);
  writeFileSync(join(house, 'architecture.mjs'), small);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/check-borders.mjs'], { cwd: house });
  return { status, said: `${stdout}${stderr}`.trim().split('\n') };
}

/** A file, and the rules that it must break by importing another one. */
function crossing(from: string, to: string, rule: string, how = 'import') {
  const target = to.includes('/') && to.startsWith('src') ? relativeTo(from, to) : to;
  const statement = how === 'import' ? `import '${target}';` : `import type { Noun } from '${target}';`;
  return { path: from, source: `${statement}\nexport {};`, says: new RegExp(`^${rule}: ${escaped(from)} -> `) };
}

const relativeTo = (from: string, to: string) => {
  const path = relative(dirname(from), to).replace(/\.tsx?$/, '.js');
  return path.startsWith('.') ? path : `./${path}`;
};

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

const [first, second] = features as [string, string];
const offences = [
  crossing('src/app/knows-entry.ts', 'src/main.ts', 'app-imports-down-only'),
  crossing(`src/features/${first}/knows-app.ts`, 'src/app/compose.ts', 'features-imports-down-only'),
  crossing('src/platform/knows-feature.ts', `src/features/${first}/index.ts`, 'platform-imports-down-only'),
  crossing('src/shared/knows-platform.ts', 'src/platform/clock.ts', 'shared-imports-down-only'),
  crossing('src/shared/reads-files.ts', 'node:fs/promises', 'shared-is-values-only'),
  ...features.flatMap((feature) => {
    const other = feature === first ? second : first;
    return [
      crossing(
        `src/features/${feature}/uses-another.ts`,
        `src/features/${other}/index.ts`,
        `${feature}-imports-no-other-feature`,
      ),
      crossing(
        `src/features/${feature}/passes-the-door.ts`,
        `src/features/${other}/uses-another.ts`,
        `${feature}-types-through-the-front-door`,
        'type',
      ),
    ];
  }),
  ...Object.keys(soleImporters).map((name) =>
    crossing(`src/app/imports-${name.replaceAll('/', '-')}.ts`, name, `only-one-place-imports-${name}`),
  ),
  ...['rules.ts', 'messages.tsx', 'parts.tsx'].map((file) =>
    crossing(`src/features/${first}/${file}`, 'src/platform/clock.ts', 'rules-and-messages-are-pure'),
  ),
  crossing('sandbox/prejudiced.ts', '../src/shared/ids.js', 'judges-import-nothing-of-the-app'),
  crossing('bench/floor.ts', '../src/shared/ids.js', 'judges-import-nothing-of-the-app'),
  crossing('sandbox/story/reader.ts', '../../src/shared/ids.js', 'judges-import-nothing-of-the-app'),
  crossing('src/platform/plays.ts', '../../sandbox/judge.js', 'app-never-imports-the-sandbox'),
  crossing('src/shared/circle-a.ts', 'src/shared/circle-b.ts', 'no-circles'),
];

test('a house that keeps to the architecture passes', { timeout: 60_000 }, () => {
  const { status, said } = checkBorders(goodFiles);
  expect(said).toEqual([expect.stringMatching(/^Borders hold: \d+ modules of src\/ read\.$/)]);
  expect(status).toBe(0);
});

test('every rule finds its offence, and nothing else is blamed', { timeout: 60_000 }, () => {
  const bad: Record<string, string> = Object.fromEntries(offences.map(({ path, source }) => [path, source]));
  bad['src/shared/circle-b.ts'] = "import './circle-a.js';";
  const { status, said } = checkBorders({ ...goodFiles, ...bad });
  expect(status).toBe(1);
  for (const { says } of offences) expect(said).toContainEqual(expect.stringMatching(says));
  const blamed = new Set(said.map((line) => line.replace(/^.*?: (.*) -> .*$/, '$1')));
  expect([...blamed].filter((path) => !(path in bad))).toEqual([]);
});

test('a folder that nobody planned, and a file on no floor, are complained of', { timeout: 60_000 }, () => {
  const { status, said } = checkBorders({
    ...goodFiles,
    'src/features/gossip/index.ts': 'export {};',
    'src/helpers/all.ts': 'export {};',
  });
  expect(status).toBe(1);
  expect(said).toEqual([
    'architecture.mjs does not name these features: gossip',
    'src/helpers/all.ts is on no floor of architecture.mjs',
  ]);
});

test('few modules, or a feature that is gone, mean that nothing was checked', { timeout: 60_000 }, () => {
  const { status, said } = checkBorders({
    'src/main.ts': 'export {};',
    [`src/features/${first}/index.ts`]: 'export {};',
  });
  expect(status).toBe(1);
  expect(said).toEqual([
    expect.stringContaining(`architecture.mjs names features that do not exist: ${second}`),
    expect.stringContaining(`Only 2 modules of src/ were read; at least ${fewestModules} were expected.`),
  ]);
});
