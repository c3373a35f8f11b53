import type { RecognitionChannel } from '../../src/features/recognition/channel.js';
import { recognitionChannelId } from '../../src/features/recognition/channel.js';
import type { Post } from '../../src/features/recognition/post.js';
import type { Zone } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { newCredentialId, newPersonId, newPostId } from '../../src/shared/ids.js';

/** A post about which its person was asked on 1 October 2026, with the time to answer still running. */
export function aPost(fields: Partial<Post> = {}): Post {
  return {
    _id: newPostId(),
    version: 0,
    credentialId: newCredentialId(),
    personId: newPersonId(),
    certificationId: 'CERT-1' as CertificationId,
    state: 'asked',
    line: '',
    proposedAt: new Date('2026-10-01T07:00:00Z'),
    askedAt: new Date('2026-10-01T07:01:00Z'),
    answerBy: new Date('2026-10-05T21:59:00Z'),
    channel: 'C0PRAISE',
    place: null,
    ts: null,
    sharesReward: false,
    ...fields,
  };
}

/** The channel of Support in Madrid, which hears how far its team is. */
export function aChannel(fields: Partial<RecognitionChannel> = {}): RecognitionChannel {
  const { team = 'Support' } = fields;
  return {
    _id: recognitionChannelId(team),
    version: 0,
    team,
    channel: 'C0SUPPORT',
    zone: 'Europe/Madrid' as Zone,
    postsADay: 3,
    tellsGoals: true,
    ...fields,
  };
}
