import { expect, test } from 'vitest';
import type { Host } from './private-libc.js';
import { libcPlan } from './private-libc.js';

const debian12: Host = { platform: 'linux', arch: 'x64', glibc: '2.36', hasApt: true, hasPrivateLibc: false };
const reasonOn = (host: Partial<Host>, policy: 'prepare' | 'only-if-prepared' = 'prepare') => {
  const plan = libcPlan({ ...debian12, ...host }, policy);
  return plan.use === 'none' ? plan.reason : `no reason, but ${plan.use}`;
};

test.each(['2.38', '2.41', '3.0'])('a host with glibc %s uses its own', (glibc) => {
  expect(libcPlan({ ...debian12, glibc }, 'only-if-prepared')).toEqual({ use: 'own' });
});

test('macOS on arm64 has nothing to prepare', () => {
  const mac: Host = { ...debian12, platform: 'darwin', arch: 'arm64', glibc: undefined, hasApt: false };
  expect(libcPlan(mac, 'only-if-prepared')).toEqual({ use: 'own' });
});

test.each(['2.31', '2.36', '2.37'])('an old Debian with glibc %s prepares one when allowed to', (glibc) => {
  expect(libcPlan({ ...debian12, glibc }, 'prepare')).toEqual({ use: 'prepare' });
});

test.each(['prepare', 'only-if-prepared'] as const)('what was prepared is used, with policy %s', (policy) => {
  expect(libcPlan({ ...debian12, hasPrivateLibc: true }, policy)).toEqual({ use: 'private' });
});

test('in production an old host is told both ways out', () => {
  expect(reasonOn({}, 'only-if-prepared')).toBe(
    'The embedded database needs glibc 2.38 and this host has 2.36: ' +
      'run `npm run laurel -- engine prepare`, or set MONGODB_URI to a MongoDB server.',
  );
});

test.each([
  ['without apt', { hasApt: false }, 'has 2.36; a newer one can be prepared on Debian only.'],
  ['with musl', { glibc: undefined }, 'needs glibc, which this host does not have.'],
  ['on another processor', { arch: 'riscv64' }, 'does not run on linux riscv64.'],
  ['on Windows', { platform: 'win32' as const }, 'does not run on win32 x64.'],
  ['on an Intel Mac', { platform: 'darwin' as const }, 'does not run on darwin x64.'],
])('a host %s is told the one way out', (_name, host, reason) => {
  expect(reasonOn(host)).toContain(`${reason} Set MONGODB_URI to a MongoDB server.`);
});
