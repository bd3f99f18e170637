import { metrics, type CandidateFigures, type GateVerdict, type KindFigures, type MetricComparison } from '@attest/evaluation-engine';

/** The figures of a run for people: a table for each capability, what differs between candidates, and the gate. */
export function evaluationTable(figures: readonly CandidateFigures[], comparisons: readonly MetricComparison[], gate: readonly GateVerdict[], judge?: string): string {
  const kinds = [...new Set(figures.flatMap(({ kinds: each }) => each.map(({ kind }) => kind)))];
  return [...kinds.flatMap((kind) => kindTable(kind, figures)), ...(judge === undefined ? [] : [`The metrics that begin with judge are the opinion of the model ${judge}, from 1 to 5. No limit looks at them.`, '']), ...comparisonLines(comparisons), ...gateLines(gate)].join('\n');
}

function kindTable(kind: KindFigures['kind'], figures: readonly CandidateFigures[]): string[] {
  const columns = figures.map(({ candidate, kinds }) => ({ candidate, own: kinds.find((one) => one.kind === kind) }));
  const head = [`${kind}`, ...columns.map(({ candidate }) => candidate)];
  const cell = (value: number | null | undefined): string => (value === undefined || value === null ? '-' : Number.isInteger(value) && value > 1 ? String(value) : String(Math.round(value * 1000) / 1000));
  const rows: string[][] = [
    ['cases', ...columns.map(({ own }) => `${own?.cases ?? 0}${own && own.skipped > 0 ? ` (${own.skipped} skipped)` : ''}`)],
    ...Object.keys(metrics[kind]).filter((name) => columns.some(({ own }) => own?.values[name] !== undefined)).map((name) => [name, ...columns.map(({ own }) => cell(own?.values[name]))]),
    ...(columns.some(({ own }) => (own?.byModel ?? 0) + (own?.fellBack ?? 0) > 0) ? [['worded by the model', ...columns.map(({ own }) => String(own?.byModel ?? 0))], ['fell back to rules', ...columns.map(({ own }) => String(own?.fellBack ?? 0))]] : []),
    ...(columns.some(({ own }) => (own?.repeatable ?? null) !== null) ? [['same in every run', ...columns.map(({ own }) => `${own?.repeatable ?? '-'} of ${own?.cases ?? 0}`)]] : []),
    ['ms p50 / p95', ...columns.map(({ own }) => `${Math.round(own?.p50Ms ?? 0)} / ${Math.round(own?.p95Ms ?? 0)}`)],
  ];
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string => row.map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0))).join('  ').trimEnd();
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line), ''];
}

function comparisonLines(comparisons: readonly MetricComparison[]): string[] {
  if (comparisons.length === 0) return [];
  const sign = (value: number): string => `${value > 0 ? '+' : ''}${Math.round(value * 1000) / 1000}`;
  return ['Differences, mean over paired cases with 95 % interval', ...comparisons.map(({ kind, metric, candidate, against, cases, mean, low, high, p }) => `  ${kind} ${metric}: ${candidate} against ${against} ${sign(mean)} [${sign(low)}, ${sign(high)}], ${cases} cases${p === undefined ? '' : `, McNemar p ${p < 0.001 ? '< 0.001' : p.toFixed(3)}`}`), ''];
}

function gateLines(gate: readonly GateVerdict[]): string[] {
  if (gate.length === 0) return [];
  const broken = gate.filter(({ verdict }) => verdict === 'broken');
  const told = ({ candidate, limit, value }: GateVerdict): string => `  ${limit.hard ? 'HARD' : 'soft'} ${candidate}: ${limit.kind} ${limit.metric} is ${value === null ? 'not measured' : Math.round(value * 10_000) / 10_000}, the limit is ${limit.most === undefined ? `at least ${limit.least}` : `at most ${limit.most}`}`;
  const kept = gate.filter(({ verdict }) => verdict === 'kept').length;
  const unmeasured = gate.length - kept - broken.length;
  return [`Gate: ${kept} limits kept, ${broken.length} broken${unmeasured > 0 ? `, ${unmeasured} with nothing to measure` : ''}`, ...broken.map(told), ''];
}
