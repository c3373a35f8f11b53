import type { Message, Parser } from '../entries.js';
import * as handIn from './hand-in.js';
import * as review from './review.js';

export const parsers: Readonly<Record<string, Parser>> = { ...handIn.parsers };

export const messages: Readonly<Record<string, Message>> = { ...handIn.messages, ...review.messages };
