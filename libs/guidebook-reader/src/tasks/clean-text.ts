/** Characters that change how text reads without being seen: direction, zero width, tags, controls. */
const unseen = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const halves = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text as one line that reads as it looks: composed, spaces single, without unseen characters. */
export function cleanText(text: string): string {
  return text.replace(halves, '\ufffd').normalize('NFC').replace(unseen, '').replace(/\s+/gu, ' ').trim();
}

/** How many unseen characters a text has that {@link cleanText} takes out. */
export function countUnseen(text: string): number {
  return text.match(unseen)?.length ?? 0;
}

/** At most `longest` characters, cut between words where it can be. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '');
  const space = cut.lastIndexOf(' ');
  return `${space > longest / 2 ? cut.slice(0, space) : cut}…`;
}
