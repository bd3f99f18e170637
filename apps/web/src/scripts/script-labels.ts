import type { ScriptVerdict } from '../graphql/generated/graphql.js';
import { placeHash, type ScriptPlace } from '../lib/script-place.js';

/** The verdict in the words of the evidence badges. */
export function verdictWord(verdict: ScriptVerdict | null | undefined): string {
  if (verdict === 'MALICIOUS') return 'malicious';
  if (verdict === 'SUSPICIOUS') return 'suspicious';
  return verdict === 'BENIGN' ? 'benign' : 'unknown';
}

/** Where a script is shown. */
export function scriptPath(sha256: string, place?: ScriptPlace): string {
  return `/scripts/${sha256}${place === undefined ? '' : placeHash(place)}`;
}

/** The server keeps this many characters of a beginning, read from this many bytes. */
const excerptLength = 160;
const excerptBytes = 600;

/** How a script begins, with a mark where more of it follows. */
export function excerptText({ excerpt, size }: { excerpt: string; size?: number | null }): string {
  return excerpt.length >= excerptLength || (size ?? 0) > excerptBytes ? `${excerpt} …` : excerpt;
}

/** Bytes as people read them. */
export function sizeText(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** Why something stays closed, in words. */
export const gapReasons: Readonly<Record<string, string>> = { budget: 'A limit was reached', unknownKey: 'The key is not in the script', unknownValue: 'It depends on a value the script does not hold', remoteContent: 'It is fetched when the script runs', malformed: 'It could not be read', unsupported: 'Its encoding is not supported' };

/** What kind of text a layer is, in words. */
export const layerKinds: Readonly<Record<string, string>> = { input: 'As submitted', payload: 'Decoded', simplified: 'Simplified', executed: 'What it runs' };
