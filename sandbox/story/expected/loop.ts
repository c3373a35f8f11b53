import type { Expected } from './expected.js';
import {
  aws,
  azure,
  desk,
  electrical,
  firstAid,
  forklift,
  google,
  heights,
  itil,
  kubernetes,
  security,
  shaft,
  warden,
} from './expected.js';

const postOrNot = (name: string) => `May your colleagues hear of your ${name}?`;
const mayNot = (person: string, name: string) => `${person} may not do the work that needs ${name}`;

/** Who answers, hands in, decides, is told of lapses, or leaves. */
export const inTheLoop: readonly Expected[] = [
  {
    slackId: 'U01MARTA50',
    name: 'Marta Campanilla',
    zone: 'Europe/Madrid',
    why: 'is asked for something that is waived the same day, declined once, approved at the second try, wants no posts',
    hears: [
      `2026-10-01 09:20 ${warden} is due in 8 days`,
      `2026-10-01 10:30 Time is set aside for you to study for ${warden}`, // and taken back, as it is waived
      `2026-10-01 13:30 Your ${itil} could not be verified yet. What is missing: The scan shows the course, and not that`,
      `2026-10-02 09:30 Your ${itil} is verified.`,
      `2026-10-02 09:30 ${postOrNot(itil)}`,
      `2026-10-07 09:00 ${firstAid} is due in 77 days`, // released
      `2026-10-23 09:00 ${firstAid} is due in 61 days`, // 60 days before is a Saturday
      `2026-11-23 09:00 ${firstAid} is due in 30 days`,
      `2026-12-09 09:00 ${firstAid} is due in 14 days`,
      `2026-12-16 09:00 ${firstAid} is due in 7 days`,
      `2026-12-22 09:00 ${firstAid} is due tomorrow`,
      `2026-12-23 09:00 ${firstAid} is due today`,
      `2026-12-30 09:00 ${firstAid} was due on Wednesday 23 December 2026, 7 days ago`,
    ],
  },
  {
    slackId: 'U01OLGA52',
    name: 'Olga Mediatarde',
    zone: 'Europe/Madrid',
    why: 'works from Friday to Sunday, got more time before she first heard of it, and gives up the hour that she was given for it',
    hears: [
      `2026-10-02 15:00 ${warden} is due in 28 days`,
      `2026-10-02 15:00 Time is set aside for you to study for ${warden}`,
      `2026-10-09 15:00 ${desk} is due in 65 days`, // released
      `2026-10-11 15:00 ${desk} is due in 63 days`, // 60 days before is a Wednesday
      `2026-10-16 15:00 ${warden} is due in 14 days`,
      `2026-10-23 15:00 ${warden} is due in 7 days`,
      `2026-10-25 15:00 ${warden} is due in 5 days`, // 1 day before is a Thursday
      `2026-10-30 15:00 ${warden} is due today`,
      `2026-11-06 15:00 ${warden} was due on Friday 30 October 2026, 7 days ago`,
      `2026-11-13 15:00 2 certifications are waiting for you, first of all ${warden}, which was due on Friday 30 October 2026, 14 days ago`,
      `2026-11-20 15:00 ${warden} was due on Friday 30 October 2026, 21 days ago`,
      `2026-11-29 15:00 ${desk} is due in 14 days`,
      `2026-12-05 15:00 ${desk} is due in 8 days`, // 6 December is a holiday
      `2026-12-12 15:00 ${desk} is due tomorrow`,
      `2026-12-13 15:00 ${desk} is due today`,
      `2026-12-20 15:00 ${desk} was due on Sunday 13 December 2026, 7 days ago`,
      `2026-12-27 15:00 ${desk} was due on Sunday 13 December 2026, 14 days ago`,
    ],
  },
  {
    slackId: 'U01AYLIN38',
    name: 'Aylin Sternhafen',
    zone: 'Europe/Berlin',
    why: 'hands in what her manager never decides; works from Monday to Thursday',
    hears: [
      `2026-10-01 09:00 2 certifications are waiting for you, first of all ${aws}, which expires in 14 days`,
      `2026-10-07 16:00 Your ${aws} is verified.`,
      `2026-10-07 16:00 ${postOrNot(aws)}`,
      `2026-10-08 10:30 Your reward for ${aws} is approved: 150 points.`,
      `2026-10-20 09:00 ${azure} expires in 14 days`,
      `2026-10-27 09:00 ${azure} expires in 7 days`,
      `2026-11-02 09:00 ${azure} expires tomorrow`,
      `2026-11-03 09:00 ${azure} expires today`,
      `2026-11-05 09:00 ${kubernetes} is due in 92 days`, // 90 days before is a Saturday
      `2026-11-10 09:00 ${azure} expired on Tuesday 3 November 2026, 7 days ago`, // renewed, loaded on the 16th
      `2026-12-07 09:00 ${kubernetes} is due in 60 days`,
    ],
  },
  {
    slackId: 'U01HANNA11',
    name: 'Hanna Nebelhorn',
    zone: 'Europe/Berlin',
    why: 'is asked to decide, reminded once after two working days, and then left alone; is asked for a word when the round-up tells of it; hears of Kubernetes four weeks before since the ladder was changed on 1 October',
    hears: [
      `2026-10-01 13:15 Aylin Sternhafen handed in ${aws}: please decide`,
      `2026-10-02 09:00 ${kubernetes} expires in 61 days`, // released on the day of her 60-day step, 3 October being a Saturday
      `2026-10-05 09:00 Aylin Sternhafen’s ${aws} still waits for your decision`,
      `2026-10-08 09:00 Aylin Sternhafen has earned a reward with ${aws}: please approve it`,
      `2026-10-09 13:00 Aylin Sternhafen has renewed ${aws}. A word from you counts.`, // the round-up is out
      `2026-10-12 09:00 ${aws} expires in 88 days`, // opens on a Saturday
      `2026-11-04 09:00 ${kubernetes} expires in 28 days`,
      `2026-11-05 09:00 ${warden} expires in 90 days`,
      `2026-11-09 09:00 ${aws} expires in 60 days`,
      `2026-11-18 09:00 ${kubernetes} expires in 14 days`,
      `2026-11-25 09:00 ${kubernetes} expires in 7 days`,
      `2026-11-27 09:00 ${google} is due in 91 days`, // 90 days before is a Saturday
      `2026-12-01 09:00 ${kubernetes} expires tomorrow`,
      `2026-12-02 09:00 ${kubernetes} expires today`,
      `2026-12-04 09:00 ${warden} expires in 61 days`, // 60 days before is a Saturday
      `2026-12-09 09:00 2 certifications are waiting for you, first of all ${aws}, which expires in 30 days`,
      `2026-12-16 09:00 ${kubernetes} expired on Wednesday 2 December 2026, 14 days ago`,
      `2026-12-23 09:00 ${kubernetes} expired on Wednesday 2 December 2026, 21 days ago`,
      `2026-12-24 09:00 ${aws} expires in 15 days`, // 14 days before is Christmas
      `2026-12-28 09:00 ${google} is due in 60 days`,
      `2026-12-31 09:00 ${aws} expires in 8 days`, // 7 days before is New Year’s Day
    ],
  },
  {
    slackId: 'U01ROHAN44',
    name: 'Rohan Teacupwala',
    zone: 'Asia/Kolkata',
    why: 'books an exam, which does not work out, and passes the next one as early as the issuer lets him',
    hears: [
      `2026-10-06 09:30 2 certifications are waiting for you, first of all ${security}, which expires in 52 days`, // released
      `2026-10-09 09:30 How did your exam for ${aws} go?`,
      `2026-10-23 09:30 How did your exam for ${aws} go?`,
      `2026-10-23 14:30 Your ${aws} is verified.`,
      `2026-10-23 14:30 ${postOrNot(aws)}`,
      `2026-10-28 09:30 ${security} expires in 30 days`,
      `2026-11-04 15:30 Your reward for ${aws} is approved: a raise of €90 a month, for as long as you hold it.`,
      `2026-11-13 09:30 ${security} expires in 14 days`,
      `2026-11-20 09:30 ${security} expires in 7 days`,
      `2026-11-26 09:30 ${security} expires tomorrow`,
      `2026-11-27 09:30 ${security} expires today`,
      `2026-12-01 09:30 ${azure} is due in 85 days`, // opens, with a notice
      `2026-12-04 09:30 ${security} expired on Friday 27 November 2026, 7 days ago`,
      `2026-12-11 09:30 ${security} expired on Friday 27 November 2026, 14 days ago`,
      `2026-12-18 09:30 ${security} expired on Friday 27 November 2026, 21 days ago`,
      `2026-12-24 09:30 ${azure} is due in 62 days`, // 60 days before is a Saturday, the day before it Christmas
    ],
  },
  {
    slackId: 'U01DEV46',
    name: 'Dev Moonlitwala',
    zone: 'Asia/Kolkata',
    why: 'hands in while his manager is away, is approved in her place, and does not say whether it may be posted',
    hears: [
      `2026-10-05 18:30 ${firstAid} expires in 23 days`, // released
      `2026-10-05 18:30 Your ${itil} is verified.`, // Friday was a holiday
      `2026-10-05 18:30 ${postOrNot(itil)}`,
      `2026-10-07 18:30 Your reward for ${itil} is approved: 1 day off.`,
      `2026-10-14 18:30 ${firstAid} expires in 14 days`,
      `2026-10-21 18:30 ${firstAid} expires in 7 days`,
      `2026-10-27 18:30 ${firstAid} expires tomorrow`,
      `2026-10-28 18:30 ${firstAid} expires today`,
      `2026-11-04 18:30 ${firstAid} expired on Wednesday 28 October 2026, 7 days ago`,
      `2026-11-11 18:30 ${firstAid} expired on Wednesday 28 October 2026, 14 days ago`,
      `2026-11-18 18:30 ${firstAid} expired on Wednesday 28 October 2026, 21 days ago`,
    ],
  },
  {
    slackId: 'U01VICEN57',
    name: 'Vicente Paletero',
    zone: 'Europe/Madrid',
    why: 'hands in, and leaves the next day: nothing more, whatever is decided or expires',
    hears: [
      `2026-10-02 06:00 2 certifications are waiting for you, first of all ${forklift}, which expires in 70 days`,
    ], // released
  },
  {
    slackId: 'U01INES01',
    name: 'Inés Farolillo',
    zone: 'Europe/Madrid',
    why: 'the owner, who hears of every lapse after which somebody may not work, whatever else she hears on that day',
    hears: [
      // Denise has been without since 22 September: when reminders go on, that is no news. Noah is renewed in time.
      `2026-10-02 08:00 ${mayNot('Uma Shelfbridge', forklift)} from tomorrow on.`,
      `2026-10-05 09:00 ${mayNot('Uma Shelfbridge', forklift)} until it is renewed.`,
      `2026-10-13 09:00 ${mayNot('Walt Hardhatson', electrical)} until it is renewed.`, // his last day is a holiday of hers
      `2026-10-16 08:00 ${mayNot('Rafa Cajónez', forklift)} from tomorrow on.`,
      `2026-10-19 09:00 ${mayNot('Rafa Cajónez', forklift)} until it is renewed.`,
      `2026-10-21 09:00 ${mayNot('Ruth Plumbline', shaft)} from tomorrow on.`,
      `2026-10-22 09:00 ${mayNot('Ruth Plumbline', shaft)} until it is renewed.`,
      '2026-10-23 11:00 1 reward cannot go on: the budget has not enough left.',
      `2026-10-27 09:00 ${mayNot('Ana Ribadeluz', shaft)} from tomorrow on.`,
      `2026-10-28 09:00 ${mayNot('Ana Ribadeluz', shaft)} until it is renewed.`,
      `2026-11-03 09:00 Rohan Teacupwala has earned a reward with ${aws}: please approve it`, // the second of two
      // It is midnight in Sydney when she goes to lunch.
      `2026-11-10 15:00 ${mayNot('Yara Safehollow', shaft)} from tomorrow on.`,
      `2026-11-11 15:00 ${mayNot('Yara Safehollow', shaft)} until it is renewed.`,
      `2026-11-16 09:00 ${mayNot('Britta Seilhof', electrical)} until it is renewed.`, // her last day is a Saturday
      `2026-11-16 15:00 ${mayNot('Liam Saltbush', heights)} from tomorrow on.`,
      `2026-11-17 15:00 ${mayNot('Liam Saltbush', heights)} until it is renewed.`,
      `2026-11-18 09:00 ${mayNot('Ben Turnwheel', shaft)} from tomorrow on.`,
      `2026-11-19 09:00 ${mayNot('Ben Turnwheel', shaft)} until it is renewed.`,
      `2026-11-24 09:00 ${mayNot('Tyrone Boxwell', forklift)} from tomorrow on.`,
      `2026-11-25 09:00 ${mayNot('Tyrone Boxwell', forklift)} until it is renewed.`,
      `2026-11-25 15:00 ${mayNot('Noah Billabongson', heights)} from tomorrow on.`,
      `2026-11-26 15:00 ${mayNot('Noah Billabongson', heights)} until it is renewed.`,
      `2026-11-30 09:00 ${mayNot('Jonas Zahnradt', shaft)} from tomorrow on.`,
      `2026-12-01 09:00 ${mayNot('Jonas Zahnradt', shaft)} until it is renewed.`,
      `2026-12-01 09:00 ${warden} is due in 50 days`, // opens, with a notice
      `2026-12-03 09:00 ${mayNot('Carla Hoistwater', electrical)} from tomorrow on.`,
      `2026-12-04 08:00 ${mayNot('Carla Hoistwater', electrical)} until it is renewed.`,
      `2026-12-04 08:00 ${mayNot('Emre Flaschenzug', shaft)} from tomorrow on.`,
      // 7 and 8 December are holidays in Madrid.
      `2026-12-09 09:00 ${mayNot('Emre Flaschenzug', shaft)} until it is renewed.`,
      `2026-12-09 09:00 ${mayNot('Walt Hardhatson', shaft)} until it is renewed.`,
      // Moritz has renewed, and Vicente has left.
      `2026-12-14 09:00 ${mayNot('Dwayne Sundayfield', shaft)} until it is renewed.`,
      `2026-12-17 15:00 ${mayNot('Zoe Driftgum', electrical)} from tomorrow on.`,
      `2026-12-18 14:00 ${mayNot('Zoe Driftgum', electrical)} until it is renewed.`, // on Fridays she works until 15:00
      `2026-12-21 09:00 ${warden} is due in 30 days`,
      `2026-12-21 09:00 ${mayNot('Álvaro Tornasol', heights)} from tomorrow on.`,
      `2026-12-21 15:00 ${mayNot('Bruce Wattlebark', shaft)} from tomorrow on.`,
      `2026-12-22 09:00 ${mayNot('Álvaro Tornasol', heights)} until it is renewed.`,
      `2026-12-22 15:00 ${mayNot('Bruce Wattlebark', shaft)} until it is renewed.`,
    ],
  },
];
