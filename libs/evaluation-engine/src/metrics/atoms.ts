/** Text without what makes indicators harmless to click, in lower case: `hxxp://a[.]b` is `http://a.b`. */
export function plainText(text: string): string {
  return text.replaceAll('[.]', '.').replaceAll('[:]', ':').replaceAll('[@]', '@').replaceAll('hxxp', 'http').toLowerCase();
}

/** A record as text to look values up in: its JSON as `plainText`, with single backslashes. */
export function recordText(record: unknown): string {
  return plainText(JSON.stringify(record) ?? '').replaceAll('\\\\', '\\');
}

const atomPattern = /\b(?:\d{1,3}\.){3}\d{1,3}\b|\b[0-9a-f]{32,64}\b|\bt\d{4}(?:\.\d{3})?\b|[\w.+-]+@[\w.-]+\.\w+|\b[\w-]+\.(?:exe|dll|ps1|bat|vbs|js|docx?|xlsx?|lnk|zip)\b|\bprocess \d+\b|\bport \d+\b|\b0x[0-9a-f]+\b/g;

/**
 * The atoms of a sentence, each once: addresses, hashes, technique ids, mail addresses, file names, process ids, ports and
 * hexadecimal numbers. They are what a made-up sentence gets wrong, and what can be looked up without judging language.
 */
export function atomsOf(text: string): string[] {
  return [...new Set(plainText(text).match(atomPattern) ?? [])].map((atom) => atom.replace(/^(?:process|port) /, ''));
}
