import { z } from 'zod';
import type { History } from './history.js';

/** What stands on a card that asks for a decision. */
export type Asked = Readonly<{ action: keyof typeof isOpenIn; id: string; version: number }>;

/** Whether what a button decides still waits for it. */
const isOpenIn = {
  'credentials.approve': ({ credentials }: History, { id }: Pick<Asked, 'id'>) =>
    credentials.find(({ _id }) => _id === id)?.state === 'submitted',
  'rewards.approve': ({ grants }: History, { id }: Pick<Asked, 'id'>) => grants.get(id)?.state === 'reserved',
  'training-time.agree': ({ plans }: History, { id, version }: Pick<Asked, 'id' | 'version'>) =>
    plans.get(id)?.state === 'asked' && plans.get(id)?.version === version,
  'training-time.kept': ({ blocks }: History, { id, version }: Pick<Asked, 'id' | 'version'>) =>
    blocks.get(id)?.state === 'planned' && blocks.get(id)?.version === version,
} as const;

const actions = Object.keys(isOpenIn) as Asked['action'][];
const Button = z.object({ action_id: z.enum(actions), value: z.string() });

/** The decisions that can be made from these blocks. */
export function decisionsIn(blocks: unknown): Asked[] {
  if (typeof blocks !== 'object' || blocks === null) return [];
  const button = Button.safeParse(blocks);
  if (!button.success) return Object.values(blocks).flatMap(decisionsIn);
  const [id = '', version = ''] = button.data.value.split(' ');
  return [{ action: button.data.action_id, id, version: Number(version) }];
}

export const isStillAsked = (asked: Asked, history: History): boolean => isOpenIn[asked.action](history, asked);
