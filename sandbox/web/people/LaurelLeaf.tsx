/** The app's picture: two laurel twigs on its own green. */
export function LaurelLeaf({ size }: { size: number }) {
  return (
    <svg className="laurel-leaf" width={size} height={size} viewBox="0 0 36 36" aria-hidden="true">
      <rect width="36" height="36" rx="8" fill="#1f4d3a" />
      <g stroke="#8fbf86" strokeWidth="1.4" strokeLinecap="round" fill="none">
        <path d="M18 29C11 27.5 7.5 22 8.2 13" />
        <path d="M18 29c7-1.500 10.500-7 9.800-16" />
      </g>
      <g fill="#b9dcae">
        {leaves.map(({ x, y, turn }) => (
          <g key={`${x} ${y}`}>
            <Leaf x={x} y={y} turn={turn} />
            <Leaf x={36 - x} y={y} turn={-turn} />
          </g>
        ))}
      </g>
    </svg>
  );
}

const leaves = [
  { x: 8.2, y: 10, turn: 8 },
  { x: 5.8, y: 15.2, turn: -32 },
  { x: 11.6, y: 16.2, turn: 42 },
  { x: 7.2, y: 21.2, turn: -52 },
  { x: 13.4, y: 21.6, turn: 24 },
  { x: 11.4, y: 26.4, turn: -74 },
];

function Leaf({ x, y, turn }: { x: number; y: number; turn: number }) {
  return (
    <path
      d="M0 -3.600C2.300 -1.500 2.300 1.500 0 3.600C-2.300 1.500 -2.300 -1.500 0 -3.600Z"
      transform={`translate(${x} ${y}) rotate(${turn})`}
    />
  );
}
