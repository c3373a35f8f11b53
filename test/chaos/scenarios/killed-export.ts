import { dateIn } from '../../../src/shared/dates.js';
import { approveReward } from '../hands.js';
import type { Scenario, Stage } from '../scenario.js';
import { nowMs, sleep } from '../time.js';
import { does, rewardCard, short } from './directed.js';

const whenBegun = 'payroll-store.ts:begin payrollBatches.insertMany after';
const mostTries = 5;

export const killedExport: Scenario = {
  name: 'killed-export',
  says: 'A command that makes a file for payroll is killed when its batch has begun, and run again.',
  needs: { ...short, patienceSeconds: 40 },
  earnerShare: 1,

  async fire(stage) {
    const { slack, earned, signal } = stage;
    const grantId = earned[0]!.grant._id;
    const { user } = await rewardCard(stage, grantId);
    const about = { what: 'approve-reward', user, assignmentId: null, about: grantId } as const;
    await does(stage, about, () => approveReward(slack, user, grantId));
    await exportOnce(stage, whenBegun);
    for (let tries = 0; tries < mostTries && (await exportOnce(stage)) !== 'done'; tries += 1) await sleep(500, signal);
  },
};

async function exportOnce({ company, command, payroll, note, fromMs }: Stage, killAt?: string) {
  const atMs = nowMs();
  const month = dateIn(new Date(fromMs), company.owner.zone).slice(0, 7);
  const how = await command(['export', month, payroll], killAt);
  note({ kind: 'command', what: 'export', how, atMs, untilMs: nowMs() });
  return how;
}
