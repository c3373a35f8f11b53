import pino from 'pino';

export type Logger = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

/** Slack's addresses for answers and uploads are secrets too, as are people's calendars: whoever knows one may use it. */
const secretPattern = new RegExp(
  [
    String.raw`xox[a-z]-[\w-]+|xoxe[.\w-]+|xapp-[\w-]+`,
    String.raw`https?:\/\/[^\s"\/]+\/(?:actions|commands|workflows|upload)\/[^\s"]+|https:\/\/hooks\.slack\.com\/[^\s"]+`,
    String.raw`(?:mongodb(?:\+srv)?|smtps?):\/\/[^\s"@]+@`,
    String.raw`\/calendar\/[\w-]{16,}`,
    String.raw`[\p{L}\p{N}_.+-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`,
  ].join('|'),
  'gu',
);

/** Tokens, addresses that are secrets, passwords of servers and e-mail addresses, wherever they stand in a line. */
const withoutSecrets = (line: string) => line.replace(secretPattern, '[removed]');

/** JSON lines on stdout, without secrets. Callers log ids and codes, never names or message texts. */
export function createLogger(
  level: string,
  write: (line: string) => void = (line) => process.stdout.write(line),
): Logger {
  return pino(
    { level, base: null, serializers: { err: describeError, error: describeError } },
    { write: (line: string) => write(withoutSecrets(line)) },
  );
}

/** Name, code and stack: what an error echoes of the value that it is about stays out (CastError prints it). */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: 'NotAnError' };
  const { name, stack } = error;
  const code = 'code' in error ? error.code : undefined;
  const frames = stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')) ?? [];
  return {
    name,
    ...(typeof code === 'number' || typeof code === 'string' ? { code } : {}),
    ...(echoesValues.has(name) ? {} : { message: withoutQuotes(error).slice(0, 500) }),
    stack: frames.slice(0, 12).join('\n'),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

const echoesValues = new Set(['CastError', 'ValidationError', 'ZodError', '$ZodError']);

/**
 * Errors quote what they stumbled on: a duplicate key's value, a zone that is none, text that is no JSON. Only the
 * engine's own TypeErrors quote names of properties instead.
 */
const withoutQuotes = ({ name, message }: Error) =>
  name === 'TypeError' ? message : message.replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '[value]');
