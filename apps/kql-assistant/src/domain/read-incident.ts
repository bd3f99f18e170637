import { gzipSync } from 'node:zlib';
import { unpackJson } from '@attest/contracts';
import { entitiesOfIncident, parseIncident, type MergedEntity } from '@attest/security-model';
import { alertRowsOf } from './alert-rows.js';

/** An entity of an incident that a question may mean. */
export interface IncidentEntity {
  type: string;
  value: string;
  names: string[];
  attributes: Record<string, string | number>;
  /** Some evidence is about it, not only of something that has to do with it. */
  subject: boolean;
  verdict?: string;
}

/** What hunting keeps of an incident. */
export interface ReadIncident {
  title: string;
  /** Its alerts as rows of AlertInfo and AlertEvidence: JSON, gzip. */
  alerts: Uint8Array;
  /** What evidence is about first, the worst first. */
  entities: IncidentEntity[];
}

const mostEntities = 1_000;
const mostNames = 12;

/** Reads an incident as incident.changed.v1 carries it. Takes long for thousands of alerts: call it off the main thread. */
export function readIncident(packed: string): ReadIncident {
  const { incident } = parseIncident(unpackJson<unknown>(packed));
  const entities = entitiesOfIncident(incident).sort((a, b) => rank(a) - rank(b));
  return {
    title: incident.displayName ?? `Incident ${incident.id}`,
    alerts: gzipSync(JSON.stringify(alertRowsOf(incident))),
    entities: entities.slice(0, mostEntities).map(({ type, value, names, attributes, subject, verdict }) => ({ type, value, names: names.slice(0, mostNames), attributes, subject, ...(verdict === undefined ? {} : { verdict }) })),
  };
}

const verdictOrder = ['malicious', 'suspicious'];

function rank({ subject, verdict }: MergedEntity): number {
  const at = verdictOrder.indexOf(verdict ?? '');
  return (subject ? 0 : 10) + (at < 0 ? verdictOrder.length : at);
}
