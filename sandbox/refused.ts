/** What was asked of the sandbox cannot be done, or the real client would not let this person do it; a sentence. */
export class Refused extends Error {
  override name = 'Refused';
}
