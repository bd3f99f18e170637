import { BudgetExceeded, type Budget } from './budget.js';

const top = 2 ** 24;
const half = 1024;
const slotCount = 64;

/** The data ends or contradicts itself. */
class Broken extends Error {}

/** Bytes as they come out, which later ones copy from. */
class Output {
  bytes = new Uint8Array(4096);
  length = 0;

  constructor(
    private readonly limit: number,
    private readonly budget: Budget,
  ) {}

  put(byte: number): void {
    if (this.length >= this.limit) throw new BudgetExceeded('expansion');
    if (this.length === this.bytes.length) {
      const wider = new Uint8Array(this.length * 2);
      wider.set(this.bytes);
      this.bytes = wider;
    }
    this.bytes[this.length++] = byte;
    if ((this.length & 0xfff) === 0) this.budget.step(64);
  }

  back(distance: number): number {
    if (distance > this.length) throw new Broken();
    return this.bytes[this.length - distance] as number;
  }
}

class RangeDecoder {
  private range = 0xffffffff;
  private code = 0;

  constructor(
    private readonly data: Uint8Array,
    public at: number,
  ) {
    if (data[at] !== 0) throw new Broken();
    for (let i = 1; i < 5; i++) this.code = ((this.code << 8) | this.byte(at + i)) >>> 0;
    this.at = at + 5;
  }

  private byte(at: number): number {
    const value = this.data[at];
    if (value === undefined) throw new Broken();
    return value;
  }

  private normalize(): void {
    if (this.range >= top) return;
    this.range = (this.range << 8) >>> 0;
    this.code = ((this.code << 8) | this.byte(this.at++)) >>> 0;
  }

  bit(probabilities: Uint16Array, index: number): number {
    const probability = probabilities[index] as number;
    const bound = (this.range >>> 11) * probability;
    const set = this.code >= bound;
    if (set) {
      this.range = (this.range - bound) >>> 0;
      this.code = (this.code - bound) >>> 0;
      probabilities[index] = probability - (probability >>> 5);
    } else {
      this.range = bound;
      probabilities[index] = probability + ((2048 - probability) >>> 5);
    }
    this.normalize();
    return set ? 1 : 0;
  }

  direct(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) {
      this.range >>>= 1;
      const set = this.code >= this.range;
      if (set) this.code = (this.code - this.range) >>> 0;
      value = value * 2 + (set ? 1 : 0);
      this.normalize();
    }
    return value;
  }

  tree(probabilities: Uint16Array, offset: number, bits: number): number {
    let node = 1;
    for (let i = 0; i < bits; i++) node = (node << 1) | this.bit(probabilities, offset + node);
    return node - (1 << bits);
  }

  reverse(probabilities: Uint16Array, offset: number, bits: number): number {
    let node = 1;
    let value = 0;
    for (let i = 0; i < bits; i++) {
      const bit = this.bit(probabilities, offset + node);
      node = (node << 1) | bit;
      value |= bit << i;
    }
    return value;
  }
}

const fresh = (length: number): Uint16Array => new Uint16Array(length).fill(half);

/** Lengths of matches: low, middle and high trees behind two choices. */
class Lengths {
  private readonly choice = fresh(2);
  private readonly low = fresh(16 * 8);
  private readonly middle = fresh(16 * 8);
  private readonly high = fresh(256);

  read(range: RangeDecoder, position: number): number {
    if (range.bit(this.choice, 0) === 0) return 2 + range.tree(this.low, position * 8, 3);
    if (range.bit(this.choice, 1) === 0) return 10 + range.tree(this.middle, position * 8, 3);
    return 18 + range.tree(this.high, 0, 8);
  }
}

class Decoder {
  private state = 0;
  private readonly reps = [0, 0, 0, 0];
  private readonly isMatch = fresh(12 * 16);
  private readonly isRep = fresh(12);
  private readonly isRep0 = fresh(12);
  private readonly isRep1 = fresh(12);
  private readonly isRep2 = fresh(12);
  private readonly isRep0Long = fresh(12 * 16);
  private readonly slots = fresh(4 * 64);
  private readonly special = fresh(128);
  private readonly align = fresh(16);
  private readonly lengths = new Lengths();
  private readonly repLengths = new Lengths();
  private readonly literals: Uint16Array;
  private readonly lc: number;
  private readonly lp: number;
  private readonly pb: number;

  constructor(private readonly properties: number) {
    if (properties >= 225) throw new Broken();
    this.lc = properties % 9;
    this.lp = Math.floor(properties / 9) % 5;
    this.pb = Math.floor(properties / 45);
    this.literals = fresh(0x300 << (this.lc + this.lp));
  }

  /** The same settings, nothing learnt. */
  fresh(): Decoder {
    return new Decoder(this.properties);
  }

  /** Decodes until so many bytes are out, or to the end marker when no size is known. */
  run(range: RangeDecoder, out: Output, until: number): void {
    while (out.length < until) {
      const position = out.length & ((1 << this.pb) - 1);
      if (range.bit(this.isMatch, this.state * 16 + position) === 0) this.literal(range, out);
      else if (!this.match(range, out, position, until)) return;
    }
  }

  private literal(range: RangeDecoder, out: Output): void {
    const previous = out.length === 0 ? 0 : out.back(1);
    const offset = 0x300 * (((out.length & ((1 << this.lp) - 1)) << this.lc) + (previous >> (8 - this.lc)));
    let symbol = 1;
    if (this.state >= 7) {
      let matched = out.back((this.reps[0] as number) + 1);
      while (symbol < 0x100) {
        const expected = (matched >> 7) & 1;
        matched <<= 1;
        const bit = range.bit(this.literals, offset + ((1 + expected) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (expected !== bit) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | range.bit(this.literals, offset + symbol);
    out.put(symbol & 0xff);
    this.state = this.state < 4 ? 0 : this.state < 10 ? this.state - 3 : this.state - 6;
  }

  /** Copies what came out before; false at the end marker. */
  private match(range: RangeDecoder, out: Output, position: number, until: number): boolean {
    const { reps } = this;
    let length: number;
    if (range.bit(this.isRep, this.state) === 0) {
      reps.pop();
      length = this.lengths.read(range, position);
      this.state = this.state < 7 ? 7 : 10;
      const distance = this.distance(range, length);
      if (distance === 0xffffffff) return false;
      reps.unshift(distance);
    } else {
      if (range.bit(this.isRep0, this.state) === 0) {
        if (range.bit(this.isRep0Long, this.state * 16 + position) === 0) {
          this.state = this.state < 7 ? 9 : 11;
          out.put(out.back((reps[0] as number) + 1));
          return true;
        }
      } else {
        const at = range.bit(this.isRep1, this.state) === 0 ? 1 : range.bit(this.isRep2, this.state) === 0 ? 2 : 3;
        reps.unshift(reps.splice(at, 1)[0] as number);
      }
      length = this.repLengths.read(range, position);
      this.state = this.state < 7 ? 8 : 11;
    }
    for (let i = 0; i < length && out.length < until; i++) out.put(out.back((reps[0] as number) + 1));
    return true;
  }

  private distance(range: RangeDecoder, length: number): number {
    const slot = range.tree(this.slots, Math.min(length - 2, 3) * slotCount, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) * 2 ** bits;
    if (slot < 14) return base + range.reverse(this.special, base - slot, bits);
    return base + range.direct(bits - 4) * 16 + range.reverse(this.align, 0, 4);
  }
}

function alone(data: Uint8Array, out: Output): void {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const size = view.getUint32(9, true) === 0xffffffff ? Number.POSITIVE_INFINITY : view.getUint32(5, true) + view.getUint32(9, true) * 2 ** 32;
  new Decoder(data[0] as number).run(new RangeDecoder(data, 13), out, size);
}

/** The chunks of LZMA2; gives where they end. */
function chunks(data: Uint8Array, from: number, out: Output): number {
  let at = from;
  let decoder: Decoder | undefined;
  for (;;) {
    const control = data[at];
    if (control === undefined) throw new Broken();
    if (control === 0) return at + 1;
    const low = ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
    if (control < 0x80) {
      if (control > 2) throw new Broken();
      for (let i = 0; i <= low; i++) out.put(data[at + 3 + i] ?? broken());
      at += 4 + low;
      continue;
    }
    const size = ((control & 0x1f) << 16) + low + 1;
    const packed = (((data[at + 3] ?? 0) << 8) | (data[at + 4] ?? 0)) + 1;
    const reset = (control >> 5) & 3;
    let body = at + 5;
    if (reset >= 2) decoder = new Decoder(data[body++] ?? broken());
    else if (reset === 1) decoder = decoder?.fresh();
    if (decoder === undefined) throw new Broken();
    decoder.run(new RangeDecoder(data, body), out, out.length + size);
    at = body + packed;
  }
}

function broken(): never {
  throw new Broken();
}

/** The first block of an .xz stream whose only filter is LZMA2, and those after it. */
function stream(data: Uint8Array, out: Output): void {
  const checks = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];
  const check = checks[(data[7] ?? 0) & 15] as number;
  let at = 12;
  while ((data[at] ?? 0) !== 0) {
    const header = ((data[at] as number) + 1) * 4;
    const flags = data[at + 1] ?? 0;
    let filter = at + 2;
    for (let fields = ((flags >> 6) & 1) + (flags >> 7); fields > 0; fields--) {
      while ((data[filter] ?? 0) & 0x80) filter++;
      filter++;
    }
    if ((flags & 3) !== 0 || data[filter] !== 0x21) throw new Broken();
    const end = chunks(data, at + header, out);
    at = end + ((4 - ((end - at - header) % 4)) % 4) + check;
  }
}

/**
 * Unpacks .xz (LZMA2) and the older .lzma format within the budget; undefined when nothing came out before the data
 * broke. Keeps what came out of data cut short. Throws {@link BudgetExceeded}. After the LZMA SDK's specification and
 * the .xz file format 1.2.1.
 */
export function unpackLzma(data: Uint8Array, budget: Budget): Uint8Array | undefined {
  const out = new Output(budget.room(data.length), budget);
  try {
    if (data[0] === 0xfd && data[1] === 0x37 && data[2] === 0x7a) stream(data, out);
    else if (data.length > 18) alone(data, out);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
  }
  if (out.length === 0) return undefined;
  budget.allocate(out.length);
  return out.bytes.slice(0, out.length);
}
