import type { Evidence } from '../graph/evidence.js';
import { evidenceTypes, unknownEvidenceType } from '../graph/evidence.js';
import { enumTables } from '../graph/enums.js';
import { fieldTables } from '../graph/field-tables.js';
import { cloudFieldTables } from '../graph/field-tables-cloud.js';
import type { ParseWarning } from '../warning.js';
import { enumValue } from './enum-value.js';
import { cleanText, isRecord, memberPath, rawCopy, safeKey } from './raw-copy.js';

const TABLES: Readonly<Record<string, Readonly<Record<string, string>>>> = { ...fieldTables, ...cloudFieldTables };
const PREFIX = '#microsoft.graph.security.';
const KNOWN = new Map<string, string>(evidenceTypes.map((name) => [name.toLowerCase(), name]));
const EVIDENCE = new Set<string>(evidenceTypes);
const DATE_TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,20})?)?\s*(?:Z|[+-]\d\d:?\d\d)?)?$/i;
const DEEPEST = 24;
const MOST_WARNINGS = 500;

/** A value that does not fit its field, and why. */
class Misfit {
  constructor(readonly reason: string) {}
}

/** Reads values of the Graph model from untrusted JSON; collects warnings, never throws. */
export class GraphReader {
  private readonly collected: ParseWarning[] = [];
  private dropped = 0;

  /** Warnings so far, at most 500 and one that counts the rest. */
  get warnings(): ParseWarning[] {
    if (this.dropped === 0) return [...this.collected];
    return [...this.collected, { path: '$', message: `${this.dropped} more warnings are not listed.` }];
  }

  readonly warn = (path: string, message: string): void => {
    if (this.collected.length < MOST_WARNINGS) this.collected.push({ path, message });
    else this.dropped += 1;
  };

  /** Fields of the object by the table of the type; what the table does not know, and what does not fit, goes to `unmapped`. */
  readObject(typeName: string, raw: Record<string, unknown>, path: string, depth = 0, skipped: ReadonlySet<string> = new Set()): Record<string, unknown> {
    const table = TABLES[typeName] ?? {};
    const read: Record<string, unknown> = {};
    const unmapped: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(raw)) {
      if (value === null || value === undefined || key.includes('@odata.') || skipped.has(key)) continue;
      if (key === 'unmapped' && isRecord(value)) {
        for (const [left, item] of Object.entries(value)) {
          const kept = safeKey(left, path, this.warn);
          if (kept !== undefined) unmapped[kept] = this.copy(item, memberPath(path, kept));
        }
        continue;
      }
      const type = Object.hasOwn(table, key) ? table[key] : undefined;
      const name = type === undefined ? safeKey(key, path, this.warn) : key;
      if (name === undefined) continue;
      const at = memberPath(path, name);
      const result = type === undefined ? undefined : this.readValue(type, value, at, depth, (part, left) => (unmapped[`${name}${part}`] = this.copy(left, `${at}${part}`)));
      if (result instanceof Misfit) this.warn(at, result.reason);
      if (type === undefined || result instanceof Misfit) unmapped[name] = this.copy(value, at);
      else if (result !== undefined) read[name] = result;
    }
    if (Object.keys(unmapped).length > 0) read['unmapped'] = unmapped;
    return read;
  }

  /** The evidence item; `declared` is the subtype a field demands when the item itself may not name one. */
  readEvidence(item: Record<string, unknown>, path: string, depth = 0, declared?: string): Evidence {
    let raw = item;
    while (declared === undefined && raw['@odata.type'] === unknownEvidenceType && isRecord(raw['raw'])) raw = raw['raw'];
    const stated = typeof raw['@odata.type'] === 'string' ? cleanText(raw['@odata.type']).trim() : '';
    const known = declared ?? KNOWN.get((stated.split('.').at(-1) ?? '').replace(/^#/, '').toLowerCase());
    if (known !== undefined) return { '@odata.type': PREFIX + known, ...this.readObject(known, raw, path, depth) } as unknown as Evidence;
    if (stated === '') this.warn(path, 'The evidence has no "@odata.type"; it is kept raw.');
    const base: Record<string, unknown> = {};
    for (const name of Object.keys(TABLES['alertEvidence'] ?? {})) if (Object.hasOwn(raw, name)) base[name] = raw[name];
    const { unmapped: _misfits, ...fields } = this.readObject('alertEvidence', base, path, depth);
    return { '@odata.type': unknownEvidenceType, originalType: stated, ...fields, raw: this.copy(raw, path) as Record<string, unknown> };
  }

  /** Safe copy of any JSON value; see rawCopy. */
  copy(value: unknown, path: string): unknown {
    return rawCopy(value, path, this.warn);
  }

  private readValue(type: string, value: unknown, path: string, depth: number, leave: (part: string, value: unknown) => void): unknown {
    if (!type.endsWith('[]')) return this.readOne(type, value, path, depth);
    const element = type.slice(0, -2);
    if (!Array.isArray(value)) {
      const single = this.readOne(element, value, path, depth);
      if (single instanceof Misfit) return new Misfit('A list was expected.');
      this.warn(path, 'A list was expected; the single value was read as a list of one.');
      return [single];
    }
    const items: unknown[] = [];
    value.forEach((item: unknown, index) => {
      if (item === null || item === undefined) return;
      const read = this.readOne(element, item, `${path}[${index}]`, depth);
      if (read instanceof Misfit) {
        this.warn(`${path}[${index}]`, read.reason);
        leave(`[${index}]`, item);
      } else items.push(read);
    });
    return items;
  }

  private readOne(type: string, value: unknown, path: string, depth: number): unknown {
    switch (type) {
      case 'string':
        return this.readText(value, path);
      case 'number':
        return this.readNumber(value, path);
      case 'boolean':
        return this.readBoolean(value, path);
      case 'dateTime': {
        const text = typeof value === 'string' ? value.trim() : undefined;
        if (text === '') return undefined;
        if (text === undefined || !DATE_TIME.test(text) || Number.isNaN(Date.parse(text.slice(0, 10)))) return new Misfit('A date and time in ISO 8601 was expected.');
        return text;
      }
      case 'any':
        return this.copy(value, path);
      case 'dictionary':
        return isRecord(value) ? this.copy(value, path) : new Misfit('An object was expected.');
      default:
        break;
    }
    if (Object.hasOwn(enumTables, type)) return typeof value === 'string' ? enumValue(type, value) || undefined : new Misfit('A text was expected.');
    if (!isRecord(value)) return new Misfit('An object was expected.');
    if (depth >= DEEPEST) return new Misfit(`The value is nested deeper than ${DEEPEST} levels.`);
    if (type === 'alertEvidence') return this.readEvidence(value, path, depth + 1);
    if (EVIDENCE.has(type)) return this.readEvidence(value, path, depth + 1, type);
    return this.readObject(type, value, path, depth + 1);
  }

  private readText(value: unknown, path: string): unknown {
    if (typeof value === 'string') {
      const text = cleanText(value);
      if (text !== value) this.warn(path, 'Characters that are not valid text were replaced.');
      return text;
    }
    if (typeof value !== 'number' || !Number.isFinite(value)) return new Misfit('A text was expected.');
    this.warn(path, 'A text was expected; the number was read as text.');
    return String(value);
  }

  private readNumber(value: unknown, path: string): unknown {
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (typeof value !== 'string' || !/^-?\d{1,15}(?:\.\d{1,10})?$/.test(value.trim())) return new Misfit('A number was expected.');
    this.warn(path, 'A number was expected; the text was read as a number.');
    return Number(value);
  }

  private readBoolean(value: unknown, path: string): unknown {
    if (typeof value === 'boolean') return value;
    const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
    if (text !== 'true' && text !== 'false') return new Misfit('True or false was expected.');
    this.warn(path, 'True or false was expected; the text was read as one.');
    return text === 'true';
  }
}
