import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigurationError, configurationNames, readConfig, readStorageConfig } from './config.js';

const moneyListRefused = 'must be currencies with an amount for each, once, such as EUR:20000 USD:20000';
const smtpRefused = 'must be a mail server such as smtps://user:password@mail.example.com:465';
const bySocket = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };

function problemsOf(
  env: Record<string, string | undefined>,
  read: (env: Record<string, string | undefined>) => unknown,
) {
  try {
    read(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

test('.env.example names every variable once and gives none a value', () => {
  const lines = readFileSync('.env.example', 'utf8').split('\n');
  const assignments = lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
  expect(assignments.toSorted()).toEqual(configurationNames.map((name) => `${name}=`).toSorted());
});

test('only config.ts reads the environment', () => {
  const reads = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|tsx|js)$/.test(path) && !/\.test\.tsx?$/.test(path) && path !== 'platform/config.ts')
    .flatMap((path) =>
      readFileSync(`src/${path}`, 'utf8')
        .split('\n')
        .filter((line) => /process\s*(\?\.|\.|\[['"])\s*env\b|loadEnvFile|from '(node:)?process'/.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
  // The engine's own process gives itself a short TMPDIR, which it does not read.
  expect(reads).toEqual(['platform/database/engine-process.js: process.env.TMPDIR = roomDir;']);
});

describe('a good environment', () => {
  test('is read, with defaults for what may be absent', () => {
    expect(readConfig(bySocket)).toEqual({
      mongodbUri: undefined,
      dataDir: '.laurel',
      owners: [],
      rewardLimits: [],
      twoApproversAbove: [],
      logLevel: 'info',
      slack: {
        botToken: 'xoxb-1',
        apiUrl: 'https://slack.com/api/',
        messagesPerSecond: 1,
        listen: { by: 'socket', appToken: 'xapp-1' },
      },
      port: 3000,
      publicUrl: undefined,
      mail: undefined,
      recognitionChannel: undefined,
      studyHoursShown: 'per-person',
    });
  });

  test('may say each thing', () => {
    const config = readConfig({
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: '0123456789abcdef',
      SLACK_API_URL: 'http://127.0.0.1:4000/api/',
      SLACK_MESSAGES_PER_SECOND: '0.5',
      MONGODB_URI: 'mongodb+srv://db.example.net/laurel',
      LAUREL_DATA_DIR: '/var/lib/laurel',
      LAUREL_OWNERS: 'U0ANA, W0BEN\nU0EVA',
      REWARD_CURRENCIES: 'EUR:20000, JPY:3000000',
      RECOGNITION_CHANNEL: 'C0PRAISE',
      STUDY_HOURS: 'team-only',
      PORT: '8080',
      PUBLIC_URL: 'https://laurel.example.com',
      SMTP_URL: 'smtps://laurel:secret@mail.example.com',
      MAIL_FROM: 'laurel@example.com',
      LOG_LEVEL: 'warn',
    });
    expect(config).toMatchObject({
      mongodbUri: 'mongodb+srv://db.example.net/laurel',
      owners: ['U0ANA', 'W0BEN', 'U0EVA'],
      port: 8080,
      slack: { messagesPerSecond: 0.5, listen: { by: 'http', signingSecret: '0123456789abcdef' } },
      mail: { smtpUrl: 'smtps://laurel:secret@mail.example.com', from: 'laurel@example.com' },
      recognitionChannel: 'C0PRAISE',
      studyHoursShown: 'team-only',
      rewardLimits: [
        { currency: 'EUR', minor: 2_000_000 },
        { currency: 'JPY', minor: 3_000_000 },
      ],
      logLevel: 'warn',
    });
  });

  test('cannot be changed afterwards, at any depth', () => {
    const mail = { SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'laurel@example.com' };
    const config = readConfig({ ...bySocket, ...mail, LAUREL_OWNERS: 'U0ANA' });
    for (const part of [config, config.mail, config.slack, config.slack.listen, config.owners, readStorageConfig({})]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  test.each(configurationNames)('%s left blank is the same as absent', (name) => {
    const { [name]: _, ...without } = bySocket as Record<string, string>;
    const read = (env: Record<string, string>) => problemsOf(env, readConfig);
    for (const blank of ['', ' ', '\t\n']) expect(read({ ...without, [name]: blank })).toEqual(read(without));
    expect(readStorageConfig({ [name]: ' ' })).toEqual(readStorageConfig({}));
  });

  test('of the command line needs no Slack', () => {
    expect(readStorageConfig({})).toEqual({
      mongodbUri: undefined,
      dataDir: '.laurel',
      owners: [],
      rewardLimits: [],
      twoApproversAbove: [],
      logLevel: 'info',
    });
  });
});

describe('what is missing or wrong', () => {
  test('is said by name: a bot token, and one of the two ways by which Slack reaches us', () => {
    expect(problemsOf({}, readConfig)).toEqual([
      'SLACK_BOT_TOKEN is missing',
      'SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is missing: one of them says how Slack reaches Laurel',
    ]);
  });

  test('is said of mail: it needs a sender', () => {
    expect(problemsOf({ ...bySocket, SMTP_URL: 'smtp://mail.example.com' }, readConfig)).toEqual([
      'MAIL_FROM is missing: mail that goes out through SMTP_URL needs the address of a sender',
    ]);
    expect(readConfig({ ...bySocket, MAIL_FROM: 'laurel@example.com' }).mail).toBeUndefined();
  });

  test.each([
    ['SLACK_BOT_TOKEN', 'xoxp-1', 'must begin with xoxb-'],
    ['SLACK_APP_TOKEN', 'xoxb-1', 'must begin with xapp-'],
    ['SLACK_SIGNING_SECRET', 'short', 'must be the signing secret of the app'],
    ['SLACK_API_URL', 'ftp://slack.com', 'must be an http or https address'],
    ['SLACK_MESSAGES_PER_SECOND', '0', 'must be more than 0 and at most 1000'],
    ['SLACK_MESSAGES_PER_SECOND', '1e3', 'must be a number such as 1 or 0.5'],
    ['MONGODB_URI', 'postgres://db', 'must begin with mongodb:// or mongodb+srv://'],
    ['LAUREL_OWNERS', 'U0ANA,ana@example.com,bob', 'must be Slack user ids such as U024BE7LH, separated by commas'],
    ['REWARD_CURRENCIES', 'EUR', moneyListRefused],
    ['REWARD_CURRENCIES', 'EUR:20,000', moneyListRefused],
    ['REWARD_CURRENCIES', 'EURO:20000', moneyListRefused],
    ['REWARD_CURRENCIES', 'EUR:-20000', moneyListRefused],
    ['REWARD_CURRENCIES', 'EUR:20000:1', moneyListRefused],
    ['REWARD_CURRENCIES', 'EUR:20000 EUR:20000', moneyListRefused],
    ['RECOGNITION_CHANNEL', '#praise', 'must be a channel id such as C024BE91L'],
    ['PORT', '65536', 'must be a port number'],
    ['PORT', '80a', 'must be a port number'],
    ['PUBLIC_URL', 'laurel.example.com', 'must be an http or https address'],
    ['SMTP_URL', 'https://mail.example.com', smtpRefused],
    ['SMTP_URL', 'mail.example.com:25', smtpRefused],
    ['SMTP_URL', 'smtp://', smtpRefused],
    ['MAIL_FROM', 'Laurel <laurel@example.com>', 'must be an e-mail address'],
    ['LOG_LEVEL', 'debug', 'must be info, warn, error or fatal (debug would log message texts)'],
  ])('%s=%s is refused in one sentence', (name, value, reason) => {
    expect(problemsOf({ ...bySocket, [name]: value }, readConfig)).toEqual([`${name} ${reason}`]);
    expect(problemsOf({ [name]: value }, readStorageConfig)).toEqual([`${name} ${reason}`]);
  });

  test('never comes with the value', () => {
    const secret = fc
      .string({ unit: fc.constantFrom(...'ABCDEFGHJKLMNPQRTUVWXYZ0123456789'), minLength: 24, maxLength: 80 })
      .map((characters) => `?s3cret ${characters}`);
    fc.assert(
      fc.property(fc.constantFrom(...configurationNames), secret, (name, value) => {
        for (const read of [readConfig, readStorageConfig]) {
          try {
            read({ ...bySocket, [name]: value });
          } catch (error) {
            expect(error).toBeInstanceOf(ConfigurationError);
            const told = `${(error as Error).message} ${(error as Error).stack} ${JSON.stringify(error)}`;
            expect(told).toContain(name);
            expect(told).not.toContain(value.slice(9));
          }
        }
      }),
    );
  });
});
