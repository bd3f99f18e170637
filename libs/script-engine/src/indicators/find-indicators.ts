import { getPublicSuffix, parse } from 'tldts';
import { defang } from '@attest/cards';
import type { LineIndex } from '../core/lines.js';
import { type Indicator, type IndicatorType } from './indicator.js';
import { kqlHunt } from './kql-hunt.js';

const commonHosts = new Set('microsoft.com windowsupdate.com windows.com office.com live.com msftncsi.com digicert.com verisign.com w3.org xmlsoap.org openxmlformats.org mozilla.org google.com googleapis.com gstatic.com github.com githubusercontent.com npmjs.org npmjs.com nodejs.org python.org pypi.org pythonhosted.org debian.org ubuntu.com apache.org gnu.org kernel.org freedesktop.org wikipedia.org stackoverflow.com docker.com docker.io rubygems.org maven.org jquery.com cloudflare.com'.split(' '));
const schemaHosts = /^(?:schemas\.microsoft\.com|schemas\.xmlsoap\.org|schemas\.openxmlformats\.org|www\.w3\.org|json-schema\.org|purl\.org|xml\.org)$/i;
/** Suffixes of domains that are file extensions or members of code far more often. */
const ambiguous = new Set('sh py pl rs md cc so zip mov ps app name info id in is it to do im me map link run exe dll js ts vb cs go java net io ai co at sys com bat cmd bin dev'.split(' '));
const special = /\.(?:test|example|invalid|local|onion|internal|localhost)$/;

/** Types whose values a program may turn into something to click. */
const clickable: ReadonlySet<IndicatorType> = new Set(['url', 'domain', 'ip', 'ip:port', 'mail'] as const);

type Find = (type: IndicatorType, value: string, start: number) => void;

/** What makes two indicators the same. */
export function keyOf(type: IndicatorType, value: string): string {
  return `${type} ${type === 'path' || type === 'url' ? value : value.toLowerCase()}`;
}

/**
 * Finds indicators in one layer, in order of their place. Patterns are linear in the text. `seen` holds what earlier
 * layers gave, so that each indicator is named once, where it first stands to the letter. One that was put together, or
 * stands there escaped, goes into `loose`: another layer may hold it as it is.
 */
export function findIndicators(text: string, layer: number, lines: LineIndex, seen: Set<string>, loose: Indicator[] = [], limit = 2_000): Indicator[] {
  const found: Indicator[] = [];
  const looseKeys = new Set<string>();
  const add: Find = (type, value, start) => {
    const key = keyOf(type, value);
    if (value === '' || value.length > 2_048 || seen.has(key) || looseKeys.has(key) || found.length >= limit) return;
    // Cut off where a text was shortened to be shown.
    if (value.includes('\u2026') || /^[^\s"'`;|&<>\u2026]*\u2026/.test(text.slice(start, start + value.length * 2 + 4))) return;
    const line = lines.line(start);
    const literal = text.startsWith(value, start) || lines.slice(line, line).includes(value);
    if (literal) seen.add(key);
    else if (loose.length >= limit) return;
    else looseKeys.add(key);
    const host = type === 'url' ? hostOf(value) : type === 'domain' ? value : undefined;
    (literal ? found : loose).push({ type, value, defanged: clickable.has(type) ? defang(value) : value, commonHost: host !== undefined && commonHosts.has((parse(host).domain ?? host).toLowerCase()), layer, line, start, end: start + value.length, hunt: kqlHunt(type, value) });
  };
  findUrls(text, add);
  findAddresses(text, add);
  findDomains(text, add);
  findPaths(text, add);
  findNames(text, add);
  return found.sort((a, b) => a.start - b.start || a.end - b.end || (a.type < b.type ? -1 : 1));
}

function each(text: string, pattern: RegExp, work: (match: RegExpExecArray) => void): void {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text), count = 0; match !== null && count < 20_000; match = pattern.exec(text), count++) {
    work(match);
    if (match[0] === '') pattern.lastIndex++;
  }
}

function hostOf(url: string): string | undefined {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/?#]{0,200}@)?(\[[0-9a-f:.]+\]|[^:/?#\s]+)/i.exec(url)?.[1];
}

const urls = /\b(?:https?|ftps?|sftp|wss?|tftp|ldaps?):(?:\\?\/){2}[^\s"'<>`|^{}\\\u0000-\u001f\u2018-\u201d\u2026]{3,2000}(?:\\\/[^\s"'<>`|^{}\\]{1,500}){0,20}/gi;

/** Places in an address that the script fills in as it runs: `$VERSION`, `${arch}`, `$1`, `%USERNAME%`; `$filter=` of OData is no such place. */
const variables = /\$(?:\{|[A-Za-z_]\w{0,60}(?![\w=])|\d)|%[A-Z_][A-Z_()]{3,30}%/i;

function findUrls(text: string, add: Find): void {
  each(text, urls, (match) => {
    let url = match[0].replaceAll('\\/', '/');
    const open = url.indexOf('$(');
    if (open >= 0) url = url.slice(0, open);
    const variable = url.search(variables);
    if (variable > 0) url = url.slice(0, variable);
    const paren = url.search(/[)\]]/);
    if (paren >= 0 && !url.slice(0, paren).includes('(') && !url.slice(0, paren).includes('[')) url = url.slice(0, paren);
    const separator = url.search(/&&|[,;](?:https?:|-|\/|$)|;[a-z]{2,10}$/i);
    if (separator > 0) url = url.slice(0, separator);
    url = url.replace(/[.,;:!?&*$]+$/, '');
    const host = hostOf(url);
    if (host === undefined || /[$%]/.test(host) || schemaHosts.test(host)) return;
    const isAddress = isIpV4(host) || host.startsWith('[');
    if (!isAddress && !/^[\w-]+(?:\.[\w-]+)*$/.test(host)) return;
    add('url', url, match.index);
    const at = match.index + Math.max(0, match[0].replaceAll('\\/', '/').indexOf(host));
    const port = new RegExp(`^${'[a-z0-9+.-]+'}:\\/\\/[^/?#]*?:(\\d{1,5})(?:[/?#]|$)`, 'i').exec(url)?.[1];
    if (isIpV4(host)) {
      if (!loopback(host)) add('ip', host, at);
      if (port !== undefined && !loopback(host)) add('ip:port', `${host}:${port}`, at);
    } else if (!isAddress && host.includes('.') && plausibleHost(host.toLowerCase(), true)) add('domain', host, at);
  });
}

function isIpV4(text: string): boolean {
  return /^(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(text);
}

function loopback(ip: string): boolean {
  return /^(?:127|0)\.|^255\.255\.|^169\.254\.169\.254$/.test(ip) && ip !== '169.254.169.254';
}

const addresses = /(?<![\w.%-])(\d{1,3}(?:\.\d{1,3}){3})(?![\w.%]|-\d)(?:(?::|['"]?\s*,\s*['"]?|\/|\s+(?:-p(?:ort)?\s+)?)(\d{1,5})(?![\w.:]))?/g;

function findAddresses(text: string, add: Find): void {
  each(text, addresses, (match) => {
    const ip = match[1] as string;
    if (!isIpV4(ip) || loopback(ip)) return;
    const before = text.slice(Math.max(0, match.index - 24), match.index);
    if (/(?:version|(?<!ser)ver|release|revision|build)\w*\s*[=:("'\s]*$|\bv\s*$|,\s*$(?<=Culture=\w+,\s*)/i.test(before)) return;
    if (/^(?:[0-9])(?:\.0){2,3}$/.test(ip)) return;
    add('ip', ip, match.index);
    const port = Number(match[2]);
    const joint = match[2] === undefined ? '' : match[0].slice(ip.length, -match[2].length);
    const net = /(?:tcpclient|socket|connect|\bnc\b|ncat|netcat|\/dev\/(?:tcp|udp)\/|telnet|-port|\bport)/i.test(text.slice(Math.max(0, match.index - 120), match.index + match[0].length));
    // `/24` is a network, a number after a blank a port only where something connects.
    const isPort = match[2] !== undefined && port > 0 && port < 65_536 && (joint === ':' || (joint === '/' ? /\/dev\/(?:tcp|udp)\/$/.test(before) : net));
    if (isPort) add('ip:port', `${ip}:${port}`, match.index);
  });
  // Port before host, as Node's net.connect takes them.
  each(text, /\b(?:connect|createConnection)\(\s*(\d{1,5})\s*,\s*["'](\d{1,3}(?:\.\d{1,3}){3})["']/g, (match) => {
    const ip = match[2] as string;
    if (isIpV4(ip) && !loopback(ip) && Number(match[1]) < 65_536) add('ip:port', `${ip}:${Number(match[1])}`, match.index + match[0].indexOf(ip));
  });
  // Pools that are mined for.
  each(text, /\bstratum[12]?\+(?:tcps?|ssl|tls|udp):\/\/([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})(?::(\d{1,5}))?/gi, (match) => {
    const host = match[1] as string;
    const at = match.index + match[0].indexOf(host);
    if (!isIpV4(host)) add('domain', host, at);
  });
  // Host and port apart: `-Host 192.0.2.1 -Port 4444`, LHOST / LPORT.
  each(text, /(?:address|host|server|lhost|ip(?:address)?)['"]?\s*[=: ,]\s*['"]?(\d{1,3}(?:\.\d{1,3}){3})['"]?[^\n]{0,40}?port['"]?\s*[=: ,]\s*['"]?(\d{2,5})\b/gi, (match) => {
    const ip = match[1] as string;
    if (isIpV4(ip) && !loopback(ip)) add('ip:port', `${ip}:${Number(match[2])}`, match.index + match[0].indexOf(ip));
  });
}

function plausibleHost(host: string, inUrl: boolean): boolean {
  if (special.test(host)) return !/\.localhost$/.test(host);
  const suffix = getPublicSuffix(host, { allowPrivateDomains: false });
  const parsed = parse(host);
  if (parsed.isIcann !== true || parsed.domainWithoutSuffix === '' || suffix === null) return inUrl && host.includes('.');
  return inUrl || !ambiguous.has(host.slice(host.lastIndexOf('.') + 1));
}

/** Whether a host ends in a suffix that exists or is reserved. */
function knownHost(host: string): boolean {
  return special.test(host) || parse(host).isIcann === true;
}

const quotedHosts = /(?<=["'`=@/(,\s])((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,6}[a-z]{2,24})(?=["'`:,;)\s/|&]|$)/g;
const networkVerb = /(?:\bping|nslookup|resolve-dnsname|test-(?:net)?connection|\bcurl|\bwget|\bnc|ncat|telnet|\bssh|\bscp|\bdig|\bhost|ftp|tcpclient|socket|connect|dns|smtp|imap|pop3|ldap|server|\/dev\/tcp|computername|-server|downloadstring|@)[^\n]{0,80}$/i;

function findDomains(text: string, add: Find): void {
  each(text, quotedHosts, (match) => {
    const host = match[1] as string;
    const start = match.index;
    if (schemaHosts.test(host) || !plausibleHost(host, true)) return;
    const before = text.slice(Math.max(0, start - 100), start);
    const after = text[start + host.length] ?? '';
    if (/(?:https?|ftps?|wss?):\\?\/\\?\/[^\s]{0,40}$/i.test(before) || /[\w/\\]$/.test(before) && !/\/dev\/(?:tcp|udp)\/$/.test(before)) return;
    const quoted = /["'`]$/.test(before) && /["'`:/]/.test(after);
    const suffix = host.slice(host.lastIndexOf('.') + 1);
    const parsed = parse(host);
    const known = special.test(host) || (parsed.isIcann === true && parsed.domainWithoutSuffix !== '');
    if (!known) return;
    const verb = networkVerb.test(before);
    if (special.test(host) ? quoted || verb || /[\s=]$/.test(before) : ambiguous.has(suffix) ? verb && suffix !== 'exe' && (suffix !== 'sh' || quoted) && !/\.(?:py|pl|sh|zip|md|exe|dll|js)$/.test(host) : quoted || verb) add('domain', host, start);
  });
  each(text, /(?<![\w.+-])([a-z0-9][\w.+-]{0,63}@(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24})(?![\w-])/gi, (match) => {
    const mail = match[1] as string;
    const host = mail.slice(mail.indexOf('@') + 1).toLowerCase();
    const before = text.slice(Math.max(0, match.index - 60), match.index);
    const written = mail.slice(mail.indexOf('@') + 1);
    // Case that changes inside a domain is noise that something else takes out.
    if (written !== host && written !== host.toUpperCase()) return;
    if (!knownHost(host) || /\.(?:png|jpg|js|service|timer|socket)$/.test(host) || /(?:ssh|scp|sftp|git|rsync)\s[^\n]{0,50}$|:\/\/[^\s]{0,40}$/i.test(before)) return;
    add('mail', mail, match.index);
  });
}

const winRoot = String.raw`(?:[A-Za-z]:|%[\w()]{2,30}%|\$\{?env:[\w()]{2,30}\}?|\$(?:home|pshome|temp)|\\\\[\w.$%-]{1,60})`;
const quotedPaths = new RegExp(String.raw`(?<=["'])(${winRoot}(?:[\\/]{1,2}[^\\/:*?"'<>|\r\n\t;&\x60\u2026]{1,120}){1,20})(?=["'])`, 'g');
const barePaths = new RegExp(String.raw`(?<![\w%$}])(${winRoot}(?:\\{1,2}[^\\/:*?"'<>|\s;,&()\x60^{}\[\]=\u2026]{1,120}){1,20})`, 'g');
const unixPaths = /(?<![\w:./\\$}~-])(\/(?:tmp|etc|var|usr|home|root|opt|dev\/shm|bin|sbin|lib|lib64|Library|Users|private|srv|run|mnt|Applications|System)\/[^\s"'`;|&<>(){}[\]$,*\\:]{1,300})/g;

/** No Windows name holds two backslashes in a row behind its root: there they are one, written in a string of a language that escapes. */
function single(value: string): string {
  return /^[^\\]{1,40}\\\\/.test(value) ? value.replace(/\\{2,}/g, '\\') : value;
}

/** Interpreters and tools that every machine has where they belong: what they do is a fact, that they are there is none. */
const partOfSystem = /^(?:(?:c:|%systemroot%|%windir%|\$\{?env:(?:systemroot|windir)\}?|%systemdrive%)\\(?:windows\\)?)(?:system32|syswow64|sysnative)\\(?:windowspowershell\\v1\.0\\)?(?:powershell(?:_ise)?|cmd|[cw]script|mshta|rundll32|regsvr32|reg|sc|schtasks|net1?|netsh|wmic|wbem\\wmic|certutil|bitsadmin|curl|ping|tasklist|taskkill|whoami|ipconfig|msiexec|forfiles|conhost|explorer|notepad|calc|attrib|icacls|timeout|where|find(?:str)?|more|sort|xcopy|robocopy)(?:\.exe)?$|^\/(?:usr\/)?s?bin\/(?:env|(?:ba|da|z|k|c|a)?sh|python[\d.]*|perl|ruby|node|php|awk|sed|grep|cat|cp|mv|rm|ls|id|echo|printf|base64|xxd|openssl|curl|wget|tar|gzip|gunzip|chmod|chown|systemctl|crontab|useradd|ping|uname|whoami|hostname|ps|kill|sleep|test|true|false|false|nologin|sudo|su|tr|cut|head|tail|rev|tee|touch|mkdir|date|ip|nc|ssh|scp)$/i;

function findPaths(text: string, add: Find): void {
  // A share is \\host\name; anything else that begins with backslashes is an escaped text.
  const tidy = (path: string): string => {
    if (path.startsWith('\\') && !/^\\{2}(?!x[0-9a-f]{2}|u[0-9a-f]{4})[\w.$%-]{2,60}\\[^\\]/i.test(path)) return '';
    if (/\\x[01][0-9a-f]/i.test(path)) return '';
    if (path.startsWith('\\') && /\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|[0-7]{3})/i.test(path)) return '';
    // A program in quotes together with its arguments.
    const program = /^[^\n]{1,200}?\.(?:exe|dll|com|bat|cmd|ps1|vbs|js|hta|scr|msi|py)(?=\s+[-/\w"])/i.exec(path)?.[0];
    // What a name is put together from is no part of a path: the folder is.
    const known = (program ?? path).replace(/\\[^\\]*\$\([\s\S]*$|\\\$(?:env)?$/i, '');
    if (!/[\\/]/.test(known) || /^\\\\[^\\]+\\root\\/i.test(known)) return '';
    const plain = single(known.replace(/[.,\s]+$/, ''));
    return partOfSystem.test(plain) || /^[A-Za-z]:\\\.{1,2}\\/.test(plain) || (plain.match(/%/g)?.length ?? 0) % 2 === 1 ? '' : plain;
  };
  // A quoted path with blanks is taken whole.
  let quotedTo = 0;
  const quoted: [number, number][] = [];
  each(text, quotedPaths, (match) => {
    if (/\s/.test(match[1] as string)) quoted.push([match.index, match.index + match[0].length]);
    add('path', tidy(match[1] as string), match.index);
  });
  each(text, barePaths, (match) => {
    while ((quoted[quotedTo]?.[1] ?? Infinity) <= match.index) quotedTo++;
    if (quoted[quotedTo]?.[0] !== match.index) add('path', tidy(match[1] as string), match.index);
  });
  each(text, unixPaths, (match) => {
    add('path', tidy(match[1] as string), match.index);
  });
}

const registry = /(?<![\w\\])((?:HKLM|HKCU|HKCR|HKU|HKCC|HKEY_(?:LOCAL_MACHINE|CURRENT_USER|CLASSES_ROOT|USERS|CURRENT_CONFIG)):?\\{1,2})(?:([^"'`\r\n;|&<>\u2026]{1,300})(?=["'])|([^\s"'\r\n;,|&<>()`\u2026]{1,300}))/gi;

function findNames(text: string, add: Find): void {
  each(text, registry, (match) => {
    const value = `${match[1]}${match[2] ?? match[3] ?? ''}`.replace(/[\\\s]+$/, '');
    const before = text[match.index - 1] ?? '';
    const closed = match[2] !== undefined && before !== '"' && before !== "'" && !/[:]$/.test(before);
    add('registryKey', single(closed ? (value.split(/\s/)[0] ?? value) : value), match.index);
  });
  // Hive and key apart, as winreg and the Windows API take them: `OpenKey(winreg.HKEY_CURRENT_USER, r"Software\...")`.
  each(text, /\b(HKEY_(?:LOCAL_MACHINE|CURRENT_USER|CLASSES_ROOT|USERS|CURRENT_CONFIG))\s*,\s*[ruRUL]{0,2}["']([A-Za-z][^"'\r\n;|<>\u2026]{2,300})["']/g, (match) => {
    add('registryKey', `${match[1]}\\${(match[2] as string).replace(/\\{2,}/g, '\\').replace(/\\+$/, '')}`, match.index);
  });
  const name = (type: IndicatorType, pattern: RegExp): void =>
    each(text, pattern, (match) => {
      const value = match.slice(1).find((part) => part !== undefined);
      if (value !== undefined && !/^[$%!-]|^\/\w$/.test(value)) add(type, type === 'mutex' ? single(value) : type === 'userAgent' ? agentOf(value) : value, match.index + match[0].lastIndexOf(value));
    });
  name('task', /\bschtasks(?:\.exe)?\b[^\n|&]{0,300}?[/-]tn\s+(?:"([^"\n]{1,200})"|'([^'\n]{1,200})'|([^\s"'|&]{1,200}))/gi);
  name('task', /-TaskName\s+(?:"([^"\n$]{1,200})"|'([^'\n]{1,200})'|([\w.\\-]{1,200}))/gi);
  name('task', /\bRegister-ScheduledTask\s+(?:"([^"\n$]{1,200})"|'([^'\n]{1,200})'|([A-Za-z][\w.\\]{0,200}))/gi);
  name('task', /\.RegisterTask(?:Definition)?\(\s{0,4}(?:"([^"\n$]{1,200})"|'([^'\n]{1,200})')/gi);
  name('service', /\bsc(?:\.exe)?\s+(?:\\\\\S{1,60}\s+)?(?:create|config|start|stop|delete|failure|sdset)\s+(?:"([^"\n]{1,100})"|'([^'\n]{1,100})'|([^\s"'|&]{1,100}))/gi);
  name('service', /\b(?:New|Set|Stop|Start|Restart)-Service\s+(?:-(?:Name|ServiceName)\s+)?(?:"([^"\n$]{1,100})"|'([^'\n]{1,100})'|([A-Za-z][\w.]{1,100}))/gi);
  name('service', /\bnet1?(?:\.exe)?\s+(?:start|stop)\s+(?:"([^"\n]{1,100})"|'([^'\n]{1,100})'|([^\s"'|&/]{1,100}))/gi);
  name('service', /\bsystemctl\s+(?:--\w+\s+){0,2}(?:enable|start|stop|disable|restart|mask)\s+(?:--now\s+)?([\w@.-]{2,100})/gi);
  name('account', /\bnet1?(?:\.exe)?\s+user\s+(?:"([^"\n]{1,60})"|([^\s"'|&/]{1,60}))(?=\s+(?:\S{1,80}\s+)?\/(?:add|active|delete|domain)|\s+\S)/gi);
  name('account', /\s\/(?:user|ru):?\s?(?:"?[\w.-]{1,40}\\)?"?([A-Za-z][\w.-]{1,40})(?=["'\s]|$)/gi);
  name('account', /\bnet1?(?:\.exe)?\s+(?:localgroup|group)\s+(?:"[^"\n]{1,60}"|'[^'\n]{1,60}'|\S{1,60})\s+(?:"([^"\n]{1,60})"|([^\s"'|&/]{1,60}))\s+\/add/gi);
  name('account', /\b(?:New|Set|Enable|Disable|Remove)-(?:LocalUser|ADUser)\s+(?:-(?:Name|Identity)\s+)?(?:"([^"\n$]{1,60})"|'([^'\n]{1,60})'|([A-Za-z][\w.]{1,60}))/gi);
  name('account', /\b(?:useradd|adduser|userdel|usermod|chpasswd|dscl\s+\.\s+-create\s+\/Users\/)(?:\s+-{1,2}[A-Za-z-]+(?:[= ](?!-)[^\s-][^\s]{0,60})?){0,8}\s+([a-z_][\w.-]{0,40})(?=\s*(?:$|[;&|\n"']))/gim);
  name('account', /\bPSCredential(?:\s{0,4}\(|\]::new\(|\s+(?:-ArgumentList\s+)?)\s{0,4}\(?(?:"([^"\n$]{2,80})"|'([^'\n$]{2,80})')/gi);
  name('mutex', /(?:\b|Create|Open)mutex['"]?(?:\]::(?:OpenExisting|new)|W|A)?\s*(?:\(\s*(?:(?:\$?(?:true|false|null)|NULL|None|0|1)\s*,\s*){0,2}(?:[ruRUbL]{0,2}"([^"\n`]{1,200})"|[ruRUbL]{0,2}'([^'\n`]{1,200})'|String\.raw`([^`\n]{1,200})`)|\$?(?:true|false)\s*,\s*(?:"([^"\n`]{1,200})"|'([^'\n`]{1,200})'|((?:Global|Local)\\[^\s"'(),;]{1,200})))/gi);
  name('userAgent', /(?:user-?agent['"]?\]?\s*(?:[,:=]|\s)\s*)(?:"([^"\n`]{3,300})"|'([^'\n`]{3,300})')/gi);
  name('userAgent', /\b(?:curl|wget)\b[^\n|;]{0,200}?\s(?:-A|--user-agent|-U)[= ]?(?:"([^"\n]{3,300})"|'([^'\n]{3,300})'|(\S{3,300}))/g);
  name('userAgent', /\buser-agent:\s*([^\s"'\r\n][^"'\r\n]{2,200})/gi);
  name('userAgent', /(?<=["'\n]|^)(Mozilla\/\d\.\d [^"'\r\n]{5,300})/g);
  each(text, /(?<![0-9A-Za-z+/=_$-])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32}|[0-9A-F]{64}|[0-9A-F]{40}|[0-9A-F]{32})(?![0-9A-Za-z+/=_-])/g, (match) => {
    const value = match[0];
    const key = /-(?:K|iv|S)[\s=]*["']?$/.test(text.slice(Math.max(0, match.index - 8), match.index));
    if (/[a-f]/i.test(value) && /\d/.test(value) && new Set(value.toLowerCase()).size > 6 && !key && !isHexText(value)) add('hash', value, match.index);
  });
}

/** A user agent without the escaped quotes around it; none when it is a piece of code. */
function agentOf(value: string): string {
  const plain = value.replace(/^\\?["']+|\\?["']*\\*$/g, '');
  return /\\["'nrt]/.test(plain) ? '' : plain;
}

/** Hex digits that spell text, forwards or backwards, are data and no hash. */
function isHexText(value: string): boolean {
  const spells = (hex: string): boolean => /^[\t\r\n\x20-\x7e]*$/.test(Buffer.from(hex, 'hex').toString('latin1'));
  return spells(value) || spells([...value].reverse().join(''));
}
