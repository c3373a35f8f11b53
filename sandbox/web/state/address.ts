import type { PlaceName } from './state.js';

/** What the page's address says: `?as=U…&in=home|messages|C…`. Either may be missing. */
export function readAddress(search: string): { as: string | null; place: PlaceName | null } {
  const query = new URLSearchParams(search);
  const place = query.get('in');
  return { as: query.get('as'), place: isPlace(place) ? place : null };
}

export function addressOf(me: string, place: PlaceName): string {
  return `?${new URLSearchParams({ as: me, in: place })}`;
}

function isPlace(text: string | null): text is PlaceName {
  return text === 'home' || text === 'messages' || /^C[A-Z0-9]+$/.test(text ?? '');
}
