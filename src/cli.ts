import { Command, InvalidArgumentError } from 'commander';
import type { ZodSafeParseResult } from 'zod';
import { doctorCommand } from './app/commands/doctor.js';
import { nudgingStatus, switchNudging } from './app/commands/nudging.js';
import type { Out } from './app/commands/offline.js';
import { withHouse } from './app/commands/offline.js';
import { exportAgainCommand, exportCommand, resendCommand } from './app/commands/payroll.js';
import { previewCommand } from './app/commands/preview.js';
import type { FileKind } from './features/loading/index.js';
import { kindNames, runImport } from './features/loading/index.js';
import { BatchId, EntryKey, PayMonth } from './features/rewards/index.js';
import { ConfigurationError, readStorageConfig } from './platform/config.js';
import { EngineUnavailable } from './platform/database/errors.js';
import { DatabaseIsNewer } from './platform/database/migrations.js';
import { prepareLibc } from './platform/database/private-libc.js';
import { CalendarDate } from './shared/dates.js';

const out: Out = { print: (line) => console.log(line), say: (line) => console.error(line) };
const rowsShownOnTerminal = 200;
const kindsListed = `${kindNames.slice(0, -1).join(', ')} or ${kindNames.at(-1)}`;

const laurel = new Command('laurel').description('Loads, previews, switches and checks a Laurel installation.');

laurel
  .command('import')
  .description('Load a CSV file. Without --apply it only says what would change and what is wrong.')
  .argument('<kind>', kindsListed, kindOf)
  .argument('<file>', 'a CSV file with a header row, UTF-8')
  .option('--apply', 'do it')
  .option('--skip-bad', 'leave wrong rows out instead of refusing the file')
  .action(async (kind: FileKind['name'], filePath: string, { apply, skipBad }: { apply?: true; skipBad?: true }) => {
    await load(kind, filePath, { apply, skipBad });
  });

laurel
  .command('preview')
  .description('Say who would be told what on a day. Sends nothing.')
  .requiredOption('--on <date>', 'the day, like 2026-12-01', dateOf)
  .action(async ({ on }: { on: CalendarDate }) => {
    await end(async (house) => {
      await previewCommand(house, on, out);
      return 0;
    });
  });

laurel
  .command('nudging')
  .description('Show the switch of reminders, or turn it: off, pilot or on. Shows the numbers before it does.')
  .argument('[state]', 'off, pilot or on', stateOf)
  .option('--people <ids>', 'for a pilot: employee ids, separated by commas', listOf, [])
  .option('--teams <names>', 'for a pilot: teams, separated by commas', listOf, [])
  .option('--share <percent>', 'release held-back reminders to so many per cent of people a day', percentOf)
  .option('--by <slackId>', 'which owner you are (needed when LAUREL_OWNERS names several)')
  .option('--confirm <number>', 'the number that was shown, to say that you have seen it', wholeNumberOf)
  .action(async (state: 'off' | 'pilot' | 'on' | undefined, options) => {
    const { owners } = readStorageConfig();
    await end(async (house) => {
      if (state !== undefined) return switchNudging(house, { state, ...options }, owners, out);
      await nudgingStatus(house, out);
      return 0;
    });
  });

laurel
  .command('doctor')
  .description('Say what needs an owner. Exits 1 when something does.')
  .action(() => end((house) => doctorCommand(house, out)));

const people = laurel.command('people').description('People and Slack’s directory.');
people
  .command('confirm-sync')
  .description('Let as many people leave as the last sync asked about.')
  .option('--by <slackId>', 'which owner you are (needed when LAUREL_OWNERS names several)')
  .action(async ({ by }: { by?: string }) => {
    const { owners } = readStorageConfig();
    const owner = by ?? (owners.length === 1 ? owners[0] : undefined);
    await end(async (house) => {
      if (owner === undefined || !owners.includes(owner)) {
        out.print('Only an owner may confirm: --by must be one of LAUREL_OWNERS. Nothing was changed.');
        return 1;
      }
      const answer = await house.features.people.actions.confirmDirectory(owner);
      out.print(
        answer.kind === 'confirmed'
          ? `${answer.leaving} may leave; the next sync does it.`
          : 'No sync is asking. Nothing was changed.',
      );
      return answer.kind === 'confirmed' ? 0 : 1;
    });
  });

const rewards = laurel.command('rewards').description('What payroll is told of rewards, and what it answers.');
rewards
  .command('export')
  .description('Write what is granted into a file for payroll, or one that was written before once again.')
  .option('--period <month>', 'all that is granted by the end of this month, like 2026-11', readBy(PayMonth))
  .option('--again <batch>', 'the same file as before, byte for byte, like batch:2026-11:1', readBy(BatchId))
  .option('--out <file>', 'where the file goes')
  .option('--columns <file>', 'a file with the columns, like "Personnel no=employee_id,Reference=key"')
  .option('--by <slackId>', 'which owner you are (needed when LAUREL_OWNERS names several)')
  .action(async (options: ExportOptions, command: Command) => {
    const { period, again, out: filePath, columns: columnsPath, by } = options;
    if ((period === undefined) === (again === undefined)) command.error('Say either --period or --again.');
    const { owners, exportColumns: configured } = readStorageConfig();
    await end(async (house) =>
      again === undefined
        ? exportCommand(house, { period: period!, filePath, columnsPath, configured, by, owners }, out)
        : exportAgainCommand(house, { batchId: again, filePath }, out),
    );
  });
rewards
  .command('import-answer')
  .description('Load what payroll answered. Without --apply it only says what would change and what is wrong.')
  .argument('<file>', 'a CSV file with the columns key, result (paid, rejected) and paid_on')
  .option('--apply', 'do it')
  .action((filePath: string, { apply }: { apply?: true }) => load('payroll-answers', filePath, { apply }));
rewards
  .command('resend')
  .description('Put what payroll rejected into the next file.')
  .argument('<keys...>', 'the keys that payroll rejected')
  .option('--by <slackId>', 'which owner you are (needed when LAUREL_OWNERS names several)')
  .action(async (texts: string[], { by }: { by?: string }) => {
    const keys = texts.map(readBy(EntryKey));
    const { owners } = readStorageConfig();
    await end((house) => resendCommand(house, { keys, by, owners }, out));
  });

const engine = laurel.command('engine').description('The embedded database engine.');
engine
  .command('prepare')
  .description('On Debian 11 and 12: fetch the newer C library that the engine needs, for it alone. Installs nothing.')
  .action(async () => {
    await prepareLibc({ say: out.print });
    out.print('The embedded engine can start on this machine.');
  });

await laurel.parseAsync().catch((error) => {
  const speaksForItself =
    error instanceof ConfigurationError || error instanceof EngineUnavailable || error instanceof DatabaseIsNewer;
  console.error(speaksForItself ? error.message : error);
  process.exitCode = 1;
});

type ExportOptions = { period?: PayMonth; again?: BatchId; out?: string; columns?: string; by?: string };

async function load(
  kind: FileKind['name'],
  filePath: string,
  { apply, skipBad }: { apply?: true; skipBad?: true },
): Promise<void> {
  await end((house) =>
    runImport(
      house.features.loading,
      { kind, filePath, mode: apply ? 'apply' : 'dry-run', badRows: skipBad ? 'skip' : 'refuse' },
      {
        print: out.print,
        rowsShown: process.stdout.isTTY ? rowsShownOnTerminal : Number.POSITIVE_INFINITY,
        progress: process.stderr,
      },
    ),
  );
}

async function end(work: Parameters<typeof withHouse<0 | 1>>[2]): Promise<void> {
  process.exitCode = await withHouse(readStorageConfig(), out, work);
}

function kindOf(text: string): FileKind['name'] {
  const kind = kindNames.find((name) => name === text);
  if (kind === undefined) throw new InvalidArgumentError(`It must be ${kindsListed}.`);
  return kind;
}

function stateOf(text: string): 'off' | 'pilot' | 'on' {
  if (text === 'off' || text === 'pilot' || text === 'on') return text;
  throw new InvalidArgumentError('It must be off, pilot or on.');
}

/** An argument that a shape reads; refused with the shape's own words. */
function readBy<Value>(shape: { safeParse(text: string): ZodSafeParseResult<Value> }): (text: string) => Value {
  return (text) => {
    const read = shape.safeParse(text);
    if (read.success) return read.data;
    throw new InvalidArgumentError(`It ${read.error.issues[0]?.message ?? 'is not valid'}.`);
  };
}

function dateOf(text: string): CalendarDate {
  const date = CalendarDate.safeParse(text);
  if (date.success) return date.data;
  throw new InvalidArgumentError('It must be a real date like 2026-12-01.');
}

function wholeNumberOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

function percentOf(text: string): number {
  const percent = wholeNumberOf(text);
  if (percent >= 1 && percent <= 100) return percent;
  throw new InvalidArgumentError('It must be 1 to 100.');
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}
