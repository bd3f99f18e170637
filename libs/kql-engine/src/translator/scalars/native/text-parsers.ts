import type { Json, JsonBag } from './json-value.js';

/** Parsers of URLs, paths, command lines, CSV, XML and versions. */

function bagOf(entries: readonly (readonly [string, Json])[]): JsonBag {
  return new Map(entries);
}

function queryBag(query: string): JsonBag {
  const bag: JsonBag = new Map();
  for (const part of query.split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    bag.set(at === -1 ? part : part.slice(0, at), at === -1 ? '' : part.slice(at + 1));
  }
  return bag;
}

const urlForm = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/(?:([^/?#@:]*)(?::([^/?#@]*))?@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

/** The parts of an absolute URL. */
export function parseUrl(url: string): Json {
  const match = urlForm.exec(url);
  const [, scheme = '', user = '', password = '', host = '', port = '', path = '', query = '', fragment = ''] = match ?? [];
  return bagOf([
    ['Scheme', scheme], ['Host', host], ['Port', port], ['Path', path], ['Username', user], ['Password', password],
    ['Query Parameters', queryBag(query)], ['Fragment', fragment],
  ]);
}

/** The parameters of a URL query. */
export function parseUrlQuery(query: string): Json {
  return bagOf([['Query Parameters', queryBag(query.replace(/^\?/, ''))]]);
}

/** The parts of a file path. */
export function parsePath(path: string): Json {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]+):\/\//.exec(path);
  let rest = scheme === null ? path : path.slice(scheme[0].length);
  const root = /^([A-Za-z]:)/.exec(rest)?.[1] ?? '';
  let stream = '';
  const colon = rest.indexOf(':', root.length);
  if (colon !== -1) {
    stream = rest.slice(colon + 1);
    rest = rest.slice(0, colon);
  }
  const cut = Math.max(rest.lastIndexOf('/'), rest.lastIndexOf('\\'));
  const file = cut === -1 ? (rest === root ? '' : rest.slice(root.length)) : rest.slice(cut + 1);
  const directory = cut === -1 ? root : rest.slice(0, cut);
  const name = /[^/\\]*$/.exec(directory)?.[0] ?? '';
  const dot = file.lastIndexOf('.');
  return bagOf([
    ['Scheme', scheme?.[1] ?? ''], ['RootPath', root], ['DirectoryPath', directory], ['DirectoryName', name === root ? '' : name],
    ['Filename', file], ['Extension', dot === -1 ? '' : file.slice(dot + 1)], ['AlternateDataStreamName', stream],
  ]);
}

/** The fields of the first record of CSV text. */
export function parseCsv(text: string): Json {
  if (text === '') return [''];
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let field = '';
    if (text[at] === '"') {
      at += 1;
      while (at < text.length) {
        if (text[at] === '"' && text[at + 1] === '"') at += 1;
        else if (text[at] === '"') break;
        field += text[at] ?? '';
        at += 1;
      }
      at += 1;
    }
    while (at < text.length && !',\r\n'.includes(text[at] ?? '')) {
      field += text[at] ?? '';
      at += 1;
    }
    fields.push(field);
    if (text[at] !== ',') return fields;
    at += 1;
  }
}

/** The arguments of a Windows command line, by the rules of CommandLineToArgvW. Empty text has none. */
export function parseCommandLine(line: string): Json {
  if (line.trim() === '') return null;
  const words: string[] = [];
  let at = 0;
  const first = /^\s*(?:"([^"]*)"?|([^\s"]*))/.exec(line);
  if (first !== null) {
    words.push(first[1] ?? first[2] ?? '');
    at = first[0].length;
  }
  while (at < line.length) {
    while (/[ \t\r\n]/.test(line[at] ?? '')) at += 1;
    if (at >= line.length) break;
    let word = '';
    let quoted = false;
    while (at < line.length && (quoted || !/[ \t\r\n]/.test(line[at] ?? ''))) {
      const slashes = /^\\*/.exec(line.slice(at))?.[0].length ?? 0;
      at += slashes;
      if (line[at] !== '"') {
        word += '\\'.repeat(slashes);
        if (slashes === 0) {
          word += line[at] ?? '';
          at += 1;
        }
        continue;
      }
      word += '\\'.repeat(Math.floor(slashes / 2));
      if (slashes % 2 === 1) {
        word += '"';
      } else if (quoted && line[at + 1] === '"') {
        word += '"';
        at += 1;
      } else {
        quoted = !quoted;
      }
      at += 1;
    }
    words.push(word);
  }
  return words;
}

/** A version of one to four numbers as one number that compares like it, eight digits each. Null when it is none. */
export function parseVersion(version: string): string | null {
  const parts = version.trim().split('.');
  if (parts.length > 4 || !parts.every((part) => /^\d{1,8}$/.test(part))) return null;
  while (parts.length < 4) parts.push('0');
  return parts.map((part) => part.padStart(8, '0')).join('').replace(/^0+(?=\d)/, '');
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decoded(text: string): string | null {
  let broken = false;
  const result = text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));?/g, (_, hex: string | undefined, digits: string | undefined, name: string | undefined) => {
    const code = hex === undefined ? Number(digits) : Number.parseInt(hex, 16);
    if (name === undefined && code <= 0x10ffff) return String.fromCodePoint(code);
    const letter = entities[name ?? ''];
    broken ||= letter === undefined;
    return letter ?? '';
  });
  return broken ? null : result;
}

interface XmlNode {
  name: string;
  children: JsonBag;
  text: string;
}

function addChild(bag: JsonBag, name: string, value: Json): void {
  const known = bag.get(name);
  if (known === undefined) bag.set(name, value);
  else if (Array.isArray(known)) known.push(value);
  else bag.set(name, [known, value]);
}

function nodeValue({ children, text }: XmlNode): Json {
  const kept = text.trim() === '' ? '' : text;
  if (children.size === 0) return kept === '' ? null : kept;
  if (kept !== '') children.set('#text', kept);
  return children;
}

const xmlToken = /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<!DOCTYPE[^>[]*>|<\/([^\s>]+)\s*>|<([^\s/>!?]+)((?:\s+[^\s=>/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
const xmlAttribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const deepest = 500;

/** XML as JSON: attributes begin with @, text beside children is #text, repeated names become an array. Null when it is not well formed. */
export function parseXml(xml: string): Json {
  const root: XmlNode = { name: '', children: new Map(), text: '' };
  const open: XmlNode[] = [root];
  xmlToken.lastIndex = 0;
  while (xmlToken.lastIndex < xml.length) {
    const match = xmlToken.exec(xml);
    const node = open.at(-1);
    if (match === null || node === undefined) return null;
    const [, data, closing, name, attributes, empty, text] = match;
    if (data !== undefined) node.text += data;
    else if (text !== undefined) {
      const plain = decoded(text);
      if (plain === null || (node === root && plain.trim() !== '')) return null;
      node.text += plain;
    } else if (closing !== undefined) {
      if (node === root || node.name !== closing) return null;
      open.pop();
      addChild(open.at(-1)?.children ?? root.children, closing, nodeValue(node));
    } else if (name !== undefined) {
      if (open.length > deepest || (node === root && root.children.size > 0)) return null;
      const child: XmlNode = { name, children: new Map(), text: '' };
      for (const [, key = '', double, single] of (attributes ?? '').matchAll(xmlAttribute)) {
        const value = decoded(double ?? single ?? '');
        if (value === null || child.children.has(`@${key}`)) return null;
        child.children.set(`@${key}`, value);
      }
      if (empty === '/') addChild(node.children, name, nodeValue(child));
      else open.push(child);
    }
  }
  return open.length === 1 && root.children.size === 1 ? root.children : null;
}
