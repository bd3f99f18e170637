import { getDocumentProxy } from 'unpdf';
import { guidebookLimits } from '../guidebook.js';
import { GuidebookError, GuidebookErrorCode } from '../guidebook.error.js';
import type { ReadDocument } from './block.js';
import { requireLength } from './decode-text.js';
import { blocksOfLines } from './line-blocks.js';
import { linesOfPages, type PdfPiece } from './pdf-lines.js';
import { requireTameStreams } from './pdf-streams.js';

/**
 * A PDF as blocks: its text in the order it was written, headings by their size. Scripts, forms and attachments are not opened.
 * @throws GuidebookError
 */
export async function readPdf(bytes: Uint8Array): Promise<ReadDocument> {
  if (!Buffer.from(bytes.subarray(0, 1_024)).includes('%PDF-')) throw new GuidebookError(GuidebookErrorCode.WrongContent, 'The file is no PDF, whatever its name says.');
  requireTameStreams(bytes);
  const document = await open(bytes);
  try {
    const most = guidebookLimits.pages;
    if (document.numPages > most) throw new GuidebookError(GuidebookErrorCode.TooLong, `A guide may have ${most} pages; this one has ${document.numPages.toLocaleString('en-GB')}.`);
    const pages: PdfPiece[][] = [];
    let characters = 0;
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      const pieces = items.flatMap((item): PdfPiece[] => ('str' in item ? [pieceOf(item)] : []));
      characters += pieces.reduce((sum, { text }) => sum + text.length, 0);
      if (characters > guidebookLimits.characters) requireLength(' '.repeat(characters));
      pages.push(pieces);
      page.cleanup();
    }
    if (characters === 0) throw new GuidebookError(GuidebookErrorCode.NoText, 'The PDF has no text, only pictures of it. Run text recognition on it and upload it again.');
    const title = await titleOf(document);
    const without = pages.findIndex((pieces) => !pieces.some(({ text }) => text.trim() !== ''));
    const warnings = without < 0 ? [] : [`Page ${without + 1} has no text; text in pictures is not read.`];
    return { ...(title === undefined ? {} : { title }), blocks: blocksOfLines(linesOfPages(pages)), warnings };
  } catch (error) {
    throw error instanceof GuidebookError ? error : unreadable(error);
  } finally {
    await document.loadingTask.destroy().catch(() => undefined);
  }
}

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;

async function open(bytes: Uint8Array): Promise<PdfDocument> {
  try {
    return await getDocumentProxy(new Uint8Array(bytes), { enableXfa: false, disableFontFace: true, useSystemFonts: false, useWorkerFetch: false, verbosity: 0, stopAtErrors: false });
  } catch (error) {
    if ((error as { name?: string }).name === 'PasswordException') throw new GuidebookError(GuidebookErrorCode.Encrypted, 'The PDF is protected by a password. Save it without one and upload it again.');
    throw unreadable(error);
  }
}

function unreadable(cause: unknown): GuidebookError {
  return new GuidebookError(GuidebookErrorCode.Unreadable, 'The PDF is broken and cannot be read.', { cause });
}

function pieceOf({ str, transform, width, height, fontName }: { str: string; transform: number[]; width: number; height: number; fontName: string }): PdfPiece {
  const [a = 0, b = 0, , , x = 0, y = 0] = transform;
  return { text: str, x, y, width, size: Math.round((height || Math.hypot(a, b)) * 10) / 10, font: fontName };
}

/** The title the file carries. Names of files and of programs, which many carry, are none. */
async function titleOf(document: PdfDocument): Promise<string | undefined> {
  const { info } = await document.getMetadata().catch(() => ({ info: undefined }));
  const title = (info as { Title?: unknown } | undefined)?.Title;
  return typeof title === 'string' && title.trim() !== '' && !/\.(?:docx?|pdf|odt|md|txt|indd|pptx?)$|^(?:microsoft word|untitled|document\d*)\b/i.test(title.trim()) ? title : undefined;
}
