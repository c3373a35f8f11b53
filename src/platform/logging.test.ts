import fc from 'fast-check';
import mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createLogger } from './logging.js';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger('info', (line) => lines.push(line)));
  return lines.join('');
}

const secrets = [
  ['a bot token', 'xoxb-1234567890-abcDEF'],
  ['a user token', 'xoxp-1-2-3-abc'],
  ['a rotating token', 'xoxe.xoxb-1-Mi0yLTE'],
  ['a refresh token', 'xoxe-1-My0xLTE'],
  ['an app token', 'xapp-1-A012-34-abcdef'],
  ['a response address', 'https://hooks.slack.com/actions/T012/345/abcDEF'],
  ['a response address of the sandbox', 'http://127.0.0.1:40123/actions/T012/0a1b2c3d4e5f'],
  ['an upload address', 'https://files.slack.com/upload/v1/CwABAAAAXAoAAVnX'],
  ['the password of a mail server', 'smtps://laurel:s3cr%C3%A9t@mail.example.net'],
  ["the address of somebody's calendar", '/calendar/uB3bJm0kQ6yqT1xW9aFz7A.ics'],
  ['a database password', 'mongodb+srv://laurel:s3cr%C3%A9t@db.example.net'],
  ['an e-mail address', 'ana.ruiz+work@mail.example.co.uk'],
  ['an e-mail address of another script', 'аня@пример.рф'],
] as const;

describe.each(secrets)('%s', (_, secret) => {
  const telling = secret.replace(/^(mongodb|smtp).*?:\/\//, '').slice(0, 40);
  const withCause = new Error('outer', { cause: new Error(`inner ${secret}`) });
  test.each([
    ['in a message', logged((log) => log.info(`here is ${secret}, see`))],
    ['in a field', logged((log) => log.warn({ deep: { list: [secret] } }, 'x'))],
    ['in a key', logged((log) => log.warn({ [secret]: 1 }, 'x'))],
    ['in an error', logged((log) => log.error({ err: new Error(`failed at ${secret}`) }, 'x'))],
    ['in the cause of an error', logged((log) => log.error({ err: withCause }, 'x'))],
  ])('is not logged %s', (_, line) => {
    expect(line).not.toBe('');
    expect(line).not.toContain(telling);
  });
});

describe('an error', () => {
  test('of zod or mongoose does not repeat the value that it refused', () => {
    const cast = new mongoose.Error.CastError('Number', 'Ana Ruiz', 'age');
    const invalid = new mongoose.Error.ValidationError();
    invalid.addError('age', cast);
    const zod = z.object({ role: z.enum(['x'], 'not Ana Ruiz') }).safeParse({ role: 'Ana Ruiz' }).error;
    for (const err of [invalid, cast, zod, new Error('x', { cause: cast })]) {
      expect(err).toBeInstanceOf(Error);
      expect(logged((log) => log.error({ err }, 'x'))).not.toContain('Ana');
    }
  });

  test.each([
    'E11000 duplicate key error collection: laurel.people index: name_1 dup key: { name: "Ana Ruiz" }',
    `Unexpected token 'A', "Ana Ruiz" is not valid JSON`,
    'the zone "Ana Ruiz" is not supported',
    'no such file `Ana Ruiz`',
  ])('does not repeat what it quotes: %s', (message) => {
    const line = logged((log) => log.error({ err: new Error(message) }, 'x'));
    expect(line).not.toContain('Ana');
    expect(line).toContain('[value]');
  });

  test('still says what happened, where and why', () => {
    const cause = Object.assign(new TypeError("Cannot read properties of undefined (reading 'run')"), { code: 'EX' });
    const line = JSON.parse(logged((log) => log.error({ err: new Error('the sweep broke', { cause }) }, 'x')));
    expect(line.err).toMatchObject({
      message: 'the sweep broke',
      cause: { name: 'TypeError', code: 'EX', message: "Cannot read properties of undefined (reading 'run')" },
    });
    expect(line.err.stack).toContain('logging.test.ts');
  });

  test('that is none, and whatever else is thrown, keeps the line whole and silent about it', () => {
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        fc.pre(thrown !== undefined && !(thrown instanceof Error));
        const line = logged((log) => log.error({ err: thrown }, 'x'));
        expect(JSON.parse(line).err).toEqual({ name: 'NotAnError' });
      }),
    );
  });
});

test('every line is one line of JSON', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const lines = logged((log) => log.info({ id: text }, text)).split('\n');
      expect(lines).toHaveLength(2);
      expect(() => JSON.parse(lines[0]!)).not.toThrow();
    }),
  );
});
