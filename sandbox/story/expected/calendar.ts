import type { Expected } from './expected.js';
import { aws, azure, consulting, desk, electrical, firstAid, heights, itil, shaft } from './expected.js';

/** Zones, shifts, holidays, and what is loaded or moved. */
export const onTheCalendar: readonly Expected[] = [
  {
    slackId: 'U01LIAM32',
    name: 'Liam Saltbush',
    zone: 'Australia/Sydney',
    why: 'works at 07:00 in Sydney, where summer time began on 4 October',
    hears: [
      `2026-10-02 10:00 ${heights} expires in 46 days`, // released
      `2026-10-16 07:00 ${heights} expires in 32 days`, // 30 days before is a Sunday
      `2026-11-03 07:00 ${heights} expires in 14 days`,
      `2026-11-10 07:00 ${heights} expires in 7 days`,
      `2026-11-16 07:00 ${heights} expires tomorrow`,
      `2026-11-17 07:00 ${heights} expires today`,
      `2026-11-24 07:00 ${heights} expired on Tuesday 17 November 2026, 7 days ago`,
      `2026-12-01 07:00 ${heights} expired on Tuesday 17 November 2026, 14 days ago`,
      `2026-12-08 07:00 ${heights} expired on Tuesday 17 November 2026, 21 days ago`,
    ],
  },
  {
    slackId: 'U01KAVYA43',
    name: 'Kavya Mangoleaf',
    zone: 'Asia/Kolkata',
    why: 'half an hour off everybody else, and on leave in the week of her step of 14 days',
    hears: [
      `2026-10-06 09:30 ${azure} expires in 64 days`, // released
      `2026-10-09 09:30 ${azure} expires in 61 days`,
      `2026-11-09 09:30 ${azure} expires in 30 days`,
      `2026-11-30 09:30 ${azure} expires in 9 days`, // back from leave
      `2026-12-02 09:30 ${azure} expires in 7 days`,
      `2026-12-08 09:30 ${azure} expires tomorrow`,
      `2026-12-09 09:30 ${azure} expires today`,
      `2026-12-16 09:30 ${azure} expired on Wednesday 9 December 2026, 7 days ago`,
      `2026-12-23 09:30 ${azure} expired on Wednesday 9 December 2026, 14 days ago`,
      `2026-12-30 09:30 ${azure} expired on Wednesday 9 December 2026, 21 days ago`,
    ],
  },
  {
    slackId: 'U01KAI24',
    name: 'Kai Nachtwandel',
    zone: 'Europe/Berlin',
    why: 'works at night, so the beginning of work is 22:00',
    hears: [
      `2026-10-05 22:00 ${firstAid} is due in 45 days`, // released
      `2026-10-20 22:00 ${firstAid} is due in 30 days`,
      `2026-11-05 22:00 ${firstAid} is due in 14 days`,
      `2026-11-12 22:00 ${firstAid} is due in 7 days`,
      `2026-11-18 22:00 ${firstAid} is due tomorrow`,
      `2026-11-19 22:00 ${firstAid} is due today`,
      `2026-11-26 22:00 ${firstAid} was due on Thursday 19 November 2026, 7 days ago`,
      `2026-12-03 22:00 ${firstAid} was due on Thursday 19 November 2026, 14 days ago`,
      `2026-12-10 22:00 ${firstAid} was due on Thursday 19 November 2026, 21 days ago`,
    ],
  },
  {
    slackId: 'U01QUENT54',
    name: 'Quentin Restday',
    zone: 'Australia/Sydney',
    why: 'works Wednesday, Saturday and Sunday only',
    hears: [
      `2026-10-07 09:00 ${desk} is due in 46 days`, // released
      `2026-10-21 09:00 ${desk} is due in 32 days`, // 30 days before is a Friday
      `2026-11-08 08:00 ${desk} is due in 14 days`,
      `2026-11-15 08:00 ${desk} is due in 7 days`,
      `2026-11-21 08:00 ${desk} is due tomorrow`,
      `2026-11-22 08:00 ${desk} is due today`,
      `2026-11-29 08:00 ${desk} was due on Sunday 22 November 2026, 7 days ago`,
      `2026-12-06 08:00 ${desk} was due on Sunday 22 November 2026, 14 days ago`,
      `2026-12-13 08:00 ${desk} was due on Sunday 22 November 2026, 21 days ago`,
    ],
  },
  {
    slackId: 'U01BRITT25',
    name: 'Britta Seilhof',
    zone: 'Europe/Berlin',
    why: 'her due date is a Saturday, so the steps of 1 and 0 days are one message on Friday',
    hears: [
      `2026-10-01 08:00 ${electrical} expires in 44 days`, // released
      `2026-10-15 08:00 ${electrical} expires in 30 days`,
      `2026-10-30 08:00 ${electrical} expires in 15 days`,
      `2026-11-06 08:00 ${electrical} expires in 8 days`,
      `2026-11-13 08:00 ${electrical} expires tomorrow`,
      `2026-11-20 08:00 ${electrical} expired on Saturday 14 November 2026, 6 days ago`,
      `2026-11-27 08:00 ${electrical} expired on Saturday 14 November 2026, 13 days ago`,
      `2026-12-04 08:00 ${electrical} expired on Saturday 14 November 2026, 20 days ago`,
    ],
  },
  {
    slackId: 'U01CARLA29',
    name: 'Carla Hoistwater',
    zone: 'America/New_York',
    why: 'a process dies with her first message in hand; the step of 7 days is Thanksgiving, that of 30 Election Day',
    hears: [
      `2026-10-02 07:30 ${electrical} expires in 62 days`, // released on the day of her 60-day step: said once
      `2026-11-02 07:30 ${electrical} expires in 31 days`,
      `2026-11-19 07:30 ${electrical} expires in 14 days`,
      `2026-11-25 07:30 ${electrical} expires in 8 days`,
      `2026-12-02 07:30 ${electrical} expires tomorrow`,
      `2026-12-03 07:30 ${electrical} expires today`,
      `2026-12-10 07:30 ${electrical} expired on Thursday 3 December 2026, 7 days ago`,
      `2026-12-17 07:30 ${electrical} expired on Thursday 3 December 2026, 14 days ago`,
      `2026-12-24 07:30 ${electrical} expired on Thursday 3 December 2026, 21 days ago`,
    ],
  },
  {
    slackId: 'U01TOMAS21',
    name: 'Tomás Polea',
    zone: 'Europe/Madrid',
    why: 'renews his shaft training long before it opens; 12 October and 2 November are holidays in Madrid',
    hears: [
      `2026-10-01 15:30 Your ${shaft} is verified.`,
      `2026-10-01 15:30 May your colleagues hear of your ${shaft}?`,
      `2026-10-05 08:00 ${firstAid} is due in 14 days`,
      `2026-10-09 08:00 ${firstAid} is due in 10 days`,
      `2026-10-16 08:00 ${firstAid} is due in 3 days`,
      `2026-10-19 08:00 ${firstAid} is due today`,
      `2026-10-26 08:00 ${firstAid} was due on Monday 19 October 2026, 7 days ago`,
      `2026-10-30 08:00 ${firstAid} was due on Monday 19 October 2026, 11 days ago`,
      `2026-11-09 08:00 ${firstAid} was due on Monday 19 October 2026, 21 days ago`,
    ],
  },
  {
    slackId: 'U01HECTO40',
    name: 'Hector Uptimeson',
    zone: 'America/New_York',
    why: 'summer time ends between two of his steps, and a process dies with his message of 22 October in hand',
    hears: [
      `2026-10-05 09:00 ${aws} expires in 31 days`, // released
      `2026-10-06 09:00 ${aws} expires in 30 days`,
      `2026-10-22 09:00 ${aws} expires in 14 days`,
      `2026-10-29 09:00 ${aws} expires in 7 days`,
      `2026-11-04 09:00 ${aws} expires tomorrow`,
      `2026-11-05 09:00 ${aws} expires today`,
      `2026-11-12 09:00 ${aws} expired on Thursday 5 November 2026, 7 days ago`,
      `2026-11-19 09:00 ${aws} expired on Thursday 5 November 2026, 14 days ago`,
      `2026-11-25 09:00 ${aws} expired on Thursday 5 November 2026, 20 days ago`, // Thanksgiving is the 26th
    ],
  },
  {
    slackId: 'U01ANA20',
    name: 'Ana Ribadeluz',
    zone: 'Europe/Madrid',
    why: 'plans study time, asks for more each week and takes what she is offered; no reminder comes while she studies; snoozes for three days on 13 October; summer time ends before her due date',
    hears: [
      `2026-10-01 09:00 ${shaft} expires in 26 days`, // released
      `2026-10-01 09:50 Study time for ${shaft} at 10:00`,
      `2026-10-01 11:00 Did your study time for ${shaft} happen?`,
      `2026-10-01 12:00 Another weekly study time is offered for ${shaft}`,
      `2026-10-06 08:50 Study time for ${shaft} at 09:00`,
      `2026-10-06 11:00 Did your study time for ${shaft} happen?`,
      `2026-10-13 08:50 Study time for ${shaft} at 09:00`,
      `2026-10-13 11:00 ${shaft} expires in 14 days`, // at nine she studies
      `2026-10-13 11:00 Did your study time for ${shaft} happen?`,
      `2026-10-14 09:50 Study time for ${shaft} at 10:00`,
      `2026-10-14 12:00 Did your study time for ${shaft} happen?`,
      `2026-10-16 09:00 ${shaft} expires in 11 days`, // the end of the snooze
      `2026-10-20 08:50 Study time for ${shaft} at 09:00`,
      `2026-10-20 11:00 ${shaft} expires in 7 days`,
      `2026-10-20 11:00 Did your study time for ${shaft} happen?`,
      `2026-10-26 09:00 ${shaft} expires tomorrow`,
      `2026-10-27 08:50 Study time for ${shaft} at 09:00`,
      `2026-10-27 11:00 ${shaft} expires today`,
      `2026-10-27 11:00 Did your study time for ${shaft} happen?`,
      `2026-11-03 09:00 ${shaft} expired on Tuesday 27 October 2026, 7 days ago`,
      `2026-11-10 09:00 ${shaft} expired on Tuesday 27 October 2026, 14 days ago`,
      `2026-11-17 09:00 ${shaft} expired on Tuesday 27 October 2026, 21 days ago`,
    ],
  },
  {
    slackId: 'U01BEN28',
    name: 'Ben Turnwheel',
    zone: 'America/New_York',
    why: 'may not work without it; a process dies with his first message in hand, and Slack loses the reply to that of 19 October',
    hears: [
      `2026-10-02 07:30 ${shaft} expires in 47 days`, // released
      `2026-10-19 07:30 ${shaft} expires in 30 days`,
      `2026-11-04 07:30 ${shaft} expires in 14 days`,
      `2026-11-10 07:30 ${shaft} expires in 8 days`, // the 11th is Veterans Day
      `2026-11-17 07:30 ${shaft} expires tomorrow`,
      `2026-11-18 07:30 ${shaft} expires today`,
      `2026-11-25 07:30 ${shaft} expired on Wednesday 18 November 2026, 7 days ago`,
      `2026-12-02 07:30 ${shaft} expired on Wednesday 18 November 2026, 14 days ago`,
      `2026-12-09 07:30 ${shaft} expired on Wednesday 18 November 2026, 21 days ago`,
    ],
  },
  {
    slackId: 'U01SERGI22',
    name: 'Sergio Cuerdafina',
    zone: 'Europe/Madrid',
    why: 'four items of one day are one message',
    hears: [
      `2026-10-01 08:00 4 certifications are waiting for you, first of all ${heights}, which is due in 60 days`,
      `2026-10-30 08:00 4 certifications are waiting for you, first of all ${heights}, which is due in 31 days`,
      `2026-11-16 08:00 4 certifications are waiting for you, first of all ${heights}, which is due in 14 days`,
      `2026-11-23 08:00 4 certifications are waiting for you, first of all ${heights}, which is due in 7 days`,
      `2026-11-27 08:00 4 certifications are waiting for you, first of all ${heights}, which is due in 3 days`,
      `2026-11-30 08:00 4 certifications are waiting for you, first of all ${heights}, which is due today`,
      `2026-12-04 08:00 4 certifications are waiting for you, first of all ${heights}, which was due on Monday 30 November 2026, 4 days ago`,
      `2026-12-14 08:00 4 certifications are waiting for you, first of all ${heights}, which was due on Monday 30 November 2026, 14 days ago`,
      `2026-12-21 08:00 4 certifications are waiting for you, first of all ${heights}, which was due on Monday 30 November 2026, 21 days ago`,
    ],
  },
  {
    slackId: 'U01IKER51',
    name: 'Iker Buenavoz',
    zone: 'Europe/Madrid',
    why: 'overdue at the start: before his turn comes, behind all who may not work, the first weekly step is reached',
    hears: [
      `2026-10-05 10:00 ${desk} was due on Monday 28 September 2026, 7 days ago`,
      `2026-10-09 10:00 ${desk} was due on Monday 28 September 2026, 11 days ago`,
      `2026-10-19 10:00 ${desk} was due on Monday 28 September 2026, 21 days ago`,
    ],
  },
  {
    slackId: 'U01MORIT26',
    name: 'Moritz Schachtwind',
    zone: 'Europe/Berlin',
    why: 'renewed on 6 November, loaded on the 16th: nothing more',
    hears: [
      `2026-10-02 08:00 ${heights} expires in 69 days`, // released
      `2026-10-09 08:00 ${heights} expires in 62 days`,
      `2026-11-10 08:00 ${heights} expires in 30 days`,
    ],
  },
  {
    slackId: 'U01FELIX35',
    name: 'Felix Wolkenkuck',
    zone: 'Europe/Berlin',
    why: 'renewed before the renewal opened',
    hears: [],
  },
  {
    slackId: 'U01HARIS49',
    name: 'Harish Softvoice',
    zone: 'Asia/Kolkata',
    why: 'an assignment opens on 16 November; its notice counts as the step it falls in',
    hears: [
      `2026-11-16 09:30 ${itil} is due in 74 days`,
      `2026-11-30 09:30 ${itil} is due in 60 days`,
      `2026-12-30 09:30 ${itil} is due in 30 days`,
    ],
  },
  {
    slackId: 'U01ELENA23',
    name: 'Elena Brújula',
    zone: 'America/New_York',
    why: 'moves from Madrid to New York on 2 November; the first two were said at 09:00 in Madrid',
    hears: [
      `2026-10-05 03:00 ${firstAid} is due in 46 days`, // released
      `2026-10-21 03:00 ${firstAid} is due in 30 days`,
      `2026-11-06 09:00 ${firstAid} is due in 14 days`,
      `2026-11-13 09:00 ${firstAid} is due in 7 days`,
      `2026-11-19 09:00 ${firstAid} is due tomorrow`,
      `2026-11-20 09:00 ${firstAid} is due today`,
      `2026-11-27 09:00 ${firstAid} was due on Friday 20 November 2026, 7 days ago`,
      `2026-12-04 09:00 ${firstAid} was due on Friday 20 November 2026, 14 days ago`,
      `2026-12-11 09:00 ${firstAid} was due on Friday 20 November 2026, 21 days ago`,
    ],
  },
  {
    slackId: 'U01RUTH31',
    name: 'Ruth Plumbline',
    zone: 'Europe/Madrid',
    why: 'moves from New York to Madrid on 2 November: the next one must not wait for the morning of New York',
    hears: [
      `2026-10-01 15:00 ${shaft} expires in 20 days`, // released
      `2026-10-07 15:00 ${shaft} expires in 14 days`,
      `2026-10-14 15:00 ${shaft} expires in 7 days`,
      `2026-10-20 15:00 ${shaft} expires tomorrow`,
      `2026-10-21 15:00 ${shaft} expires today`,
      `2026-10-28 14:00 ${shaft} expired on Wednesday 21 October 2026, 7 days ago`,
      `2026-11-04 09:00 ${shaft} expired on Wednesday 21 October 2026, 14 days ago`,
      `2026-11-11 09:00 ${shaft} expired on Wednesday 21 October 2026, 21 days ago`,
      `2026-12-16 09:00 ${consulting} is due in 30 days`,
      `2026-12-31 09:00 ${consulting} is due in 15 days`, // 14 days before is New Year's Day
    ],
  },
  {
    slackId: 'U01POPPY53',
    name: 'Poppy Lorikeetson',
    zone: 'Australia/Sydney',
    why: 'the step of 3 days exists only since the ladder was changed on 9 November',
    hears: [
      `2026-10-07 11:00 ${itil} is due in 37 days`, // released
      `2026-10-14 08:30 ${itil} is due in 30 days`,
      `2026-10-19 08:30 ${firstAid} is due in 107 days`, // opens, with a notice
      `2026-10-30 08:30 ${itil} is due in 14 days`,
      `2026-11-05 08:30 ${firstAid} is due in 90 days`,
      `2026-11-06 08:30 ${itil} is due in 7 days`,
      `2026-11-10 08:30 ${itil} is due in 3 days`,
      `2026-11-12 08:30 ${itil} is due tomorrow`,
      `2026-11-13 08:30 ${itil} is due today`,
      `2026-11-20 08:30 ${itil} was due on Friday 13 November 2026, 7 days ago`,
      `2026-11-27 08:30 ${itil} was due on Friday 13 November 2026, 14 days ago`,
      `2026-12-04 08:30 2 certifications are waiting for you, first of all ${firstAid}, which is due in 61 days`,
    ],
  },
  {
    slackId: 'U01GITA48',
    name: 'Gita Raincloud',
    zone: 'Asia/Kolkata',
    why: 'begins at 05:00 instead of 06:00 since 2 October; leaves on 21 October without a word from Slack; her next notice would be of the 26th',
    hears: [
      `2026-10-01 06:00 ${firstAid} is due in 4 days`, // released
      `2026-10-05 05:00 ${firstAid} is due today`,
      `2026-10-12 05:00 ${firstAid} was due on Monday 5 October 2026, 7 days ago`,
      `2026-10-19 05:00 ${firstAid} was due on Monday 5 October 2026, 14 days ago`,
    ],
  },
  {
    slackId: 'U01XAVIE63',
    name: 'Xavier Papelero',
    zone: 'Europe/Madrid',
    why: 'holds nothing and owes nothing',
    hears: [],
  },
  { slackId: 'U01CLARA64', name: 'Clara Novaluna', zone: 'Europe/Madrid', why: 'new, nothing assigned', hears: [] },
];
