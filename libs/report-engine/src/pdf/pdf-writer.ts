import type { Content, ContentText, TableCell } from 'pdfmake/interfaces.js';
import { shownTime } from '../compose/report-context.js';
import { marksOf } from '../export/limit-report.js';
import { escapeXml, figureSvg, paperColours, type FigurePaint } from '../figures/figure-svg.js';
import type { Block, Figure, Report, ReportSection, Sentence, TableBlock } from '../report.js';
import { noteOf, standingOf, type ReportTexts } from '../texts/report-texts.js';
import type { FontBook, FontStyle } from './font-book.js';

const pageWidth = 595 - 80;
const quiet = '#56636f';
const rule = '#d5dbe1';

const tlpColours: Readonly<Record<string, string>> = { 'TLP:CLEAR': '#ffffff', 'TLP:GREEN': '#33ff00', 'TLP:AMBER': '#ffc000', 'TLP:AMBER+STRICT': '#ffc000', 'TLP:RED': '#ff2b2b' };

const tableLayout = {
  hLineWidth: (index: number, node: { table: { body: unknown[] } }): number => (index === 0 || index === node.table.body.length ? 0 : 0.5),
  vLineWidth: (): number => 0,
  hLineColor: (): string => rule,
  paddingLeft: (): number => 4,
  paddingRight: (): number => 4,
  paddingTop: (): number => 2.5,
  paddingBottom: (): number => 2.5,
};

/**
 * Words of hundreds of letters with places to break: the layout measures the rest of a word again for every line of it. Hashes and
 * names are shorter and stay whole, so that they can be copied.
 */
function breakable(text: string): string {
  return text.replace(/\S{200,}/gu, (word) => (word.match(/.{1,60}/gu) ?? []).join('\u200b'));
}

/**
 * Every style that pdfmake asks of a word. It looks for each that is not said in all the parents of the word, which is most of the
 * time of a long document.
 */
const plain = { fontSize: 9.5, color: paperColours.ink, lineHeight: 1.2, italics: false, alignment: 'left', characterSpacing: 0, decoration: '', decorationColor: '', decorationStyle: '', decorationThickness: 0, linkToPage: 0, noWrap: false, opacity: 1, sup: false, sub: false, leadingIndent: 0, preserveLeadingSpaces: false, preserveTrailingSpaces: false };

/** Whether a block surely fits under a heading on one page. */
function isShort(block: Block): boolean {
  const letters = JSON.stringify(block).length;
  return block.kind === 'figure' || ((block.kind !== 'table' || block.rows.length <= 10) && letters < 4_000);
}

/** Writes a report as the content of pdfmake. Every text goes through the font book; none is markup. */
export class PdfWriter {
  /** Family of plain Latin text. */
  readonly mainFont: string;

  constructor(
    private readonly report: Report,
    private readonly texts: ReportTexts,
    private readonly book: FontBook,
  ) {
    this.mainFont = book.runs('Aa ')[0]?.font ?? '';
  }

  title(): Content[] {
    const { report, texts } = this;
    const state = [standingOf(report, texts), report.asOf === '' ? '' : `${texts.summary.asOf}: ${shownTime(report.asOf)} UTC`].filter(Boolean).join('. ');
    return [
      ...(report.logo === '' ? [] : [{ image: report.logo, fit: [160, 48] as [number, number], margin: [0, 0, 0, 10] as [number, number, number, number] }]),
      this.text(report.title, 'bold', { fontSize: 20, lineHeight: 1.1 }),
      ...(report.subtitle === '' ? [] : [this.text(report.subtitle, 'text', { fontSize: 13, margin: [0, 2, 0, 2] })]),
      ...(report.organisation === '' ? [] : [this.text(report.organisation, 'text', { color: quiet })]),
      this.text(state, 'bold', { color: report.interim ? '#8f5600' : quiet, margin: [0, 4, 0, 4] }),
      this.text(noteOf(report, texts), 'text', { color: quiet, fontSize: 8.5 }),
    ];
  }

  contents(): Content[] {
    this.book.runs('0123456789');
    return [{ toc: { title: this.text(this.texts.contents, 'bold', { fontSize: 12, margin: [0, 14, 0, 4] }), textStyle: { fontSize: 10 }, numberStyle: { color: quiet, fontSize: 10 } }, margin: [0, 0, 0, 6] } as unknown as Content];
  }

  header(): Content {
    const { report } = this;
    const heading = this.text([report.title, report.subtitle].filter(Boolean).join(': ').slice(0, 90), 'text', { color: quiet, fontSize: 8, margin: [0, 4, 0, 0] });
    return { margin: [40, 22, 40, 0], columns: [heading, { width: 'auto', table: { body: [[this.text(report.tlp, 'bold', { fontSize: 9, color: tlpColours[report.tlp] ?? '#ffffff', fillColor: '#000000' })]] }, layout: { hLineWidth: () => 0, vLineWidth: () => 0, paddingLeft: () => 6, paddingRight: () => 6, paddingTop: () => 2, paddingBottom: () => 2 } }] };
  }

  footer(page: number, pages: number): Content {
    return { margin: [40, 14, 40, 0], columns: [this.text(`${this.texts.provenance.id} ${this.report.id}`, 'text', { color: quiet, fontSize: 7.5 }), this.text(this.texts.page(page, pages), 'text', { color: quiet, fontSize: 7.5, alignment: 'right', width: 120 })] };
  }

  /** A heading is never left alone at the foot of a page: it goes with what follows when that is short, else it opens a page. */
  section(section: ReportSection): Content[] {
    const [first, ...others] = section.blocks;
    const opens = section.id === 'evidence' || (first?.kind === 'table' && !isShort(first));
    // Size and weight are said of the heading, not of its letters, which stand in the list of contents too.
    const letters = this.book.runs(section.title, 'bold').map(({ text, font }) => ({ text, font }));
    this.book.runs(section.title);
    const heading: Content = { text: letters, bold: true, fontSize: 14, margin: [0, 16, 0, 5], tocItem: true, outline: true, outlineText: section.title, ...(opens ? { pageBreak: 'before' } : {}) } as ContentText;
    const out: Content[] = [];
    let waiting: Content[] = [heading];
    for (const block of first ? [first, ...others] : []) {
      const written = this.block(block, section.title);
      if (block.kind === 'heading') {
        waiting.push(...written);
        continue;
      }
      if (waiting.length > 0 && !opens && isShort(block)) out.push({ stack: [...waiting, ...written], unbreakable: true });
      else out.push(...waiting, ...written);
      waiting = [];
    }
    return [...out, ...waiting];
  }

  private block(block: Block, section: string): Content[] {
    switch (block.kind) {
      case 'heading': return [this.subheading(block.text)];
      case 'paragraph': return [{ text: block.sentences.flatMap((item) => this.sentence(item)), margin: [0, 0, 0, 6] }];
      case 'list': return [{ ul: block.items.map((item) => ({ text: this.sentence(item) })), margin: [0, 0, 0, 6] }];
      case 'definitions': return [this.definitions(block.rows)];
      case 'note': return [this.text(block.text, 'text', { color: quiet, fontSize: 8.5, margin: [0, 0, 0, 5] })];
      case 'code': return [this.subheading(block.caption), { table: { widths: ['*'], body: [[this.text(block.text, 'code', { fontSize: 7.5, fillColor: '#f4f6f8', preserveLeadingSpaces: true })]] }, layout: 'noBorders', margin: [0, 0, 0, 6] }];
      case 'figure': return this.figure(block.figure);
      case 'table': return this.table(block, section);
    }
  }

  private subheading(text: string): Content {
    return this.text(text, 'bold', { fontSize: 10.5, margin: [0, 8, 0, 3] });
  }

  private sentence({ text, facts }: Sentence): ContentText[] {
    const marks = marksOf(facts);
    return [...this.inlines(`${text} `, 'text'), ...(marks === '' ? [] : this.inlines(`${marks} `, 'text', { fontSize: 6.5, color: quiet }))];
  }

  private definitions(rows: readonly { term: string; text: string; facts: string[] }[]): Content {
    return { table: { widths: [130, '*'], body: rows.map(({ term, text, facts }): TableCell[] => [this.text(term, 'text', { color: quiet }), { text: this.sentence({ text, facts }) }]) }, layout: { ...tableLayout, paddingLeft: () => 0 }, margin: [0, 0, 0, 6] };
  }

  private figure(figure: Figure): Content[] {
    const paint: FigurePaint = {
      fill: (tone) => `fill="${paperColours[tone]}"`,
      stroke: (tone) => `stroke="${paperColours[tone]}"`,
      text: (bold) => (bold ? 'font-weight="bold"' : ''),
      words: (text) => this.book.runs(text).map(({ text: run, font }) => `<tspan font-family="${font}">${escapeXml(run)}</tspan>`).join(''),
    };
    for (const shape of figure.shapes) if (shape.kind === 'text' && shape.bold === true) this.book.runs(shape.text, 'bold');
    const height = (figure.height * pageWidth) / figure.width;
    const scale = Math.min(1, 560 / height);
    return [{ stack: [this.text(figure.title, 'bold', { fontSize: 10.5, margin: [0, 8, 0, 3] }), { svg: figureSvg(figure, paint), width: pageWidth * scale }, this.text(`${figure.description}.`, 'text', { color: quiet, fontSize: 8, margin: [0, 2, 0, 6] })], unbreakable: true }];
  }

  private table(block: TableBlock, section: string): Content[] {
    const titled = block.caption !== section;
    if (block.rows.length === 0) return [...(titled ? [this.subheading(block.caption)] : []), this.text(this.texts.none, 'text', { margin: [0, 0, 0, 6] })];
    const markless = block.id === 'facts' || block.factless === true;
    const weights = [...block.columns.map(({ weight }) => weight), ...(markless ? [] : [1.8])];
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const widths = weights.map((weight) => (weight / total) * (pageWidth - weights.length * 8));
    const head = [...block.columns.map(({ title }) => title || '#'), ...(markless ? [] : [this.texts.facts])].map((title) => this.text(title, 'bold', { fontSize: 8, fillColor: '#f4f6f8' }));
    const rows = block.rows.map(({ cells, facts }): TableCell[] => [
      ...cells.map((cell, index) => (block.columns[index]?.code === true ? this.text(cell, 'code', { fontSize: 7 }) : this.text(cell, 'text', { fontSize: 8 }))),
      ...(markless ? [] : [this.text(marksOf(facts), 'text', { fontSize: 6.5, color: quiet })]),
    ]);
    // The caption is a row of the head: it stays with its table and stands on every page of it.
    const caption = titled ? [[{ ...this.text(block.caption, 'bold', { fontSize: 10.5, margin: [-4, 4, 0, 2] }), colSpan: widths.length }, ...widths.slice(1).map(() => ({ text: '' }))]] : [];
    return [{ table: { headerRows: caption.length + 1, keepWithHeaderRows: 1, dontBreakRows: true, widths, body: [...(caption as TableCell[][]), head as TableCell[], ...rows] }, layout: tableLayout, lineHeight: 1.12, margin: [0, 0, 0, 8] }];
  }

  private text(text: string, style: FontStyle, more: Record<string, unknown> = {}): ContentText {
    const { fontSize = 9.5, color = paperColours.ink, lineHeight, alignment = 'left' } = more;
    return { text: this.inlines(text, style, { fontSize, color, alignment, ...(lineHeight === undefined ? {} : { lineHeight }) }), ...more } as ContentText;
  }

  private inlines(text: string, style: FontStyle, more: Record<string, unknown> = {}): ContentText[] {
    return this.book.runs(breakable(text), style).map(({ text: run, font }) => ({ ...plain, font, bold: style === 'bold', ...more, text: run }) as ContentText);
  }
}
