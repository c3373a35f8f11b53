/**
 * The system clock of this process, wrong by so much. To be imported before anything else, so that nobody keeps the true
 * one. Monotonic clocks stay true, as they do when somebody sets the clock of a machine.
 */
const TrueDate = globalThis.Date;
let offsetMs = Number(process.env.CHAOS_CLOCK_OFFSET_MS ?? 0);

const wrongNow = () => TrueDate.now() + offsetMs;

/** Not a subclass: dates of before, and those that the engine itself makes, are dates as well. */
const WrongDate = new Proxy(TrueDate, {
  construct: (target, parts, newTarget) =>
    Reflect.construct(target, parts.length === 0 ? [wrongNow()] : parts, newTarget) as Date,
  apply: () => new TrueDate(wrongNow()).toString(),
  get: (target, name, receiver) => (name === 'now' ? wrongNow : Reflect.get(target, name, receiver)),
});
TrueDate.prototype.constructor = WrongDate;
globalThis.Date = WrongDate;

/** From now on this process's clock is wrong by so much. */
export function setClockOffset(ms: number): void {
  offsetMs = ms;
}
