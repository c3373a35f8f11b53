/** Where in a bundle the modules of src/ lie: from this line on (counted from 1), until the next one. Null: others'. */
export type ModuleLines = readonly (readonly [firstLine: number, file: string | null])[];

/** Beside its bundle. */
export const linesFileOf = (bundle: string) => `${bundle}.lines.json`;

/** esbuild writes each module's path as a comment above it, unless it minifies. */
export function linesOf(bundle: string): ModuleLines {
  const lines = bundle.split('\n');
  return lines.flatMap((text, index) => {
    const path = /^\s*\/\/ (\S+\.[cm]?[jt]sx?)$/.exec(text)?.[1];
    if (path === undefined) return [];
    const isOurs = /(^|\/)src\//.test(path) && !path.includes('node_modules/');
    return [[index + 1, isOurs ? path.split('/').at(-1)! : null] as const];
  });
}

/** The file of src/ at this line of the bundle. */
export function fileAt(modules: ModuleLines, line: number): string | null {
  let [low, high] = [0, modules.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (modules[middle]![0] <= line) low = middle + 1;
    else high = middle;
  }
  return modules[low - 1]?.[1] ?? null;
}
