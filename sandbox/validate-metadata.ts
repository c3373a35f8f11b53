import { SlackError } from './call.js';
import type { JsonObject } from './json.js';
import { isObject } from './json.js';

/** Slack publishes no number; this is ours. */
const MOST_BYTES = 8_000;
const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

/** The metadata of a message or null for none. Throws invalid_metadata_format or metadata_too_large. */
export function checkMetadata(value: unknown): JsonObject | null {
  if (value === undefined || (isObject(value) && Object.keys(value).length === 0)) return null;
  if (!isObject(value)) throw invalid('metadata must be an object');
  const { event_type: eventType, event_payload: payload } = value;
  if (typeof eventType !== 'string' || !/^[A-Za-z0-9_]{1,255}$/.test(eventType)) {
    throw invalid('event_type must be alphanumeric');
  }
  if (!isObject(payload)) throw invalid('event_payload must be an object');
  if (Buffer.byteLength(JSON.stringify(value)) > MOST_BYTES) throw new SlackError('metadata_too_large');
  for (const [name, field] of Object.entries(payload)) {
    if (!NAME.test(name)) throw invalid(`${name} is no property name`);
    if (!isField(field)) throw invalid(`${name} must be a string, number, boolean or one level of them`);
  }
  return { event_type: eventType, event_payload: payload };
}

function isField(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((item) => isPlain(item) || isFlat(item));
  return isPlain(value) || isFlat(value);
}

function isFlat(value: unknown): boolean {
  return isObject(value) && Object.entries(value).every(([name, field]) => NAME.test(name) && isPlain(field));
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function invalid(problem: string): SlackError {
  return new SlackError('invalid_metadata_format', { response_metadata: { messages: [`[ERROR] ${problem}`] } });
}
