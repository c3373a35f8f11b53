import { LaurelLeaf } from './LaurelLeaf.js';

/** Decoration only: the name stands beside it. */
export function Avatar({ of, name, size }: { of: 'app' | 'person'; name: string; size: number }) {
  if (of === 'app') return <LaurelLeaf size={size} />;
  const style = { width: size, height: size, fontSize: size * 0.42, background: colourOf(name) };
  return (
    <span className="avatar" style={style} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => /^\p{L}/u.test(word));
  const [first = '?', ...others] = words.map((word) => [...word][0]?.toUpperCase());
  return `${first}${others.at(-1) ?? ''}`;
}

/** Dark enough for white letters. */
const colours = ['#8b3a62', '#2d5d8f', '#3f7a4f', '#a2541f', '#5b4b9a', '#19737a', '#8a6a12', '#a03a3a', '#4a5f73'];

function colourOf(name: string): string {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return colours[sum % colours.length] ?? '#4a5f73';
}
