import { z } from 'zod';
import type { Money } from '../shared/money.js';
import { Currency, readAmount } from '../shared/money.js';
import { MailAddress } from './mail/address.js';
import type { MailConfig } from './mail/mail.js';

const httpAddress = z.string().refine((value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return url?.protocol === 'https:' || url?.protocol === 'http:';
}, 'must be an http or https address');

const mailServer = z.string().refine((value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return (url?.protocol === 'smtp:' || url?.protocol === 'smtps:') && url.hostname !== '';
}, 'must be a mail server such as smtps://user:password@mail.example.com:465');

const slackIdList = z
  .string()
  .transform((list) => list.split(/[\s,]+/).filter(Boolean))
  .pipe(
    z.array(z.string().regex(/^[UW][A-Z0-9]{2,20}$/, 'must be Slack user ids such as U024BE7LH, separated by commas')),
  );

/** `EUR:20000 USD:20000` */
const moneyList = z.string().transform((list, context): readonly Money[] => {
  const amounts = list
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(readMoney);
  const known = amounts.flatMap((amount) => amount ?? []);
  const isGood =
    known.length === amounts.length && new Set(known.map(({ currency }) => currency)).size === known.length;
  if (isGood) return known;
  context.addIssue('must be currencies with an amount for each, once, such as EUR:20000 USD:20000');
  return z.NEVER;
});

function readMoney(text: string): Money | undefined {
  const [code, cell = '', more] = text.split(':');
  const currency = Currency.safeParse(code).data;
  const amount = currency && more === undefined ? readAmount(cell, currency) : undefined;
  return currency && amount && 'minor' in amount ? { currency, minor: amount.minor } : undefined;
}

const shape = {
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^xoxb-\S+$/, 'must begin with xoxb-')
    .optional(),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-\S+$/, 'must begin with xapp-')
    .optional(),
  SLACK_SIGNING_SECRET: z
    .string()
    .regex(/^\S{16,}$/, 'must be the signing secret of the app')
    .optional(),
  SLACK_API_URL: httpAddress.prefault('https://slack.com/api/'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
    .optional(),
  LAUREL_DATA_DIR: z.string().prefault('.laurel'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a port number')
    .prefault('3000'),
  PUBLIC_URL: httpAddress.optional(),
  SMTP_URL: mailServer.optional(),
  MAIL_FROM: MailAddress.optional(),
  LAUREL_OWNERS: slackIdList.prefault(''),
  REWARD_CURRENCIES: moneyList.prefault(''),
  REWARD_TWO_APPROVERS: moneyList.prefault(''),
  REWARD_EXPORT_COLUMNS: z.string().optional(),
  RECOGNITION_CHANNEL: z
    .string()
    .regex(/^[CG][A-Z0-9]{2,20}$/, 'must be a channel id such as C024BE91L')
    .optional(),
  STUDY_HOURS: z.enum(['per-person', 'team-only'], 'must be per-person or team-only').prefault('per-person'),
  SLACK_MESSAGES_PER_SECOND: z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'must be a number such as 1 or 0.5')
    .transform(Number)
    .refine((rate) => rate > 0 && rate <= 1000, 'must be more than 0 and at most 1000')
    .prefault('1'),
  LOG_LEVEL: z
    .enum(['info', 'warn', 'error', 'fatal'], 'must be info, warn, error or fatal (debug would log message texts)')
    .prefault('info'),
};

const Environment = z.object(shape);
type Environment = z.infer<typeof Environment>;

export const configurationNames = Object.keys(shape);

/** Where Laurel keeps things and whom it obeys: all that the command line needs. */
export type StorageConfig = Readonly<{
  mongodbUri?: string;
  dataDir: string;
  owners: readonly string[];
  /** The most that one reward may cost in a year, for each currency in which rewards are paid. */
  rewardLimits: readonly Money[];
  /** What a reward may cost in a year before two people must approve it, for each currency. */
  twoApproversAbove: readonly Money[];
  /** The columns of files for payroll, as written; read when a file is made. */
  exportColumns?: string;
  logLevel: Environment['LOG_LEVEL'];
}>;

/** What the app needs besides. `slack.listen` says how Slack reaches us. */
export type Config = StorageConfig &
  Readonly<{
    slack: Readonly<{
      botToken: string;
      apiUrl: string;
      messagesPerSecond: number;
      listen: Readonly<{ by: 'socket'; appToken: string } | { by: 'http'; signingSecret: string }>;
    }>;
    port: number;
    publicUrl?: string;
    /** Undefined: no mail is sent, and calendars are told nothing. */
    mail?: MailConfig;
    recognitionChannel?: string;
    /** Whether managers see whose study time was kept, or only sums. */
    studyHoursShown: Environment['STUDY_HOURS'];
  }>;

/** Names each wrong variable and what is wrong with it, never its value. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      `The configuration is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}\nSee .env.example.`,
    );
  }
}

type Env = Readonly<Record<string, string | undefined>>;

export const readStorageConfig = (env: Env = process.env): StorageConfig => Object.freeze(storageOf(parse(env)));

export function readConfig(env: Env = process.env): Config {
  const parsed = parse(env);
  const botToken = parsed.SLACK_BOT_TOKEN;
  const listen = listenOf(parsed);
  const problems = [
    ...(botToken === undefined ? ['SLACK_BOT_TOKEN is missing'] : []),
    ...(listen === undefined
      ? ['SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is missing: one of them says how Slack reaches Laurel']
      : []),
    ...(parsed.SMTP_URL !== undefined && parsed.MAIL_FROM === undefined
      ? ['MAIL_FROM is missing: mail that goes out through SMTP_URL needs the address of a sender']
      : []),
  ];
  if (botToken === undefined || listen === undefined || problems.length > 0) throw new ConfigurationError(problems);
  return Object.freeze({
    ...storageOf(parsed),
    slack: Object.freeze({
      botToken,
      apiUrl: parsed.SLACK_API_URL,
      messagesPerSecond: parsed.SLACK_MESSAGES_PER_SECOND,
      listen: Object.freeze(listen),
    }),
    port: parsed.PORT,
    publicUrl: parsed.PUBLIC_URL,
    mail: mailOf(parsed),
    recognitionChannel: parsed.RECOGNITION_CHANNEL,
    studyHoursShown: parsed.STUDY_HOURS,
  });
}

/** The only reader of the environment. A blank variable is an absent one. */
function parse(env: Env): Environment {
  const given = Object.entries(env).filter(([name, value]) => name in shape && value?.trim());
  const result = Environment.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`);
  throw new ConfigurationError([...new Set(problems)]);
}

const storageOf = (parsed: Environment): StorageConfig => ({
  mongodbUri: parsed.MONGODB_URI,
  dataDir: parsed.LAUREL_DATA_DIR,
  owners: Object.freeze(parsed.LAUREL_OWNERS),
  rewardLimits: Object.freeze(parsed.REWARD_CURRENCIES),
  twoApproversAbove: Object.freeze(parsed.REWARD_TWO_APPROVERS),
  exportColumns: parsed.REWARD_EXPORT_COLUMNS,
  logLevel: parsed.LOG_LEVEL,
});

const mailOf = ({ SMTP_URL, MAIL_FROM }: Environment): MailConfig | undefined =>
  SMTP_URL === undefined || MAIL_FROM === undefined ? undefined : Object.freeze({ smtpUrl: SMTP_URL, from: MAIL_FROM });

function listenOf(parsed: Environment): Config['slack']['listen'] | undefined {
  if (parsed.SLACK_APP_TOKEN !== undefined) return { by: 'socket', appToken: parsed.SLACK_APP_TOKEN };
  if (parsed.SLACK_SIGNING_SECRET !== undefined) return { by: 'http', signingSecret: parsed.SLACK_SIGNING_SECRET };
  return undefined;
}
