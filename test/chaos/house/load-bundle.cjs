/**
 * Runs the bundle of the app: `node load-bundle.cjs BUNDLE [keep-compiled]`. Most of a start is compiling, so what was
 * compiled is kept beside the bundle (`keep-compiled`, after which this ends) and taken from there.
 */
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname } = require('node:path');
const { Script } = require('node:vm');

const bundle = process.argv[2] ?? '';
const keepsCompiled = process.argv[3] === 'keep-compiled';
const compiled = `${bundle}.compiled`;
// The bundle is ASCII: as latin1 it is read and compiled without being decoded.
const source = `(function (require, module, exports, __filename, __dirname) {${readFileSync(bundle, 'latin1')}\n})`;
const script = new Script(source, {
  filename: bundle,
  cachedData: keepsCompiled ? undefined : readFileSync(compiled),
});
const module_ = { exports: {} };
script.runInThisContext()(createRequire(bundle), module_, module_.exports, bundle, dirname(bundle));
if (keepsCompiled) {
  writeFileSync(`${compiled}.${process.pid}`, script.createCachedData());
  renameSync(`${compiled}.${process.pid}`, compiled);
  process.exit(0);
}
