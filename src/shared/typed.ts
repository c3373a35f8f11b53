/** What Slack has escaped in the text of a command (`should_escape`), as the person wrote it. */
export const asTyped = (text: string): string =>
  text.replace(bracketed, writtenAs).replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

/** `<@U1|ana>` is @ana, `<!here>` is @here, `<#C1|general>` is #general; a link is its address. */
export function writtenAs(piece: string): string {
  const [id = '', name = id.slice(1)] = piece.slice(1, -1).split('|');
  const isLink = !/^[@!#]/.test(id);
  return isLink ? id : `${id.startsWith('#') ? '#' : '@'}${name.replace(/^[@#]/, '')}`;
}

/** Looks no further than the next bracket: a text of many would take seconds otherwise. */
const bracketed = /<[^<>]*>/g;
