import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAccount } from './account.js';

const teamId = 'T0OURS';
const user = {
  id: 'U0ANA',
  team_id: teamId,
  deleted: false,
  tz: 'Europe/Madrid',
  updated: 7,
  profile: { email: 'Ana@Example.com' },
};
const read = (change: object = {}) => readAccount({ ...user, ...change }, teamId);
const account = { slackId: 'U0ANA', state: 'member', email: 'ana@example.com', zone: 'Europe/Madrid', updated: 7 };

describe('an account', () => {
  test('is what Slack shows of a member', () => {
    expect(read()).toEqual({ kind: 'account', account });
  });

  test('of a guest is a guest’s', () => {
    expect(read({ is_restricted: true })).toEqual({ kind: 'account', account: { ...account, state: 'guest' } });
  });

  test('that was deactivated keeps no address and no zone', () => {
    const gone = { ...account, state: 'deleted', email: null, zone: null };
    expect(read({ deleted: true, is_restricted: true })).toEqual({ kind: 'account', account: gone });
  });

  test('whose address nobody confirmed proves nobody’s', () => {
    expect(read({ is_email_confirmed: false })).toEqual({ kind: 'account', account: { ...account, email: null } });
  });

  test('of another workspace of the same company is ours when its person is in ours, too', () => {
    expect(read({ team_id: 'T0SISTER', enterprise_user: { teams: ['T0SISTER', teamId] } }).kind).toBe('account');
    expect(read({ team_id: 'T0SISTER', enterprise_user: { teams: ['T0SISTER'] } }).kind).toBe('outside');
  });

  test.each([{ team_id: 'T0OTHER' }, { is_stranger: true }, { is_bot: true }, { id: 'USLACKBOT' }])(
    'is none of ours with %j',
    (change) => {
      expect(read(change)).toEqual({ kind: 'outside' });
    },
  );

  test.each([{ deleted: 'no' }, { team_id: null }, { is_stranger: 0 }, { is_bot: null }])(
    'with %j is only known to be there',
    (change) => {
      expect(read(change)).toEqual({ kind: 'unreadable', slackId: 'U0ANA' });
    },
  );

  test('without what is not needed is still one', () => {
    expect(read({ tz: undefined, updated: undefined, profile: undefined, deleted: undefined })).toEqual({
      kind: 'account',
      account: { ...account, email: null, zone: null, updated: null },
    });
  });
});

test('whatever comes, reading it never throws, and what is read is of a known shape', () => {
  const anyField = fc.oneof(fc.anything(), fc.constantFrom(true, false, teamId, 'Europe/Madrid'));
  const keys = [
    ...Object.keys(user),
    'is_bot',
    'is_stranger',
    'is_restricted',
    'is_email_confirmed',
    'enterprise_user',
  ];
  const changes = fc.dictionary(fc.constantFrom(...keys), anyField);
  fc.assert(
    fc.property(
      fc.oneof(
        fc.anything(),
        changes.map((change) => ({ ...user, ...change })),
      ),
      (payload) => {
        const result = readAccount(payload, teamId);
        if (result.kind === 'unreadable') expect(result.slackId ?? 'U00').toMatch(/^[UW][A-Z0-9]{2,20}$/);
        if (result.kind !== 'account') return;
        expect(result.account.slackId).toMatch(/^[UW][A-Z0-9]{2,20}$/);
        expect(result.account.email ?? '@').toContain('@');
        expect(typeof (result.account.updated ?? 0)).toBe('number');
      },
    ),
  );
});
