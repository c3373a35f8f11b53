import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { quickFolder } from '../../../sandbox/quick-folder.js';
import { buildApp } from './built-app.js';
import type { ModuleLines } from './bundle-lines.js';
import { fileAt, linesFileOf } from './bundle-lines.js';

test('the app is built on the sources of another place, and its lines are known by their files', async () => {
  const root = await mkdtemp(join(quickFolder(), 'laurel-copy-'));
  try {
    await cp('src', join(root, 'src'), { recursive: true });
    const changed = join(root, 'src/platform/slack/pacer.ts');
    const source = await readFile(changed, 'utf8');
    await writeFile(changed, source.replace('const jitterMargin = 1.1;', 'const jitterMargin = 123456.5;'));

    const bundle = await buildApp(root);
    const lines = (await readFile(bundle, 'utf8')).split('\n');
    const at = lines.findIndex((line) => line.includes('jitterMargin = 123456.5'));
    expect(at).toBeGreaterThan(0);
    expect(lines.some((line) => line.includes('jitterMargin = 1.1'))).toBe(false);
    const modules = JSON.parse(await readFile(linesFileOf(bundle), 'utf8')) as ModuleLines;
    expect(fileAt(modules, at + 1)).toBe('pacer.ts');
    expect(new Set(modules.map(([, file]) => file))).toContain('delivery.ts');
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
