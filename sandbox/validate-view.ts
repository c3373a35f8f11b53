import { identifier, plainText } from './block-objects.js';
import { SlackError } from './call.js';
import type { Check, Problem } from './checks.js';
import { anything, flag, oneOf, shape, text } from './checks.js';
import type { Ids } from './ids.js';
import type { JsonObject } from './json.js';
import { isObject } from './json.js';
import { blockProblems, checkBlocks, invalidBlocks } from './validate-blocks.js';
import type { View } from './view-store.js';

const MOST_BYTES = 250_000;

const common = { callback_id: text(255, 0), external_id: identifier, private_metadata: text(3000, 0) };
const outlines: Record<View['kind'], Check> = {
  modal: shape(
    { type: oneOf('modal'), title: plainText(24), blocks: anything },
    {
      ...common,
      submit: plainText(24),
      close: plainText(24),
      clear_on_close: flag,
      notify_on_close: flag,
      submit_disabled: flag,
    },
  ),
  home: shape({ type: oneOf('home'), blocks: anything }, common),
};

/** The view with ids filled in. Throws invalid_arguments with reasons, or view_too_large. */
export function checkView(value: unknown, kind: View['kind'], ids: Ids): View['spec'] {
  if (!isObject(value)) throw invalidBlocks([{ at: '/view', message: 'must be an object' }], 'invalid_arguments');
  const problems = [...outlines[kind](value, '/view'), ...blockFaults(value, kind)];
  if (problems.length > 0) throw invalidBlocks(problems, 'invalid_arguments');
  if (Buffer.byteLength(JSON.stringify(value)) > MOST_BYTES) throw new SlackError('view_too_large');
  return { ...structuredClone(value), blocks: checkBlocks(value.blocks, kind, ids) ?? [] };
}

function blockFaults(view: JsonObject, kind: View['kind']): Problem[] {
  if (!Array.isArray(view.blocks)) return [{ at: '/view/blocks', message: 'must be an array' }];
  const needsSubmit = kind === 'modal' && view.blocks.some((block) => isObject(block) && block.type === 'input');
  return [
    ...blockProblems(view.blocks, kind).map(({ at, message }) => ({ at: `/view${at}`, message })),
    ...(needsSubmit && !view.submit
      ? [{ at: '/view/submit', message: 'is required when there are input blocks' }]
      : []),
  ];
}
