import type { Figure, Shape, Tone } from '../report.js';

/** How a tone is painted: attributes for what is filled, and for what is a line. */
export interface FigurePaint {
  fill: (tone: Tone) => string;
  stroke: (tone: Tone) => string;
  /** Attributes of text. */
  text: (bold: boolean) => string;
  /** The inside of a text element, escaped. */
  words: (text: string) => string;
}

/** Colours on white paper. */
export const paperColours: Readonly<Record<Tone, string>> = {
  ink: '#1b2733', quiet: '#56636f', rule: '#d5dbe1', surface: '#ffffff', accent: '#5b4db2', high: '#b3261e', medium: '#b26a00', low: '#5f7d16', informational: '#7a8894', asset: '#0f5fa8', outside: '#8a3b12',
};

/** The figure as one SVG element. It holds no style, no script, no link; text is escaped. */
export function figureSvg(figure: Figure, paint: FigurePaint): string {
  const body = figure.shapes.map((shape) => shapeSvg(shape, paint)).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${figure.width} ${figure.height}" width="${figure.width}" height="${figure.height}" role="img" aria-labelledby="${figure.id}-title ${figure.id}-text"><title id="${figure.id}-title">${escapeXml(figure.title)}</title><desc id="${figure.id}-text">${escapeXml(figure.description)}</desc>${body}</svg>`;
}

function shapeSvg(shape: Shape, paint: FigurePaint): string {
  const n = (value: number): string => String(Math.round(value * 100) / 100);
  switch (shape.kind) {
    case 'line': return `<line x1="${n(shape.x1)}" y1="${n(shape.y1)}" x2="${n(shape.x2)}" y2="${n(shape.y2)}" stroke-width="1"${shape.dashed === true ? ' stroke-dasharray="2 3"' : ''} ${paint.stroke(shape.tone)}/>`;
    case 'box': return `<rect x="${n(shape.x)}" y="${n(shape.y)}" width="${n(shape.width)}" height="${n(shape.height)}" rx="${n(shape.radius)}" stroke-width="1.2" ${paint.fill('surface')} ${paint.stroke(shape.tone)}/>`;
    case 'dot': return `<circle cx="${n(shape.x)}" cy="${n(shape.y)}" r="${n(shape.radius)}" stroke-width="1" ${paint.fill(shape.tone)} ${paint.stroke('surface')}/>`;
    case 'text': return `<text x="${n(shape.x)}" y="${n(shape.y)}" font-size="${n(shape.size)}" text-anchor="${shape.anchor ?? 'start'}" ${paint.fill(shape.tone)} ${paint.text(shape.bold === true)}>${paint.words(shape.text)}</text>`;
  }
}

/** Text for an XML or HTML element or a quoted attribute. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
