import { guidebookLimits, type Guidebook, type GuidebookFormat } from './guidebook.js';
import { GuidebookError, GuidebookErrorCode } from './guidebook.error.js';
import type { Block, ReadDocument } from './formats/block.js';
import { readDocx } from './formats/docx.js';
import { readMarkdown } from './formats/markdown.js';
import { readPdf } from './formats/pdf.js';
import { readPlainText } from './formats/plain-text.js';
import { cleanText, countUnseen, cutText } from './tasks/clean-text.js';
import { tasksOf } from './tasks/sections.js';

const readers: Readonly<Record<GuidebookFormat, (bytes: Uint8Array) => ReadDocument | Promise<ReadDocument>>> = { pdf: readPdf, docx: readDocx, markdown: readMarkdown, text: readPlainText };
const formatOf: Readonly<Record<string, GuidebookFormat>> = { pdf: 'pdf', docx: 'docx', md: 'markdown', markdown: 'markdown', txt: 'text', text: 'text' };

/**
 * Reads a guide into its tasks by section: list items, numbered steps, boxes to tick and sentences that give an order. Equal
 * bytes and name give an equal guide. Works on the caller's thread without a limit of time; {@link GuidebookReader} has one.
 * @throws GuidebookError when it cannot be taken, with the reason and, where there is one, the place
 */
export async function readGuidebook(bytes: Uint8Array, fileName: string): Promise<Guidebook> {
  const format = requireFormat(bytes, fileName);
  const document = await readers[format](bytes);
  const title = titleOf(document, fileName);
  const { sections, warnings } = tasksOf(document.blocks, title);
  if (!document.blocks.some(({ text }) => cleanText(text) !== '')) throw new GuidebookError(GuidebookErrorCode.NoText, 'The guide has no text.');
  if (sections.length === 0) throw new GuidebookError(GuidebookErrorCode.NoTasks, 'The guide has text, but nothing in it reads as a task: write the steps as a list, or as sentences that say what to do.');
  return { title, format, sections, warnings: [...document.warnings, ...unseenWarnings(document.blocks), ...warnings] };
}

function requireFormat(bytes: Uint8Array, fileName: string): GuidebookFormat {
  if (bytes.length === 0) throw new GuidebookError(GuidebookErrorCode.Empty, 'The file is empty.');
  if (bytes.length > guidebookLimits.bytes) throw tooLargeGuide(bytes.length);
  const extension = /\.([a-z0-9]{1,20})\s*$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const format = Object.hasOwn(formatOf, extension) ? formatOf[extension] : undefined;
  if (extension === 'docm' || extension === 'dotm') throw new GuidebookError(GuidebookErrorCode.Macros, 'A document with macros is not taken. Save it as .docx and upload it again.');
  if (format === undefined) throw new GuidebookError(GuidebookErrorCode.UnknownFormat, `A guide is a PDF, Word (.docx), Markdown (.md) or text (.txt) file${extension === '' ? '' : `, not .${extension}`}.`);
  return format;
}

function titleOf({ title, blocks }: ReadDocument, fileName: string): string {
  const [first] = blocks;
  const top = first?.kind === 'heading' ? first : blocks.slice(0, 4).find(({ kind, level }) => kind === 'heading' && level === 1);
  const name = fileName.replace(/^.*[\\/]/, '').replace(/\.[a-z0-9]{1,10}\s*$/i, '').replace(/[_-]+/g, ' ');
  const texts = [top?.text, title, name].map((each) => cleanText(each ?? ''));
  return cutText(texts.find((each) => /\p{L}/u.test(each)) ?? 'Guide', guidebookLimits.headingCharacters);
}

function unseenWarnings(blocks: readonly Block[]): string[] {
  const counts = blocks.map(({ text, place }) => ({ count: countUnseen(text), place })).filter(({ count }) => count > 0);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return total === 0 ? [] : [`${total === 1 ? 'An unseen character (direction, zero width or control) was' : `${total} unseen characters (direction, zero width or control) were`} taken out, the first at ${counts[0]?.place}.`];
}

/** The refusal of a file beyond the limit. */
export function tooLargeGuide(bytes?: number): GuidebookError {
  const megabytes = (value: number): string => (Math.ceil((value / 1024 / 1024) * 10) / 10).toLocaleString('en-GB');
  return new GuidebookError(GuidebookErrorCode.TooLarge, `A guide may have ${megabytes(guidebookLimits.bytes)} MB${bytes === undefined ? '' : `; this one has ${megabytes(bytes)} MB`}.`);
}
