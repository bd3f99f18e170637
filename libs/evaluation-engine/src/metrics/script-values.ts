const types: Record<string, string> = { ipv4: 'ip', address: 'ip', ipport: 'ip:port', 'ip-port': 'ip:port', endpoint: 'ip:port', registry: 'registrykey', 'registry-key': 'registrykey', email: 'mail', scheduledtask: 'task', 'user-agent': 'useragent', hostname: 'domain', file: 'path', sha256: 'hash' };
const hives: readonly (readonly [RegExp, string])[] = [[/^(?:registry::)?hkey_local_machine\b/, 'hklm'], [/^(?:registry::)?hkey_current_user\b/, 'hkcu'], [/^hkey_users\b/, 'hku'], [/^hkey_classes_root\b/, 'hkcr']];

/** The type of an indicator under one name, in lower case. */
export function indicatorType(type: string): string {
  const low = type.toLowerCase();
  return types[low] ?? low;
}

/** The value so that two spellings of one indicator are equal: case of hosts, hashes and Windows names, registry hives, a last slash. */
export function indicatorValue(type: string, value: string): string {
  const plain = value.trim();
  switch (indicatorType(type)) {
    case 'url': {
      const [, origin = '', rest = plain] = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)(.*)$/i.exec(plain) ?? [];
      return `${origin.toLowerCase()}${rest}`.replace(/\/$/, '');
    }
    case 'registrykey':
      return hives.reduce((text, [long, short]) => text.replace(long, short), plain.toLowerCase()).replace(/^([a-z]+):\\?/, '$1\\').replace(/\\+/g, '\\').replace(/\\$/, '');
    case 'path':
      return (plain.includes('\\') ? plain.toLowerCase() : plain).replace(/(?<=.)[\\/]$/, '');
    case 'domain':
      return plain.toLowerCase().replace(/\.$/, '');
    case 'task':
      return plain.toLowerCase().replace(/^\\/, '');
    default:
      return plain.toLowerCase();
  }
}

/** Text with every run of white space as one space. */
export function squeezed(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
