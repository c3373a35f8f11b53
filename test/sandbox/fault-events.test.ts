import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EventFault } from '../../sandbox/faults.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { startRequestUrl } from './request-url.js';
import { startWithPeople } from './workspace.js';

let sandbox: Sandbox;
let app: Awaited<ReturnType<typeof startRequestUrl>>;
beforeEach(async () => {
  [sandbox, app] = await Promise.all([startWithPeople({ scale: 1000 }), startRequestUrl()]);
  sandbox.useHttp({ requestUrl: app.url, signingSecret: 'secret' });
});
afterEach(async () => {
  await sandbox.stop();
  await app.stop();
});

const change = (title: string) => sandbox.act.change('U0ANA', { title });
interface Heard {
  event_id: string;
  event: { user: { profile: { title: string } } };
}
const heard = () => app.received.map(({ body }) => JSON.parse(body) as Heard);
const titles = () => heard().map(({ event }) => event.user.profile.title);
const heldBack = { acked: false, response: null, problem: 'held_back' };

it('tells of an event twice, with one id and as a second try', async () => {
  sandbox.faults.events.next('user_change', { kind: 'twice' });
  expect(await change('SRE')).toMatchObject({ acked: true });
  await app.count(2);
  expect(titles()).toEqual(['SRE', 'SRE']);
  expect(heard()[0]).toEqual(heard()[1]);
  expect(app.received.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1']);
  await change('Lead');
  expect(titles()).toEqual(['SRE', 'SRE', 'Lead']);
});

it('tells of an event late, as it was then', async () => {
  sandbox.faults.events.next('*', { kind: 'late', ms: 500 });
  expect(await change('SRE')).toMatchObject(heldBack);
  await change('Lead');
  expect(titles()).toEqual(['Lead']);
  await app.count(2);
  expect(titles()).toEqual(['Lead', 'SRE']);
});

it('lets an event be overtaken by the next one', async () => {
  sandbox.faults.events.next('user_change', { kind: 'after-next', ms: 60_000 });
  expect(await change('First')).toMatchObject(heldBack);
  expect(titles()).toEqual([]);
  await change('Second');
  await app.count(2);
  await change('Third');
  expect(titles()).toEqual(['Second', 'First', 'Third']);
});

it('does not wait for ever for the next one', async () => {
  sandbox.faults.events.next('user_change', { kind: 'after-next', ms: 50 });
  await change('Only');
  await app.count(1);
  expect(titles()).toEqual(['Only']);
});

it('never tells of an event that was lost', async () => {
  sandbox.faults.events.next('user_change', { kind: 'lost' });
  expect(await change('Lost')).toMatchObject(heldBack);
  await change('Told');
  expect(titles()).toEqual(['Told']);
});

it('tells again of a late event that was not acknowledged', async () => {
  await app.stop();
  app = await startRequestUrl([500, 200]);
  sandbox.useHttp({ requestUrl: app.url, signingSecret: 'secret' });
  sandbox.faults.events.next('user_change', { kind: 'late', ms: 10 });
  await change('SRE');
  await app.count(2);
  expect(app.received.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1']);
});

it.each<[EventFault, string[]]>([
  [{ kind: 'lost' }, []],
  [{ kind: 'twice' }, ['SRE', 'SRE']],
])('can stand, or come by chance: %j', async (fault, told) => {
  sandbox.faults.events.standing({ methods: ['user_change'], fault });
  await change('SRE');
  if (told.length > 0) await app.count(told.length);
  expect(titles()).toEqual(told);
  sandbox.faults.clear();
  sandbox.faults.events.random({ seed: 1, methods: { '*': 1 }, kinds: [{ fault: { kind: 'lost' } }] });
  expect(await change('Chance')).toMatchObject(heldBack);
  sandbox.faults.clear();
  expect(await change('Calm')).toMatchObject({ acked: true });
});

it('leaves commands and buttons alone', async () => {
  sandbox.faults.events.standing({ methods: '*', fault: { kind: 'lost' } });
  expect(await sandbox.act.command({ user: 'U0ANA', command: '/cert' })).toMatchObject({ acked: true });
});
