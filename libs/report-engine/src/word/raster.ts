import { deflateSync } from 'node:zlib';

/** A closed line of points, x and y in turn, in pixels. */
export type Outline = number[];

/** A picture that outlines are filled into, with smooth edges. */
export class Raster {
  private readonly pixels: Uint8Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.pixels = new Uint8Array(width * height * 3).fill(255);
  }

  /** Fills what the outlines enclose. The area that each edge covers of a pixel is summed up along the row, so no edge is jagged. */
  fill(outlines: readonly Outline[], colour: string): void {
    const [left, top, right, bottom] = this.bounds(outlines);
    const columns = right - left + 2;
    if (columns <= 2 || bottom <= top) return;
    const area = new Float32Array(columns * (bottom - top));
    for (const outline of outlines) {
      for (let index = 0; index < outline.length; index += 2) {
        const next = (index + 2) % outline.length;
        edge(area, columns, bottom - top, (outline[index] ?? 0) - left, (outline[index + 1] ?? 0) - top, (outline[next] ?? 0) - left, (outline[next + 1] ?? 0) - top);
      }
    }
    const [red, green, blue] = [1, 3, 5].map((place) => parseInt(colour.slice(place, place + 2), 16));
    for (let row = 0; row < bottom - top; row++) {
      let sum = 0;
      for (let column = 0; column < columns - 2; column++) {
        sum += area[row * columns + column] ?? 0;
        const cover = Math.min(1, Math.abs(sum));
        if (cover < 0.004) continue;
        const place = ((top + row) * this.width + left + column) * 3;
        [red, green, blue].forEach((value, channel) => {
          const before = this.pixels[place + channel] ?? 255;
          this.pixels[place + channel] = Math.round(before + ((value ?? 0) - before) * cover);
        });
      }
    }
  }

  /** The picture as a PNG file. */
  png(): Buffer {
    const rows = Buffer.alloc((this.width * 3 + 1) * this.height);
    for (let row = 0; row < this.height; row++) rows.set(this.pixels.subarray(row * this.width * 3, (row + 1) * this.width * 3), row * (this.width * 3 + 1) + 1);
    const head = Buffer.alloc(13);
    head.writeUInt32BE(this.width, 0);
    head.writeUInt32BE(this.height, 4);
    head.set([8, 2, 0, 0, 0], 8);
    return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
  }

  private bounds(outlines: readonly Outline[]): [number, number, number, number] {
    let [left, top, right, bottom] = [this.width, this.height, 0, 0];
    for (const outline of outlines) {
      for (let index = 0; index < outline.length; index += 2) {
        left = Math.min(left, outline[index] ?? left);
        right = Math.max(right, outline[index] ?? right);
        top = Math.min(top, outline[index + 1] ?? top);
        bottom = Math.max(bottom, outline[index + 1] ?? bottom);
      }
    }
    const within = (value: number, most: number): number => Math.max(0, Math.min(most, value));
    return [within(Math.floor(left), this.width), within(Math.floor(top), this.height), within(Math.ceil(right), this.width), within(Math.ceil(bottom), this.height)];
  }
}

/** Adds what one edge covers: for each row it crosses, the share of each pixel that lies right of it. */
function edge(area: Float32Array, columns: number, rows: number, x1: number, y1: number, x2: number, y2: number): void {
  if (y1 === y2) return;
  const [direction, fromX, fromY, toX, toY] = y1 < y2 ? [1, x1, y1, x2, y2] : [-1, x2, y2, x1, y1];
  const slope = (toX - fromX) / (toY - fromY);
  for (let row = Math.max(0, Math.floor(fromY)); row < Math.min(rows, Math.ceil(toY)); row++) {
    const [top, bottom] = [Math.max(row, fromY), Math.min(row + 1, toY)];
    if (bottom <= top) continue;
    const height = (bottom - top) * direction;
    const [a, b] = [fromX + (top - fromY) * slope, fromX + (bottom - fromY) * slope];
    // Steps of a quarter of a pixel are finer than the eye sees.
    const steps = Math.max(1, Math.ceil(Math.abs(b - a) * 4));
    for (let step = 0; step < steps; step++) {
      const x = Math.max(0, Math.min(columns - 2, a + ((step + 0.5) / steps) * (b - a)));
      const column = Math.floor(x);
      const share = height / steps;
      area[row * columns + column] = (area[row * columns + column] ?? 0) + share * (1 - (x - column));
      area[row * columns + column + 1] = (area[row * columns + column + 1] ?? 0) + share * (x - column);
    }
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  out.set(body, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

/** CRC-32, which PNG asks of every part. */
function crc(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}
