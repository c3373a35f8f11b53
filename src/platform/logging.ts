import pino from 'pino';

export type Logger = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

const secretPattern =
  /xox[a-z]-[\w-]+|xoxe[.\w-]+|xapp-[\w-]+|https:\/\/hooks\.slack\.com\/[^\s"]+|mongodb(?:\+srv)?:\/\/[^\s"@]+@|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/** Tokens, response URLs, database passwords and e-mail addresses, wherever they stand in a line. */
export const withoutSecrets = (line: string) => line.replace(secretPattern, '[removed]');

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

/** Name, code and stack: what a validation error echoes of the value it refused stays out (CastError prints it). */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: 'NotAnError' };
  const { name, stack } = error;
  const code = (error as { code?: unknown }).code;
  const echoesValues = name === 'CastError' || name === 'ValidationError' || name === 'ZodError';
  const frames = stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')) ?? [];
  return {
    name,
    ...(code === undefined ? {} : { code }),
    ...(echoesValues ? {} : { message: error.message.slice(0, 500) }),
    stack: frames.slice(0, 12).join('\n'),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
