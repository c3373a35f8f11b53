import type { FileInput } from '@slack/types';
import { useId, useState } from 'react';
import { Cross } from '../confirm-dialog.js';
import type { UploadedFile } from '../contract.js';
import type { Controls } from '../controls.js';
import { listIn } from '../entries.js';
import { useSurroundings } from '../surroundings.js';
import { ErrorLine, Spinner } from '../words.js';
import type { Labelling } from './labelling.js';
import { ariaOf } from './labelling.js';

interface FileInputProps {
  element: FileInput;
  controls: Controls;
  labelling: Labelling;
}

/** A file is uploaded as soon as it is chosen; the form then carries its id. */
export function FileInputElement({ element, controls, labelling }: FileInputProps) {
  const { upload } = useSurroundings();
  const label = useId();
  const [known, setKnown] = useState<readonly UploadedFile[]>([]);
  const [uploading, setUploading] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string>();
  const ids = listIn(controls.entryOf(element));
  const most = element.max_files ?? 10;
  const endings = element.filetypes?.map((ending) => ending.toLowerCase());

  const add = async (files: readonly File[]) => {
    const refused = files.find(({ name }) => endings && !endings.includes(endingOf(name)));
    if (refused) return setProblem(`${refused.name} is not a kind of file that is taken here: ${endings?.join(', ')}.`);
    if (ids.length + files.length > most) {
      return setProblem(most === 1 ? 'Only one file can be added here.' : `At most ${most} files can be added here.`);
    }
    setProblem(undefined);
    setUploading(files.map(({ name }) => name));
    try {
      const uploaded = await Promise.all(files.map(upload));
      setKnown((before) => [...before, ...uploaded]);
      controls.fill(element, [...ids, ...uploaded.map(({ id }) => id)]);
    } catch {
      setProblem('The upload did not work. Try again.');
    } finally {
      setUploading([]);
    }
  };

  return (
    <div className="files">
      {ids.map((id) => {
        const name = known.find((file) => file.id === id)?.name ?? id;
        return (
          <span key={id} className="file">
            <FileSign /> <span className="file-name">{name}</span>
            <button
              type="button"
              className="clear"
              aria-label={`Remove ${name}`}
              onClick={() =>
                controls.fill(
                  element,
                  ids.filter((one) => one !== id),
                )
              }
            >
              <Cross />
            </button>
          </span>
        );
      })}
      {uploading.map((name) => (
        <span key={name} className="file" aria-busy="true">
          <Spinner /> <span className="file-name">{name}</span>
        </span>
      ))}
      {ids.length < most && uploading.length === 0 && (
        <label className="file-drop" data-invalid={labelling.isInvalid || undefined}>
          <input
            id={labelling.id}
            type="file"
            className="file-field"
            multiple={most > 1}
            accept={endings?.map((ending) => `.${ending}`).join(',')}
            {...ariaOf(labelling)}
            aria-labelledby={labelling.labelledBy ? `${labelling.labelledBy} ${label}` : label}
            onChange={({ target }) => {
              void add([...(target.files ?? [])]);
              // So that the same file can be chosen again.
              target.value = '';
            }}
          />
          <span id={label} className="button button-plain">
            {most === 1 ? 'Add file' : 'Add files'}
          </span>
        </label>
      )}
      {problem && <ErrorLine>{problem}</ErrorLine>}
    </div>
  );
}

const endingOf = (name: string) => name.split('.').at(-1)?.toLowerCase() ?? '';

function FileSign() {
  return (
    <svg className="file-sign" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M5 2.5h6.5l4 4v11H5zM11.5 2.5v4h4" />
    </svg>
  );
}
