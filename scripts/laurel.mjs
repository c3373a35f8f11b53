/** `npm run laurel -- …`: the sources where tsx is installed (development), dist/ where it is not (production). */
import { existsSync } from 'node:fs';

if (existsSync('.env')) process.loadEnvFile('.env');
if (existsSync('node_modules/tsx')) {
  const { register } = await import('tsx/esm/api');
  register();
  await import('../src/cli.ts');
} else if (existsSync('dist/cli.js')) {
  await import('../dist/cli.js');
} else {
  console.error('Nothing is built yet: run `npm ci && npm run build` first.');
  process.exit(1);
}
