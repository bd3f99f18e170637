import mammoth from 'mammoth';
import { guidebookLimits } from '../guidebook.js';
import { GuidebookError, GuidebookErrorCode } from '../guidebook.error.js';
import type { ReadDocument } from './block.js';
import { requireLength } from './decode-text.js';
import { decodeEntities } from './html-text.js';
import { blocksOfHtml } from './html-blocks.js';
import { unpackZip, type ZipEntry } from './zip-listing.js';

const oldOffice = [0xd0, 0xcf, 0x11, 0xe0];
const mostTags = 400_000;
const deepestTags = 200;
const styles = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh", 'b => strong', 'comment-reference => '];

/**
 * A Word document as blocks. Only its text and styles are read: nothing it points at is fetched, nothing in it is run.
 * @throws GuidebookError
 */
export async function readDocx(bytes: Uint8Array): Promise<ReadDocument> {
  if (oldOffice.every((each, at) => bytes[at] === each)) {
    throw new GuidebookError(GuidebookErrorCode.Encrypted, 'The document is protected by a password, or is in the old .doc form. Save it as .docx without a password and upload it again.');
  }
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw new GuidebookError(GuidebookErrorCode.WrongContent, 'The file is no Word document, whatever its name says.');
  const entries = unpackZip(bytes, guidebookLimits.unpackedBytes);
  const warnings = inspect(entries);
  const { value } = await mammoth
    .convertToHtml({ buffer: Buffer.from(bytes) }, { styleMap: styles, includeEmbeddedStyleMap: false, externalFileAccess: false, convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })) })
    .catch((error: unknown) => {
      throw new GuidebookError(GuidebookErrorCode.Unreadable, 'The document cannot be read: it does not have the parts of a Word document.', { cause: error });
    });
  const title = titleOf(entries);
  const { blocks, pictures } = blocksOfHtml(value);
  requireLength(blocks.map(({ text }) => text).join('\n'));
  if (pictures > 0) warnings.push(`${pictures === 1 ? 'A picture was' : `${pictures} pictures were`} left out; text in pictures is not read.`);
  return { ...(title === undefined ? {} : { title }), blocks, warnings };
}

function inspect(entries: readonly ZipEntry[]): string[] {
  if (!entries.some(({ name }) => /^word\/document\d*\.xml$/i.test(name))) throw new GuidebookError(GuidebookErrorCode.WrongContent, 'The file is a ZIP, but no Word document.');
  const macro = entries.find(({ name, bytes }) => /vba(?:Project|Data)/i.test(name) || (name === '[Content_Types].xml' && /macroEnabled|vbaProject/i.test(Buffer.from(bytes).toString('utf8'))));
  if (macro) throw new GuidebookError(GuidebookErrorCode.Macros, `The document holds macros (${macro.name.slice(0, 80)}). Save it as .docx without macros and upload it again.`);
  for (const { name, bytes } of entries) if (/\.(?:xml|rels)$/i.test(name)) requirePlainXml(name, bytes);
  const embedded = entries.filter(({ name }) => /^word\/(?:embeddings|activeX|afchunk)/i.test(name)).length;
  return embedded === 0 ? [] : [`${embedded === 1 ? 'An embedded object was' : `${embedded} embedded objects were`} left out.`];
}

/** Entities can make a small file endless, and tags nested without end exhaust who reads them. */
function requirePlainXml(name: string, bytes: Uint8Array): void {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(bytes[0] === 0xff || bytes[1] === 0 ? 'utf16le' : 'latin1');
  const declared = text.search(/<!(?:DOCTYPE|ENTITY)/i);
  if (declared >= 0) throw new GuidebookError(GuidebookErrorCode.Unreadable, `${name.slice(0, 80)} declares a document type at byte ${declared + 1}; Word writes none.`);
  let depth = 0;
  let tags = 0;
  for (const { 0: tag, index } of text.matchAll(/<\/?[A-Za-z][^<>]*>/g)) {
    tags += 1;
    depth += tag.startsWith('</') ? -1 : tag.endsWith('/>') ? 0 : 1;
    if (depth > deepestTags) throw new GuidebookError(GuidebookErrorCode.Unreadable, `${name.slice(0, 80)} is nested too deep at byte ${index + 1}.`);
    if (tags > mostTags) throw new GuidebookError(GuidebookErrorCode.TooLong, `${name.slice(0, 80)} has more than ${mostTags.toLocaleString('en-GB')} elements.`);
  }
}

function titleOf(entries: readonly ZipEntry[]): string | undefined {
  const core = entries.find(({ name }) => name === 'docProps/core.xml');
  const found = core === undefined ? undefined : /<dc:title>([^<]{1,400})<\/dc:title>/.exec(Buffer.from(core.bytes).toString('utf8'))?.[1];
  return found === undefined ? undefined : decodeEntities(found);
}
