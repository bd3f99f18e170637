import type { Span } from './syntax.js';
import type { Symbols } from './symbols.js';

/** Text with the stretch of the source it came from. */
export interface Piece extends Span {
  text: string;
}

/** Output of a command, as far as it is known. */
export class Sink {
  readonly pieces: Piece[] = [];
  known = true;

  text(): string {
    return this.pieces.map((piece) => piece.text).join('');
  }
}

/** A file the script made, or itself. */
export interface VirtualFile {
  /** As the script wrote it, symbols rendered. */
  path: string;
  pieces: Piece[];
  /** Content that is not text. */
  bytes?: Uint8Array;
  /** False when some of the content is not known. */
  known: boolean;
  /** Where it was downloaded from. */
  remote?: string;
  /** How it was made. */
  rules: string[];
  /** Its content has been handed on as a payload. */
  reported: boolean;
  own?: boolean;
  /** What was appended to it. */
  size?: number;
}

const largestGrowth = 8 * 1024 * 1024;

const ownNames = new Set(['%0', '%~0', '%~f0', '%~nx0', '%~dpnx0', '%~dp0%~nx0', '%~s0', '%~fs0', '%~sf0', '%~dpf0', '%~sdpnx0', '%~dp0\\%~nx0']);

/** The files that a script writes, by path; nothing of it is a real file. */
export class VirtualFiles {
  private readonly files = new Map<string, VirtualFile>();
  private readonly keys = new Map<string, string>();
  /** Grows with every change. */
  version = 0;
  /** Whether the script has written a file yet, besides being one itself. */
  written = false;

  constructor(private readonly symbols: Symbols) {}

  /** Whether a path names the script itself. */
  isOwn(path: string): boolean {
    return ownNames.has(this.symbols.render(unquote(path)).toLowerCase());
  }

  get(path: string, directory: string): VirtualFile | undefined {
    return this.files.get(this.key(path, directory));
  }

  put(path: string, directory: string, file: Omit<VirtualFile, 'path' | 'reported'>): VirtualFile {
    this.version++;
    if (!file.own) this.written = true;
    const made: VirtualFile = { ...file, path: this.symbols.render(unquote(path)), reported: false };
    this.files.set(this.key(path, directory), made);
    return made;
  }

  append(path: string, directory: string, pieces: Piece[], known: boolean, rule: string): void {
    const file = this.get(path, directory);
    if (!file) {
      this.put(path, directory, { pieces: [...pieces], known, rules: [rule] });
      return;
    }
    this.version++;
    for (const piece of pieces) {
      file.pieces.push(piece);
      file.size = (file.size ?? 0) + piece.text.length;
    }
    file.known &&= known && !file.bytes && (file.size ?? 0) <= largestGrowth;
    file.reported = false;
    if (!file.rules.includes(rule)) file.rules.push(rule);
  }

  delete(path: string, directory: string): void {
    this.files.delete(this.key(path, directory));
  }

  all(): VirtualFile[] {
    return [...this.files.values()];
  }

  private key(path: string, directory: string): string {
    const asked = `${directory}\0${path}`;
    const known = this.keys.get(asked);
    if (known !== undefined) return known;
    const key = this.makeKey(path, directory);
    if (this.keys.size < 5_000 && asked.length < 500) this.keys.set(asked, key);
    return key;
  }

  private makeKey(path: string, directory: string): string {
    if (this.isOwn(path)) return '<own>';
    let plain = this.symbols.open(unquote(path)).replaceAll('/', '\\');
    // The folder of the script and the folder it starts in are told apart by nothing in a script at rest.
    plain = this.symbols.render(plain).replace(/^(?:%~dp0\\?|%cd%\\|\.\\)/i, '');
    if (!/^(?:[a-z]:|\\|%)/i.test(plain)) {
      const base = this.symbols.render(this.symbols.open(directory)).replaceAll('/', '\\').replace(/\\$/, '');
      if (!/^(?:%cd%|%~dp0)$/i.test(base)) plain = `${base}\\${plain}`;
    }
    return plain.replaceAll('\\.\\', '\\').replace(/\\{2,}/g, '\\').toLowerCase();
  }
}

/** A path without the quotes around or in it. */
export function unquote(path: string): string {
  return path.replaceAll('"', '').trim();
}
