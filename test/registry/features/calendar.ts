import fc from 'fast-check';
import { FeedFile } from '../../../src/features/training-time/calendar/http.js';
import { Invitation, InvitationId } from '../../../src/features/training-time/calendar/invitation.js';
import * as calendar from '../../../src/features/training-time/calendar/messages.js';
import { MailAddress } from '../../../src/platform/mail/address.js';
import { newStudyPlanId } from '../../../src/shared/ids.js';
import { anInvitation } from '../../builders/invitation.js';
import type { Message, Parser } from '../entries.js';
import { message, part, schema } from '../entries.js';
import { hostileText } from '../hostile.js';

export const parsers: Readonly<Record<string, Parser>> = {
  'src/features/training-time/calendar/http.ts#FeedFile': schema(FeedFile, `${'0a'.repeat(20)}.ics`),
  'src/features/training-time/calendar/invitation.ts#Invitation': schema(Invitation, anInvitation()),
  'src/features/training-time/calendar/invitation.ts#InvitationId': schema(
    InvitationId,
    anInvitation()._id,
    newStudyPlanId(),
  ),
  'src/platform/mail/address.ts#MailAddress': schema(MailAddress, 'ana@example.com'),
};

const file = 'src/features/training-time/calendar/messages.tsx';

export const messages: Readonly<Record<string, Message>> = {
  [`${file}#CalendarControls`]: part(
    calendar.CalendarControls,
    fc.tuple(fc.record({ address: fc.constantFrom('made', 'offered', 'none') })),
    'control',
  ),
  [`${file}#calendarAddress`]: message(calendar.calendarAddress, fc.tuple(hostileText)),
  [`${file}#fileSent`]: message(calendar.fileSent, fc.tuple(fc.constantFrom('sent', 'nothing-planned'))),
  [`${file}#noAddress`]: message(calendar.noAddress, fc.tuple()),
};
