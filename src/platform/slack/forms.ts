import { z } from 'zod';
import { SlackUserId } from '../../shared/links.js';

/** What stands in one input: a text, date, time, option or person; several options or people; or files. */
export type FormValue = string | readonly string[] | readonly SlackFile[] | null;

/** By the name of the input. What was left empty is null. */
export type FormValues = Readonly<Record<string, FormValue>>;

/** A file as Slack describes it in a dialog. Name, kind and size are the sender's word: look at the bytes. */
export type SlackFile = z.infer<typeof SlackFile>;
export const SlackFile = z.object({
  id: z.string().regex(/^F[A-Z0-9]{2,30}$/),
  name: z.string().max(500).catch(''),
  size: z.int().min(0).nullable().catch(null),
});

const chosen = z.object({ value: z.string().max(150) });
const ElementState = z.object({
  type: z.string().max(50),
  value: z.string().max(3_000).nullish(),
  selected_date: z.string().max(10).nullish(),
  selected_time: z.string().max(5).nullish(),
  selected_option: chosen.nullish(),
  selected_options: z.array(chosen).max(100).nullish(),
  selected_user: SlackUserId.nullish(),
  selected_users: z.array(SlackUserId).max(1_000).nullish(),
  files: z.array(SlackFile).max(10).nullish(),
});
const Values = z.record(z.string(), z.record(z.string(), ElementState));

/** What is read of a dialog that was sent in. */
export const FormPayload = z.object({
  user: z.object({ id: SlackUserId, team_id: z.string().optional() }),
  team: z.object({ id: z.string() }).nullish(),
  view: z.object({
    id: z.string().max(100),
    private_metadata: z.string().max(3_000).default(''),
    state: z.object({ values: Values }),
  }),
});

/** The answers by the names of their inputs, which are block id and action id at once (see `blocks.tsx`). */
export function formValues(values: z.infer<typeof Values>): FormValues {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, elements]) => {
      const [element] = Object.values(elements);
      return element === undefined ? [] : [[name, heldBy(element)]];
    }),
  );
}

function heldBy(element: z.infer<typeof ElementState>): FormValue {
  const {
    value,
    selected_date,
    selected_time,
    selected_option,
    selected_options,
    selected_user,
    selected_users,
    files,
  } = element;
  const one = value ?? selected_date ?? selected_time ?? selected_option?.value ?? selected_user;
  if (one !== undefined && one !== null) return one.trim() === '' ? null : one;
  return selected_options?.map((option) => option.value) ?? selected_users ?? files ?? null;
}

/** One answer as text; null when it was left empty or is something else. */
export const textOf = (values: FormValues, name: string): string | null => {
  const value = values[name];
  return typeof value === 'string' ? value : null;
};

/** Several options or people. */
export const listOf = (values: FormValues, name: string): readonly string[] => {
  const value = values[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
};

export const filesOf = (values: FormValues, name: string): readonly SlackFile[] => {
  const value = values[name];
  return Array.isArray(value) ? value.filter((one): one is SlackFile => typeof one === 'object') : [];
};
