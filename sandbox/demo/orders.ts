/** What the demo and the app, which runs in a process of its own, say to each other. Instants are ISO in UTC. */

/** One at a time; each is answered by `done` or `failed`. */
export type Order =
  /** Open the database and, where nobody did, load the company. The clock goes on from here, or from where it was. */
  | { order: 'open'; at: string; company: 'to-load' | 'loaded' }
  /** Do what is due now. */
  | { order: 'settle' }
  /** Live through the time until then. */
  | { order: 'jump'; to: string }
  /** From now on be the app as everybody runs it. */
  | { order: 'serve' };

/** The answer to `reached`: Slack's clock shows that instant, too. */
export type GoOn = { order: 'go-on' };

export type Report =
  /** The app is about to set its clock to this instant, and waits for `go-on`. */
  | { report: 'reached'; at: string }
  /** `now` by the app's clock. */
  | { report: 'done'; now: string }
  | { report: 'failed'; why: string };
