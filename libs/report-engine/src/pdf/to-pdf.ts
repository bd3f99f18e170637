import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { limitReport } from '../export/limit-report.js';
import type { Report } from '../report.js';
import { textsOf } from '../texts/report-texts.js';
import { FontBook, type FontFiles } from './font-book.js';
import { PdfWriter } from './pdf-writer.js';
import { pdfPrinterLibrary } from './untyped-libraries.js';

/** Height of the empty page edge in points: header and footer stand in it. */
const margins: [number, number, number, number] = [40, 62, 40, 52];

/**
 * The report as a PDF: outline, table of contents, page numbers, the marking on every page, tables whose heads repeat, title and
 * language in the metadata, fonts embedded. Nothing is fetched and no file is read but the fonts: both are forbidden to the renderer.
 */
export async function reportToPdf(whole: Report): Promise<Buffer> {
  const report = limitReport(whole);
  const texts = textsOf(report.language);
  const book = new FontBook();
  const writer = new PdfWriter(report, texts, book);
  const content: Content[] = [...writer.title(), ...writer.contents(), ...report.sections.flatMap((section) => writer.section(section))];
  const header = writer.header();
  // Numbers of pages are known only when all is laid out: every digit must be in the font before.
  const footer = (page: number, pages: number): Content => writer.footer(page, pages);
  footer(1_234_567_890, 1_234_567_890);
  const moment = report.asOf === '' ? new Date(0) : new Date(report.asOf);
  const definition: TDocumentDefinitions = {
    pageSize: 'A4',
    pageMargins: margins,
    version: '1.7',
    language: report.language,
    displayTitle: true,
    info: { title: [report.title, report.subtitle].filter(Boolean).join(': '), author: report.organisation || 'Attest', subject: texts.summary.incidentId, keywords: report.tlp, creator: report.provenance.engine, producer: report.provenance.engine, creationDate: moment, modDate: moment },
    header: () => header,
    footer,
    content,
    defaultStyle: { font: writer.mainFont, fontSize: 9.5, lineHeight: 1.22, color: '#1b2733' },
  };
  return await render(definition, await book.files());
}

/** Fetches nothing: fonts are in memory, and a report has no picture but the logo, which is a data URI. */
async function render(definition: TDocumentDefinitions, files: FontFiles): Promise<Buffer> {
  class OfflinePrinter extends pdfPrinterLibrary() {
    override async resolveUrls(): Promise<void> {
      return Promise.resolve();
    }
  }
  const document = await new OfflinePrinter(files, null, null, () => false).createPdfKitDocument(definition);
  const chunks: Buffer[] = [];
  document.end();
  for await (const chunk of document) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
