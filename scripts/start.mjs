/** `npm start`: runs dist/, building it first where the compiler is installed and nothing was built yet. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const compiler = 'node_modules/typescript/bin/tsc';

if (!existsSync('dist/main.js')) {
  if (!existsSync(compiler)) {
    console.error('Nothing is built yet: run `npm ci && npm run build` first, then `npm ci --omit=dev && npm start`.');
    process.exit(1);
  }
  console.error('Building dist/ (once) …');
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
if (existsSync('.env')) process.loadEnvFile('.env');
await import('../dist/main.js');
