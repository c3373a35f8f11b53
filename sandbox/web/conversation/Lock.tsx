/** Marks a private channel. */
export function Lock() {
  return (
    <svg
      width="14"
      height="14"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      aria-hidden="true"
    >
      <rect x="3" y="7" width="10" height="7" rx="1.5" />
      <path d="M5.500 7V5a2.500 2.500 0 0 1 5 0v2" />
    </svg>
  );
}
