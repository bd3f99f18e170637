import type { Report } from '../report.js';
import { limitReport } from '../export/limit-report.js';
import { textsOf } from '../texts/report-texts.js';
import { figurePngs } from './figure-png.js';

/**
 * The report as a Word document: real headings, tables that can be edited and repeat their heads, the marking in every header, page
 * numbers, title and language in the properties. Nothing in it comes from elsewhere when it is opened.
 */
export async function reportToDocx(whole: Report): Promise<Buffer> {
  const report = limitReport(whole);
  const figures = report.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'figure' ? [block.figure] : [])));
  const [pictures, { buildDocx }] = await Promise.all([figurePngs(figures), import('./docx-writer.js')]);
  return buildDocx(report, textsOf(report.language), new Map(figures.map((figure, index) => [figure.id, pictures[index] ?? Buffer.alloc(0)])));
}
