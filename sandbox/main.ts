import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { readPeopleFile } from './people-file.js';
import type { Sandbox } from './sandbox.js';
import { startSandbox } from './sandbox.js';
import type { NewMember } from './workspace.js';

const options = new Command('sandbox')
  .description('A local Slack: point the app at it with the lines that it prints.')
  .option('--port <number>', 'where it listens; 0 takes any free port', wholeNumber, 3100)
  .option('--company <folder>', 'its people.csv says who is in the workspace (default: sandbox/company, if there)')
  .option('--log <file>', 'append every effect to this file, one JSON object a line')
  .addOption(
    new Option('--fsync <when>', 'what survives a power cut of that file')
      .choices(['each-line', 'never'])
      .default('never'),
  )
  .addOption(
    new Option('--calls <what>', "'logged': calls of the Web API are lines of it, too")
      .choices(['logged', 'unlogged'])
      .default('unlogged'),
  )
  .option('--channel <name>', 'a channel for recognition, with everyone in it; its id is printed')
  .option('--scale <number>', 'how much faster rate limits run', wholeNumber, 1)
  .option('--manifest <file>', 'the app that is installed', 'manifest.yml')
  .option('--seed <number>', 'ids and tokens follow from it', wholeNumber, 1)
  .parse()
  .opts<Options>();

interface Options {
  port: number;
  company?: string;
  log?: string;
  fsync: 'each-line' | 'never';
  calls: 'logged' | 'unlogged';
  channel?: string;
  scale: number;
  manifest: string;
  seed: number;
}

try {
  const people = membersOf(options.company);
  const { company: _, channel, log: logFile, ...rest } = options;
  const sandbox = await startSandbox({ ...rest, ...(logFile ? { logFile } : {}) });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(sandbox));
  const [first] = people.map((person) => sandbox.addUser(person));
  sandbox.addChannel({ name: 'general' });
  printEnvironment(sandbox, first?.id ?? '');
  if (channel !== undefined) {
    console.log(`RECOGNITION_CHANNEL=${sandbox.addChannel({ name: channel, members: 'everyone' }).id}`);
  }
} catch (error) {
  console.error(sentenceAbout(error));
  process.exit(1);
}

/** Everyone of the company, or a stand-in when no company was named and there is none. */
function membersOf(folder: string | undefined): NewMember[] {
  const usual = join('sandbox', 'company');
  if (folder === undefined && !existsSync(join(usual, 'people.csv'))) {
    return [{ realName: 'Olive Owner', email: 'olive@example.com', isAdmin: true }];
  }
  return readPeopleFile(join(folder ?? usual, 'people.csv'));
}

/** The first person of the file becomes the owner of the programme. */
function printEnvironment(sandbox: Sandbox, ownerId: string): void {
  console.log(`SLACK_API_URL=${sandbox.apiUrl}`);
  console.log(`SLACK_BOT_TOKEN=${sandbox.botToken}`);
  console.log(`SLACK_APP_TOKEN=${sandbox.appToken}`);
  console.log(`LAUREL_OWNERS=${ownerId}`);
}

async function stop(sandbox: Sandbox): Promise<void> {
  await sandbox.stop();
  process.exit(0);
}

function sentenceAbout(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return `Port ${options.port} is taken. Stop what listens there, or choose another with --port.`;
  if (code === 'EACCES') return `Port ${options.port} may not be used by this account. Choose another with --port.`;
  return message;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
