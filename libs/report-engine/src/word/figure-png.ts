import { paperColours } from '../figures/figure-svg.js';
import { FontBook } from '../pdf/font-book.js';
import { openFont, type DrawnFont } from '../pdf/untyped-libraries.js';
import type { Figure, Shape } from '../report.js';
import { Raster, type Outline } from './raster.js';

/** Pixels for a point: sharp on paper. */
const scale = 2.5;

/** The figures as PNG files on white, for programs that draw no vector pictures. */
export async function figurePngs(figures: readonly Figure[]): Promise<Buffer[]> {
  const book = new FontBook();
  for (const { shapes } of figures) for (const shape of shapes) if (shape.kind === 'text') book.runs(shape.text, shape.bold === true ? 'bold' : 'text');
  const files = await book.files();
  const fonts = new Map<string, DrawnFont>();
  const fontOf = (family: string, bold: boolean): DrawnFont | undefined => {
    const key = `${family} ${bold}`;
    const file = files[family]?.[bold ? 'bold' : 'normal'];
    const font = fonts.get(key) ?? (file && openFont(file));
    if (font) fonts.set(key, font);
    return font;
  };
  return figures.map((figure) => {
    const raster = new Raster(Math.ceil(figure.width * scale), Math.ceil(figure.height * scale));
    for (const shape of figure.shapes) draw(raster, shape, book, fontOf);
    return raster.png();
  });
}

function draw(raster: Raster, shape: Shape, book: FontBook, fontOf: (family: string, bold: boolean) => DrawnFont | undefined): void {
  const colour = paperColours[shape.tone];
  switch (shape.kind) {
    case 'line': return raster.fill(shape.dashed === true ? dashes(shape) : [stroke(shape.x1, shape.y1, shape.x2, shape.y2)], colour);
    case 'dot':
      raster.fill([circle(shape.x, shape.y, shape.radius + 0.5)], paperColours.surface);
      return raster.fill([circle(shape.x, shape.y, shape.radius)], colour);
    case 'box':
      raster.fill([rounded(shape.x - 0.6, shape.y - 0.6, shape.width + 1.2, shape.height + 1.2, shape.radius)], colour);
      return raster.fill([rounded(shape.x + 0.6, shape.y + 0.6, shape.width - 1.2, shape.height - 1.2, Math.max(0, shape.radius - 1.2))], paperColours.surface);
    case 'text': {
      const { outlines, width } = letters(shape.text, shape.size, shape.bold === true, book, fontOf);
      const shift = shape.x - (shape.anchor === 'middle' ? width / 2 : shape.anchor === 'end' ? width : 0);
      return raster.fill(outlines.map((outline) => outline.map((value, index) => (index % 2 === 0 ? (value + shift) * scale : (value + shape.y) * scale))), colour);
    }
  }
}

/** Outlines of a text in points from its base line. */
function letters(text: string, size: number, bold: boolean, book: FontBook, fontOf: (family: string, bold: boolean) => DrawnFont | undefined): { outlines: Outline[]; width: number } {
  const outlines: Outline[] = [];
  let x = 0;
  for (const run of book.runs(text, bold ? 'bold' : 'text')) {
    const font = fontOf(run.font, bold);
    if (!font) continue;
    const unit = size / font.unitsPerEm;
    const { glyphs, positions } = font.layout(run.text);
    glyphs.forEach(({ path }, index) => {
      const position = positions[index];
      outlines.push(...flattened(path.commands, unit, x + (position?.xOffset ?? 0) * unit, -(position?.yOffset ?? 0) * unit));
      x += (position?.xAdvance ?? 0) * unit;
    });
  }
  return { outlines, width: x };
}

/** Curves as short lines. */
function flattened(commands: readonly { command: string; args: number[] }[], unit: number, dx: number, dy: number): Outline[] {
  const outlines: Outline[] = [];
  let [x, y] = [0, 0];
  const to = (nextX: number, nextY: number): void => {
    outlines.at(-1)?.push(dx + nextX * unit, dy - nextY * unit);
    [x, y] = [nextX, nextY];
  };
  for (const { command, args } of commands) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
    const [fromX, fromY] = [x, y];
    if (command === 'moveTo') outlines.push([]);
    if (command === 'moveTo' || command === 'lineTo') to(a, b);
    else if (command === 'quadraticCurveTo') for (let t = 0.25; t <= 1; t += 0.25) to((1 - t) ** 2 * fromX + 2 * (1 - t) * t * a + t * t * c, (1 - t) ** 2 * fromY + 2 * (1 - t) * t * b + t * t * d);
    else if (command === 'bezierCurveTo') for (let t = 0.2; t <= 1.001; t += 0.2) to((1 - t) ** 3 * fromX + 3 * (1 - t) ** 2 * t * a + 3 * (1 - t) * t * t * c + t ** 3 * e, (1 - t) ** 3 * fromY + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * d + t ** 3 * f);
  }
  return outlines;
}

function stroke(x1: number, y1: number, x2: number, y2: number, width = 1): Outline {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [nx, ny] = [((y1 - y2) / length) * (width / 2), ((x2 - x1) / length) * (width / 2)];
  return [x1 + nx, y1 + ny, x2 + nx, y2 + ny, x2 - nx, y2 - ny, x1 - nx, y1 - ny].map((value) => value * scale);
}

function dashes({ x1, y1, x2, y2 }: { x1: number; y1: number; x2: number; y2: number }): Outline[] {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const at = (place: number): [number, number] => [x1 + ((x2 - x1) * place) / length, y1 + ((y2 - y1) * place) / length];
  return Array.from({ length: Math.floor(length / 5) }, (_, index) => stroke(...at(index * 5), ...at(Math.min(length, index * 5 + 2))));
}

function circle(x: number, y: number, radius: number): Outline {
  return Array.from({ length: 32 }, (_, index) => (index * Math.PI) / 16).flatMap((angle) => [(x + radius * Math.cos(angle)) * scale, (y + radius * Math.sin(angle)) * scale]);
}

function rounded(x: number, y: number, width: number, height: number, radius: number): Outline {
  const corners: [number, number, number][] = [[x + width - radius, y + radius, -Math.PI / 2], [x + width - radius, y + height - radius, 0], [x + radius, y + height - radius, Math.PI / 2], [x + radius, y + radius, Math.PI]];
  return corners.flatMap(([cx, cy, start]) => Array.from({ length: 7 }, (_, index) => start + (index * Math.PI) / 12).flatMap((angle) => [(cx + radius * Math.cos(angle)) * scale, (cy + radius * Math.sin(angle)) * scale]));
}
