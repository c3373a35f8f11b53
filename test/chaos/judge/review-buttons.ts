import { z } from 'zod';

const Button = z.object({ action_id: z.literal('credentials.approve'), value: z.string() });

/** The credentials that can be approved from these blocks. */
export function reviewButtonsIn(blocks: unknown): string[] {
  if (typeof blocks !== 'object' || blocks === null) return [];
  const button = Button.safeParse(blocks);
  if (button.success) return [button.data.value.split(' ')[0]!];
  return Object.values(blocks).flatMap(reviewButtonsIn);
}
