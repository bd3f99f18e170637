import { readFactSource, type FactSource } from './fact-source.js';

/** A sentence of a report and the facts that carry it. */
export interface ReportSentence {
  text: string;
  facts: readonly string[];
}

/** A table of a report. `total` counts the rows there are, `rows` those that came. */
export interface ReportTable {
  kind: 'table';
  id: string;
  caption: string;
  columns: readonly { title: string; weight: number; code: boolean }[];
  rows: readonly { cells: readonly string[]; facts: readonly string[] }[];
  total: number;
}

/** Colours by meaning; each theme has its own. */
export const reportTones = ['ink', 'quiet', 'rule', 'surface', 'accent', 'high', 'medium', 'low', 'informational', 'asset', 'outside'] as const;

export type ReportTone = (typeof reportTones)[number];

/** A shape of a figure, in points from the top left. */
export type ReportShape =
  | { kind: 'line'; x1: number; y1: number; x2: number; y2: number; tone: ReportTone; dashed: boolean }
  | { kind: 'box'; x: number; y: number; width: number; height: number; radius: number; tone: ReportTone }
  | { kind: 'dot'; x: number; y: number; radius: number; tone: ReportTone }
  | { kind: 'text'; x: number; y: number; size: number; text: string; tone: ReportTone; bold: boolean; anchor: 'start' | 'middle' | 'end' };

/** A picture made of shapes, with words for those who do not see it. */
export interface ReportFigure {
  title: string;
  description: string;
  width: number;
  height: number;
  shapes: readonly ReportShape[];
}

/** A piece of a section. `unknown` stands for one that this page has no form for. */
export type ReportBlock =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; sentences: readonly ReportSentence[] }
  | { kind: 'list'; items: readonly ReportSentence[] }
  | { kind: 'definitions'; rows: readonly { term: string; text: string; facts: readonly string[] }[] }
  | { kind: 'code'; caption: string; text: string; facts: readonly string[] }
  | { kind: 'note'; text: string }
  | { kind: 'figure'; figure: ReportFigure }
  | ReportTable
  | { kind: 'unknown' };

export interface ReportSection {
  id: string;
  title: string;
  blocks: readonly ReportBlock[];
}

/** A fact of a report, as the panel beside the text shows it. */
export interface ReportFact {
  id: string;
  type: string;
  time: string | null;
  values: unknown;
  source: FactSource;
}

/** A report as the page draws it. */
export interface ReportDocument {
  title: string;
  subtitle: string;
  organisation: string;
  language: string;
  sections: readonly ReportSection[];
  facts: readonly ReportFact[];
}

type Fields = ReadonlyMap<string, unknown>;

const mostShapes = 5_000;
const largestFigure = 20_000;

/** Reads a report from JSON. A part of another form than expected becomes `unknown` or is left out; undefined when nothing of it is a report. */
export function readReport(value: unknown): ReportDocument | undefined {
  const fields = fieldsOf(value);
  if (!Array.isArray(fields.get('sections'))) return undefined;
  return {
    title: text(fields, 'title'),
    subtitle: text(fields, 'subtitle'),
    organisation: text(fields, 'organisation'),
    language: text(fields, 'language') || 'en',
    sections: list(fields, 'sections').map(readSection),
    facts: list(fields, 'facts').flatMap(readFact),
  };
}

/** The first sentences of a report, for a message about it: its summary, else the first paragraph there is. */
export function leadOf({ sections }: ReportDocument): string {
  const summary = sections.find(({ id }) => id === 'summary') ?? sections[0];
  const paragraph = summary?.blocks.find((block) => block.kind === 'paragraph');
  return paragraph?.kind === 'paragraph' ? paragraph.sentences.map((sentence) => sentence.text).join(' ') : '';
}

function readSection(value: unknown, index: number): ReportSection {
  const fields = fieldsOf(value);
  return { id: text(fields, 'id') || `part-${index + 1}`, title: text(fields, 'title'), blocks: list(fields, 'blocks').map(readBlock) };
}

function readBlock(value: unknown): ReportBlock {
  const fields = fieldsOf(value);
  switch (fields.get('kind')) {
    case 'heading':
    case 'note':
      return { kind: fields.get('kind') === 'note' ? 'note' : 'heading', text: text(fields, 'text') };
    case 'paragraph':
      return { kind: 'paragraph', sentences: list(fields, 'sentences').map(readSentence) };
    case 'list':
      return { kind: 'list', items: list(fields, 'items').map(readSentence) };
    case 'definitions':
      return { kind: 'definitions', rows: list(fields, 'rows').map((row) => ({ term: text(fieldsOf(row), 'term'), ...readSentence(row) })) };
    case 'code':
      return { kind: 'code', caption: text(fields, 'caption'), text: text(fields, 'text'), facts: texts(fields, 'facts') };
    case 'table':
      return readTable(fields);
    case 'figure': {
      const figure = readFigure(fieldsOf(fields.get('figure')));
      return figure ? { kind: 'figure', figure } : { kind: 'unknown' };
    }
    default:
      return { kind: 'unknown' };
  }
}

function readSentence(value: unknown): ReportSentence {
  const fields = fieldsOf(value);
  return { text: text(fields, 'text'), facts: texts(fields, 'facts') };
}

function readTable(fields: Fields): ReportBlock {
  const columns = list(fields, 'columns').map((column) => {
    const of = fieldsOf(column);
    return { title: text(of, 'title'), weight: Math.max(0.5, number(of, 'weight') ?? 1), code: of.get('code') === true };
  });
  if (columns.length === 0) return { kind: 'unknown' };
  const rows = list(fields, 'rows').map((row) => {
    const of = fieldsOf(row);
    const cells = texts(of, 'cells');
    return { cells: columns.map((_, index) => cells[index] ?? ''), facts: texts(of, 'facts') };
  });
  return { kind: 'table', id: text(fields, 'id'), caption: text(fields, 'caption'), columns, rows, total: Math.max(rows.length, number(fields, 'total') ?? 0) };
}

function readFigure(fields: Fields): ReportFigure | undefined {
  const width = number(fields, 'width') ?? 0;
  const height = number(fields, 'height') ?? 0;
  if (width <= 0 || height <= 0 || width > largestFigure || height > largestFigure) return undefined;
  return { title: text(fields, 'title'), description: text(fields, 'description'), width, height, shapes: list(fields, 'shapes').slice(0, mostShapes).flatMap(readShape) };
}

function readShape(value: unknown): ReportShape[] {
  const fields = fieldsOf(value);
  const tone = reportTones.find((each) => each === fields.get('tone')) ?? 'ink';
  const at = <Name extends string>(...names: Name[]): Record<Name, number> | undefined => {
    const found = names.map((name): [string, number | undefined] => [name, number(fields, name)]);
    return found.every(([, each]) => each !== undefined) ? (Object.fromEntries(found) as Record<Name, number>) : undefined;
  };
  switch (fields.get('kind')) {
    case 'line': {
      const place = at('x1', 'y1', 'x2', 'y2');
      return place ? [{ kind: 'line', ...place, tone, dashed: fields.get('dashed') === true }] : [];
    }
    case 'box': {
      const place = at('x', 'y', 'width', 'height');
      return place && place.width >= 0 && place.height >= 0 ? [{ kind: 'box', ...place, radius: Math.max(0, number(fields, 'radius') ?? 0), tone }] : [];
    }
    case 'dot': {
      const place = at('x', 'y', 'radius');
      return place && place.radius >= 0 ? [{ kind: 'dot', ...place, tone }] : [];
    }
    case 'text': {
      const place = at('x', 'y', 'size');
      const anchor = fields.get('anchor');
      return place ? [{ kind: 'text', ...place, text: text(fields, 'text'), tone, bold: fields.get('bold') === true, anchor: anchor === 'middle' || anchor === 'end' ? anchor : 'start' }] : [];
    }
    default:
      return [];
  }
}

function readFact(value: unknown): ReportFact[] {
  const fields = fieldsOf(value);
  const id = text(fields, 'id');
  return id === '' ? [] : [{ id, type: text(fields, 'type') || 'fact', time: text(fields, 'time') || null, values: fields.get('values'), source: readFactSource(fields.get('source')) }];
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : new Map();
}

function text(fields: Fields, name: string): string {
  const found = fields.get(name);
  return typeof found === 'string' ? found : '';
}

function number(fields: Fields, name: string): number | undefined {
  const found = fields.get(name);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

function list(fields: Fields, name: string): readonly unknown[] {
  const found = fields.get(name);
  return Array.isArray(found) ? found : [];
}

function texts(fields: Fields, name: string): string[] {
  return list(fields, name).filter((each): each is string => typeof each === 'string');
}
