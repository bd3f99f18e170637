import type { SourceFields } from './record-ref.js';

/** The source of a fact with everything a page shows of it. */
export interface FactSource extends SourceFields {
  field?: string | null;
  evidenceType?: string | null;
  table?: string | null;
  timestamp?: string | null;
  sha256?: string | null;
  layer?: number | null;
  line?: number | null;
  from?: readonly string[] | null;
  rule?: string | null;
}

/** Reads the source of a fact from JSON. What has another form than expected is left out; what is no source at all counts as one of an unknown kind. */
export function readFactSource(value: unknown): FactSource {
  const fields = typeof value === 'object' && value !== null ? new Map<string, unknown>(Object.entries(value)) : new Map<string, unknown>();
  const text = (name: string): string | null => {
    const found = fields.get(name);
    return typeof found === 'string' ? found : null;
  };
  const whole = (name: string): number | null => {
    const found = fields.get(name);
    return typeof found === 'number' && Number.isInteger(found) && found >= 0 ? found : null;
  };
  const from = fields.get('from');
  return {
    kind: text('kind') ?? 'unknown',
    field: text('field'),
    alertId: text('alertId'),
    evidenceIndex: whole('evidenceIndex'),
    evidenceType: text('evidenceType'),
    table: text('table'),
    row: whole('row'),
    timestamp: text('timestamp'),
    sha256: text('sha256'),
    layer: whole('layer'),
    line: whole('line'),
    from: Array.isArray(from) ? from.filter((each): each is string => typeof each === 'string') : null,
    rule: text('rule'),
  };
}
