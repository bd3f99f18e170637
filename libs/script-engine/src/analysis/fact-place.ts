import type { WorkingLayer } from './layer-set.js';
import type { ScriptFact } from './script-analysis.js';

/** Where a fact stands: a stretch of the text of a layer, and the lines it begins and ends on. */
export type FactPlace = Pick<ScriptFact, 'layer' | 'line' | 'endLine' | 'start' | 'end'>;

/** The place of a stretch of a layer; `end` is behind it. */
export function placeAt(layer: WorkingLayer, start: number, end: number): FactPlace {
  return { layer: layer.index, line: layer.lines.line(start), endLine: layer.lines.line(Math.max(start, end - 1)), start, end };
}

/** The place of a line of a layer. */
export function placeOfLine(layer: WorkingLayer, line: number): FactPlace {
  return { layer: layer.index, line, endLine: line, start: layer.lines.start(line), end: layer.lines.start(line + 1) };
}

/** The place of another fact, for one that rests on it. */
export function placeOf({ layer, line, endLine, start, end }: ScriptFact): FactPlace {
  return { layer, line, endLine, start, end };
}

/**
 * Where a name stands again after `after`, behind something that `starts` it on the same line and that is nothing else.
 * The place reaches from what starts it to the end of the name, and its line is that of the name. Looks at `most` mentions.
 */
export function placeStarted(layer: WorkingLayer, name: string, after: number, starts: RegExp, isOther: RegExp, most = Infinity): FactPlace | undefined {
  const { text } = layer;
  for (let at = text.indexOf(name, after), seen = 0; at >= 0 && seen < most; at = text.indexOf(name, at + 1), seen++) {
    const start = Math.max(after, text.lastIndexOf('\n', at) + 1, at - 300);
    const before = text.slice(start, at);
    if (starts.test(before) && !isOther.test(before)) return { ...placeAt(layer, at, at + name.length), start };
  }
  return undefined;
}
