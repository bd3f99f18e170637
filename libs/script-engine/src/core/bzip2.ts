import { BudgetExceeded, type Budget } from './budget.js';

/** The data ends or contradicts itself. */
class Broken extends Error {}

class Bits {
  private at = 0;
  private held = 0;
  private count = 0;

  constructor(private readonly data: Uint8Array) {}

  bit(): number {
    if (this.count === 0) this.load();
    return (this.held >> --this.count) & 1;
  }

  private load(): void {
    const next = this.data[this.at++];
    if (next === undefined) throw new Broken();
    this.held = next;
    this.count = 8;
  }

  take(bits: number): number {
    let value = 0;
    for (let left = bits; left > 0; ) {
      if (this.count === 0) this.load();
      const some = Math.min(left, this.count);
      value = value * 2 ** some + ((this.held >> (this.count - some)) & ((1 << some) - 1));
      this.count -= some;
      left -= some;
    }
    return value;
  }
}

/** A Huffman table: for each length the highest code and where its symbols begin. */
interface Table {
  limits: number[];
  bases: number[];
  symbols: number[];
}

function tableOf(lengths: readonly number[]): Table {
  const symbols: number[] = [];
  const limits: number[] = [];
  const bases: number[] = [];
  let code = 0;
  for (let length = 1; length <= 20; length++) {
    bases[length] = symbols.length - code;
    lengths.forEach((own, symbol) => {
      if (own === length) symbols.push(symbol);
    });
    code = symbols.length - (bases[length] as number);
    limits[length] = code - 1;
    code *= 2;
  }
  return { limits, bases, symbols };
}

function symbolOf(bits: Bits, table: Table): number {
  let code = 0;
  for (let length = 1; length <= 20; length++) {
    code = code * 2 + bits.bit();
    if (code <= (table.limits[length] as number)) return table.symbols[code + (table.bases[length] as number)] ?? broken();
  }
  throw new Broken();
}

function broken(): never {
  throw new Broken();
}

function usedBytes(bits: Bits): number[] {
  const groups = bits.take(16);
  const used: number[] = [];
  for (let group = 0; group < 16; group++) {
    if ((groups & (0x8000 >> group)) === 0) continue;
    const members = bits.take(16);
    for (let i = 0; i < 16; i++) if ((members & (0x8000 >> i)) !== 0) used.push(group * 16 + i);
  }
  return used;
}

function tables(bits: Bits, count: number, alphabet: number): Table[] {
  return Array.from({ length: count }, () => {
    let length = bits.take(5);
    return tableOf(
      Array.from({ length: alphabet }, () => {
        while (bits.bit() === 1) length += bits.bit() === 0 ? 1 : -1;
        if (length < 1 || length > 20) throw new Broken();
        return length;
      }),
    );
  });
}

function toFront(list: number[], at: number): number {
  const value = list[at];
  if (value === undefined) throw new Broken();
  list.splice(at, 1);
  list.unshift(value);
  return value;
}

/** The bytes of a block before the sorting is undone. */
function sortedBytes(bits: Bits, blockSize: number, budget: Budget): number[] {
  const list = usedBytes(bits);
  const alphabet = list.length + 2;
  const tableCount = bits.take(3);
  const order = Array.from({ length: tableCount }, (_, i) => i);
  const selectors = Array.from({ length: bits.take(15) }, () => {
    let at = 0;
    while (bits.bit() === 1) if (++at >= tableCount) throw new Broken();
    return toFront(order, at);
  });
  const all = tables(bits, tableCount, alphabet);
  const out: number[] = [];
  let run = 0;
  let weight = 1;
  for (let symbols = 0; ; symbols++) {
    if ((symbols & 0xff) === 0) budget.step(64);
    const symbol = symbolOf(bits, all[selectors[Math.floor(symbols / 50)] ?? -1] ?? broken());
    if (symbol < 2) {
      run += weight << symbol;
      weight *= 2;
      if (run > blockSize) throw new Broken();
      continue;
    }
    for (; run > 0; run--) out.push(list[0] ?? broken());
    weight = 1;
    if (symbol === alphabet - 1) return out;
    out.push(toFront(list, symbol - 1));
    if (out.length > blockSize) throw new Broken();
  }
}

/** Undoes the sorting of a block, then its first run-length coding. */
function unsort(sorted: readonly number[], origin: number, put: (byte: number) => void): void {
  const starts = new Array<number>(257).fill(0);
  for (const byte of sorted) (starts[byte + 1] as number)++;
  for (let i = 0; i < 256; i++) starts[i + 1] = (starts[i + 1] as number) + (starts[i] as number);
  const next = new Uint32Array(sorted.length);
  sorted.forEach((byte, i) => {
    next[(starts[byte] as number)++] = i;
  });
  let at = next[origin] ?? 0;
  let last = -1;
  let same = 0;
  for (let i = 0; i < sorted.length; i++) {
    const byte = sorted[at] as number;
    at = next[at] as number;
    if (same === 4) {
      for (let k = 0; k < byte; k++) put(last);
      same = 0;
      last = -1;
      continue;
    }
    same = byte === last ? same + 1 : 1;
    last = byte;
    put(byte);
  }
}

/**
 * Unpacks bzip2 within the budget; undefined when nothing came out before the data broke. Keeps what came out of data cut
 * short. Throws {@link BudgetExceeded}. After the format as bzip2 1.0 writes it; blocks of the "randomised" kind of
 * bzip2 0.9 are not read.
 */
export function unpackBzip2(data: Uint8Array, budget: Budget): Uint8Array | undefined {
  const limit = budget.room(data.length);
  const out: number[] = [];
  const put = (byte: number): void => {
    if (out.length >= limit) throw new BudgetExceeded('expansion');
    out.push(byte);
  };
  try {
    const bits = new Bits(data);
    if (bits.take(24) !== 0x425a68) throw new Broken();
    const blockSize = (bits.take(8) - 0x30) * 100_000;
    while (bits.take(24) === 0x314159 && bits.take(24) === 0x265359) {
      bits.take(32);
      if (bits.bit() === 1) throw new Broken();
      const origin = bits.take(24);
      unsort(sortedBytes(bits, blockSize, budget), origin, put);
    }
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
  }
  if (out.length === 0) return undefined;
  budget.allocate(out.length);
  return Uint8Array.from(out);
}
