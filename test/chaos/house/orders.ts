/** What whoever started the app tells it to do to itself, over IPC. */
export type Order = Arming | Readonly<{ order: 'disarm' }> | Readonly<{ order: 'set-clock'; offsetMs: number }>;

/** At the first of these failpoints that it passes from now on, it kills or stops itself. */
export type Arming = Readonly<{ order: 'arm'; failpoints: readonly string[]; action: Hurt }>;

export type Hurt = 'kill' | 'stop';

/** What the app says over IPC: once, when it serves. */
export type Report = Readonly<{ report: 'ready' }>;

/** A failpoint was passed for the first time, or went off: one line of JSON, written before anything else happens. */
export type Met = Readonly<{ name: string; wentOff: Hurt | null; deliveryId: string | null }>;

/** The file descriptor of these lines in the app: written at once, so that no kill can overtake them. */
export const metDescriptor = 4;
