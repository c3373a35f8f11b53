/** The file as a whole cannot be loaded; the message is the sentence to show. */
export class FileRefused extends Error {
  override name = 'FileRefused';
}
