import type { View } from '@slack/types';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { startRequestUrl } from './request-url.js';
import { clientOf, startWithPeople } from './workspace.js';

let sandbox: Sandbox;
let app: Awaited<ReturnType<typeof startRequestUrl>>;
beforeEach(async () => {
  sandbox = await startWithPeople({ limits: 'off' });
  app = await startRequestUrl();
  sandbox.useHttp({ requestUrl: app.url, signingSecret: 'secret' });
});
afterEach(async () => {
  await sandbox.stop();
  await app.stop();
});

const pdf = Buffer.from('%PDF-1.7 slip');

const payload = () => JSON.parse(new URLSearchParams(app.received.at(-1)?.body).get('payload') ?? '{}');

/** Opens a dialog for Ana in which she can choose two PDFs. */
async function openDialog(): Promise<void> {
  await sandbox.act.command({ user: 'U0ANA', command: '/cert' });
  const trigger_id = new URLSearchParams(app.received.at(-1)?.body).get('trigger_id') ?? '';
  const plain = (text: string) => ({ type: 'plain_text', text });
  const view = {
    type: 'modal',
    title: plain('Files'),
    submit: plain('Send'),
    blocks: [
      {
        type: 'input',
        block_id: 'files',
        label: plain('Files'),
        element: { type: 'file_input', action_id: 'files', filetypes: ['pdf'], max_files: 2 },
      },
    ],
  } as View;
  await clientOf(sandbox).views.open({ trigger_id, view });
}

it('sends what a person chose as Slack describes files', async () => {
  const id = sandbox.addFile({ user: 'U0ANA', name: 'Slip.PDF', bytes: pdf });
  await openDialog();
  await sandbox.act.submit({ user: 'U0ANA', values: { files: [id] } });
  expect(payload().view.state.values.files.files).toMatchObject({
    type: 'file_input',
    files: [{ id, name: 'Slip.PDF', size: 13, mimetype: 'application/pdf', filetype: 'pdf', user: 'U0ANA' }],
  });
});

it('lets nobody choose what is not theirs, is of another kind, or is too much', async () => {
  const add = (user: string, name: string) => sandbox.addFile({ user, name, bytes: pdf });
  await openDialog();
  const choose = (...files: string[]) => sandbox.act.submit({ user: 'U0ANA', values: { files } });
  await expect(choose('F0NOBODY')).rejects.toThrow('has uploaded no file F0NOBODY');
  await expect(choose(add('U0BEN', 'his.pdf'))).rejects.toThrow('U0ANA has uploaded no file');
  await expect(choose(add('U0ANA', 'notes.txt'))).rejects.toThrow('does not take notes.txt');
  const three = [1, 2, 3].map((n) => add('U0ANA', `${n}.pdf`));
  await expect(choose(...three)).rejects.toThrow('at most 2 files');
});

it('gives the bytes to the bot token alone', async () => {
  const id = sandbox.addFile({ user: 'U0ANA', name: 'slip.pdf', bytes: pdf });
  const { file } = await clientOf(sandbox).files.info({ file: id });
  const ask = (headers: Record<string, string>) => fetch(file?.url_private_download ?? '', { headers });
  expect((await ask({})).status).toBe(403);
  expect((await ask({ authorization: `Bearer ${sandbox.appToken}` })).status).toBe(403);
  const response = await ask({ authorization: `Bearer ${sandbox.botToken}` });
  expect(Buffer.from(await response.arrayBuffer())).toEqual(pdf);
});

it('takes files of people from another process', async () => {
  const response = await fetch(`${sandbox.url}/control/files`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: 'U0ANA', name: 'slip.pdf', base64: pdf.toString('base64') }),
  });
  const { id } = (await response.json()) as { id: string };
  expect((await clientOf(sandbox).files.info({ file: id })).file).toMatchObject({ name: 'slip.pdf', size: 13 });
});
