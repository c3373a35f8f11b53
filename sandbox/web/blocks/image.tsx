import type { ImageBlock as Image, ImageElement } from '@slack/types';
import { Plain } from '../mrkdwn/mrkdwn.js';

export function ImageBlock({ block }: { block: Image }) {
  return (
    <figure className="image">
      {block.title && (
        <figcaption className="image-title">
          <Plain text={block.title.text} />
        </figcaption>
      )}
      <Picture of={block} className="image-picture" />
    </figure>
  );
}

export function Picture({ of, className }: { of: Image | ImageElement; className: string }) {
  return <img className={className} src={addressOf(of)} alt={of.alt_text} loading="lazy" />;
}

/** A file of the workspace is fetched from the sandbox. */
function addressOf(image: Image | ImageElement): string | undefined {
  if ('image_url' in image && image.image_url) return image.image_url;
  if (!('slack_file' in image) || !image.slack_file) return undefined;
  return 'id' in image.slack_file ? `/control/files/${image.slack_file.id}` : image.slack_file.url;
}
