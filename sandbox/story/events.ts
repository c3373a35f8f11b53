import { answers } from './events/answers.js';
import { asking } from './events/asking.js';
import { filesLoaded } from './events/files.js';
import { handingIn } from './events/handing-in.js';
import { recognition } from './events/recognition.js';
import { troubles } from './events/troubles.js';
import type { StoryEvent } from './tools.js';

/** What happens to the company from outside, in order. Everything else Laurel does by itself. */
export const events: readonly StoryEvent[] = [
  ...filesLoaded,
  ...answers,
  ...asking,
  ...handingIn,
  ...recognition,
  ...troubles,
].toSorted((a, b) => a.at.getTime() - b.at.getTime());
