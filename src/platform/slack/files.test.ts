import nock from 'nock';
import { afterEach, expect, test } from 'vitest';
import { createLogger } from '../logging.js';
import { createClients } from './clients.js';
import { createSlackFiles } from './files.js';

// What no local Slack does: files that lie elsewhere, redirects, bytes without end.
const clients = createClients(
  { botToken: 'xoxb-test', apiUrl: 'https://slack.com/api/' },
  createLogger('fatal'),
  1_000,
);
const files = createSlackFiles({ clients });
const anywhere = () =>
  nock('https://files.slack.com').get('/slip.pdf').matchHeader('authorization', 'Bearer xoxb-test');
const told = (file: object) => nock('https://slack.com').post('/api/files.info').reply(200, { ok: true, file });

afterEach(() => nock.cleanAll());

test.each([
  ['https://files.slack.com/slip.pdf', 'https://files.slack.com/slip.pdf'],
  ['http://files.slack.com/slip.pdf', null],
  ['https://files.slack.com.evil.example/slip.pdf', null],
  ['https://evilslack.com/slip.pdf', null],
  ['https://drive.example.com/slip.pdf', null],
  ['file:///etc/passwd', null],
])('of a file at %s the address is %s', async (url_private, url) => {
  told({ user: 'U0ANA', size: 17, url_private });
  expect(await files.info('F0SLIP')).toEqual({ uploadedBy: 'U0ANA', bytes: 17, url });
});

test.each(['file_not_found', 'file_deleted'])('a file of which Slack says %s is gone', async (error) => {
  nock('https://slack.com').post('/api/files.info').reply(200, { ok: false, error });
  expect(await files.info('F0SLIP')).toBeUndefined();
});

test('any other answer is no answer', async () => {
  nock('https://slack.com').post('/api/files.info').reply(200, { ok: false, error: 'missing_scope' });
  await expect(files.info('F0SLIP')).rejects.toThrow('missing_scope');
});

test('the token goes to Slack alone', async () => {
  const call = nock('https://evil.example').get('/slip.pdf').reply(200, 'x');
  await expect(files.download('https://evil.example/slip.pdf', 100)).rejects.toThrow('to Slack alone');
  expect(call.isDone()).toBe(false);
});

test('nor does it follow a redirect', async () => {
  anywhere().reply(302, '', { location: 'https://evil.example/slip.pdf' });
  const call = nock('https://evil.example').get('/slip.pdf').reply(200, 'x');
  await expect(files.download('https://files.slack.com/slip.pdf', 100)).rejects.toThrow();
  expect(call.isDone()).toBe(false);
});

test('as many bytes as may be are read, and not one more', async () => {
  const download = (most: number) => files.download('https://files.slack.com/slip.pdf', most);
  anywhere().times(2).reply(200, 'x'.repeat(100));
  expect(await download(100)).toEqual(Buffer.from('x'.repeat(100)));
  expect(await download(99)).toBe('too-big');
});

test('what is deleted meanwhile is gone, and any other failure is tried again', async () => {
  const download = () => files.download('https://files.slack.com/slip.pdf', 100);
  anywhere().reply(404);
  expect(await download()).toBeUndefined();
  anywhere().reply(500);
  await expect(download()).rejects.toThrow('500');
});
