import type { FactSource } from '@attest/cards';
import { recordText } from './atoms.js';

/** The records a card speaks of, as they were read: nothing here has gone through an engine. */
export interface EvidenceRecords {
  /** The incident in Microsoft Graph security form. */
  incident: Record<string, unknown>;
  /** Event rows as JSON texts, in the order of their row numbers. */
  rows: readonly string[];
  /** Results of script analysis by the hash of the script; what a card says of a script is looked up there. */
  scripts?: readonly { sha256: string }[];
  /** Lines of the action log. */
  actions?: readonly { id: string }[];
}

/** Looks up what the records say, in lower case and refanged. */
export class Evidence {
  #all: string | undefined;
  readonly #alerts: ReadonlyMap<unknown, Record<string, unknown>>;

  constructor(readonly records: EvidenceRecords) {
    const alerts = Array.isArray(records.incident['alerts']) ? (records.incident['alerts'] as Record<string, unknown>[]) : [];
    this.#alerts = new Map(alerts.map((alert) => [alert['id'], alert]));
  }

  /** Everything there is. */
  get all(): string {
    const { incident, rows, scripts = [], actions = [] } = this.records;
    this.#all ??= [recordText(incident), ...rows.map(rowText), recordText(scripts), recordText(actions)].join(' ');
    return this.#all;
  }

  #head({ alerts: _alerts, ...rest }: Record<string, unknown>): string {
    return recordText({ ...rest, alerts: this.#alerts.size });
  }

  /** The record a fact was read from; of the incident and of a derived fact its own fields and the number of its alerts. */
  of(source: FactSource): string {
    const { incident, rows, scripts = [] } = this.records;
    switch (source.kind) {
      case 'event':
        return rowText(rows[source.row] ?? '');
      case 'alert':
        return recordText(this.#alerts.get(source.alertId));
      case 'evidence': {
        const evidence = this.#alerts.get(source.alertId)?.['evidence'];
        return recordText(Array.isArray(evidence) ? evidence[source.evidenceIndex] : undefined);
      }
      case 'script':
        return recordText(scripts.filter(({ sha256 }) => sha256 === source.sha256));
      case 'incident':
        // A field such as `alerts.comments` is that field of every alert.
        if (source.field.startsWith('alerts.')) return recordText([...this.#alerts.values()].map((alert) => alert[source.field.slice('alerts.'.length)]));
        return this.#head(incident);
      default:
        return this.#head(incident);
    }
  }
}

/** Rows are kept as the texts they came as, since most are never looked at. */
function rowText(row: string): string {
  return row === '' ? '' : recordText(JSON.parse(row));
}
