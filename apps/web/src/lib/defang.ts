const ipv4 = /^\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d{1,5})?$/;
const ipv6 = /^[0-9a-f]*:[0-9a-f:.]+$/i;
const url = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is;
const mail = /^[^\s@\\/]+@[^\s@\\/]+\.[^\s@\\/]+$/;
const domain = /^(?:[\p{L}\p{N}_-]{1,63}\.)+\p{L}[\p{L}\p{N}-]{1,62}$/u;

/** Kinds of entity whose value is an address somebody could open by accident. */
const addressTypes = new Set(['ip', 'url', 'domain', 'mail', 'mailbox', 'dns']);

/** The display form of an address: nobody can click or resolve it by accident. Other text comes back unchanged. */
export function defang(value: string): string {
  const found = url.exec(value);
  if (found) {
    const [, scheme = '', host = '', rest = ''] = found;
    return `${scheme.replace(/^http/i, (text) => (text[0] === 'H' ? 'HXXP' : 'hxxp'))}://${dots(host)}${rest}`;
  }
  if (mail.test(value)) {
    const at = value.lastIndexOf('@');
    return `${value.slice(0, at)}[@]${dots(value.slice(at + 1))}`;
  }
  if (ipv4.test(value)) return dots(value);
  if (ipv6.test(value) && value.split(':').length > 2) return value.replaceAll(':', '[:]');
  if (domain.test(value)) return dots(value);
  return value;
}

/** How an entity is shown: addresses defanged, names of devices, files and people as they are. */
export function displayEntity(type: string, value: string): string {
  return addressTypes.has(type) ? defang(value) : value;
}

/** How a piece of evidence is named, by the type Microsoft Graph gives it: `ipEvidence` of `10.0.0.1` reads `10[.]0[.]0[.]1`. */
export function displayEvidence(type: string, title: string): string {
  return displayEntity(type.replace(/Evidence$/, ''), title);
}

function dots(text: string): string {
  return text.replaceAll('.', '[.]');
}
