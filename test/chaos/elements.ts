import type { JsonObject } from '../../sandbox/json.js';
import { isObject, objectsOf } from '../../sandbox/json.js';

/** Something to press: where it stands, and what it carries. */
export type Element = Readonly<{ blockId: string; kind: 'button' | 'menu'; values: readonly string[] }>;

/** All elements of this action id, in the order in which they are shown. */
export function elementsOf(blocks: readonly JsonObject[] | null | undefined, actionId: string): Element[] {
  return (blocks ?? []).flatMap((block) => {
    const held = [block.accessory, ...objectsOf(block.elements)].filter(isObject);
    return held
      .filter((element) => element.action_id === actionId)
      .map((element) => ({
        blockId: String(block.block_id),
        kind: element.type === 'button' ? 'button' : 'menu',
        values: valuesOf(element),
      }));
  });
}

/** The first one whose value begins with this id. */
export function elementAbout(blocks: readonly JsonObject[] | null | undefined, actionId: string, id: string) {
  for (const { values, ...element } of elementsOf(blocks, actionId)) {
    const about = values.filter((value) => value.startsWith(`${id} `));
    if (about.length > 0) return { ...element, values: about };
  }
  return undefined;
}

const valuesOf = ({ value, options }: JsonObject): string[] =>
  typeof value === 'string' ? [value] : objectsOf(options).map((option) => String(option.value));
