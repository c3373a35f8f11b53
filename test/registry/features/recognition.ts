import type { Message, Parser } from '../entries.js';

export const parsers: Readonly<Record<string, Parser>> = {};

export const messages: Readonly<Record<string, Message>> = {};
