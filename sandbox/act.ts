import type { SlashCommand } from './acts/command.js';
import { useCommand } from './acts/command.js';
import type { Submission, Submitted } from './acts/forms.js';
import { closeForm, submitForm } from './acts/forms.js';
import { changeUser, joinTeam, openHome, writeToApp } from './acts/presence.js';
import type { Press, PressPlace } from './acts/press.js';
import { press, suggest } from './acts/press.js';
import { say } from './acts/say.js';
import type { Stage } from './acts/stage.js';
import type { Delivered } from './delivery.js';
import type { Saying } from './page-contract.js';
import type { MemberChange, NewMember } from './workspace.js';

/**
 * What people do. Each act is logged, told to the app, and resolves with how the app took it; undefined means that the
 * app's manifest does not ask to be told. An act that the real client would not allow throws Refused.
 */
export interface Act {
  press(what: Press & PressPlace): Promise<Delivered>;
  /** What an external select offers after this was typed: the app's options are in `response`. */
  suggest(what: Omit<Press, 'value'> & { query: string } & PressPlace): Promise<Delivered>;
  submit(form: Submission): Promise<Submitted>;
  close(form: { user: string; which?: 'top' | 'all' }): Promise<Delivered | undefined>;
  command(command: SlashCommand): Promise<Delivered>;
  openHome(who: { user: string; tab?: 'home' | 'messages' }): Promise<Delivered | undefined>;
  message(message: { user: string; text: string; threadTs?: string }): Promise<Delivered | undefined>;
  /** Writes into a channel. */
  say(message: Saying): Promise<Delivered | undefined>;
  join(member: NewMember): Promise<Delivered | undefined>;
  change(userId: string, change: MemberChange): Promise<Delivered | undefined>;
  leave(userId: string): Promise<Delivered | undefined>;
}

export function createAct(stage: Stage): Act {
  return {
    press: (what) => press(stage, what),
    suggest: (what) => suggest(stage, what),
    submit: (form) => submitForm(stage, form),
    close: (form) => closeForm(stage, form),
    command: (command) => useCommand(stage, command),
    openHome: (who) => openHome(stage, who),
    message: (message) => writeToApp(stage, message),
    say: (message) => say(stage, message),
    join: (member) => joinTeam(stage, member),
    change: (userId, change) => changeUser(stage, userId, change),
    leave: (userId) => changeUser(stage, userId, { deleted: true }),
  };
}
