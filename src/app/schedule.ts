import type { Tick } from '../platform/scheduler/ticks.js';
import type { Features, Platform } from './compose.js';

/** When: how often each sweep looks for what is owed. Sweeps of one tick run in this order. */
export const schedule = (
  { people, credentials, assignments, trainingTime, nudges, recognition, rewards }: Features,
  { outbox, reactions, retention, clock }: Platform,
): readonly Tick[] => [
  { name: 'directory', every: '1 minute', sweeps: [people.sweeps.syncDirectory] },
  // Apart, so that a long sync does not keep people waiting for their DM.
  { name: 'dms', every: '1 minute', sweeps: [people.sweeps.openDms] },
  { name: 'assignments', every: '1 minute', sweeps: assignments.sweeps },
  { name: 'credentials', every: '1 minute', sweeps: credentials.sweeps },
  { name: 'training-time', every: '1 minute', sweeps: trainingTime.sweeps },
  { name: 'calendar', every: '1 minute', sweeps: trainingTime.calendar.sweeps },
  { name: 'recognition', every: '1 minute', sweeps: recognition.sweeps },
  { name: 'rewards', every: '1 minute', sweeps: rewards.sweeps },
  { name: 'nudges', every: '1 minute', sweeps: nudges.sweeps },
  {
    name: 'leases',
    every: '1 minute',
    sweeps: [
      { name: 'outbox.freeExpired', run: () => outbox.freeExpired(clock.now()) },
      { name: 'reactions.freeExpired', run: () => reactions.freeExpired() },
    ],
  },
  { name: 'retention', every: '1 hour', sweeps: [retention] },
];
