import { refang as undo } from './verify/normalise.js';

/**
 * The display form of an address, domain, URL or mail address: nobody can click or resolve it by accident
 * (`hxxp://evil[.]example`, `10[.]0[.]5[.]13`, `a[@]evil[.]example`). Other text comes back unchanged.
 */
export function defang(value: string): string {
  const plain = undo(value);
  const url = /^(https?|ftp):\/\/([^/?#]+)(.*)$/is.exec(plain);
  if (url) return `${(url[1] ?? '').replace(/tt?/i, (t) => 'x'.repeat(t.length))}://${dots(url[2] ?? '')}${url[3] ?? ''}`;
  if (/^[^\s@\\/]+@[^\s@\\/]+\.[^\s@\\/]+$/.test(plain)) {
    const at = plain.lastIndexOf('@');
    return `${plain.slice(0, at)}[@]${dots(plain.slice(at + 1))}`;
  }
  if (/^\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d{1,5})?$/.test(plain)) return dots(plain);
  if (/^[0-9a-f]*:[0-9a-f:.]+$/i.test(plain) && plain.split(':').length > 2) return plain.replaceAll(':', '[:]');
  if (/^(?:[\p{L}\p{N}_-]{1,63}\.)+\p{L}[\p{L}\p{N}-]{1,62}$/u.test(plain)) return dots(plain);
  return value;
}

/** The real value behind a defanged one. Inverse of `defang` for addresses, domains, URLs and mail addresses. */
export function refang(value: string): string {
  return undo(value);
}

function dots(text: string): string {
  return text.replaceAll('.', '[.]');
}
