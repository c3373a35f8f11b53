import { identifier, url } from './block-objects.js';
import { anything, byType, flag, list, number, oneOf, shape, text } from './checks.js';

const style = {
  style: shape({}, { bold: flag, italic: flag, strike: flag, underline: flag, code: flag, highlight: flag }),
};

const inline = byType(
  {
    text: shape({ type: anything, text: text(3000) }, style),
    link: shape({ type: anything, url }, { ...style, text: text(3000), unsafe: flag }),
    user: shape({ type: anything, user_id: identifier }, style),
    usergroup: shape({ type: anything, usergroup_id: identifier }, style),
    channel: shape({ type: anything, channel_id: identifier }, style),
    team: shape({ type: anything, team_id: identifier }, style),
    broadcast: shape({ type: anything, range: oneOf('here', 'channel', 'everyone') }, style),
    emoji: shape({ type: anything, name: text(255) }, { ...style, unicode: text(255), url, skin_tone: number(1, 6) }),
    date: shape({ type: anything, timestamp: number(0), format: text(255) }, { ...style, url, fallback: text(255) }),
    color: shape({ type: anything, value: text(20) }, style),
  },
  'unsupported rich text element',
);

const inlines = list(inline, { least: 0, most: 1000 });
const border = { border: oneOf(0, 1) };
const section = shape({ type: oneOf('rich_text_section'), elements: inlines });

const part = byType(
  {
    rich_text_section: section,
    rich_text_list: shape(
      {
        type: anything,
        style: oneOf('bullet', 'ordered'),
        elements: list(section, { most: 1000 }),
      },
      { ...border, indent: number(0, 8), offset: number(0) },
    ),
    rich_text_quote: shape({ type: anything, elements: inlines }, border),
    rich_text_preformatted: shape({ type: anything, elements: inlines }, { ...border, language: text(50) }),
  },
  'unsupported rich text part',
);

/** A rich_text block, also as the cell of a table or the title of a container. */
export const richText = shape(
  { type: oneOf('rich_text'), elements: list(part, { most: 1000 }) },
  { block_id: identifier },
);
