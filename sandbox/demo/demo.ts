import { resolve } from 'node:path';
import { configurationNames } from '../../src/platform/config.js';
import { startEngine } from '../../src/platform/database/engine.js';
import type { Shutdown } from '../../src/platform/lifecycle.js';
import { builtPage } from '../built-page.js';
import type { Sandbox } from '../sandbox.js';
import { startSandbox } from '../sandbox.js';
import type { AppProcess } from './app-process.js';
import { startApp } from './app-process.js';
import { empty, filesIn, leadTo, makeFolder, readKept, waitForEngineOfEarlierDemo } from './files.js';
import { createKeeping } from './keeping.js';
import { lockFolder } from './lock.js';
import { begins, generalChannel, opening, startAs } from './opening.js';
import { membersOfCompany, rolesAndManagers } from './people.js';

const owner = 'U01INES01';
const recognitionChannel = 'C01PRAISE';
/** So that a crowd of messages need not be waited for. Slack's own limits hold all the same. */
const messagesPerSecond = '20';

export interface DemoOptions {
  port: number;
  folder: string;
  freshness: 'go-on' | 'start-over';
  say: (line: string) => void;
}

/**
 * Starts a local Slack with its page, the embedded database, and the app with the sample company; all is kept in the folder.
 * Answers the address of the page. Throws a sentence when folder or port is taken; what was opened until then, `shutdown`
 * closes.
 */
export async function startDemo({ port, folder, freshness, say }: DemoOptions, { onStop }: Shutdown): Promise<string> {
  const files = filesIn(resolve(folder));
  await makeFolder(files.folder);
  const lock = await lockFolder(files.folder);
  onStop('lock', lock.release);
  const kept = freshness === 'go-on' ? readKept(files) : undefined;

  const jump = (to: Date, reached: (at: Date) => void) => hurry(slack, () => jumpTo(to, { slack, app }, reached));
  const page = { folder: files.page, startAs, people: rolesAndManagers(), jump };
  const slack = await startSandbox({ port, page, ...(kept && { from: kept }) });
  onStop('sandbox', slack.stop);
  lock.tell(slack.url);
  await waitForEngineOfEarlierDemo(files);
  if (kept === undefined) {
    await empty(files);
    furnish(slack);
  }

  // The database, the app's code and the page are made ready side by side.
  const engine = startEngine({ dataDir: files.folder, libc: 'prepare', say });
  const pageShown = builtPage().then((built) => leadTo(built, files.page));
  for (const started of [engine, pageShown]) started.catch(() => undefined); // Waited for below.
  onStop('database', async () => (await engine.catch(() => undefined))?.release());
  const keeping = createKeeping(slack, files.workspace, say);
  onStop('workspace', async () => keeping.end());
  const app = startApp({
    env: environmentFor(slack, files.folder),
    logFile: files.appLog,
    onDeath: (how) => say(deathOf(how, files.appLog)),
  });
  onStop('app', app.stop);

  if (kept === undefined) say('A company of 63 begins with Laurel on a Monday morning …');
  await engine;
  const open = async (company: 'to-load' | 'loaded') => {
    slack.setClock({ runningFrom: await app.carryOut({ order: 'open', at: slack.now().toISOString(), company }) });
  };
  if (kept === undefined) {
    await hurry(slack, async () => {
      await open('to-load');
      await liveThroughOpening({ slack, app }, say);
    });
  } else {
    await open('loaded');
  }
  await app.carryOut({ order: 'serve' });
  keeping.begin();
  await pageShown;
  return slack.url;
}

type Parts = Readonly<{ slack: Sandbox; app: AppProcess }>;

/** People and channels, before the app has seen any of them. */
function furnish(slack: Sandbox): void {
  slack.setClock({ runningFrom: begins });
  for (const member of membersOfCompany()) slack.addUser(member);
  slack.addChannel({ id: generalChannel, name: 'general' });
  slack.addChannel({ id: recognitionChannel, name: 'well-done' });
}

/** Days go by in seconds then, and what Slack allows in a minute would hold them up. */
async function hurry(slack: Sandbox, work: () => Promise<void>): Promise<void> {
  slack.setLimits('off');
  try {
    await work();
  } finally {
    slack.setLimits('on');
  }
}

async function jumpTo(to: Date, { slack, app }: Parts, reached: (at: Date) => void = () => {}): Promise<void> {
  await app.carryOut({ order: 'jump', to: to.toISOString() }, (at) => {
    slack.setClock({ runningFrom: at });
    reached(at);
  });
}

async function liveThroughOpening({ slack, app }: Parts, say: DemoOptions['say']): Promise<void> {
  const settleDown = async () => void (await app.carryOut({ order: 'settle' }));
  const tools = { slack, settleDown };
  for (const { at, name, happens } of opening) {
    await jumpTo(at, { slack, app });
    say(`${at.toISOString().slice(0, 16).replace('T', ' ')}  ${name}`);
    // On a machine too busy for somebody's three seconds the rest is still worth looking at.
    await happens(tools).catch(({ message }: Error) => say(`  This did not work out: ${message}`));
  }
}

/** What `.env` says of the real workspace must not reach the app of the demo. */
function environmentFor(slack: Sandbox, dataDir: string): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !configurationNames.includes(name));
  return {
    ...Object.fromEntries(others),
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_MESSAGES_PER_SECOND: messagesPerSecond,
    LAUREL_DATA_DIR: dataDir,
    LAUREL_OWNERS: owner,
    RECOGNITION_CHANNEL: recognitionChannel,
    REWARD_CURRENCIES: 'EUR:5000',
    REWARD_TWO_APPROVERS: 'EUR:1000',
    PORT: '0',
  };
}

const deathOf = (how: string, log: string) =>
  `Laurel has ended by itself (${how}); ${log} says why. The page stays, but nobody answers what is pressed there. ` +
  'Stop the demo with Ctrl-C and start it again.';
