/** Checks the borders of architecture.mjs with dependency-cruiser; exits 1 with a line for each crossing. */
import { existsSync } from 'node:fs';
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
  { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
];

const unknown = features.filter((feature) => !existsSync(`src/features/${feature}`));
if (unknown.length > 0) {
  console.error(`architecture.mjs names features that do not exist: ${unknown.join(', ')}`);
  process.exit(1);
}

const { output } = await cruise(
  ['src', 'sandbox', 'bench', 'test'].filter((folder) => existsSync(folder)),
  {
    ruleSet: { forbidden: rules },
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
  },
);

for (const { rule, from, to } of output.summary.violations) console.error(`${rule.name}: ${from} -> ${to}`);
const read = output.modules.filter((module) => module.source.startsWith('src/')).length;
if (read < fewestModules) {
  console.error(`Only ${read} modules of src/ were read; at least ${fewestModules} were expected. Is TypeScript 6 installed?`);
}
if (output.summary.violations.length > 0 || read < fewestModules) process.exit(1);
console.log(`Borders hold: ${read} modules of src/ read.`);
