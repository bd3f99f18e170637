import { decodeBase64, decodeHex, decodeText } from '../../core/codecs.js';
import { Bytes, effect, notHandled, setField, ComObject, type Behaviour, type ComHost } from './com-object.js';
import { expandReplacement, findMatches } from './regex.js';
import { Unknown } from './unknown.js';

/** Objects that speak HTTP. */
export const http: Behaviour = {
  names: ['Open', 'Send', 'SetRequestHeader', 'responseText', 'responseBody', 'responseStream', 'responseXML', 'status', 'statusText', 'readyState', 'SetOption', 'SetTimeouts', 'SetProxy', 'WaitForResponse', 'GetResponseHeader', 'GetAllResponseHeaders', 'Option', 'Abort', 'onreadystatechange'],
  get(_host, object, name) {
    const shown = http.names?.find((known) => known.toLowerCase() === name) ?? name;
    return new Unknown(`${object.label}.${shown}`, { remote: /^response/.test(name) });
  },
  call(host, object, name, args) {
    return /^get(?:all)?responseheader/.test(name) ? new Unknown(`${object.label}.${name}(${args.map((arg) => host.show(arg)).join(', ')})`, { remote: true }) : notHandled;
  },
};

/** MSXML documents and their elements, as far as they decode base64 and hex. */
export const xml: Behaviour = {
  names: ['createElement', 'loadXML', 'load', 'documentElement', 'selectSingleNode', 'dataType', 'text', 'nodeTypedValue', 'async', 'transformNode', 'transformNodeToObject', 'childNodes', 'firstChild', 'appendChild', 'setAttribute', 'setProperty', 'getElementsByTagName', 'resolveExternals', 'validateOnParse'],
  call(host, object, name, args) {
    if (name === 'createelement') return new ComObject('xml', `${object.label}.createElement(${host.show(args[0])})`);
    if (name === 'loadxml') {
      const text = host.text(args[0] ?? '');
      setField(host, object, 'text', text);
      if (typeof text === 'string' && /<(?:\w+:)?script\b/i.test(text)) host.session.recorder.payload(text, undefined, [...host.session.trail.rules, 'XML with script'], host.span());
      return true;
    }
    if (name === 'setattribute' && host.text(args[0] ?? '') === 'dt:dt') setField(host, object, 'datatype', args[1]);
    if (name === 'setattribute' || name === 'appendchild') return args[0] instanceof ComObject ? args[0] : undefined;
    if (['selectsinglenode', 'item', 'getelementsbytagname', ''].includes(name)) return rootOf(host, object);
    return notHandled;
  },
  get(host, object, name) {
    if (['documentelement', 'firstchild', 'childnodes'].includes(name)) return rootOf(host, object);
    const type = host.text(object.fields.get('datatype') ?? '');
    const text = object.fields.get('text');
    if (name === 'nodetypedvalue' || name === 'nodevalue') {
      if (object.fields.has('bytes')) return object.fields.get('bytes');
      if (typeof text === 'string' && typeof type === 'string') {
        host.session.budget.allocate(text.length);
        const bytes = /base64/i.test(type) ? decodeBase64(text, host.session.budget) : /hex/i.test(type) ? decodeHex(text, host.session.budget) : undefined;
        if (bytes !== undefined) {
          host.session.use(/hex/i.test(type) ? 'hex' : 'base64');
          return new Bytes(bytes);
        }
        if (type === '') return text;
      }
      return new Unknown(`${object.label}.nodeTypedValue`, { remote: text instanceof Unknown && text.remote });
    }
    if (name === 'text' || name === 'nodevalue') {
      const bytes = object.fields.get('bytes');
      if (bytes instanceof Bytes && typeof type === 'string' && type !== '') {
        host.session.budget.allocate(bytes.data.length * 2);
        return Buffer.from(bytes.data).toString(/hex/i.test(type) ? 'hex' : 'base64');
      }
      return text ?? new Unknown(`${object.label}.text`);
    }
    return object.fields.has(name) ? object.fields.get(name) : notHandled;
  },
  set(host, object, name, value) {
    const key = name === 'nodetypedvalue' ? 'bytes' : name;
    setField(host, object, key, key === 'text' ? host.text(value) : value);
    return key === 'text' || key === 'bytes' || key === 'datatype' || key === 'async' ? undefined : notHandled;
  },
};

function rootOf(host: ComHost, object: ComObject): ComObject {
  const root = new ComObject('xml', `${object.label}.documentElement`);
  const text = object.fields.get('text');
  if (typeof text !== 'string') return root;
  const type = /dt:dt\s{0,9}=\s{0,9}["'](bin\.\w{1,9})["']/.exec(text)?.[1];
  if (type !== undefined) root.fields.set('datatype', type);
  host.session.budget.allocate(text.length);
  root.fields.set('text', text.replace(/<[^<>]*>/g, ''));
  return root;
}

/** Scripting.Dictionary. */
export const dictionary: Behaviour = {
  names: ['Add', 'Item', 'Exists', 'Keys', 'Items', 'Count', 'Remove', 'RemoveAll', 'CompareMode', 'Key'],
  call(host, object, name, args) {
    const key = keyOf(host, args[0]);
    host.session.budget.allocate(1);
    if (name === 'add' || ((name === 'item' || name === '') && args.length > 1)) {
      if (key === undefined) setField(host, object, '?', true);
      else setField(host, object, `=${key}`, args[1]);
      return undefined;
    }
    const closed = object.fields.has('?');
    if (name === 'item' || name === '') return key === undefined || closed ? new Unknown(`${object.label}(${host.show(args[0])})`) : object.fields.get(`=${key}`);
    if (name === 'exists') return key === undefined || closed ? new Unknown(`${object.label}.Exists(${host.show(args[0])})`) : object.fields.has(`=${key}`);
    const entries = [...object.fields].filter(([field]) => field.startsWith('='));
    if (name === 'keys') return host.list(entries.map(([field]) => (field[1] === 's' ? field.slice(2) : Number(field.slice(2)))));
    if (name === 'items') return host.list(entries.map(([, value]) => value));
    if (name === 'count') return closed ? new Unknown(`${object.label}.Count`) : entries.length;
    if (name === 'remove' || name === 'removeall') {
      host.session.journal.touch(object);
      if (name === 'removeall') object.fields = new Map();
      else object.fields.delete(`=${key}`);
      return undefined;
    }
    return notHandled;
  },
  get(host, object, name) {
    return ['keys', 'items', 'count'].includes(name) ? dictionary.call?.(host, object, name, []) : notHandled;
  },
  set(host, object, name, value) {
    if (name === 'comparemode') setField(host, object, name, value);
    return name === 'comparemode' ? undefined : notHandled;
  },
};

function keyOf(host: ComHost, value: unknown): string | undefined {
  if (typeof value === 'number') return `n${value}`;
  const text = host.text(value ?? '');
  if (text instanceof Unknown) return undefined;
  return `s${text}`;
}

/** .NET classes that scripts reach through COM. */
export const dotNet: Behaviour = {
  names: ['GetString', 'GetBytes_4', 'GetByteCount_2', 'TransformFinalBlock', 'Add', 'ToArray', 'Reverse', 'Sort', 'Write', 'Deserialize_2', 'DynamicInvoke', 'CreateInstance', 'Position'],
  call(host, object, name, args) {
    const [first, second] = args;
    const { session } = host;
    if (name === 'getstring' && first instanceof Bytes) {
      session.budget.allocate(first.data.length);
      return decodeText(first.data, /unicode/.test(object.kind) ? 'utf-16le' : /utf8/.test(object.kind) ? 'utf-8' : 'latin1');
    }
    if (/^getbytes/.test(name) && typeof first === 'string') {
      session.budget.allocate(first.length * 2);
      return new Bytes(new Uint8Array(Buffer.from(first, /unicode/.test(object.kind) ? 'utf16le' : /utf8/.test(object.kind) ? 'utf8' : 'latin1')));
    }
    if (/^getbytecount/.test(name) && typeof first === 'string') return /unicode/.test(object.kind) ? first.length * 2 : Buffer.byteLength(first);
    if (name === 'transformfinalblock' && first instanceof Bytes && /frombase64/.test(object.kind)) {
      const bytes = decodeBase64(decodeText(first.data, 'latin1'), session.budget);
      if (bytes === undefined) return notHandled;
      session.use('base64');
      return new Bytes(bytes);
    }
    if (object.kind === 'system.collections.arraylist') return arrayList(host, object, name, args);
    if (name === 'write' && first instanceof Bytes) {
      setField(host, object, 'data', first);
      return undefined;
    }
    if (name === 'deserialize_2' && first instanceof ComObject) {
      const data = first.fields.get('data');
      if (data instanceof Bytes) session.recorder.payload('', undefined, [...session.trail.rules, '.NET deserialisation'], host.span(), { bytes: data.data });
    }
    return second === undefined ? notHandled : notHandled;
  },
};

function arrayList(host: ComHost, object: ComObject, name: string, args: readonly unknown[]): unknown {
  const items = (object.fields.get('items') as unknown[] | undefined) ?? [];
  if (name === 'add') {
    host.session.budget.allocate(items.length + 1);
    if (host.session.steps % 64 === 0) host.session.step();
    host.session.journal.touch(object);
    object.fields.set('items', items.length < 5000 ? [...items, args[0]] : items);
    return items.length;
  }
  if (name === 'toarray') return host.list([...items]);
  if (name === 'item' || name === '') return items[host.number(args[0]) ?? -1];
  if (name === 'count') return items.length;
  if (name === 'reverse') setField(host, object, 'items', items.toReversed());
  return name === 'reverse' ? undefined : notHandled;
}

/** VBScript.RegExp. */
export const regExp: Behaviour = {
  names: ['Pattern', 'Global', 'IgnoreCase', 'MultiLine', 'Replace', 'Test', 'Execute'],
  call(host, object, name, args) {
    const pattern = host.text(object.fields.get('pattern') ?? '');
    const text = host.text(args[0] ?? '');
    if (!['replace', 'test', 'execute'].includes(name)) return notHandled;
    const unknown = new Unknown(`${object.label}.${name}(${args.map((arg) => host.show(arg)).join(', ')})`);
    if (typeof pattern !== 'string' || typeof text !== 'string') return unknown;
    const flags = { ignoreCase: object.fields.get('ignorecase') === true, multiline: object.fields.get('multiline') === true };
    const matches = findMatches(pattern, flags, text, name !== 'test' && object.fields.get('global') === true, host.session);
    if (matches === undefined) {
      host.session.recorder.missing('unsupported', 'a pattern that the linear engine cannot run', host.span());
      return unknown;
    }
    if (name === 'test') return matches.length > 0;
    if (name === 'execute') return host.list(matches.map((match) => match.groups[0] ?? ''));
    const replacement = host.text(args[1] ?? '');
    if (typeof replacement !== 'string') return unknown;
    let out = '';
    let at = 0;
    for (const match of matches) {
      const filled = expandReplacement(replacement, match);
      host.session.budget.allocate(out.length + filled.length + match.index - at > 4096 ? filled.length + match.index - at : 0);
      out += text.slice(at, match.index) + filled;
      at = match.end;
    }
    host.session.budget.allocate(out.length + text.length - at);
    if (matches.length > 0) host.session.use('regular expression replace');
    return out + text.slice(at);
  },
  set(host, object, name, value) {
    setField(host, object, name, value);
    return undefined;
  },
  get(_host, object, name) {
    return object.fields.get(name);
  },
};

/** Anything that runs a file or command through a method of a well-known name. */
export function describe(host: ComHost, object: ComObject, name: string, args: readonly unknown[]): ComObject {
  return new ComObject('object', effect(host, object, name, args));
}
