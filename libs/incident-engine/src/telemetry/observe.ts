import type { Observation, AlertFact, EntityFact } from '../incident-input.js';
import type { EventRow } from '@attest/security-model';
import { cloudAction, mail, signedIn } from './cloud-observers.js';
import { connected, fileWritten, installed, loggedOn, processReached, processStarted, protection, type Observer, type Scene } from './endpoint-observers.js';
import { draftOf, type Draft } from './observer.js';
import { isLocalAddress } from './paths.js';
import { ProcessGraph, telling } from './process-graph.js';
import { Row } from './row.js';

const observers: readonly Observer[] = [processStarted, connected, fileWritten, processReached, installed, loggedOn, protection, mail, cloudAction, signedIn];

/** Observations kept; the most telling ones. */
const mostObservations = 60;

/** Below this an observation is not worth a reader's time. */
const leastScore = 4;

/** Observations of one group within this time are one. */
const groupWindowMs = 60_000;

/** Tables that only repeat what alerts say. */
const repeated = new Set(['AlertInfo', 'AlertEvidence', 'SecurityAlert', 'SecurityIncident']);

/** What telemetry shows beyond the alerts: the most telling observations in time order, each with its row. */
export function observe(events: readonly EventRow[], alerts: readonly AlertFact[], entities: readonly EntityFact[]): Observation[] {
  const rows = telemetryRows(events);
  if (rows.length === 0) return [];
  const graph = new ProcessGraph(rows, alerts);
  const scene = sceneOf(rows, graph, entities);
  const drafts: Draft[] = [];
  for (const row of rows) {
    for (const observer of observers) {
      const said = observer(row, scene);
      if (said && said.score >= leastScore) drafts.push(draftOf(row, said));
    }
  }
  const chosen = grouped(drafts)
    .sort((a, b) => b.score - a.score || byTime(a.row, b.row))
    .slice(0, mostObservations)
    .sort((a, b) => byTime(a.row, b.row));
  return chosen.map(({ row: _row, group: _group, fact, ...rest }, index) => ({ ...rest, fact: { id: `t${index + 1}`, ...fact } }));
}

/** The rows that tell of activity, in time order: no repeated alerts, no rows without a time, none made from alerts. The order of the input changes nothing. */
export function telemetryRows(events: readonly EventRow[]): Row[] {
  return events
    .map((columns, index) => new Row(columns, typeof columns['$row'] === 'number' ? columns['$row'] : index))
    .filter((row) => row.usable && !repeated.has(row.table))
    .sort(byTime);
}

function byTime(a: Row, b: Row): number {
  return a.at - b.at || a.table.localeCompare(b.table, 'en') || (a.text('ReportId') ?? '').localeCompare(b.text('ReportId') ?? '', 'en', { numeric: true }) || compareColumns(a, b);
}

/** Equal in time and table: by content, so that the order of the input never decides. */
function compareColumns(a: Row, b: Row): number {
  const left = JSON.stringify(Object.entries(a.columns).filter(([key]) => key !== '$row').sort());
  const right = JSON.stringify(Object.entries(b.columns).filter(([key]) => key !== '$row').sort());
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Of a group's observations close in time the best speaks for all. */
function grouped(drafts: readonly Draft[]): Draft[] {
  const kept: Draft[] = [];
  const last = new Map<string, { index: number; until: number }>();
  for (const draft of drafts) {
    const key = draft.group === undefined ? undefined : `${draft.fact.type === 'process.created' ? draft.fact.values['FileName'] : ''} ${draft.group}`;
    const open = key === undefined ? undefined : last.get(key);
    if (key !== undefined && open !== undefined && draft.at <= open.until) {
      const before = kept[open.index];
      if (before && draft.score > before.score) kept[open.index] = draft;
      continue;
    }
    if (key !== undefined) last.set(key, { index: kept.length, until: draft.at + groupWindowMs });
    kept.push(draft);
  }
  return kept;
}

function sceneOf(rows: readonly Row[], graph: ProcessGraph, entities: readonly EntityFact[]): Scene {
  const hostileAddresses = new Set<string>();
  const suspiciousLogons = new Set<string>();
  const namesOf = (...types: string[]): Set<string> =>
    new Set(entities.filter(({ entity }) => types.includes(entity.type) && entity.attributes['wellKnown'] !== 'true').flatMap(({ entity }) => [entity.value, ...entity.names]).map((name) => name.toLowerCase()));
  const own = new Set(entities.filter(({ role }) => role.startsWith('address of ')).map(({ entity }) => entity.value.toLowerCase()));
  for (const row of rows) {
    const node = row.table === 'DeviceProcessEvents' ? graph.target(row) : undefined;
    const logon = row.text('LogonId');
    if (node && node.suspicion >= telling && logon !== undefined && Number(logon) > 1_000) suspiciousLogons.add(`${row.device()?.toLowerCase()}|${logon}`);
    if (row.table !== 'DeviceNetworkEvents') continue;
    const address = row.text('RemoteIP');
    if (address !== undefined && !isLocalAddress(address) && !own.has(address.toLowerCase()) && (graph.actor(row)?.suspicion ?? 0) >= telling) hostileAddresses.add(address);
  }
  const addresses = namesOf('ip');
  for (const address of own) addresses.delete(address);
  return { graph, hostileAddresses, suspiciousLogons, alertedMessages: namesOf('message'), alertedUsers: namesOf('user', 'mailbox'), alertedAddresses: addresses };
}
