import { decodeText } from './decode-text.js';
import type { ReadDocument } from './block.js';
import { blocksOfLines } from './line-blocks.js';

/** Plain text as blocks. */
export function readPlainText(bytes: Uint8Array): ReadDocument {
  const { text, warnings } = decodeText(bytes);
  const lines = text.replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n').replaceAll('\f', '\n').split('\n');
  return {
    blocks: blocksOfLines(lines.map((raw, at) => ({ text: raw.trim(), indent: (/^[ \t]*/.exec(raw)?.[0] ?? '').replaceAll('\t', '    ').length, place: `line ${at + 1}` }))),
    warnings,
  };
}
