import type { Block as LibraryBlock } from 'slack-blocks-to-jsx';
import { Message } from 'slack-blocks-to-jsx';
import 'slack-blocks-to-jsx/dist/style.css';
import type { Block } from './contract.js';

/** Blocks that are only looked at, and that no message of Laurel has so far: markdown, charts, plans, video. */
export default function DrawnByLibrary({ block }: { block: Block }) {
  return <Message blocks={[block as LibraryBlock]} name="" logo="" theme="light" withoutWrapper />;
}
