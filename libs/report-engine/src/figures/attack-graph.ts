import { defang } from '@attest/cards';
import type { EntityFact, FactSet } from '@attest/incident-engine';
import type { Figure, Shape, Tone } from '../report.js';
import type { ReportTexts } from '../texts/report-texts.js';
import { fitText } from './shapes.js';

/** Columns from the other side to what it left behind, and entities shown of each. */
const columns: readonly { types: readonly string[]; most: number; tone: Tone }[] = [
  { types: ['ip', 'url', 'domain', 'message'], most: 7, tone: 'outside' },
  { types: ['user', 'mailbox'], most: 7, tone: 'asset' },
  { types: ['device', 'cloudResource', 'app', 'container', 'kubernetesResource'], most: 7, tone: 'asset' },
  { types: ['file', 'process', 'malware', 'registryKey', 'registryValue'], most: 7, tone: 'accent' },
];

const mostEdges = 40;
const boxWidth = 106;
const boxHeight = 32;
const width = 520;
const rowHeight = 46;

const severityRank: Readonly<Record<string, number>> = { high: 3, medium: 2, low: 1 };
const severityTone: readonly Tone[] = ['informational', 'low', 'medium', 'high'];

interface Node {
  entity: EntityFact;
  column: number;
  x: number;
  y: number;
}

/** The weightiest entities and which of them alerts name together; undefined when there are fewer than two. */
export function attackGraph(set: FactSet, texts: ReportTexts): Figure | undefined {
  const chosen = columns.map(({ types, most }) => onePerName(set.entities.filter((entity) => types.includes(entity.entity.type) && isTelling(entity) && !entity.role.startsWith('address of '))).slice(0, most));
  const filled = chosen.map((entities, column) => ({ entities, column })).filter(({ entities }) => entities.length > 0);
  const rows = Math.max(0, ...filled.map(({ entities }) => entities.length));
  if (filled.reduce((sum, { entities }) => sum + entities.length, 0) < 2) return undefined;
  const height = rows * rowHeight + 12;
  const gap = filled.length > 1 ? (width - boxWidth - 2) / (filled.length - 1) : 0;
  const nodes = filled.flatMap(({ entities, column }, place) => entities.map((entity, row): Node => ({ entity, column, x: filled.length > 1 ? 1 + place * gap : (width - boxWidth) / 2, y: 6 + ((rows - entities.length) * rowHeight) / 2 + row * rowHeight + (rowHeight - boxHeight) / 2 })));
  const edges = edgesOf(set, nodes);
  const shapes: Shape[] = edges.map(({ from, to, rank }) => ({ kind: 'line', ...between(from, to), tone: severityTone[rank] ?? 'informational' }));
  for (const { entity, column, x, y } of nodes) {
    const shown = ['ip', 'url', 'domain'].includes(entity.entity.type) ? defang(entity.entity.value) : entity.entity.value;
    shapes.push({ kind: 'box', x, y, width: boxWidth, height: boxHeight, radius: 4, tone: columns[column]?.tone ?? 'asset' });
    shapes.push({ kind: 'text', x: x + 7, y: y + 13.5, size: 8, text: fitText(shown, boxWidth - 14, 8), tone: 'ink', bold: true });
    shapes.push({ kind: 'text', x: x + 7, y: y + 25, size: 6.5, text: fitText(`${entity.role}, ${texts.story.recordsName(entity.entity.alertIds.length)}`, boxWidth - 14, 6.5), tone: 'quiet' });
  }
  return { id: 'attackGraph', title: texts.story.graph, description: texts.story.graphText(nodes.length, edges.length), width, height, shapes };
}

function isTelling({ entity }: EntityFact): boolean {
  return entity.alertIds.length > 0 && entity.attributes['wellKnown'] !== 'true' && !(entity.type === 'user' && entity.value.endsWith('$'));
}

function onePerName(entities: readonly EntityFact[]): EntityFact[] {
  const seen = new Set<string>();
  return entities.filter(({ entity }) => !seen.has(entity.value.toLowerCase()) && seen.add(entity.value.toLowerCase()));
}

function edgesOf(set: FactSet, nodes: readonly Node[]): { from: Node; to: Node; rank: number }[] {
  const severity = new Map(set.alerts.map(({ alert }) => [alert.id, severityRank[alert.severity ?? ''] ?? 0]));
  const found: { from: Node; to: Node; rank: number; shared: number }[] = [];
  nodes.forEach((from, index) => {
    const own = new Set(from.entity.entity.alertIds);
    for (const to of nodes.slice(index + 1)) {
      if (to.column === from.column) continue;
      const shared = to.entity.entity.alertIds.filter((id) => own.has(id));
      if (shared.length > 0) found.push({ from, to, shared: shared.length, rank: shared.reduce((most, id) => Math.max(most, severity.get(id) ?? 0), 0) });
    }
  });
  return found.sort((a, b) => b.rank - a.rank || b.shared - a.shared).slice(0, mostEdges).sort((a, b) => a.rank - b.rank);
}

function between(a: Node, b: Node): { x1: number; y1: number; x2: number; y2: number } {
  const [left, right] = a.x <= b.x ? [a, b] : [b, a];
  return { x1: left.x + boxWidth, y1: left.y + boxHeight / 2, x2: right.x, y2: right.y + boxHeight / 2 };
}
