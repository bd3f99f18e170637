import { createRequire } from 'node:module';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';

/**
 * Libraries without types of their own for what is used here. Each is loaded when first asked for: most reports are not PDF.
 */
const require = createRequire(import.meta.url);

/** Keeps of a font the letters of a text, at a fixed place on its axes. */
export type SubsetFont = (font: Buffer, text: string, options: { targetFormat: 'truetype'; variationAxes: Record<string, number> }) => Promise<Buffer>;

export function subsetFontLibrary(): SubsetFont {
  return require('subset-font') as SubsetFont;
}

/** What pdfmake makes documents with, below its own list of fonts and its downloads. */
export type PdfPrinter = new (fonts: Record<string, { normal: Buffer; bold: Buffer }>, virtualFiles: null, urlResolver: null, localAccessPolicy: (path: string) => boolean) => {
  createPdfKitDocument(definition: TDocumentDefinitions): Promise<NodeJS.ReadableStream & { end: () => void }>;
  resolveUrls(definition: TDocumentDefinitions): Promise<void>;
};

export function pdfPrinterLibrary(): PdfPrinter {
  return (require('pdfmake/js/Printer.js') as { default: PdfPrinter }).default;
}

/** A font, as far as drawing its letters needs. */
export interface DrawnFont {
  unitsPerEm: number;
  /** Code points it has letters for. */
  characterSet: number[];
  layout(text: string): { glyphs: { path: { commands: { command: string; args: number[] }[] } }[]; positions: { xAdvance: number; xOffset: number; yOffset: number }[] };
}

export function openFont(file: Buffer): DrawnFont {
  return (require('fontkit') as { create: (bytes: Buffer) => DrawnFont }).create(file);
}
