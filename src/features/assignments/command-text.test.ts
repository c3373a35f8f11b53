import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileText } from '../../../test/registry/hostile.js';
import type { Zone } from '../../shared/dates.js';
import { examples, readMention, readRequest } from './command-text.js';
import { proposalVerbs } from './proposal.js';

/* Thursday 1 October 2026, 09:00 in Madrid. */
const here = { now: new Date('2026-10-01T07:00:00Z'), zone: 'Europe/Madrid' as Zone };
const ana = { kind: 'person', slackId: 'U0ANA', name: '@ana' };
const ben = { kind: 'person', slackId: 'U0BEN', name: '@U0BEN' };
const field = { kind: 'group', groupId: 'S0FIELD', name: '@field' };

describe('what is asked for', () => {
  test.each([
    [
      '<@U0ANA|ana> <@U0BEN> <!subteam^S0FIELD|@field> first-aid by 30 nov because it is due by 1 dec',
      { who: [ana, ben, field], dueOn: '2026-11-30', because: 'it is due by 1 dec' },
    ],
    ['FIRST-AID to <@U0ANA|ana>, and <@U0BEN> until friday', { who: [ana, ben], dueOn: '2026-10-02', because: '' }],
    ['<@U0ANA|ana> <@U0ANA|ana>\nFIRST-AID\nby friday', { who: [ana], dueOn: '2026-10-02', because: '' }],
    // What is mentioned may be called anything.
    [
      '<@U0ANA|because by> First-Aid BY friday Because: <@U0BEN|ben> said &lt;so&gt; &amp; <https://x.example|x>',
      {
        who: [{ ...ana, name: '@because by' }],
        dueOn: '2026-10-02',
        because: '@ben said <so> & https://x.example',
      },
    ],
  ])('%s', (text, expected) => {
    const read = readRequest('assign', text, here);
    expect(read).toEqual({ request: { verb: 'assign', certificationId: 'FIRST-AID', ...expected } });
  });

  test('an extension may also say “to”', () => {
    expect(readRequest('extend', '<@U0ANA|ana> FIRST-AID to 15 dec because of the strike', here)).toMatchObject({
      request: { dueOn: '2026-12-15', because: 'of the strike' },
    });
  });

  test('a waiver needs no date, but a reason', () => {
    expect(readRequest('waive', '<@U0ANA|ana> FIRST-AID because she drives', here)).toMatchObject({
      request: { dueOn: null, because: 'she drives' },
    });
    expect(readRequest('waive', '<@U0ANA|ana> FIRST-AID because \u200b', here)).toEqual({
      reason: 'It does not say why: end it with “because” and the reason.',
    });
    expect(readRequest('waive', '<@U0ANA|ana> FIRST-AID by friday because x', here)).toMatchObject({
      reason: expect.stringContaining('needs no date'),
    });
  });

  test.each(proposalVerbs)('the example of %s can be read, once its people are mentioned', (verb) => {
    const [, , words = ''] = /^\/cert (\w+) (.*)$/.exec(examples[verb].replace(/@(\w+)/g, '<@U0$1|$1>')) ?? [];
    const mentioned = words.replace(/<@(\w+)/g, (_, id: string) => `<@${id.toUpperCase()}`);
    expect(readRequest(verb, mentioned, here)).toHaveProperty('request');
  });
});

describe('what is not understood is named, all of it', () => {
  test.each([
    ['', ['who', 'which certification', 'by when']],
    ['@carl FIRST-AID by friday', ['Slack did not recognise “@carl”']],
    ['<@U0ANA|ana> first aid by friday', ['Only one of “first” and “aid” can be the code']],
    ['<@U0ANA|ana> FIRST/AID by friday', ['“FIRST/AID” is not a certification’s code']],
    ['<!here> <#C1|general> FIRST-AID by 5/12', ['here”', 'general”', 'two different days']],
    [`<@U0ANA|ana> FIRST-AID by friday because ${'x'.repeat(501)}`, ['longer than 500']],
  ])('%#', (text, words) => {
    const read = readRequest('assign', text, here);
    expect(read).toHaveProperty('reason');
    for (const one of words) expect((read as { reason: string }).reason).toContain(one);
  });

  test('no text throws, and every answer is a request or a sentence', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<@U0ANA|ana>',
        '<@',
        '<!subteam^S0F|@f>',
        '@x',
        'FIRST-AID',
        'by',
        'to',
        'friday',
        'because',
        '<',
        '>',
      ),
      hostileText,
    );
    fc.assert(
      fc.property(fc.constantFrom(...proposalVerbs), fc.array(piece, { maxLength: 8 }), (verb, pieces) => {
        const read = readRequest(verb, pieces.join(' ').slice(0, 4_000), here);
        if ('reason' in read) expect(read.reason).toMatch(/\.$/);
        else expect(read.request.who.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

test('a mention of a person or a user group is read as Slack sends it, and nothing else is', () => {
  expect(readMention('<@W0ANA>')).toMatchObject({ kind: 'person', slackId: 'W0ANA' });
  expect(readMention('<!subteam^S0FIELD>')).toMatchObject({ kind: 'group', groupId: 'S0FIELD' });
  for (const other of [
    '<@S0FIELD>',
    '<!subteam^U0ANA>',
    '<!here>',
    '<#C0GENERAL|general>',
    '@ana',
    'U0ANA',
    '<@u0ana>',
  ])
    expect(readMention(other)).toBeUndefined();
});
