/** A piece of a document: what every form is brought to before tasks are looked for. */
export interface Block {
  kind: 'heading' | 'item' | 'text';
  text: string;
  /** Where it stands, for people. */
  place: string;
  /** Of a heading from 1; of an item its depth from 0. */
  level: number;
  checkbox?: boolean;
}

/** A document as blocks, in order. */
export interface ReadDocument {
  /** As the document itself says, when it does. */
  title?: string;
  blocks: Block[];
  warnings: string[];
}

const checkboxes = /^(?:\[[ xX✓✔]?\]|[☐☑☒□❏❑❒✅🔲])\s*/u;
const bullets = /^(?:[-*+•‣◦⁃∙●○◆◇■▪▫►▸▶➢➤➔→·✓✔–—]|[\uf0a0-\uf0ff])\s+/u;
const letterBullet = /^o\s+(?=\p{Lu})/u;
const numbers = /^(?:\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[a-zA-Z]|[ivxIVX]{2,5})\)|(?:\d{1,3}(?:\.\d{1,3}){0,3}|[a-z]|[ivx]{1,5})\.)\s+/;
const steps = /^(?:step|task|action)\s+\d{1,3}(?:\.\d{1,3})?\s*(?:[:.)–—-]\s*|\s)(?=\S)/i;

/** What a line is when it starts with a mark of a list: its text without the mark, and what the mark was. */
export function listMark(line: string): { text: string; checkbox: boolean; numbered: boolean } | null {
  const found = bullets.exec(line) ?? letterBullet.exec(line) ?? numbers.exec(line) ?? steps.exec(line);
  const rest = found === null ? line : line.slice(found[0].length).trimStart();
  const box = checkboxes.exec(rest);
  if (found === null && box === null) return null;
  const text = (box === null ? rest : rest.slice(box[0].length)).trim();
  return { text, checkbox: box !== null, numbered: found !== null && /^[(\w]/.test(found[0]) && !/^o\s/.test(found[0]) };
}
