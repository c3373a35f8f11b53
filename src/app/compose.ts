import type { Assignments } from '../features/assignments/index.js';
import {
  assignmentIndexes,
  createAssignments,
  createAssignmentsFile,
  readDueDate,
  readMention,
  refusalWords,
  renewalOpensOn,
} from '../features/assignments/index.js';
import type { Catalog } from '../features/catalog/index.js';
import {
  catalogIndexes,
  createCatalog,
  createCertificationsFile,
  harmOfLapse,
  whyFor,
} from '../features/catalog/index.js';
import type { Credentials } from '../features/credentials/index.js';
import {
  createCredentials,
  createCredentialsFile,
  credentialIndexes,
  evidenceIndexes,
  handedInControls,
  handInButton,
} from '../features/credentials/index.js';
import type { Loading } from '../features/loading/index.js';
import { createLoading, loadingIndexes } from '../features/loading/index.js';
import type { Nudges, ReminderControls, ReminderLine } from '../features/nudges/index.js';
import { createNudges, isReached, nudgeIndexes } from '../features/nudges/index.js';
import type { OnHoursChanged, People, Person } from '../features/people/index.js';
import {
  createLeaveFile,
  createPeople,
  createPeopleFile,
  currentOrNextHalfDay,
  halfDayAfter,
  isOnLeave,
  peopleIndexes,
  shiftsOn,
  withoutLeave,
  workBegins,
  workingDayAfter,
} from '../features/people/index.js';
import type { Recognition } from '../features/recognition/index.js';
import { createChannelsFile, createRecognition, recognitionIndexes } from '../features/recognition/index.js';
import type { Rewards } from '../features/rewards/index.js';
import {
  createBudgetsFile,
  createRewards,
  createRewardsFile,
  createSkillValuesFile,
  limitedAccounts,
  rewardIndexes,
} from '../features/rewards/index.js';
import type { Shown, TrainingTime } from '../features/training-time/index.js';
import {
  createTrainingPoliciesFile,
  createTrainingTime,
  trainingTimeIndexes,
} from '../features/training-time/index.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database/connect.js';
import type { IndexFact } from '../platform/database/indexes.js';
import type { Ledger } from '../platform/database/ledger.js';
import { createLedger, ledgerIndexes, ledgerValidator } from '../platform/database/ledger.js';
import type { Lengths } from '../platform/database/lengths.js';
import type { Reactions } from '../platform/database/reactions.js';
import { createReactions, reactionIndexes } from '../platform/database/reactions.js';
import { createRelay } from '../platform/database/relay.js';
import { createRetention, retentionIndexes } from '../platform/database/retention.js';
import type { ValidatorFact } from '../platform/database/validators.js';
import type { Logger } from '../platform/logging.js';
import type { Loop } from '../platform/loops.js';
import type { MailConfig } from '../platform/mail/mail.js';
import { createMail } from '../platform/mail/mail.js';
import { tickIndexes } from '../platform/scheduler/ticks.js';
import { createBreaker } from '../platform/slack/breaker.js';
import { createSharedChannels } from '../platform/slack/channels.js';
import type { Clients } from '../platform/slack/clients.js';
import { createDelivery } from '../platform/slack/delivery.js';
import type { CommandHandler } from '../platform/slack/edge.js';
import { createSlackFiles } from '../platform/slack/files.js';
import { createHomes } from '../platform/slack/home.js';
import type { Outbox } from '../platform/slack/outbox.js';
import { createOutbox, outboxIndexes } from '../platform/slack/outbox.js';
import { createPacer } from '../platform/slack/pacer.js';
import { permalink } from '../platform/slack/permalink.js';
import { createReconciler } from '../platform/slack/reconcile.js';
import { createRedraw } from '../platform/slack/redraw.js';
import { createSettling } from '../platform/slack/settle.js';
import { createUserGroups } from '../platform/slack/user-groups.js';
import type { Sweep } from '../platform/sweeps.js';
import type { Money } from '../shared/money.js';
import { createAttention } from './attention.js';
import { createTellingVerbs } from './cert/verbs.js';
import { createCert } from './cert.js';
import { countEarlier, longestHeld, renewsEarlier } from './credentials-for-others.js';
import { createCompany } from './home/company.js';
import { createDecisionCards } from './home/decisions.js';
import { createMine } from './home/mine.js';
import { createStandings } from './home/standings.js';
import { createHomeStore, homeIndexes } from './home/store.js';
import { createTeam, mostPeople as mostReports } from './home/team.js';
import { createHome } from './home.js';
import {
  peopleForNudges,
  quietWhileStudying,
  readersOf,
  secondWorkingDayEnds,
  thisAndNextWorkingDay,
  weekBegins,
  whoLooksAfterPeople,
} from './people-for-others.js';
import { reactionTable, wired } from './reactions.js';
import { createTeamProgress } from './team-progress.js';

/** Every index of the house; one step creates and verifies them before anything is served. */
export const allIndexes: readonly IndexFact[] = [
  ...peopleIndexes,
  ...catalogIndexes,
  ...credentialIndexes,
  ...evidenceIndexes,
  ...assignmentIndexes,
  ...trainingTimeIndexes,
  ...nudgeIndexes,
  ...recognitionIndexes,
  ...rewardIndexes,
  ...loadingIndexes,
  ...homeIndexes,
  ...outboxIndexes,
  ...reactionIndexes,
  ...retentionIndexes,
  ...ledgerIndexes,
  ...tickIndexes,
];

/** What collections refuse to hold. Seen to in the same step, before the indexes. */
export const allValidators: readonly ValidatorFact[] = [ledgerValidator];

/** Collections whose documents carry their facts. */
export const statefulCollections = [
  'people',
  'certifications',
  'credentials',
  'assignments',
  'proposals',
  'trainingBlocks',
  'trainingPolicies',
  'studyPlans',
  'settings',
  'posts',
  'recognitionChoices',
  'recognitionChannels',
  'rewardRules',
  'skillValues',
  'rewardPromises',
  'budgets',
  'grants',
];

export type Features = Readonly<{
  people: People;
  catalog: Catalog;
  credentials: Credentials;
  assignments: Assignments;
  trainingTime: TrainingTime;
  nudges: Nudges;
  recognition: Recognition;
  rewards: Rewards;
  loading: Loading;
  /** What the app itself offers across features. */
  cert: CommandHandler;
  home: ReturnType<typeof createHome>;
}>;

export type Platform = Readonly<{
  clock: Clock;
  outbox: Outbox;
  ledger: Ledger;
  reactions: Reactions;
  retention: Sweep;
}>;

export type ComposeDeps = Readonly<{
  database: Database;
  clock: Clock;
  lengths: Lengths;
  log: Logger;
  owners: readonly string[];
  clients: Clients;
  identity: Readonly<{ teamId: string; botId: string; workspaceUrl: string }>;
  /** Where earned certifications are told; undefined: nowhere. */
  recognitionChannel?: string;
  /** The most that one reward may cost in a year, for each currency in which rewards are paid. */
  rewardLimits?: readonly Money[];
  /** What a reward may cost in a year before two people must approve it, for each currency. */
  twoApproversAbove?: readonly Money[];
  /** Whether managers see whose study time was kept, or only sums. */
  studyHoursShown?: Shown;
  /** How study time goes into people's calendars; undefined: not by mail. */
  mail?: MailConfig;
  /** By which address others reach this house; undefined: no calendar addresses are offered. */
  publicUrl?: string;
  messagesPerSecond: number;
  syncEveryMinutes?: number;
  stopped: AbortSignal;
}>;

export type House = ReturnType<typeof compose>;

/** Creates the platform, then the features in the order of architecture.mjs, then what runs them. Pure wiring. */
export function compose(deps: ComposeDeps) {
  const { database, clock, lengths, log, owners, clients, identity, messagesPerSecond, syncEveryMinutes, stopped } =
    deps;
  const { recognitionChannel, rewardLimits = [], twoApproversAbove = [], studyHoursShown = 'per-person' } = deps;
  const { mail, publicUrl } = deps;
  const { db } = database;
  const outbox = createOutbox({ db, lengths });
  const ledger = createLedger({ db, limitedKinds: limitedAccounts });
  const pacer = createPacer({ db, lengths, messagesPerSecond });
  const breaker = createBreaker({ db, lengths });

  const onHoursChanged: OnHoursChanged[] = [];
  const people = createPeople({
    database,
    clock,
    clients,
    pacer,
    log,
    teamId: () => identity.teamId,
    onHoursChanged,
    owners,
    syncEveryMinutes,
  });
  const readers = quietWhileStudying(readersOf(people), (id, now) => trainingTime.studiesUntil(id, now));
  const catalog = createCatalog({ database });
  const slackFiles = createSlackFiles({ clients });
  const isSpokenTo = async (person: Person) => isReached((await nudges.readSwitch()).reach, person);
  const reviewPeople = {
    ...people.authority,
    byId: people.store.byId,
    byIds: people.store.byIds,
    halfDay: currentOrNextHalfDay,
    halfDayAfter,
    withoutLeave,
    workingDayAfter,
    workBegins,
  };
  const credentials: Credentials = createCredentials({
    database,
    clock,
    outbox,
    readers,
    slackFiles,
    whoIs: people.authority.whoIs,
    log,
    people: {
      ...reviewPeople,
      isReached: isSpokenTo,
      isSilent: async () => (await nudges.readSwitch()).reach.state === 'off',
    },
    catalog: catalog.store,
    assignments: {
      byId: (id) => assignments.store.byId(id),
      unfinishedOf: (personId, certificationId) => assignments.store.unfinishedOf(personId, certificationId),
      renewalOpensOn,
    },
  });
  const assignments = createAssignments({
    database,
    clock,
    log,
    zoneOf: async (personId) => (await people.store.byId(personId))?.zone,
    ladderOf: async (certificationId) => (await catalog.store.byId(certificationId))?.ladder,
    credentials: credentials.store,
    firstNudge: () => nudges.firstNudge,
    planning: () => nudges.planning,
    outbox,
    readers,
    whoIs: people.authority.whoIs,
    personOf: people.store.byId,
    authority: people.authority,
    peopleByIds: people.store.byIds,
    certificationOf: catalog.store.byId,
    certifications: async () => [...(await catalog.store.all()).values()],
    heldOf: longestHeld(credentials),
    membersOf: createUserGroups({ clients, log }).membersOf,
    reminders: async () => (await nudges.readSwitch()).reach.state,
  });
  const trainingTime: TrainingTime = createTrainingTime({
    database,
    calendar: { lengths, mailer: mail && createMail(mail), publicUrl, slackFiles },
    outbox,
    clock,
    log,
    readers,
    people: { ...reviewPeople, shiftsOn, isOnLeave, isReached: isSpokenTo },
    assignments: assignments.store,
    catalog: catalog.store,
    hours: {
      shown: studyHoursShown,
      isOn: async () => (await nudges.readSwitch()).reach.state !== 'off',
      people: {
        ...people.store,
        reportsOf: async (managerId) => (await people.authority.nearestReports(managerId, mostReports)).people,
        isReached: isSpokenTo,
        weekBegins,
      },
    },
    findPeople: assignments.findPeople,
    reading: { readMention, readDueDate, refusalWords },
  });
  const controls: ReminderControls[] = [];
  const gains: ReminderLine[] = [];
  const lines: ReminderLine[] = [];
  const homeStore = createHomeStore({ db });
  const standings = createStandings({ store: homeStore, credentials: credentials.store, catalog: catalog.store });
  const nudges: Nudges = createNudges({
    database,
    owners,
    outbox,
    clock,
    people: { ...peopleForNudges(people), studiesUntil: trainingTime.studiesUntil },
    catalog: {
      all: catalog.store.all,
      byIds: catalog.store.byIds,
      byId: catalog.store.byId,
      harmOf: harmOfLapse,
      whyFor,
    },
    credentials: credentials.store,
    withoutSlack: { readers, people: whoLooksAfterPeople(people), standings, handInButton },
    controls,
    gains,
    lines,
  });
  onHoursChanged.push(nudges.planAgain);
  controls.push(credentials.controls, trainingTime.controls, assignments.controls);
  lines.push(trainingTime.line, nudges.quietLine);

  const recognition: Recognition = createRecognition({
    database,
    outbox,
    clock,
    readers,
    channel: recognitionChannel,
    isShared: createSharedChannels({ clients, clock, log }).isShared,
    people: {
      byId: people.store.byId,
      whoIs: people.authority.whoIs,
      managersAbove: people.authority.managersAbove,
      reachableManager: people.authority.reachableManager,
      answerBy: secondWorkingDayEnds,
      isReached: isSpokenTo,
      isEverybodyReached: async () => (await nudges.readSwitch()).reach.state === 'on',
      workingDays: thisAndNextWorkingDay,
    },
    teams: {
      progressOf: createTeamProgress({
        people: people.store,
        assignments: assignments.store,
        credentials: credentials.store,
        clock,
      }),
    },
    linkTo: (channel, ts) => permalink(identity.workspaceUrl, channel, ts),
    catalog: { byId: catalog.store.byId, whyFor },
    credentials: {
      byId: credentials.store.byId,
      renewsEarlier: renewsEarlier(credentials),
      countEarlier: countEarlier(credentials),
    },
    rewards: { isRewarded: (credentialId) => rewards.isRewarded(credentialId) },
  });
  const rewards: Rewards = createRewards({
    database,
    ledger,
    clock,
    log,
    outbox,
    readers,
    twoApproversAbove,
    sharing: recognition.rewardControl,
    people: reviewPeople,
    catalog: catalog.store,
    credentials: credentials.store,
    assignments: { byId: assignments.store.byId, earnedWith: assignments.earnedWith },
  });
  gains.push(rewards.line);
  const loading = createLoading({
    database,
    clock,
    kinds: [
      createPeopleFile({ store: people.store }),
      createLeaveFile({ store: people.store }),
      createCertificationsFile({ store: catalog.store, people: people.store }),
      createCredentialsFile({ store: credentials.store, people: people.store, catalog: catalog.store }),
      createRewardsFile({ store: rewards.store, catalog: catalog.store, people: people.store, limits: rewardLimits }),
      createSkillValuesFile({ store: rewards.store, catalog: catalog.store, limits: rewardLimits }),
      createBudgetsFile({ budgets: rewards.budgets, ledger, limits: rewardLimits }),
      createChannelsFile({ store: recognition.store, people: people.store }),
      createTrainingPoliciesFile({ policies: trainingTime.policies, people: people.store }),
      rewards.answersFile,
      createAssignmentsFile({
        store: assignments.store,
        people: people.store,
        catalog: catalog.store,
        credentials: credentials.store,
        firstNudge: nudges.firstNudge,
      }),
    ],
  });
  const mine = createMine({
    store: homeStore,
    credentials: credentials.store,
    catalog: catalog.store,
    people: people.store,
    controls,
    gains,
    lines,
    handedInControls: ({ _id, version }) => handedInControls({ id: _id, version }),
  });
  const team = createTeam({ authority: people.authority, standings, hoursOfTeam: trainingTime.hoursOfTeam });
  const attention = createAttention({
    people,
    rewards,
    reactions: { countDead: () => reactions.countDead() },
    outbox,
    breaker,
    clock,
  });
  const company = createCompany({
    store: homeStore,
    people,
    catalog: catalog.store,
    hoursOfCompany: trainingTime.hoursOfCompany,
    attention,
    clock,
  });
  const features: Features = {
    people,
    catalog,
    credentials,
    assignments,
    trainingTime,
    nudges,
    recognition,
    rewards,
    loading,
    cert: createCert({
      authority: people.authority,
      verbs: {
        ...createTellingVerbs({
          authority: people.authority,
          catalog: catalog.store,
          mine,
          team,
          company,
          clock,
        }),
        add: credentials.add,
        ...assignments.verbs,
        ...trainingTime.verbs,
      },
    }),
    home: createHome({
      homes: createHomes({ db, clients, log }),
      people,
      mine,
      team,
      company,
      decisions: createDecisionCards({ credentials, trainingTime, rewards }),
      isReviewer: async ({ _id }) =>
        [...(await catalog.store.all()).values()].some(
          ({ reviewer }) => reviewer.by === 'people' && reviewer.personIds.includes(_id),
        ),
      postsSetting: recognition.settingOf,
      calendarSetting: trainingTime.calendar.settingOf,
      clock,
      log,
    }),
  };
  const { reactionsTo, run } = wired(reactionTable(features));
  const topics = {
    ...credentials.topics,
    ...assignments.topics,
    ...trainingTime.topics,
    ...nudges.topics,
    ...recognition.topics,
    ...rewards.topics,
  };
  const relay = createRelay({ db, sources: statefulCollections, reactionsTo });
  const reactions = createReactions({ db, table: run, lengths, log });
  const delivery = createDelivery({ outbox, topics, clients, pacer, breaker, clock, lengths, log, stopped });
  const reconciler = createReconciler({
    outbox,
    clients,
    pacer,
    clock,
    botId: () => identity.botId,
    lengths,
    log,
    stopped,
  });
  const redraw = createRedraw({ outbox, topics, clients, pacer, clock, log });
  const settling = createSettling({ outbox, topics, log });

  /** What a process does whenever there is something to do. */
  const loops: readonly Loop[] = [
    { name: 'relay', run: relay.run },
    { name: 'reactions', run: reactions.run },
    { name: 'delivery', run: delivery.run },
    { name: 'reconcile', run: reconciler.run },
    { name: 'settle', run: settling.run },
    { name: 'redraw', run: redraw.run },
  ];
  const platform: Platform = { clock, outbox, ledger, reactions, retention: createRetention({ db, clock }) };
  return { features, platform, database, breaker, attention, loops, reactionsByName: run };
}
