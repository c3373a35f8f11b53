import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { clientOf, startWithPeople } from './workspace.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startWithPeople();
});
afterEach(() => sandbox.stop());

it('says whether a channel is shared with another company', async () => {
  const { id } = sandbox.addChannel({ name: 'lift-suppliers' });
  const isShared = async () => (await clientOf(sandbox).conversations.info({ channel: id })).channel?.is_ext_shared;
  expect(await isShared()).toBe(false);
  sandbox.setChannel(id, { shared: 'with-others' });
  expect(await isShared()).toBe(true);
  sandbox.setChannel(id, { shared: 'no' });
  expect(await isShared()).toBe(false);
});

it('says who is in a user group', async () => {
  const usergroup = sandbox.addUserGroup({ name: 'Field', handle: 'field', users: ['U0ANA'] });
  const { users } = await clientOf(sandbox).usergroups.users.list({ usergroup });
  expect(users).toEqual(['U0ANA']);
});
