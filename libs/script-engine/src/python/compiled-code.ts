/** What a code object holds that says what it does. */
interface Code {
  name: string;
  names: string[];
  texts: string[];
}

/** The data ends or contradicts itself. */
class Broken extends Error {}

const deepest = 60;
const mostItems = 200_000;

/** Reads values of the marshal format. Only texts, tuples and code objects are kept; all else is passed over. */
class Reader {
  readonly codes: Code[] = [];
  private at = 0;
  private items = 0;
  private readonly refs: unknown[] = [];
  private readonly interned: unknown[] = [];
  private readonly view: DataView;

  constructor(private readonly data: Uint8Array) {
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  value(depth = 0): unknown {
    if (depth > deepest || ++this.items > mostItems) throw new Broken();
    const flagged = this.byte();
    const kind = String.fromCharCode(flagged & 0x7f);
    const slot = (flagged & 0x80) === 0 ? -1 : this.refs.push(undefined) - 1;
    const value = this.read(kind, depth);
    if (slot >= 0) this.refs[slot] = value;
    return value;
  }

  private read(kind: string, depth: number): unknown {
    switch (kind) {
      case '0': case 'N': case 'F': case 'T': case 'S': case '.':
        return undefined;
      case 'i':
        return void this.skip(4);
      case 'I': case 'g':
        return void this.skip(8);
      case 'y':
        return void this.skip(16);
      case 'l':
        return void this.skip(Math.abs(this.int()) * 2);
      case 'f':
        return void this.skip(this.byte());
      case 'x':
        this.skip(this.byte());
        return void this.skip(this.byte());
      case 's': case 'u': case 'a': case 'A':
        return this.text(this.size(), kind);
      case 't': {
        const text = this.text(this.size(), kind);
        this.interned.push(text);
        return text;
      }
      case 'z': case 'Z':
        return this.text(this.byte(), kind);
      case 'r':
        return this.refs[this.int()];
      case 'R':
        return this.interned[this.int()];
      case '(': case '[': case '<': case '>':
        return this.list(this.size(), depth);
      case ')':
        return this.list(this.byte(), depth);
      case '{': {
        const entries: unknown[] = [];
        while (String.fromCharCode(this.data[this.at] ?? 0x30) !== '0') entries.push(this.value(depth + 1));
        this.at++;
        return entries;
      }
      case 'c':
        return this.code(depth);
      default:
        throw new Broken();
    }
  }

  /** The fields differ from version to version of Python; the first object is the byte code, and tells how many numbers stand before it. */
  private code(depth: number): Code {
    const code: Code = { name: '', names: [], texts: [] };
    this.codes.push(code);
    const numbers = [6, 5, 4].find((count) => /[srt]/.test(String.fromCharCode((this.data[this.at + count * 4] ?? 0) & 0x7f)) && this.plausible(this.at + count * 4));
    if (numbers === undefined) throw new Broken();
    this.skip(numbers * 4);
    this.value(depth + 1);
    const constants = this.value(depth + 1);
    const names = this.value(depth + 1);
    const locals = this.value(depth + 1);
    code.texts = texts(constants);
    code.names = [...new Set([...texts(names), ...texts(locals)])];
    const third = this.value(depth + 1);
    // From 3.11 on a table of kinds follows, bytes instead of a tuple, and the name comes twice.
    const recent = !Array.isArray(third);
    if (!recent) this.value(depth + 1);
    this.value(depth + 1);
    const name = this.value(depth + 1);
    code.name = typeof name === 'string' ? name : '';
    if (recent) this.value(depth + 1);
    this.skip(4);
    this.value(depth + 1);
    if (recent) this.value(depth + 1);
    return code;
  }

  /** Whether byte code may begin here: a length that fits, or a reference to one known. */
  private plausible(at: number): boolean {
    if (at + 5 > this.data.length) return false;
    const length = this.view.getInt32(at + 1, true);
    return ((this.data[at] ?? 0) & 0x7f) === 0x72 ? length >= 0 && length < this.refs.length : length > 0 && at + 5 + length <= this.data.length;
  }

  private list(length: number, depth: number): unknown[] {
    return Array.from({ length }, () => this.value(depth + 1));
  }

  private text(length: number, kind: string): string | Uint8Array {
    const bytes = this.data.subarray(this.at, this.at + length);
    this.skip(length);
    return kind === 's' ? bytes : Buffer.from(bytes).toString(kind === 'u' ? 'utf-8' : 'latin1');
  }

  private byte(): number {
    this.skip(1);
    return this.data[this.at - 1] as number;
  }

  private int(): number {
    this.skip(4);
    return this.view.getInt32(this.at - 4, true);
  }

  private size(): number {
    const size = this.int();
    if (size < 0 || size > this.data.length - this.at) throw new Broken();
    return size;
  }

  private skip(count: number): void {
    if (this.at + count > this.data.length) throw new Broken();
    this.at += count;
  }
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value instanceof Uint8Array) return /^[\t\n\r\x20-\x7e]+$/.test(Buffer.from(value).toString('latin1')) ? [Buffer.from(value).toString('latin1')] : [];
  return Array.isArray(value) ? value.flatMap(texts) : [];
}

/**
 * The names and texts of compiled Python code in marshal format (2.7 and 3.x), one code object after the other, a text a
 * line; undefined when the data holds no code object. The byte code itself is not read. Keeps what was found in data that
 * breaks off. After CPython's Python/marshal.c.
 */
export function readCompiledPython(data: Uint8Array): string | undefined {
  const reader = new Reader(data);
  try {
    reader.value();
  } catch (error) {
    if (!(error instanceof Broken) && !(error instanceof RangeError)) throw error;
  }
  const said = reader.codes.filter(({ names, texts: own }) => names.length + own.length > 0);
  if (said.length === 0) return undefined;
  return said.map(({ name, names, texts: own }) => [`# ${name === '' ? 'code' : name}: ${names.join(' ')}`, ...own.filter((text) => text.trim() !== '')].join('\n')).join('\n');
}
