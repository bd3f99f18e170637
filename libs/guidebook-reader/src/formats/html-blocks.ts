import { listMark, type Block } from './block.js';
import { decodeEntities } from './html-text.js';

const longestBoldHeading = 80;

/** Blocks of the HTML that mammoth makes of a document: well formed, its text escaped. */
export function blocksOfHtml(html: string): { blocks: Block[]; pictures: number } {
  const reading = new HtmlReading();
  let at = 0;
  for (const found of html.matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/g)) {
    reading.text(html.slice(at, found.index));
    reading.tag(found[2] ?? '', found[1] === '/', found[3] ?? '');
    at = found.index + found[0].length;
  }
  reading.text(html.slice(at));
  reading.end();
  return reading;
}

class HtmlReading {
  readonly blocks: Block[] = [];
  pictures = 0;
  private kind: Block['kind'] = 'text';
  private level = 0;
  private words = '';
  private bold = '';
  private isBold = 0;
  private checkbox = false;
  private lists = 0;
  private tables = 0;
  private paragraphs = 0;

  text(raw: string): void {
    const text = decodeEntities(raw);
    this.words += text;
    if (this.isBold > 0) this.bold += text;
  }

  tag(name: string, closes: boolean, attributes: string): void {
    if (/^h[1-6]$/.test(name)) this.begin('heading', Number(name[1]), closes);
    else if (name === 'p') {
      // A paragraph within an item belongs to it.
      if (this.kind === 'item' && this.lists > 0) this.words += ' ';
      else this.begin('text', 0, closes);
    } else if (name === 'ul' || name === 'ol') {
      this.flush();
      this.lists += closes ? -1 : 1;
      if (!closes) this.kind = 'text';
    } else if (name === 'li') this.begin('item', Math.max(0, this.lists - 1), closes);
    else if (name === 'table') {
      this.flush();
      this.tables += closes ? -1 : 1;
    } else if (name === 'td' || name === 'th') this.begin('text', 0, closes);
    else if (name === 'strong') this.isBold += closes ? -1 : 1;
    else if (name === 'br') this.lineBreak();
    else if (name === 'input' && attributes.includes('checkbox')) this.checkbox = true;
    else if (name === 'img') this.pictures += 1;
  }

  end(): void {
    this.flush();
  }

  private begin(kind: Block['kind'], level: number, closes: boolean): void {
    this.flush();
    if (!closes) this.paragraphs += 1;
    this.kind = closes ? 'text' : kind;
    this.level = closes ? 0 : level;
  }

  private lineBreak(): void {
    if (this.kind === 'text') this.flush();
    else this.words += ' ';
  }

  private flush(): void {
    const text = this.words.replace(/\s+/g, ' ').trim();
    const wholeBold = text !== '' && this.bold.replace(/\s+/g, ' ').trim() === text;
    if (text !== '') this.blocks.push({ ...this.shape(text, wholeBold), place: `paragraph ${this.paragraphs}` });
    this.words = '';
    this.bold = '';
    this.checkbox = false;
  }

  /** Lists and headings that were made by hand, without a style, are seen by their marks. */
  private shape(text: string, wholeBold: boolean): Omit<Block, 'place'> {
    const boxed = this.checkbox ? { checkbox: true } : {};
    if (this.kind === 'heading') return { kind: 'heading', text, level: this.level };
    const mark = listMark(text);
    if (this.kind === 'item') return { kind: 'item', text: mark?.checkbox ? mark.text : text, level: this.level, ...(mark?.checkbox ? { checkbox: true } : boxed) };
    if (wholeBold && this.tables === 0 && text.length <= longestBoldHeading && !/[.;,]$/.test(text) && (mark === null || mark.numbered)) return { kind: 'heading', text, level: 4 };
    if (mark !== null && mark.text !== '') return { kind: 'item', text: mark.text, level: 0, ...(mark.checkbox ? { checkbox: true } : boxed) };
    return this.checkbox ? { kind: 'item', text, level: 0, checkbox: true } : { kind: 'text', text, level: 0 };
  }
}
