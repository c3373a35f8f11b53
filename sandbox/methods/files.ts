import type { Method, Params } from '../call.js';
import { invalidArguments, SlackError } from '../call.js';
import { isObject, objectsOf } from '../json.js';
import { checkNewWords, postMessage, takeMessageSlot } from '../messages.js';
import { fileJson } from '../slack-json.js';
import type { StoredFile } from '../workspace.js';
import type { World } from '../world.js';
import { channelOf, isMember } from './channel-of.js';

export const fileMethods: Record<string, Method> = {
  'files.getUploadURLExternal': {
    token: 'bot',
    scopes: ['files:write'],
    tier: 'tier4',
    run(params, world) {
      const name = params.required('filename');
      const length = params.integer('length');
      if (length === undefined || length < 1) throw invalidArguments('length must be a positive integer');
      const file: StoredFile = {
        id: world.ids.next('F'),
        name,
        title: name,
        bytes: Buffer.alloc(0),
        completed: false,
        userId: world.identity.botUserId,
        channels: [],
        created: Math.floor(world.clock.now().getTime() / 1000),
      };
      world.workspace.files.set(file.id, file);
      return { file_id: file.id, upload_url: `${world.url()}/upload/v1/${file.id}` };
    },
  },
  'files.completeUploadExternal': {
    token: 'bot',
    scopes: ['files:write'],
    tier: 'tier4',
    run(params, world) {
      const files = uploaded(params, world);
      const channelId = params.text('channel_id');
      const channel = channelId === undefined ? undefined : channelOf(world, channelId);
      if (channel && !isMember(world, channel)) throw new SlackError('not_in_channel');
      if (channel) takeMessageSlot(world, channel);
      for (const { file, title } of files) {
        file.completed = true;
        file.title = title ?? file.title;
        world.log.append({
          kind: 'file.uploaded',
          fileId: file.id,
          name: file.name,
          bytes: file.bytes.length,
          by: 'app',
        });
      }
      if (channel) {
        const text = params.text('initial_comment') ?? files.map(({ file }) => file.title).join(', ');
        const words = checkNewWords(world, { text, blocks: undefined, attachments: undefined, metadata: undefined });
        const fileIds = files.map(({ file }) => file.id);
        for (const { file } of files) file.channels.push(channel.id);
        const threadTs = params.text('thread_ts');
        postMessage(world, channel, {
          words,
          threadTs,
          files: fileIds,
          by: 'app',
          via: 'files.completeUploadExternal',
        });
      }
      return { files: files.map(({ file }) => fileJson(world, file)) };
    },
  },
  'files.info': {
    token: 'bot',
    scopes: ['files:read'],
    tier: 'tier4',
    run(params, world) {
      const file = world.workspace.files.get(params.required('file'));
      if (!file?.completed) throw new SlackError('file_not_found');
      return { file: fileJson(world, file), comments: [], response_metadata: { next_cursor: '' } };
    },
  },
};

function uploaded(params: Params, world: World): { file: StoredFile; title: string | undefined }[] {
  const given = objectsOf(params.json('files', 'invalid_arguments'));
  if (given.length === 0) throw invalidArguments('files must list at least one file');
  return given.filter(isObject).map(({ id, title }) => {
    const file = world.workspace.files.get(String(id));
    if (!file || file.bytes.length === 0) throw new SlackError('file_not_found');
    return { file, title: typeof title === 'string' ? title : undefined };
  });
}
