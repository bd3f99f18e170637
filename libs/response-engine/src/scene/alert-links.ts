import type { AlertFact, ProcessNode, Row } from '@attest/incident-engine';
import { baseName, isExecutable } from '@attest/incident-engine';
import { canonicalIp, hostOfUrl, utcInstant, type Alert, type Evidence, type FileDetails } from '@attest/security-model';
import type { HostileProcess, HostileProcesses } from './hostile-processes.js';
import { isSystemFile } from './system-files.js';

/** What ties an alert to the attack, and what in it was looked up and found to be of something else. */
export interface AlertLink {
  /** The strongest tie; undefined when there is none. */
  tie: Tie | undefined;
  /** Processes of the alert that telemetry knows and that are not of the attack. */
  others: ProcessNode[];
  /** Whether anything of the alert could be looked up in telemetry. */
  lookedUp: boolean;
}

/** How an alert belongs to the attack. */
export type Tie =
  | { kind: 'process'; hostile: HostileProcess }
  | { kind: 'file'; name: string; row: Row | undefined }
  | { kind: 'address'; address: string; row: Row }
  | { kind: 'name'; name: string };

type ProcessItem = Extract<Evidence, { '@odata.type': '#microsoft.graph.security.processEvidence' }>;

/** Finds for each alert what of it belongs to the attack that telemetry shows. */
export class AlertLinker {
  private readonly byPid = new Map<string, ProcessNode[]>();
  private readonly byReport = new Map<string, Row[]>();
  private readonly deviceNames = new Map<string, string>();

  constructor(
    private readonly hostile: HostileProcesses,
    rows: readonly Row[],
  ) {
    for (const node of hostile.graph.all()) append(this.byPid, `${node.pid}|${node.fileName.toLowerCase()}`, node);
    for (const row of rows) {
      const report = row.text('ReportId');
      if (report !== undefined) append(this.byReport, report, row);
      const id = row.text('DeviceId');
      const name = row.device();
      if (id !== undefined && name !== undefined) this.deviceNames.set(id.toLowerCase(), name.toLowerCase());
    }
  }

  link({ alert, at }: AlertFact): AlertLink {
    const until = Date.parse(utcInstant(alert.lastActivityDateTime) ?? '') || at || Infinity;
    const link: AlertLink = { tie: undefined, others: [], lookedUp: false };
    for (const item of alert.evidence) {
      const tie = this.tieOf(item, until, link);
      if (tie) return { ...link, tie, lookedUp: true };
    }
    for (const row of this.rowsOf(alert, until)) {
      link.lookedUp = true;
      const hostile = this.hostile.ofRow(row);
      if (hostile) return { ...link, tie: { kind: 'process', hostile } };
      const file = this.fileTie(row.text('FolderPath'), [row.text('SHA1'), row.text('SHA256')]);
      if (file) return { ...link, tie: file };
      const address = row.text('RemoteIP');
      const reached = address === undefined ? undefined : this.hostile.addresses.get(address);
      if (address !== undefined && reached) return { ...link, tie: { kind: 'address', address, row: reached } };
      if (
        [row.text('RegistryKey'), row.text('RegistryValueData'), row.text('ServiceName'), row.text('ServiceFileName')].some((text) =>
          this.hostile.namesIn(text),
        )
      )
        return { ...link, tie: { kind: 'name', name: nameOf(row) } };
    }
    return link;
  }

  /** The process of a piece of evidence, as telemetry knows it. */
  node(item: ProcessItem, until = Infinity): ProcessNode | undefined {
    const name = item.imageFile?.fileName?.toLowerCase();
    if (item.processId === undefined || name === undefined) return undefined;
    const device = item.mdeDeviceId === undefined ? undefined : this.deviceNames.get(item.mdeDeviceId.toLowerCase());
    const nodes = (this.byPid.get(`${item.processId}|${name}`) ?? []).filter((node) => device === undefined || node.device === device);
    const created = utcInstant(item.processCreationDateTime);
    if (created !== undefined) {
      const moment = Date.parse(created);
      const exact = nodes.find((node) => node.created !== undefined && Math.abs(node.created.at - moment) < 5_000);
      if (exact) return exact;
    }
    const before = nodes.filter((node) => (node.created?.at ?? -Infinity) <= until + 1_000);
    return before.sort((a, b) => (b.created?.at ?? -Infinity) - (a.created?.at ?? -Infinity))[0];
  }

  private tieOf(item: Evidence, until: number, link: AlertLink): Tie | undefined {
    switch (item['@odata.type']) {
      case '#microsoft.graph.security.processEvidence': {
        const node = this.node(item, until);
        if (node) link.lookedUp = true;
        const hostile = this.hostile.of(node, until);
        if (hostile) return { kind: 'process', hostile };
        if (node) link.others.push(node);
        return (
          this.detailsTie(item.imageFile) ??
          (this.hostile.namesIn(item.processCommandLine) ? { kind: 'name', name: nameIn(this.hostile, item.processCommandLine) } : undefined)
        );
      }
      case '#microsoft.graph.security.fileEvidence':
        return this.detailsTie(item.fileDetails);
      case '#microsoft.graph.security.ipEvidence': {
        const address = canonicalIp(item.ipAddress);
        const row = address === undefined ? undefined : this.hostile.addresses.get(address);
        return address !== undefined && row ? { kind: 'address', address, row } : undefined;
      }
      case '#microsoft.graph.security.urlEvidence': {
        const address = canonicalIp(hostOfUrl(item.url));
        const row = address === undefined ? undefined : this.hostile.addresses.get(address);
        if (address !== undefined && row) return { kind: 'address', address, row };
        return this.hostile.namesIn(item.url) ? { kind: 'name', name: nameIn(this.hostile, item.url) } : undefined;
      }
      case '#microsoft.graph.security.registryValueEvidence':
      case '#microsoft.graph.security.registryKeyEvidence': {
        const texts = [item.registryKey, 'registryValue' in item ? item.registryValue : undefined];
        const hit = texts.find((text) => this.hostile.namesIn(text));
        return hit === undefined ? undefined : { kind: 'name', name: nameIn(this.hostile, hit) };
      }
      default:
        return undefined;
    }
  }

  private detailsTie(details: FileDetails | undefined): Tie | undefined {
    if (details === undefined || isSystemFile(details.filePath, details.fileName, details.signer)) return undefined;
    const path = details.filePath === undefined || details.fileName === undefined ? undefined : `${details.filePath}\\${details.fileName}`;
    return this.fileTie(path, [details.sha1, details.sha256]);
  }

  private fileTie(path: string | undefined, hashes: readonly (string | undefined)[]): Tie | undefined {
    const plain = path?.replace(/:[^\\:]+$/, '').toLowerCase();
    for (const value of [...hashes.map((hash) => hash?.toLowerCase()), plain]) {
      const row = value === undefined ? undefined : this.hostile.files.get(value);
      if (row) return { kind: 'file', name: row.text('FileName') ?? baseName(plain ?? ''), row };
    }
    const name = plain === undefined ? '' : baseName(plain);
    return isExecutable(name) && this.hostile.names.has(name) && !isSystemFile(plain, name) ? { kind: 'file', name, row: undefined } : undefined;
  }

  /** Rows an alert of a tenant rule says it matched (`additionalData.eventReportIds`), within its time. */
  private rowsOf(alert: Alert, until: number): Row[] {
    const ids = alert.additionalData?.['eventReportIds'];
    if (!Array.isArray(ids)) return [];
    const from = Date.parse(utcInstant(alert.firstActivityDateTime) ?? '') || -Infinity;
    return ids.flatMap((id) => this.byReport.get(String(id)) ?? []).filter((row) => row.at >= from - 1_000 && row.at <= until + 1_000);
  }
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function nameIn(hostile: HostileProcesses, text: string | undefined): string {
  const small = text?.toLowerCase() ?? '';
  return [...hostile.names].filter((name) => name.length > 3 && small.includes(name)).sort((a, b) => b.length - a.length || (a < b ? -1 : 1))[0] ?? '';
}

function nameOf(row: Row): string {
  return row.text('ServiceName') ?? /\\([^\\]+)$/.exec(row.text('RegistryKey') ?? '')?.[1] ?? row.text('FileName') ?? '';
}
