import {
  baseName,
  isExecutable,
  isLocalAddress,
  isLsassRead,
  isUserWritable,
  meaningOf,
  ProcessGraph,
  scriptHash,
  type ProcessNode,
  type Row,
} from '@attest/incident-engine';
import { isCoreProcess, isSystemFile, isSystemFolder, isTrustedInstaller } from './system-files.js';

/** A process that belongs to the attack, and from when on (a process that code was put into was the system's own before). */
export interface HostileProcess {
  node: ProcessNode;
  /** Milliseconds since 1970; -Infinity for a process that was hostile from its start. */
  since: number;
  root: HostileRoot;
  /** How it came to belong. */
  kind: 'root' | 'descendant' | 'injected';
}

/** Where an attack enters: the first process of it, and the row that gave it away. */
export interface HostileRoot {
  node: ProcessNode;
  row: Row;
  sign: HostileSign;
}

/** Why a process is taken for the attacker's. Rows of the table "What makes a process hostile" in docs/guided-response.md. */
export type HostileSign =
  | 'downloadedProgram'
  | 'droppedProgram'
  | 'productVerdict'
  | 'maliciousScript'
  | 'officeShell'
  | 'webServerShell'
  | 'attackTool'
  | 'destructiveCommand'
  | 'lsassRead'
  | 'injection'
  | 'suspiciousService'
  | 'masquerade'
  | 'remoteExecution'
  | 'alertsMeet';

/** What is known to be bad before any row is read. */
export interface HostileHints {
  /** Hashes and lower-case paths of files that the product calls malicious. */
  maliciousFiles: ReadonlySet<string>;
  /** SHA-256 of scripts and command lines whose analysis says malicious. */
  maliciousScripts: ReadonlySet<string>;
  /** Keys of processes below which several alerts meet; given only when no sign was found without alerts. */
  suspects: ReadonlySet<string>;
}

const shells = /^(?:cmd|powershell|pwsh|wscript|cscript|mshta|bash|sh|dash|zsh|rundll32|regsvr32|python3?|perl)(?:\.exe)?$/i;
const office = /^(?:winword|excel|powerpnt|outlook|onenote|msaccess|mspub|visio|acrord32|acrobat|eqnedt32|hh)\.exe$/i;
const webServers =
  /^(?:w3wp\.exe|httpd(?:\.exe)?|nginx(?:\.exe)?|tomcat\d*\.exe|java(?:\.exe)?|php-cgi\.exe|php-fpm|sqlservr\.exe|umworkerprocess\.exe|apache2)$/i;
const carriers =
  /^(?:msedge|chrome|firefox|iexplore|brave|opera|outlook|teams|ms-teams|winword|excel|powershell|certutil|bitsadmin|curl|wget|7zfm|7z|winrar|explorer)(?:\.exe)?$/i;
/** Ports of names, time, Kerberos and the directory. */
const servingPorts: ReadonlySet<string> = new Set(['53', '88', '123', '389', '464', '636', '3268', '3269']);
/** Ports on which an attack reaches its victims, not its server. */
const insidePorts: ReadonlySet<string> = new Set([...servingPorts, '135', '137', '138', '139', '445', '3389', '5985', '5986']);
/** Programs that compile code in memory, so that callers outside of any file are ordinary for them. */
const compiling = /^(?:powershell(?:_ise)?|pwsh|mmc|dotnet|devenv|taskmgr|procexp(?:64)?|wmiprvse|msmpeng|sensecncproxy|vmtoolsd|vboxservice)\.exe$/i;
const hostileCommand =
  /(?:frombase64string|downloadstring|downloadfile|downloaddata|invoke-expression|\biex\b|net\.webclient).*(?:downloadstring|downloadfile|downloaddata|\biex\b|invoke-expression|https?:)|\s-(?:e|en|enc|enco|encod\w*)\s+[a-z0-9+/=]{60}|-w(?:indowstyle)?\s+(?:1|h\w*)\b.*\s-e\w*\s+[a-z0-9+/=]{20}|1>\s*\\\\127\.0\.0\.1\\admin\$|mshta(?:\.exe)?"?\s+(?:https?:|javascript:|vbscript:)|regsvr32(?:\.exe)?.*\/i:https?:|rundll32(?:\.exe)?"?\s+javascript:/i;
const suspiciousBinary = /%comspec%|cmd(?:\.exe)?\s+\/[qcr]|powershell|\\\\\.\\pipe\\|\\admin\$\\|\\\\127\.0\.0\.1/i;

/**
 * Tells, from event rows and hints alone, which processes belong to the attack: roots by explicit signs, everything they
 * started, and what they put code into. Alerts have no say, so that a wrong alert cannot prove itself. Deterministic.
 */
export class HostileProcesses {
  readonly graph: ProcessGraph;
  readonly roots: HostileRoot[] = [];
  /** Remote addresses that roots connected to, and those their programs came from. */
  readonly addresses = new Map<string, Row>();
  /** Lower-case names of services and base names of programs and scripts that the attack brought. */
  readonly names = new Set<string>();
  /** SHA-1, SHA-256 and lower-case paths of the programs that the attack brought. */
  readonly files = new Map<string, Row>();
  /** Addresses that serve names, time or sign-in to the devices: the tenant's own. */
  readonly infrastructure = new Set<string>();
  private readonly found = new Map<string, HostileProcess>();
  private readonly services = new Map<string, Row>();

  constructor(
    private readonly rows: readonly Row[],
    private readonly hints: HostileHints,
  ) {
    this.graph = new ProcessGraph(rows, []);
    this.readServices();
    this.findRoots();
    this.spread();
    this.collectTraces();
  }

  /** Whether a process was hostile at a moment, and how. */
  of(node: ProcessNode | undefined, at = Infinity): HostileProcess | undefined {
    const known = node === undefined ? undefined : this.found.get(node.key);
    return known !== undefined && at >= known.since ? known : undefined;
  }

  all(): HostileProcess[] {
    return [...this.found.values()];
  }

  /** Whether a row is of the attack: done by it, about a process of it, or naming what it brought. */
  ofRow(row: Row): HostileProcess | undefined {
    return this.of(this.graph.actor(row), row.at) ?? (row.action === 'OpenProcessApiCall' ? undefined : this.of(this.graph.target(row), row.at));
  }

  /** Whether a text names a program or service of the attack. */
  namesIn(text: string | undefined): boolean {
    if (text === undefined) return false;
    const small = text.toLowerCase();
    return [...this.names].some((name) => name.length > 3 && small.includes(name));
  }

  private readServices(): void {
    for (const row of this.rows) {
      const service = row.action === 'ServiceInstalled' ? row.text('ServiceName') : /\\services\\([^\\]+)$/i.exec(row.text('RegistryKey') ?? '')?.[1];
      const binary = row.text('ServiceFileName') ?? (/^imagepath$/i.test(row.text('RegistryValueName') ?? '') ? row.text('RegistryValueData') : undefined);
      if (service !== undefined && binary !== undefined && (suspiciousBinary.test(binary) || isUserWritable(binary)))
        this.services.set(service.toLowerCase(), row);
    }
  }

  private findRoots(): void {
    const downloaded = this.downloads();
    const reaching = this.reachingOut();
    const misbehaving = this.misbehaving();
    for (const row of this.rows) {
      if (row.table === 'DeviceProcessEvents') {
        const node = this.graph.target(row);
        const sign = node && this.signOf(node, row, { downloaded, reaching, misbehaving });
        if (node && sign) this.addRoot(node, row, sign);
      } else {
        const actor = this.graph.actor(row);
        const sign = actor && this.actSign(actor, row, downloaded, reaching);
        if (actor && sign) this.addRoot(actor, row, sign);
      }
    }
  }

  /** Paths and hashes of programs that came from elsewhere, as file rows tell. */
  private downloads(): Set<string> {
    const found = new Set<string>();
    for (const row of this.rows) {
      if (row.table !== 'DeviceFileEvents') continue;
      const path = (row.text('FolderPath') ?? '').replace(/:Zone\.Identifier$/i, '').toLowerCase();
      const zoned = /:Zone\.Identifier$/i.test(row.text('FileName') ?? '') || row.text('FileOriginUrl') !== undefined;
      const carried = /Created|Renamed/i.test(row.action) && carriers.test(row.text('InitiatingProcessFileName') ?? '') && isExecutable(row.text('FileName'));
      if (path === '' || !(zoned || carried)) continue;
      found.add(path);
      if (!/:Zone/i.test(row.text('FileName') ?? '')) for (const name of ['SHA1', 'SHA256']) found.add(row.text(name)?.toLowerCase() ?? path);
    }
    return found;
  }

  /** Keys of processes that connected to another machine, put code elsewhere or read LSASS. */
  private reachingOut(): Set<string> {
    const found = new Set<string>();
    for (const row of this.rows) {
      const actor = this.graph.actor(row);
      if (!actor) continue;
      const address = row.text('RemoteIP');
      if (row.table === 'DeviceNetworkEvents' && !/Failed|Inbound|Listening/i.test(row.action) && address !== undefined && !isLocalAddress(address))
        found.add(actor.key);
      if (/RemoteThread|VirtualMemoryRemote|QueueUserApc/i.test(row.action) || (row.action === 'OpenProcessApiCall' && isLsassRead(row))) found.add(actor.key);
    }
    return found;
  }

  /** Keys of processes that started a shell or a tool to look around, put code elsewhere or read LSASS: what an installer does not do. */
  private misbehaving(): Set<string> {
    const found = new Set<string>();
    for (const row of this.rows) {
      const actor = this.graph.actor(row);
      if (!actor) continue;
      const meaning = row.table === 'DeviceProcessEvents' ? meaningOf(row.text('FileName'), row.text('ProcessCommandLine')) : undefined;
      if (meaning?.kind === 'shell' || meaning?.kind === 'discovery' || meaning?.kind === 'credential' || (meaning?.score ?? 0) >= 6) found.add(actor.key);
      if (/RemoteThread|VirtualMemoryRemote|QueueUserApc/i.test(row.action) || (row.action === 'OpenProcessApiCall' && isLsassRead(row))) found.add(actor.key);
    }
    return found;
  }

  private signOf(
    node: ProcessNode,
    row: Row,
    { downloaded, reaching, misbehaving }: Readonly<Record<'downloaded' | 'reaching' | 'misbehaving', ReadonlySet<string>>>,
  ): HostileSign | undefined {
    const hashes = [row.text('SHA1'), row.text('SHA256'), node.path].map((value) => value?.toLowerCase()).filter((value) => value !== undefined);
    const command = row.text('ProcessCommandLine') ?? '';
    const parent = this.graph.actor(row);
    const parentName = parent?.fileName ?? row.text('InitiatingProcessFileName') ?? '';
    const system = isSystemFile(node.path, node.fileName);
    if (this.hints.suspects.has(node.key)) return 'alertsMeet';
    if (!system && hashes.some((value) => this.hints.maliciousFiles.has(value))) return 'productVerdict';
    if (this.hints.maliciousScripts.has(scriptHash(command)) && !this.managed(parent)) return 'maliciousScript';
    if (this.managed(parent)) return undefined;
    const away = isForeign(node.path) && !isTrustedInstaller(node.path, row.text('ProcessVersionInfoCompanyName'));
    const excused = signedByMaker(row) && !misbehaving.has(node.key);
    if (away && !excused && hashes.some((value) => downloaded.has(value))) return 'downloadedProgram';
    if (away && !excused && isExecutable(node.fileName) && reaching.has(node.key)) return 'droppedProgram';
    if (away && isCoreProcess(node.fileName) && !isSystemFolder(node.path)) return 'masquerade';
    if (shells.test(node.fileName)) {
      if (office.test(parentName)) return 'officeShell';
      if (webServers.test(parentName) && /^(?:cmd|powershell|pwsh|bash|sh|dash)/i.test(node.fileName)) return 'webServerShell';
      if (hostileCommand.test(command))
        return /^(?:wmiprvse|wsmprovhost|psexesvc|services|mmc)\.exe$/i.test(parentName) ? 'remoteExecution' : 'maliciousScript';
    }
    if (
      /^services\.exe$/i.test(parentName) &&
      [...this.services.keys()].some((name) => this.binaryOf(name) !== undefined && command !== '' && sameCommand(this.binaryOf(name), command))
    )
      return 'suspiciousService';
    const meaning = meaningOf(node.fileName, command);
    if (meaning?.kind === 'credential' && meaning.score >= 8) return 'attackTool';
    if (meaning?.kind === 'impact' && meaning.score >= 9) return 'destructiveCommand';
    return undefined;
  }

  private actSign(actor: ProcessNode, row: Row, downloaded: ReadonlySet<string>, reaching: ReadonlySet<string>): HostileSign | undefined {
    if (
      row.action === 'OpenProcessApiCall' &&
      isLsassRead(row) &&
      row.text('UnbackedCallers') === 'true' &&
      !compiling.test(actor.fileName) &&
      !isSystemFile(actor.path, actor.fileName)
    )
      return 'lsassRead';
    if (row.action === 'CreateRemoteThreadApiCall' && !isSystemFile(actor.path, actor.fileName) && isUserWritable(actor.path)) return 'injection';
    // A process that started before the recording has no row of its own.
    if (actor.created !== undefined || !reaching.has(actor.key) || !isUserWritable(actor.path)) return undefined;
    const known = [actor.path?.toLowerCase(), row.text('InitiatingProcessSHA1')?.toLowerCase()].filter((value) => value !== undefined);
    if (known.some((value) => this.hints.maliciousFiles.has(value))) return 'productVerdict';
    return known.some((value) => downloaded.has(value)) ? 'downloadedProgram' : undefined;
  }

  private binaryOf(service: string): string | undefined {
    const row = this.services.get(service);
    return row?.text('ServiceFileName') ?? row?.text('RegistryValueData');
  }

  /** Whether it is, or was started by, the tenant's management or backup software in the folder it is installed in. */
  managed(parent: ProcessNode | undefined): boolean {
    for (let node = parent, depth = 0; node && depth < 6; node = this.graph.parentOf(node), depth++) {
      if (isTrustedInstaller(node.path, undefined)) return true;
    }
    return false;
  }

  private addRoot(node: ProcessNode, row: Row, sign: HostileSign): void {
    if (this.roots.some((root) => root.node.key === node.key)) return;
    this.roots.push({ node, row, sign });
  }

  private spread(): void {
    for (const root of this.roots) this.found.set(root.node.key, { node: root.node, since: -Infinity, root, kind: 'root' });
    this.descend();
    for (const row of this.rows) {
      if (!/^(?:CreateRemoteThread|NtAllocateVirtualMemoryRemote|QueueUserApcRemote|SetThreadContextRemote)ApiCall$/.test(row.action)) continue;
      const actor = this.of(this.graph.actor(row), row.at);
      const target = this.graph.target(row);
      if (actor && target && !this.found.has(target.key)) this.found.set(target.key, { node: target, since: row.at, root: actor.root, kind: 'injected' });
    }
    this.descend();
    // A root below another root is part of that attack.
    for (const root of [...this.roots]) {
      const above = this.graph.parentOf(root.node);
      const over = above && this.of(above, root.node.created?.at ?? Infinity);
      if (over && over.root.node.key !== root.node.key)
        this.found.set(root.node.key, { node: root.node, since: -Infinity, root: over.root, kind: 'descendant' });
    }
  }

  private descend(): void {
    for (const start of this.graph.all()) {
      const chain: ProcessNode[] = [];
      let node: ProcessNode | undefined = start;
      while (node && !this.found.has(node.key) && !chain.includes(node) && chain.length < 200) {
        chain.push(node);
        node = this.graph.parentOf(node);
      }
      let above = node && this.found.get(node.key);
      for (const child of chain.reverse()) {
        if (!above) break;
        const born: number = child.created?.at ?? Infinity;
        if (born < above.since) break;
        const belongs: HostileProcess = { node: child, since: -Infinity, root: above.root, kind: 'descendant' };
        this.found.set(child.key, belongs);
        above = belongs;
      }
    }
  }

  private collectTraces(): void {
    for (const row of this.rows) {
      const address = row.text('RemoteIP');
      if (row.table === 'DeviceNetworkEvents' && address !== undefined && servingPorts.has(row.text('RemotePort') ?? '')) this.infrastructure.add(address);
    }
    for (const [service, row] of this.services) if (this.of(this.graph.actor(row), row.at) || this.roots.length > 0) this.names.add(service);
    for (const { node, kind } of this.found.values()) {
      if (kind === 'injected' || isSystemFile(node.path, node.fileName)) continue;
      const row = node.created;
      this.names.add(node.fileName.toLowerCase());
      for (const value of [row?.text('SHA1'), row?.text('SHA256'), node.path]) if (value !== undefined && row) this.files.set(value.toLowerCase(), row);
    }
    for (const row of this.rows) {
      const hostile = this.of(this.graph.actor(row), row.at);
      const address = row.text('RemoteIP');
      if (
        hostile &&
        row.table === 'DeviceNetworkEvents' &&
        address !== undefined &&
        !isLocalAddress(address) &&
        !/Failed|Inbound/i.test(row.action) &&
        speaksForItself(hostile) &&
        !this.infrastructure.has(address) &&
        !insidePorts.has(row.text('RemotePort') ?? '')
      ) {
        if (!this.addresses.has(address)) this.addresses.set(address, row);
      }
      if (row.table !== 'DeviceFileEvents') continue;
      const path = (row.text('FolderPath') ?? '').replace(/:Zone\.Identifier$/i, '').toLowerCase();
      if (hostile && isExecutable(baseName(path)) && /Created|Renamed/i.test(row.action)) this.names.add(baseName(path));
      const origin = /^https?:\/\/(\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?\//i.exec(
        row.text('FileOriginUrl') ?? /HostUrl=(\S+)/.exec(row.text('StreamContents') ?? '')?.[1] ?? '',
      )?.[1];
      if (origin !== undefined && this.files.has(path) && !this.addresses.has(origin)) this.addresses.set(origin, row);
    }
  }
}

/** A place that software is not installed to: a folder anyone may write to, the root of a profile or drive, another drive, a share. */
function isForeign(path: string | undefined): boolean {
  return (
    isUserWritable(path) ||
    (path !== undefined &&
      (/^[a-z]:\\users\\[^\\]+\\[^\\]+$/i.test(path) || /^[a-z]:\\[^\\]+$/i.test(path) || /^[d-z]:\\/i.test(path) || /^\\\\[^\\?.]/.test(path)))
  );
}

/** What it connects to is the attack's: a program that came with it, or a script host that ran its script. */
function speaksForItself({ node, kind, root }: HostileProcess): boolean {
  if (kind === 'injected') return false;
  if (!isSystemFile(node.path, node.fileName)) return true;
  return kind === 'root' && (root.sign === 'maliciousScript' || root.sign === 'officeShell' || root.sign === 'remoteExecution');
}

function sameCommand(binary: string | undefined, command: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replaceAll('"', '').replace(/\s+/g, ' ').trim();
  return binary !== undefined && plain(command).includes(plain(binary));
}

function signedByMaker(row: Row): boolean {
  return /^(?:microsoft|google|mozilla|adobe|zoom|slack|dropbox|github|spotify|oracle|apple|cisco|vmware|citrix)/i.test(
    row.text('ProcessVersionInfoCompanyName') ?? '',
  );
}
