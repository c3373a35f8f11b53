import type { View } from '@slack/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createIds } from '../../sandbox/ids.js';
import { parseManifest } from '../../sandbox/manifest.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { createTriggers } from '../../sandbox/triggers.js';
import { startRequestUrl } from './request-url.js';
import { clientOf, refusalOf, startWithPeople } from './workspace.js';

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

const title = { type: 'plain_text' as const, text: 'Title' };
const modal = (extra: object = {}) => ({ type: 'modal', title, blocks: [{ type: 'divider' }], ...extra }) as View;

/** Has Ana type a command and gives the trigger that the app is handed. */
async function trigger(): Promise<string> {
  await sandbox.act.command({ user: 'U0ANA', command: '/cert' });
  return new URLSearchParams(app.received.at(-1)?.body).get('trigger_id') ?? '';
}

describe('triggers', () => {
  it('open one view and no second one', async () => {
    const client = clientOf(sandbox);
    const id = await trigger();
    const { view } = await client.views.open({ trigger_id: id, view: modal() });
    expect(view).toMatchObject({ type: 'modal', root_view_id: view?.id, app_id: expect.stringMatching(/^A/) });
    expect(await refusalOf(client.views.open({ trigger_id: id, view: modal() }))).toBe('exchanged_trigger_id');
    expect(await refusalOf(client.views.open({ trigger_id: '1.2.3', view: modal() }))).toBe('invalid_trigger_id');
  });

  it('expire after three seconds', () => {
    let ms = 0;
    const triggers = createTriggers(createIds(1), () => ms);
    const inTime = triggers.issue('U0ANA');
    const late = triggers.issue('U0ANA');
    ms = 3000;
    expect(triggers.exchange(inTime)).toEqual({ userId: 'U0ANA' });
    ms = 3001;
    expect(triggers.exchange(late)).toEqual({ error: 'expired_trigger_id' });
  });
});

describe('views', () => {
  it('stack up to three', async () => {
    const client = clientOf(sandbox);
    await client.views.open({ trigger_id: await trigger(), view: modal() });
    await client.views.push({ trigger_id: await trigger(), view: modal() });
    const { view } = await client.views.push({ trigger_id: await trigger(), view: modal() });
    const [first, second] = sandbox.modals('U0ANA');
    expect(view).toMatchObject({ root_view_id: first?.id, previous_view_id: second?.id });
    expect(await refusalOf(client.views.push({ trigger_id: await trigger(), view: modal() }))).toBe(
      'push_limit_reached',
    );
  });

  it('are updated by id or external id, unless somebody was faster', async () => {
    const client = clientOf(sandbox);
    const opened = await client.views.open({ trigger_id: await trigger(), view: modal({ external_id: 'form-1' }) });
    const { id = '', hash = '' } = opened.view ?? {};
    await client.views.update({ external_id: 'form-1', view: modal({ callback_id: 'two', external_id: 'form-1' }) });
    expect(await refusalOf(client.views.update({ view_id: id, hash, view: modal() }))).toBe('hash_conflict');
    expect(await refusalOf(client.views.update({ view_id: 'V0NONE', view: modal() }))).toBe('not_found');
    const twin = client.views.open({ trigger_id: await trigger(), view: modal({ external_id: 'form-1' }) });
    expect(await refusalOf(twin)).toBe('duplicate_external_id');
    expect(sandbox.modals('U0ANA')).toMatchObject([{ callback_id: 'two' }]);
  });

  it.each<[string, object, string]>([
    ['no title', { title: undefined }, 'missing required field: title [json-pointer:/view]'],
    [
      'a long title',
      { title: { ...title, text: 'x'.repeat(25) } },
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    [
      'an input without submit',
      { blocks: [{ type: 'input', label: title, element: { type: 'plain_text_input' } }] },
      'is required when there are input blocks [json-pointer:/view/submit]',
    ],
    [
      'long private metadata',
      { private_metadata: 'x'.repeat(3001) },
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      '101 blocks',
      { blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) },
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ],
  ])('are refused with %s', async (_name, extra, fault) => {
    const call = clientOf(sandbox).views.open({ trigger_id: await trigger(), view: modal(extra) });
    await expect(call).rejects.toMatchObject({ data: { error: 'invalid_arguments', errors: [fault] } });
  });

  it('are refused beyond 250 kB', async () => {
    const blocks = Array.from({ length: 90 }, () => ({ type: 'section', text: { ...title, text: 'x'.repeat(3000) } }));
    const call = clientOf(sandbox).views.open({ trigger_id: await trigger(), view: modal({ blocks }) });
    expect(await refusalOf(call)).toBe('view_too_large');
  });

  it('tell the app that they were closed where it asked for it', async () => {
    const client = clientOf(sandbox);
    await client.views.open({ trigger_id: await trigger(), view: modal() });
    expect(await sandbox.act.close({ user: 'U0ANA' })).toBeUndefined();
    await client.views.open({ trigger_id: await trigger(), view: modal({ notify_on_close: true }) });
    expect(await sandbox.act.close({ user: 'U0ANA' })).toMatchObject({ acked: true });
    expect(sandbox.modals('U0ANA')).toEqual([]);
  });

  it('have no Home without the manifest saying so', async () => {
    const poor = await startWithPeople({ manifest: parseManifest('{}') });
    try {
      const call = clientOf(poor).views.publish({ user_id: 'U0ANA', view: { type: 'home', blocks: [] } });
      expect(await refusalOf(call)).toBe('not_enabled');
    } finally {
      await poor.stop();
    }
  });
});
