/** Checks the borders of architecture.mjs with dependency-cruiser; exits 1 with a line for each crossing. */
import { existsSync, readdirSync } from 'node:fs';
import { cruise } from 'dependency-cruiser';
import { features, fewestModules, floorPaths, floors, judges, soleImporters } from '../architecture.mjs';

const testFile = '\\.test\\.tsx?$';

const floorRules = floors.flatMap((floor, index) => {
  const above = floors.slice(0, index);
  return above.length === 0
    ? []
    : [
        {
          name: `${floor}-imports-down-only`,
          severity: 'error',
          from: { path: floorPaths[floor], pathNot: testFile },
          to: { path: above.map((name) => floorPaths[name]) },
        },
      ];
});

const featureRules = features.flatMap((feature) => [
  {
    name: `${feature}-imports-no-other-feature`,
    severity: 'error',
    from: { path: `^src/features/${feature}/`, pathNot: testFile },
    to: { path: '^src/features/', pathNot: `^src/features/${feature}/`, dependencyTypesNot: ['type-only'] },
  },
  {
    name: `${feature}-types-through-the-front-door`,
    severity: 'error',
    from: { path: `^src/features/${feature}/`, pathNot: testFile },
    to: { path: '^src/features/', pathNot: [`^src/features/${feature}/`, '^src/features/[^/]+/index\\.ts$'] },
  },
]);

const soleRules = Object.entries(soleImporters).map(([name, path]) => ({
  name: `only-one-place-imports-${name}`,
  severity: 'error',
  from: { path: '^src/', pathNot: [path, testFile] },
  to: { path: `node_modules/${name}/` },
}));

const rules = [
  ...floorRules,
  ...featureRules,
  ...soleRules,
  {
    name: 'rules-and-messages-are-pure',
    severity: 'error',
    from: { path: '^src/features/[^/]+/(rules|messages|parts)\\.tsx?$' },
    to: { path: ['^src/platform/', '/(store|actions|slack|http)\\.tsx?$'] },
  },
  {
    name: 'shared-is-values-only',
    severity: 'error',
    from: { path: floorPaths.shared, pathNot: testFile },
    to: {
      path: '^(node:)?(child_process|cluster|dgram|dns|fs|http|http2|https|net|os|process|tls|worker_threads)(/|$)',
    },
  },
  {
    name: 'judges-import-nothing-of-the-app',
    severity: 'error',
    from: { path: judges },
    to: { path: '^src/' },
  },
  {
    name: 'app-never-imports-the-sandbox',
    severity: 'error',
    from: { path: '^src/', pathNot: testFile },
    to: { path: '^(sandbox|test|bench)/' },
  },
  {
    name: 'page-knows-the-sandbox-by-its-types',
    severity: 'error',
    from: { path: '^sandbox/web/', pathNot: [testFile, '\\.e2e\\.ts$'] },
    to: { path: '^(src|test|bench|sandbox/(?!web/))', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'no-circles',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
];

const folders = readdirSync('src/features');
const unknown = features.filter((feature) => !folders.includes(feature));
const unlisted = folders.filter((folder) => !features.includes(folder));
if (unknown.length > 0) console.error(`architecture.mjs names features that do not exist: ${unknown.join(', ')}`);
if (unlisted.length > 0) console.error(`architecture.mjs does not name these features: ${unlisted.join(', ')}`);

const { output } = await cruise(
  ['src', 'sandbox', 'bench', 'test'].filter((folder) => existsSync(folder)),
  {
    ruleSet: { forbidden: rules },
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^sandbox/web/dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
  },
);

for (const { rule, from, to } of output.summary.violations) console.error(`${rule.name}: ${from} -> ${to}`);
const modules = output.modules.map(({ source }) => source).filter((source) => source.startsWith('src/'));
const onNoFloor = modules.filter((source) => !Object.values(floorPaths).some((path) => new RegExp(path).test(source)));
for (const source of onNoFloor) console.error(`${source} is on no floor of architecture.mjs`);
const read = modules.length;
if (read < fewestModules) {
  console.error(
    `Only ${read} modules of src/ were read; at least ${fewestModules} were expected. Is TypeScript 6 installed?`,
  );
}
const complaints = [...unknown, ...unlisted, ...output.summary.violations, ...onNoFloor];
if (complaints.length > 0 || read < fewestModules) process.exit(1);
console.log(`Borders hold: ${read} modules of src/ read.`);
