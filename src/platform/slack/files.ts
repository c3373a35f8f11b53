import { z } from 'zod';
import type { Clients } from './clients.js';
import { slackCodeOf } from './replies.js';

/** A file as Slack keeps it. `url` is null when Slack only points to it elsewhere. */
export type FileInfo = Readonly<{ uploadedBy: string; bytes: number; url: string | null }>;

const transferTimeoutMs = 60_000;

const Info = z.object({
  user: z.string(),
  size: z.number(),
  url_private: z.string().optional(),
  url_private_download: z.string().optional(),
});

/** Files that people gave to the app, and files that the app shows to one person. */
export function createSlackFiles({ clients }: { clients: Pick<Clients, 'reading' | 'interactive'> }) {
  const { reading, interactive } = clients;

  return {
    /** Undefined when it is gone, or was never ours to see. */
    async info(fileId: string): Promise<FileInfo | undefined> {
      try {
        const { file } = await reading.files.info({ file: fileId });
        const { user, size, url_private, url_private_download } = Info.parse(file);
        const url = url_private_download ?? url_private;
        return { uploadedBy: user, bytes: size, url: url !== undefined && isSlacks(url) ? url : null };
      } catch (error) {
        if (['file_not_found', 'file_deleted', 'file_not_visible'].includes(slackCodeOf(error) ?? '')) return undefined;
        throw error;
      }
    },

    /** The bytes at an address of `info`, or that they are more than `most`. Undefined when there are none any more. */
    async download(url: string, most: number): Promise<Buffer | 'too-big' | undefined> {
      if (!isSlacks(url)) throw new Error('The token goes to Slack alone');
      const response = await fetch(url, {
        headers: { authorization: `Bearer ${reading.token}` },
        // Slack redirects to its login page when the token may not read files: that is no evidence.
        redirect: 'error',
        signal: AbortSignal.timeout(transferTimeoutMs),
      });
      if (response.status === 404 || response.status === 410) return undefined;
      if (!response.ok || response.body === null) throw new Error(`A file was answered with ${response.status}`);
      const chunks: Uint8Array[] = [];
      let length = 0;
      for await (const chunk of response.body) {
        length += chunk.length;
        if (length > most) return 'too-big';
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    },

    /** Puts files into one person's conversation with the app, with words that are escaped already. Throws when Slack does. */
    async show({
      slackId,
      files,
      words,
    }: {
      slackId: string;
      files: readonly Readonly<{ name: string; bytes: Uint8Array }>[];
      words: string;
    }): Promise<void> {
      const { channel } = await interactive.conversations.open({ users: slackId });
      const uploaded: { id: string; title: string }[] = [];
      for (const { name, bytes } of files) {
        const { upload_url, file_id } = await interactive.files.getUploadURLExternal({
          filename: name,
          length: bytes.length,
        });
        if (upload_url === undefined || file_id === undefined || !isSlacks(upload_url))
          throw new Error('Slack named no address of its own to upload to');
        const response = await fetch(upload_url, {
          method: 'POST',
          body: new Uint8Array(bytes),
          redirect: 'error',
          signal: AbortSignal.timeout(transferTimeoutMs),
        });
        if (!response.ok) throw new Error(`An upload was answered with ${response.status}`);
        uploaded.push({ id: file_id, title: name });
      }
      const [first, ...rest] = uploaded;
      if (first === undefined || channel?.id === undefined) return;
      await reading.files.completeUploadExternal({
        files: [first, ...rest],
        channel_id: channel.id,
        initial_comment: words,
      });
    },
  };

  /** Only Slack itself, or the local Slack that we were told to talk to, is sent the token or anybody's evidence. */
  function isSlacks(url: string): boolean {
    if (!URL.canParse(url)) return false;
    const { origin, protocol, hostname } = new URL(url);
    if (origin === new URL(reading.slackApiUrl).origin) return true;
    return protocol === 'https:' && slackDomains.some((domain) => hostname.endsWith(`.${domain}`));
  }
}

const slackDomains = ['slack.com', 'slack-files.com', 'slack-gov.com'];

export type SlackFiles = ReturnType<typeof createSlackFiles>;
