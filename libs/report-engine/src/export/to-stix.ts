import { attackTactic, attackTechnique, canonicalJson, utcInstant } from '@attest/security-model';
import type { Report, ReportIndicator, Tlp } from '../report.js';
import { uuidOf } from '../uuid.js';

type StixObject = Record<string, unknown> & { id: string; type: string };

/** Namespace of the STIX 2.1 specification for ids of cyber-observables. */
const observableNamespace = '00abedb4-aa42-466c-9c01-fed23315a9b7';

/** Moment of an object when no record tells one. */
const noMoment = '1970-01-01T00:00:00.000Z';

/** The TLP 2.0 markings that OASIS publishes, which every consumer knows by id. */
const markings: Readonly<Record<Tlp, { id: string; level: string }>> = {
  'TLP:CLEAR': { id: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487', level: 'clear' },
  'TLP:GREEN': { id: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb', level: 'green' },
  'TLP:AMBER': { id: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421', level: 'amber' },
  'TLP:AMBER+STRICT': { id: 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003', level: 'amber+strict' },
  'TLP:RED': { id: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1', level: 'red' },
};

const tlpExtension = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';

/**
 * The report as a STIX 2.1 bundle: identity, marking, report, attack patterns, indicators with the observables they are based on,
 * and the relationships between them. Ids are UUID version 5 over content and times come from records: equal reports have equal bytes.
 */
export function reportToStix(report: Report): string {
  const moment = utcInstant(report.asOf) ?? noMoment;
  const marking = markings[report.tlp];
  const identity = sdo('identity', report.organisation || 'Attest', moment, { name: report.organisation || 'Attest', identity_class: report.organisation === '' ? 'system' : 'organization' });
  const common = { created_by_ref: identity.id, object_marking_refs: [marking.id] };
  const objects = new Map<string, StixObject>();
  const put = (object: StixObject): string => {
    objects.set(object.id, object);
    return object.id;
  };
  const techniques = new Map(report.techniques.map((id) => [id, put(attackPattern(id, moment, common))]));
  for (const indicator of report.indicators) {
    const observable = observableOf(indicator);
    if (observable === undefined) continue;
    put({ ...observable.object, object_marking_refs: [marking.id] });
    for (const extra of observable.more ?? []) put({ ...extra, object_marking_refs: [marking.id] });
    const seen = indicator.firstSeen === '' ? moment : indicator.firstSeen;
    const name = `${indicator.type} ${indicator.value}`;
    const observed = put(sdo('observed-data', `${report.incidentId} ${name}`, moment, { ...common, first_observed: seen, last_observed: seen > moment ? seen : moment, number_observed: Math.max(1, Math.min(indicator.alerts, 999_999_999)), object_refs: [observable.object.id, ...(observable.more ?? []).map(({ id }) => id)] }));
    const id = put(sdo('indicator', name, moment, { ...common, name: indicator.shown, description: indicator.role, indicator_types: [indicator.verdict === 'malicious' || /attacker|command and control/.test(indicator.role) ? 'malicious-activity' : 'anomalous-activity'], pattern: observable.pattern, pattern_type: 'stix', pattern_version: '2.1', valid_from: seen }));
    put(relationship('based-on', id, observed, moment, common));
    for (const technique of indicator.techniques) {
      const target = techniques.get(technique);
      if (target !== undefined) put(relationship('indicates', id, target, moment, common));
    }
  }
  const refs = [identity.id, ...objects.keys()];
  const summary = report.sections.find(({ id }) => id === 'summary')?.blocks.flatMap((block) => (block.kind === 'paragraph' ? block.sentences.map(({ text }) => text) : [])).join(' ');
  const document = sdo('report', report.id, moment, {
    ...common, name: [report.title, report.subtitle].filter(Boolean).join(': '), ...(summary === undefined || summary === '' ? {} : { description: summary }), report_types: ['incident', 'indicator'], published: moment, labels: [report.interim ? 'interim' : 'final'], lang: 'en', object_refs: refs,
    external_references: [{ source_name: 'incident', external_id: report.incidentId }],
  });
  const bundle = { type: 'bundle', id: `bundle--${report.id}`, objects: [markingObject(report.tlp), identity, document, ...objects.values()] };
  return `${canonicalJson(bundle)}\n`;
}

function sdo(type: string, name: string, moment: string, values: Record<string, unknown>): StixObject {
  return { type, spec_version: '2.1', id: `${type}--${uuidOf(`${type} ${name}`)}`, created: moment, modified: moment, ...values };
}

function relationship(kind: string, from: string, to: string, moment: string, common: Record<string, unknown>): StixObject {
  return sdo('relationship', `${kind} ${from} ${to}`, moment, { ...common, relationship_type: kind, source_ref: from, target_ref: to });
}

function markingObject(tlp: Tlp): StixObject {
  const { id, level } = markings[tlp];
  return { type: 'marking-definition', spec_version: '2.1', id, created: '2022-10-01T00:00:00.000Z', name: tlp, extensions: { [tlpExtension]: { extension_type: 'property-extension', tlp_2_0: level } } };
}

function attackPattern(id: string, moment: string, common: Record<string, unknown>): StixObject {
  const known = attackTechnique(id);
  return sdo('attack-pattern', id, moment, {
    ...common, name: known?.name ?? id,
    external_references: [{ source_name: 'mitre-attack', external_id: id, url: `https://attack.mitre.org/techniques/${id.replace('.', '/')}` }],
    ...(known && known.tactics.length > 0 ? { kill_chain_phases: known.tactics.map((tactic) => ({ kill_chain_name: 'mitre-attack', phase_name: attackTactic(tactic)?.shortName ?? tactic })) } : {}),
  });
}

interface Observable {
  object: StixObject;
  /** Objects the first one refers to. */
  more?: StixObject[];
  pattern: string;
}

/** The observable and the pattern of an indicator; undefined for kinds that STIX has no observable for. */
function observableOf({ type, value }: ReportIndicator): Observable | undefined {
  const quoted = `'${value.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
  const simple = (kind: string, values: Record<string, unknown>, path: string): Observable => ({ object: sco(kind, values), pattern: `[${kind}:${path} = ${quoted}]` });
  switch (type) {
    case 'ip': return simple(value.includes(':') ? 'ipv6-addr' : 'ipv4-addr', { value }, 'value');
    case 'domain': return simple('domain-name', { value }, 'value');
    case 'url': return simple('url', { value }, 'value');
    case 'mail': return simple('email-addr', { value }, 'value');
    case 'app': return simple('software', { name: value }, 'name');
    case 'file': return simple('file', { name: value }, 'name');
    case 'registry': return simple('windows-registry-key', { key: value }, 'key');
    case 'hash': {
      const algorithm = { 32: 'MD5', 40: 'SHA-1', 64: 'SHA-256', 128: 'SHA-512' }[value.length];
      if (algorithm === undefined || !/^[0-9a-f]+$/i.test(value)) return undefined;
      return { object: sco('file', { hashes: { [algorithm]: value.toLowerCase() } }), pattern: `[file:hashes.'${algorithm}' = '${value.toLowerCase()}']` };
    }
    case 'process': {
      const image = sco('file', { name: value });
      return { object: { ...sco('process', { image_ref: image.id }), image_ref: image.id }, more: [image], pattern: `[process:image_ref.name = ${quoted}]` };
    }
    default: return undefined;
  }
}

/** A cyber-observable; its id is over its identifying values, as the specification says. */
function sco(type: string, values: Record<string, unknown>): StixObject {
  return { type, spec_version: '2.1', id: `${type}--${uuidOf(canonicalJson(values), observableNamespace)}`, ...values };
}
