import type { ScriptLanguage } from '../core/language.js';

/** A script inside an HTML application, a Windows script file or a scriptlet. */
export interface ScriptBlock {
  language: ScriptLanguage;
  start: number;
  end: number;
}

const opening = /<script\b([^>]{0,2000})>/gi;
const attribute = /\b(?:language|type)\s{0,9}=\s{0,9}["']?([\w./+-]{1,60})/i;

/** The bodies of `<script>` elements with their language; without one given it is that of the block before, JavaScript first. Linear in the text. */
export function scriptBlocks(text: string): ScriptBlock[] {
  const blocks: ScriptBlock[] = [];
  let last: ScriptLanguage = 'javascript';
  opening.lastIndex = 0;
  for (let match = opening.exec(text); match !== null && blocks.length < 1000; match = opening.exec(text)) {
    const attributes = match[1] ?? '';
    if (attributes.endsWith('/')) continue;
    const named = attribute.exec(attributes)?.[1]?.toLowerCase();
    const language: ScriptLanguage = named === undefined ? last : /vb/.test(named) ? 'vbscript' : /js|java|jscript|ecma|module/.test(named) ? 'javascript' : /python/.test(named) ? 'python' : 'unknown';
    last = language === 'unknown' ? last : language;
    let start = match.index + match[0].length;
    const closing = /<\/script/gi;
    closing.lastIndex = start;
    const close = closing.exec(text);
    let end = close?.index ?? text.length;
    opening.lastIndex = end;
    const head = /^\s{0,200}(?:<!\[CDATA\[|<!--[^\r\n]{0,80})/.exec(text.slice(start, Math.min(end, start + 400)));
    if (head !== null) start += head[0].length;
    const tail = /(?:\]\]>|(?:\/\/|')?\s{0,9}-->)\s{0,200}$/.exec(text.slice(Math.max(start, end - 400), end));
    if (tail !== null) end -= tail[0].length;
    if (language !== 'unknown' && end > start) blocks.push({ language, start, end });
    if (close === null) break;
  }
  return blocks;
}

/** Whether a text is markup around scripts rather than a script. */
export function isMarkup(text: string): boolean {
  return /^[\s\uFEFF]{0,200}(?:<\?xml|<!doctype|<html|<head|<body|<hta:|<script|<job|<package|<scriptlet|<component|<meta|<title|<xsl:|<\?component|<registration|<!--)/i.test(text.slice(0, 600)) && /<script\b/i.test(text);
}
