import type { JsonObject } from '../../json.js';

export function Files({ files }: { files: readonly JsonObject[] }) {
  return (
    <ul className="message-files" aria-label="Files">
      {files.map(({ id, name, filetype, size }) => (
        <li key={String(id)} className="message-file">
          <span className="message-file-type" aria-hidden="true">
            {String(filetype || 'file').slice(0, 4)}
          </span>
          <span>
            <a href={`/control/files/${encodeURIComponent(String(id))}`} target="_blank" rel="noreferrer">
              {String(name)}
            </a>
            <span className="message-file-size">{sizeWords(Number(size))}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
