import type { AlertFact } from '../incident-input.js';
import { isUserWritable } from './paths.js';
import { meaningOf } from './commands.js';
import type { Row } from './row.js';

/** A process as telemetry knows it. */
export interface ProcessNode {
  key: string;
  device: string;
  pid: string;
  fileName: string;
  path: string | undefined;
  commandLine: string | undefined;
  account: string | undefined;
  integrity: string | undefined;
  parent: string | undefined;
  created: Row | undefined;
  /** How much speaks for it being part of the incident; 3 and more is telling. */
  suspicion: number;
}

/** From this suspicion on, what a process does is worth telling. */
export const telling = 3;

const alertWeight: Readonly<Record<string, number>> = { high: 2, medium: 1.5, low: 0.7, informational: 0.3 };

/** What a child has of its parent's suspicion. */
const inheritance = 0.9;

/** Access rights to LSASS memory that credential theft asks for (PROCESS_VM_READ is 0x10). */
const readsMemory = 0x10;

/** Processes of all devices, who started whom, and how suspicious each is. */
export class ProcessGraph {
  private readonly nodes = new Map<string, ProcessNode>();
  private readonly latest = new Map<string, string>();

  constructor(rows: readonly Row[], alerts: readonly AlertFact[]) {
    for (const row of rows) this.learn(row);
    this.weigh(rows, alerts);
  }

  /** The process that did what a row tells of. */
  actor(row: Row): ProcessNode | undefined {
    return this.find(row, 'InitiatingProcessId', 'InitiatingProcessCreationTime', row.text('InitiatingProcessFileName'));
  }

  /** The process a row tells of: started, opened, injected into. */
  target(row: Row): ProcessNode | undefined {
    return this.find(row, 'ProcessId', 'ProcessCreationTime', row.text('FileName'));
  }

  parentOf(node: ProcessNode): ProcessNode | undefined {
    return node.parent === undefined ? undefined : this.nodes.get(node.parent);
  }

  all(): Iterable<ProcessNode> {
    return this.nodes.values();
  }

  private find(row: Row, pidColumn: string, createdColumn: string, fileName: string | undefined): ProcessNode | undefined {
    const pid = row.text(pidColumn);
    if (pid === undefined) return undefined;
    const exact = this.nodes.get(keyOf(deviceOf(row), pid, row.text(createdColumn)));
    if (exact) return exact;
    const last = this.nodes.get(this.latest.get(`${deviceOf(row)}|${pid}`) ?? '');
    return last && (fileName === undefined || last.fileName.toLowerCase() === fileName.toLowerCase()) ? last : undefined;
  }

  private learn(row: Row): void {
    const device = deviceOf(row);
    const actor = this.note(device, row.text('InitiatingProcessId'), row.text('InitiatingProcessCreationTime'), {
      fileName: row.text('InitiatingProcessFileName'), path: row.text('InitiatingProcessFolderPath'), commandLine: row.text('InitiatingProcessCommandLine'),
      account: row.account('InitiatingProcess'), integrity: row.text('InitiatingProcessIntegrityLevel'),
    });
    if (row.table === 'DeviceProcessEvents') {
      const node = this.note(device, row.text('ProcessId'), row.text('ProcessCreationTime'), {
        fileName: row.text('FileName'), path: row.text('FolderPath'), commandLine: row.text('ProcessCommandLine'), account: row.account(), integrity: row.text('ProcessIntegrityLevel'),
      });
      if (node) {
        node.created ??= row;
        if (actor && actor.key !== node.key) node.parent ??= actor.key;
      }
    } else if (row.action === 'CreateRemoteThreadApiCall') {
      this.note(device, row.text('ProcessId'), row.text('ProcessCreationTime'), { fileName: row.text('FileName'), path: row.text('FolderPath'), commandLine: undefined, account: undefined, integrity: undefined });
    }
  }

  private note(device: string, pid: string | undefined, created: string | undefined, seen: Partial<ProcessNode>): ProcessNode | undefined {
    if (pid === undefined || seen.fileName === undefined) return undefined;
    let key = keyOf(device, pid, created);
    const last = this.nodes.get(this.latest.get(`${device}|${pid}`) ?? '');
    if (created === undefined && last && last.fileName.toLowerCase() === seen.fileName.toLowerCase()) key = last.key;
    const known = this.nodes.get(key);
    if (known) {
      known.path ??= seen.path;
      known.commandLine ??= seen.commandLine;
      known.account ??= seen.account;
      known.integrity ??= seen.integrity;
      return known;
    }
    const node: ProcessNode = { key, device, pid, fileName: seen.fileName, path: seen.path, commandLine: seen.commandLine, account: seen.account, integrity: seen.integrity, parent: undefined, created: undefined, suspicion: 0 };
    this.nodes.set(key, node);
    this.latest.set(`${device}|${pid}`, key);
    return node;
  }

  private weigh(rows: readonly Row[], alerts: readonly AlertFact[]): void {
    const alerted = alertedProcesses(alerts);
    const downloaded = new Set(rows.filter((row) => /:Zone\.Identifier$/i.test(row.text('FileName') ?? '')).map((row) => (row.text('FolderPath') ?? '').replace(/:Zone\.Identifier$/i, '').toLowerCase()));
    for (const node of this.nodes.values()) {
      if (isUserWritable(node.path)) node.suspicion += 3;
      if (downloaded.has(node.path?.toLowerCase() ?? '')) node.suspicion += 2;
      node.suspicion += alerted.get(`${node.pid}|${node.fileName.toLowerCase()}`) ?? 0;
      const meaning = meaningOf(node.fileName, node.commandLine);
      if (meaning && meaning.score >= 6) node.suspicion += meaning.score / 2;
    }
    for (const row of rows) {
      const actor = this.actor(row);
      if (row.action === 'CreateRemoteThreadApiCall') {
        const target = this.target(row);
        if (actor && target && actor.suspicion >= telling) target.suspicion += 4;
      }
      if (row.action === 'OpenProcessApiCall' && isLsassRead(row) && actor && row.text('UnbackedCallers') === 'true') actor.suspicion += 3;
    }
    this.inherit();
  }

  /** Children have most of what their parents have; nodes are visited parents first, so one pass is enough. */
  private inherit(): void {
    const done = new Set<string>();
    for (const start of this.nodes.values()) {
      const chain: ProcessNode[] = [];
      for (let node: ProcessNode | undefined = start; node && !done.has(node.key) && !chain.includes(node) && chain.length < 200; node = this.parentOf(node)) chain.push(node);
      for (const node of chain.reverse()) {
        const parent = this.parentOf(node);
        if (parent && parent.suspicion >= telling) node.suspicion = Math.max(node.suspicion, parent.suspicion * inheritance);
        done.add(node.key);
      }
    }
  }
}

/** Whether a row tells of a handle on lsass.exe that may read its memory. */
export function isLsassRead(row: Row): boolean {
  if (row.text('FileName')?.toLowerCase() !== 'lsass.exe') return false;
  const access = Number(row.text('DesiredAccess') ?? 'NaN');
  return Number.isNaN(access) || (access & readsMemory) !== 0;
}

/** Suspicion by process id and image that alerts give, the strongest alert counting. */
function alertedProcesses(alerts: readonly AlertFact[]): Map<string, number> {
  const weights = new Map<string, number>();
  for (const { alert } of alerts) {
    for (const evidence of alert.evidence) {
      if (evidence['@odata.type'] !== '#microsoft.graph.security.processEvidence' || evidence.processId === undefined) continue;
      const image = evidence.imageFile?.fileName?.toLowerCase();
      if (image === undefined) continue;
      const verdict = evidence.verdict === 'malicious' ? 2 : 1;
      const key = `${evidence.processId}|${image}`;
      weights.set(key, Math.max(weights.get(key) ?? 0, (alertWeight[alert.severity ?? ''] ?? 0.5) * verdict));
    }
  }
  return weights;
}

function deviceOf(row: Row): string {
  return (row.text('DeviceName') ?? row.text('DeviceId') ?? '').toLowerCase();
}

function keyOf(device: string, pid: string, created: string | undefined): string {
  const moment = created === undefined ? '' : String(Date.parse(created));
  return `${device}|${pid}|${moment}`;
}
