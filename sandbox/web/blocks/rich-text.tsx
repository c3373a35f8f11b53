import type { RichTextBlock as RichText, RichTextElement } from '@slack/types';
import type { ReactNode } from 'react';
import {
  Address,
  ChannelMention,
  Emoji,
  GroupMention,
  inOrder,
  PersonMention,
  SlackDate,
  withSigns,
} from '../mrkdwn/mrkdwn.js';
import type { Names } from './contract.js';
import { useSurroundings } from './surroundings.js';

type Part = RichText['elements'][number];

export function RichTextBlock({ block }: { block: RichText }) {
  const { names } = useSurroundings();
  return <div className="rich-text">{inOrder(block.elements, (part) => drawnPart(part, names))}</div>;
}

function drawnPart(part: Part, names: Names): ReactNode {
  switch (part.type) {
    case 'rich_text_section':
      return <div>{runs(part.elements, names)}</div>;
    case 'rich_text_quote':
      return <blockquote className="quote">{runs(part.elements, names)}</blockquote>;
    case 'rich_text_preformatted':
      return <pre className="pre">{runs(part.elements, names)}</pre>;
    case 'rich_text_list': {
      const items = inOrder(part.elements, ({ elements }) => <li>{runs(elements, names)}</li>);
      const indent = part.indent ?? 0;
      const shape = { className: `list list-${indent % 3}`, style: { marginLeft: indent * 28 } };
      return part.style === 'ordered' ? (
        <ol {...shape} start={'offset' in part && typeof part.offset === 'number' ? part.offset + 1 : undefined}>
          {items}
        </ol>
      ) : (
        <ul {...shape}>{items}</ul>
      );
    }
  }
}

const runs = (elements: readonly RichTextElement[], names: Names) =>
  inOrder(elements, (element) => <Styled style={element.style}>{run(element, names)}</Styled>);

function run(element: RichTextElement, names: Names): ReactNode {
  switch (element.type) {
    case 'text':
      return withLines(element.text);
    case 'link':
      return <Address url={element.url}>{withSigns(element.text ?? element.url)}</Address>;
    case 'user':
      return <PersonMention id={element.user_id} names={names} />;
    case 'channel':
      return <ChannelMention id={element.channel_id} names={names} />;
    case 'usergroup':
      return <GroupMention label={element.usergroup_id} />;
    case 'team':
      return <GroupMention label={element.team_id} />;
    case 'broadcast':
      return <GroupMention label={element.range} />;
    case 'emoji':
      return <Emoji name={element.name} {...(element.unicode ? { unicode: element.unicode } : {})} />;
    case 'date':
      return <SlackDate {...element} fallback={element.fallback ?? ''} names={names} />;
    case 'color':
      return (
        <span>
          <span className="colour" style={{ backgroundColor: element.value }} aria-hidden="true" /> {element.value}
        </span>
      );
  }
}

const withLines = (text: string) =>
  inOrder(text.split('\n'), (line, index) => (
    <>
      {index > 0 && <br />}
      {withSigns(line)}
    </>
  ));

function Styled({ style = {}, children }: { style: RichTextElement['style']; children: ReactNode }) {
  let styled = children;
  if (style.code) styled = <code className="code">{styled}</code>;
  if (style.strike) styled = <s>{styled}</s>;
  if (style.underline) styled = <u>{styled}</u>;
  if (style.italic) styled = <i>{styled}</i>;
  if (style.bold) styled = <b>{styled}</b>;
  return styled;
}
