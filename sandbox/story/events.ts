import { answers } from './events/answers.js';
import { asking } from './events/asking.js';
import { companyLoaded, filesLoaded } from './events/files.js';
import { handingIn } from './events/handing-in.js';
import { recognition } from './events/recognition.js';
import { rewards } from './events/rewards.js';
import { studyTime } from './events/study-time.js';
import { troubles } from './events/troubles.js';
import type { StoryEvent } from './tools.js';

/** What happens to the company from outside once it is loaded, in order. Everything else Laurel does by itself. */
const quarter = [
  ...filesLoaded,
  ...answers,
  ...asking,
  ...handingIn,
  ...recognition,
  ...rewards,
  ...studyTime,
  ...troubles,
].toSorted((a, b) => a.at.getTime() - b.at.getTime());

export const wholeStory = (until: Date): StoryEvent[] => [companyLoaded, ...eventsBetween(companyLoaded.at, until)];

/** What happens from an instant on, up to the last moment before another. */
export const eventsBetween = (begins: Date, until: Date): StoryEvent[] => [
  ...quarter.filter(({ at }) => at >= begins && at < until),
  lastMoment(until),
];

/** The instant just before this one, when all that is due has been done; then `happens`. */
export const lastMoment = (until: Date, happens: StoryEvent['happens'] = async () => {}): StoryEvent => ({
  at: new Date(until.getTime() - 1_000),
  name: 'The story ends',
  async happens(tools) {
    await tools.settleDown();
    await happens(tools);
  },
});
