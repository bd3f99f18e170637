import { AlignmentType, Bookmark, BorderStyle, Document, Footer, Header, HeadingLevel, ImageRun, InternalHyperlink, LevelFormat, LineRuleType, Packer, PageNumber, Paragraph, ShadingType, Table, TableCell, TableLayoutType, TableRow, TextRun, WidthType, type IRunOptions } from 'docx';
import { shownTime } from '../compose/report-context.js';
import { marksOf } from '../export/limit-report.js';
import type { Block, Figure, Report, Sentence, TableBlock } from '../report.js';
import { noteOf, standingOf, type ReportTexts } from '../texts/report-texts.js';

/** Width of the text in twentieths of a point: A4 without margins. */
const textWidth = 11_906 - 2 * 1_000;
const quiet = '56636F';
const rule = 'D5DBE1';
const fonts = { ascii: 'Calibri', hAnsi: 'Calibri', cs: 'Calibri', eastAsia: 'Microsoft YaHei' };
const codeFonts = { ascii: 'Consolas', hAnsi: 'Consolas', cs: 'Consolas', eastAsia: 'Microsoft YaHei' };
const tlpColours: Readonly<Record<string, string>> = { 'TLP:CLEAR': 'FFFFFF', 'TLP:GREEN': '33FF00', 'TLP:AMBER': 'FFC000', 'TLP:AMBER+STRICT': 'FFC000', 'TLP:RED': 'FF2B2B' };

type Child = Paragraph | Table;

/** Writes the document; `pictures` holds the PNG of each figure by its id. */
export async function buildDocx(report: Report, texts: ReportTexts, pictures: ReadonlyMap<string, Buffer>): Promise<Buffer> {
  const writer = new DocxWriter(texts, pictures);
  const marking = new TextRun({ text: ` ${report.tlp} `, bold: true, color: tlpColours[report.tlp] ?? 'FFFFFF', shading: { type: ShadingType.CLEAR, fill: '000000', color: 'auto' }, size: 18 });
  const border = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  const document = new Document({
    title: [report.title, report.subtitle].filter(Boolean).join(': '),
    subject: report.incidentId,
    creator: report.organisation || 'Attest',
    lastModifiedBy: report.organisation || 'Attest',
    keywords: report.tlp,
    description: report.provenance.engine,
    styles: {
      default: {
        document: { run: { font: fonts, size: 20, color: '1B2733', language: { value: texts.locale } }, paragraph: { spacing: { after: 100, line: 264, lineRule: LineRuleType.AUTO } } },
        heading1: { run: { font: fonts, size: 30, bold: true, color: '1B2733' }, paragraph: { spacing: { before: 360, after: 120 }, keepNext: true } },
        heading2: { run: { font: fonts, size: 23, bold: true, color: '1B2733' }, paragraph: { spacing: { before: 200, after: 80 }, keepNext: true } },
        title: { run: { font: fonts, size: 42, bold: true, color: '1B2733' }, paragraph: { spacing: { after: 140, line: 300, lineRule: LineRuleType.AUTO } } },
      },
    },
    numbering: { config: [{ reference: 'points', levels: [{ level: 0, format: LevelFormat.BULLET, text: '\u2022', alignment: AlignmentType.LEFT, style: { paragraph: { indent: { left: 400, hanging: 240 } } } }] }] },
    sections: [{
      properties: { page: { size: { width: 11_906, height: 16_838 }, margin: { top: 1_200, bottom: 1_000, left: 1_000, right: 1_000, header: 500, footer: 450 } } },
      headers: { default: new Header({ children: [new Paragraph({ alignment: AlignmentType.RIGHT, children: [new TextRun({ text: `${report.title}   `, color: quiet, size: 16 }), marking] })] }) },
      footers: { default: new Footer({ children: [new Paragraph({ alignment: AlignmentType.RIGHT, children: [new TextRun({ text: `${texts.provenance.id} ${report.id}   `, color: quiet, size: 15 }), new TextRun({ children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES], color: quiet, size: 15 })], border: { top: border } })] }) },
      children: [...writer.title(report), ...writer.contents(report), ...report.sections.flatMap(({ title, blocks }, index) => [writer.heading(title, index), ...blocks.flatMap((block) => writer.block(block, title))])],
    }],
  });
  return await Packer.toBuffer(document);
}

class DocxWriter {
  constructor(
    private readonly texts: ReportTexts,
    private readonly pictures: ReadonlyMap<string, Buffer>,
  ) {}

  title(report: Report): Child[] {
    const { texts } = this;
    const state = [standingOf(report, texts), report.asOf === '' ? '' : `${texts.summary.asOf}: ${shownTime(report.asOf)} UTC`].filter(Boolean).join('. ');
    const logo = /^data:image\/(png|jpeg);base64,(.*)$/.exec(report.logo);
    return [
      ...(logo ? [new Paragraph({ children: [new ImageRun({ type: logo[1] === 'png' ? 'png' : 'jpg', data: Buffer.from(logo[2] ?? '', 'base64'), transformation: fitted(Buffer.from(logo[2] ?? '', 'base64')), altText: { title: this.texts.alt.logo, name: this.texts.alt.logo, description: report.organisation } })] })] : []),
      new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(report.title)] }),
      ...(report.subtitle === '' ? [] : [new Paragraph({ children: [new TextRun({ text: report.subtitle, size: 26 })] })]),
      ...(report.organisation === '' ? [] : [plain(report.organisation, { color: quiet })]),
      plain(state, { bold: true, color: report.interim ? '8F5600' : quiet }),
      plain(noteOf(report, texts), { color: quiet, size: 17 }),
    ];
  }

  /** A list of links: a field of contents would make Word ask before it opens the file. */
  contents(report: Report): Child[] {
    return [plain(this.texts.contents, { bold: true, size: 24 }), ...report.sections.map(({ title }, index) => new Paragraph({ spacing: { after: 20 }, children: [new InternalHyperlink({ anchor: `section${index + 1}`, children: [new TextRun({ text: title, color: '0F5FA8' })] })] }))];
  }

  heading(title: string, index: number): Child {
    return new Paragraph({ heading: HeadingLevel.HEADING_1, children: [new Bookmark({ id: `section${index + 1}`, children: [new TextRun(title)] })] });
  }

  block(block: Block, section: string): Child[] {
    switch (block.kind) {
      case 'heading': return [subheading(block.text)];
      case 'paragraph': return [new Paragraph({ children: block.sentences.flatMap(sentence) })];
      case 'list': return block.items.map((item) => new Paragraph({ numbering: { reference: 'points', level: 0 }, spacing: { after: 40 }, children: sentence(item) }));
      case 'definitions': return [this.grid([2.6, 7.4], [], block.rows.map(({ term, text, facts }) => [[new TextRun({ text: term, color: quiet })], sentence({ text, facts })])), spacer()];
      case 'note': return [plain(block.text, { color: quiet, size: 17 })];
      case 'code': return [subheading(block.caption), ...block.text.split('\n').map((line) => new Paragraph({ spacing: { after: 0 }, shading: { type: ShadingType.CLEAR, fill: 'F4F6F8', color: 'auto' }, children: [new TextRun({ text: line, font: codeFonts, size: 15 })] })), spacer()];
      case 'figure': return this.figure(block.figure);
      case 'table': return this.table(block, section);
    }
  }

  private figure(figure: Figure): Child[] {
    const width = 500;
    const height = Math.round((figure.height * width) / figure.width);
    const shown = height > 640 ? 640 / height : 1;
    const picture = new ImageRun({ type: 'png', data: this.pictures.get(figure.id) ?? Buffer.alloc(0), transformation: { width: Math.round(width * 1.28 * shown), height: Math.round(height * 1.28 * shown) }, altText: { title: figure.title, name: figure.id, description: figure.description } });
    return [subheading(figure.title), new Paragraph({ keepNext: true, children: [picture] }), plain(`${figure.description}.`, { color: quiet, size: 17 })];
  }

  private table(block: TableBlock, section: string): Child[] {
    const caption = block.caption === section ? [] : [subheading(block.caption)];
    if (block.rows.length === 0) return [...caption, plain(this.texts.none, {})];
    const markless = block.id === 'facts' || block.factless === true;
    const weights = [...block.columns.map(({ weight }) => weight), ...(markless ? [] : [1.8])];
    const head = [...block.columns.map(({ title }) => title || '#'), ...(markless ? [] : [this.texts.facts])];
    const rows = block.rows.map(({ cells, facts }) => [...cells.map((cell, index) => [new TextRun({ text: cell, size: 16, ...(block.columns[index]?.code === true ? { font: codeFonts, size: 14 } : {}) })]), ...(markless ? [] : [[new TextRun({ text: marksOf(facts), size: 13, color: quiet })]])]);
    return [...caption, this.grid(weights, head, rows), spacer()];
  }

  private grid(weights: readonly number[], head: readonly string[], rows: readonly TextRun[][][]): Table {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const widths = weights.map((weight) => Math.floor((weight / total) * textWidth));
    const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
    const line = { style: BorderStyle.SINGLE, size: 4, color: rule };
    const cell = (children: TextRun[], index: number, shaded: boolean): TableCell => new TableCell({ width: { size: widths[index] ?? 0, type: WidthType.DXA }, margins: { top: 40, bottom: 40, left: 80, right: 80 }, ...(shaded ? { shading: { type: ShadingType.CLEAR, fill: 'F4F6F8', color: 'auto' } } : {}), children: [new Paragraph({ spacing: { after: 0, line: 250, lineRule: LineRuleType.AUTO }, children })] });
    return new Table({
      width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
      columnWidths: widths,
      layout: TableLayoutType.FIXED,
      borders: { top: none, left: none, right: none, bottom: line, insideHorizontal: line, insideVertical: none },
      rows: [
        ...(head.length > 0 ? [new TableRow({ tableHeader: true, cantSplit: true, children: head.map((title, index) => cell([new TextRun({ text: title, bold: true, size: 16 })], index, true)) })] : []),
        ...rows.map((cells) => new TableRow({ cantSplit: true, children: cells.map((children, index) => cell(children, index, false)) })),
      ],
    });
  }
}

function sentence({ text, facts }: Sentence): TextRun[] {
  const marks = marksOf(facts);
  return [new TextRun(`${text} `), ...(marks === '' ? [] : [new TextRun({ text: `${marks} `, size: 13, color: quiet })])];
}

function plain(text: string, options: IRunOptions): Paragraph {
  return new Paragraph({ children: [new TextRun({ ...options, text })] });
}

function subheading(text: string): Paragraph {
  return new Paragraph({ heading: HeadingLevel.HEADING_2, children: [new TextRun(text)] });
}

function spacer(): Paragraph {
  return new Paragraph({ spacing: { after: 60 }, children: [] });
}

/** The size of a PNG or JPEG, made to fit the head of a page. */
function fitted(picture: Buffer): { width: number; height: number } {
  const [width, height] = sizeOf(picture);
  const scale = Math.min(1, 200 / width, 60 / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function sizeOf(picture: Buffer): [number, number] {
  if (picture[0] === 0x89 && picture.length > 24) return [picture.readUInt32BE(16) || 1, picture.readUInt32BE(20) || 1];
  for (let place = 2; place + 9 < picture.length;) {
    const marker = picture[place + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) return [picture.readUInt16BE(place + 7) || 1, picture.readUInt16BE(place + 5) || 1];
    place += 2 + picture.readUInt16BE(place + 2);
  }
  return [200, 60];
}
