import { handIn, openHome, press, pressAndFill, scan } from '../hands.js';
import type { StoryEvent, StoryTools } from '../tools.js';

/** What people hand in, and who decides. */
export const handingIn: readonly StoryEvent[] = [
  {
    at: new Date('2026-10-01T07:10:00Z'),
    name: 'Tomás hands in his shaft training, months before it would be renewed',
    async happens(tools) {
      const files = [scan(tools, 'U01TOMAS21', 'ssa-2609-1021.pdf')];
      await handIn(tools, 'U01TOMAS21', 'LIFT-SAFE', { earned: '2026-09-30', number: 'SSA-2609-1021', files });
    },
  },
  {
    at: new Date('2026-10-01T07:40:00Z'),
    name: 'Marta hands in ITIL before she was reminded',
    async happens(tools) {
      const files = [scan(tools, 'U01MARTA50', 'itil.pdf')];
      await handIn(tools, 'U01MARTA50', 'ITIL4-F', { earned: '2026-09-28', files });
    },
  },
  {
    at: new Date('2026-10-01T07:45:00Z'),
    name: 'Aylin says that she passed, corrects it, takes it back, and hands in the right certificate',
    async happens(tools) {
      const aylin = 'U01AYLIN38';
      const about = 'AWS Certified Solutions Architect';
      await pressAndFill(
        tools,
        aylin,
        { actionId: 'credentials.passed', about },
        { earned: '2026-09-28', number: 'AWS-1038' },
      );
      await tools.settleDown();
      await pressAndFill(tools, aylin, { actionId: 'credentials.correct', about }, { number: 'AWS-2609-1083' });
      await tools.settleDown();
      await press(tools, aylin, { actionId: 'credentials.withdraw', about });
      await tools.settleDown();
      const right = { earned: '2026-09-29', number: 'AWS-2609-1038' };
      await pressAndFill(tools, aylin, { actionId: 'credentials.passed', about }, right);
    },
  },
  {
    at: new Date('2026-10-01T11:00:00Z'),
    name: 'Ulrike, one of two, looks at Tomás’ certificate and agrees',
    async happens(tools) {
      await press(tools, 'U01ULRIK19', { actionId: 'credentials.show-file', about: 'Tomás Polea' });
      await approve(tools, 'U01ULRIK19', 'Tomás Polea');
    },
  },
  {
    at: new Date('2026-10-01T11:30:00Z'),
    name: 'Lucía sees on Home what waits for her, and declines what Marta handed in',
    async happens(tools) {
      await openHome(tools, 'U01LUCIA15');
      const why = 'The scan shows the course, and not that you passed.';
      await pressAndFill(tools, 'U01LUCIA15', { actionId: 'credentials.decline', about: 'Marta Campanilla' }, { why });
    },
  },
  {
    at: new Date('2026-10-01T12:00:00Z'),
    name: 'Marta hands in ITIL once more',
    happens: (tools) =>
      pressAndFill(
        tools,
        'U01MARTA50',
        { actionId: 'credentials.passed', showing: 'not that you passed' },
        { earned: '2026-09-28', number: 'GR-2609-1050' },
      ),
  },
  {
    at: new Date('2026-10-01T13:30:00Z'),
    name: 'Walt is the second who agrees to Tomás’ certificate',
    happens: (tools) => approve(tools, 'U01WALT61', 'Tomás Polea'),
  },
  {
    at: new Date('2026-10-01T13:40:00Z'),
    name: 'Dev hands in ITIL while Meera is away',
    happens: (tools) =>
      handIn(tools, 'U01DEV46', 'ITIL4-F', { earned: '2026-09-30', link: 'https://evidence.example.com/dev.pdf' }),
  },
  {
    at: new Date('2026-10-02T07:30:00Z'),
    name: 'Lucía approves Marta’s second try',
    happens: (tools) => approve(tools, 'U01LUCIA15', 'Marta Campanilla'),
  },
  {
    at: new Date('2026-10-05T05:00:00Z'),
    name: 'Arjun decides in Meera’s place',
    happens: (tools) => approve(tools, 'U01ARJUN13', 'Dev Moonlitwala'),
  },
  {
    at: new Date('2026-10-05T21:30:00Z'),
    name: 'Bruce hands in for Noah, who has no Slack, from his list of the week',
    async happens(tools) {
      const files = [scan(tools, 'U01BRUCE10', 'noah.pdf')];
      const button = { actionId: 'credentials.hand-in-for', about: 'Noah Billabongson' };
      await pressAndFill(tools, 'U01BRUCE10', button, { earned: '2026-10-02', files });
    },
  },
  {
    at: new Date('2026-10-06T02:00:00Z'),
    name: 'Yara agrees to Noah’s certificate',
    happens: (tools) => approve(tools, 'U01YARA62', 'Noah Billabongson'),
  },
  {
    at: new Date('2026-10-06T06:30:00Z'),
    name: 'Ulrike agrees, too: Noah may go on working',
    happens: (tools) => approve(tools, 'U01ULRIK19', 'Noah Billabongson'),
  },
  {
    at: new Date('2026-10-06T08:00:00Z'),
    name: 'Vicente hands in on his last day but one',
    happens: (tools) => handIn(tools, 'U01VICEN57', 'FIRE-WARDEN', { earned: '2026-10-02', number: 'FW-2610-1057' }),
  },
  {
    at: new Date('2026-10-07T14:00:00Z'),
    name: 'Hanna has not decided about Aylin for four working days: Marcus does',
    happens: (tools) => approve(tools, 'U01MARCU03', 'Aylin Sternhafen'),
  },
  {
    at: new Date('2026-10-08T08:00:00Z'),
    name: 'Ulrike decides about what Vicente handed in before he left',
    happens: (tools) => approve(tools, 'U01ULRIK19', 'Vicente Paletero'),
  },
  {
    at: new Date('2026-10-23T05:00:00Z'),
    name: 'Rohan has passed at the second try, and hands in',
    happens: (tools) =>
      pressAndFill(
        tools,
        'U01ROHAN44',
        { actionId: 'credentials.passed', about: 'AWS Certified Solutions Architect' },
        { earned: '2026-10-22', number: 'AWS-2610-1044' },
      ),
  },
  {
    at: new Date('2026-10-23T09:00:00Z'),
    name: 'Arjun approves what Rohan handed in',
    happens: (tools) => approve(tools, 'U01ARJUN13', 'Rohan Teacupwala'),
  },
];

const approve = (tools: StoryTools, reviewer: string, whose: string) =>
  press(tools, reviewer, { actionId: 'credentials.approve', about: whose });
