import { meaningOf } from './commands.js';
import type { Said } from './observer.js';
import { baseName, isExecutable, isLocalAddress, isUserWritable } from './paths.js';
import { isLsassRead, telling, type ProcessGraph, type ProcessNode } from './process-graph.js';
import type { Row } from './row.js';

/** What observers share: the processes, and what was learned from all rows before any is judged. */
export interface Scene {
  graph: ProcessGraph;
  /** Addresses that suspicious processes connected to or that executables came from. */
  hostileAddresses: ReadonlySet<string>;
  /** Logon sessions that suspicious processes ran in, as device and id. */
  suspiciousLogons: ReadonlySet<string>;
  alertedMessages: ReadonlySet<string>;
  alertedUsers: ReadonlySet<string>;
  alertedAddresses: ReadonlySet<string>;
}

/** Says what an endpoint row tells, or nothing. */
export type Observer = (row: Row, scene: Scene) => Said | undefined;

const on = (row: Row): string => (row.device() === undefined ? '' : ` on ${row.device()}`);
const by = (node: ProcessNode | undefined, row: Row): string => node?.fileName ?? row.text('InitiatingProcessFileName') ?? 'an unnamed process';
const runBy = (account: string | undefined): string => (account === undefined ? '' : `, run by ${account},`);
const weight = (node: ProcessNode | undefined): number => Math.min(4, node?.suspicion ?? 0);

/** A program started. */
export const processStarted: Observer = (row, { graph }) => {
  if (row.table !== 'DeviceProcessEvents' || !/ProcessCreated|^$/.test(row.action)) return undefined;
  const node = graph.target(row);
  const parent = graph.actor(row);
  const name = row.text('FileName');
  if (!node || name === undefined) return undefined;
  const meaning = meaningOf(name, row.text('ProcessCommandLine'));
  const parentSuspicion = parent?.suspicion ?? 0;
  const account = row.account();
  const integrity = row.text('ProcessIntegrityLevel');
  const elevated = integrity !== undefined && /high|system/i.test(integrity) ? ` with ${integrity} integrity` : '';
  const as = account === undefined ? '' : ` as ${account}`;
  const common = { technique: meaning?.technique, values: { parent: parent?.fileName, parentPath: parent?.path } };
  if (meaning?.kind === 'discovery') {
    return { type: 'process.created', text: `${by(parent, row)} ran ${name}${as}${on(row)}.`, score: parentSuspicion >= telling ? meaning.score + 2 : 0, ...common, group: `${parent?.key} discovery` };
  }
  if (meaning && meaning.score >= 4) {
    return { type: 'process.created', text: `${by(parent, row)} ran ${name}${as}${on(row)}.`, score: meaning.score + weight(parent), ...common };
  }
  if (meaning?.kind === 'shell' && parent) {
    if (parentSuspicion < telling) return undefined;
    return { type: 'process.created', text: `${parent.fileName} started ${name}${as}${elevated}${on(row)}.`, score: 4 + (elevated.includes('ystem') ? 2 : 0), technique: /cmd/i.test(name) ? 'T1059.003' : /powershell|pwsh/i.test(name) ? 'T1059.001' : 'T1059', values: common.values };
  }
  if (isUserWritable(row.text('FolderPath')) && node.suspicion >= telling) {
    return { type: 'process.created', text: `${name} started${as}${elevated} as process ${row.text('ProcessId') ?? 'unknown'}${on(row)}.`, score: 6 + weight(node) / 2, technique: /explorer\.exe|msedge|chrome|firefox|outlook/i.test(parent?.fileName ?? '') ? 'T1204.002' : undefined, values: common.values };
  }
  if (/^rundll32\.exe$|^regsvr32\.exe$/i.test(name) && isUserWritable(row.text('ProcessCommandLine'))) {
    return { type: 'process.created', text: `${by(parent, row)} ran ${name} to load ${libraryOf(row.text('ProcessCommandLine'))}${as}${on(row)}.`, score: 6, technique: 'T1218', values: common.values };
  }
  return undefined;
};

function libraryOf(commandLine: string | undefined): string {
  return baseName(/([^\s"',]+\.(?:dll|ocx|cpl|dat|tmp))/i.exec(commandLine ?? '')?.[1] ?? 'a library');
}

/** A process reached another machine. */
export const connected: Observer = (row, { graph, hostileAddresses, alertedAddresses }) => {
  if (row.table !== 'DeviceNetworkEvents' || /Failed|Attempt/i.test(row.action)) return undefined;
  const address = row.text('RemoteIP');
  const actor = graph.actor(row);
  const name = by(actor, row);
  if (address === undefined || isLocalAddress(address)) return undefined;
  const suspicious = (actor?.suspicion ?? 0) >= telling;
  const hostile = hostileAddresses.has(address) || alertedAddresses.has(address.toLowerCase());
  if (!suspicious && !hostile) return undefined;
  const port = row.text('RemotePort');
  const url = row.text('RemoteUrl');
  const where = url !== undefined && url !== address ? `${url} (${address})` : address;
  const account = row.account('InitiatingProcess');
  const inbound = /Inbound/i.test(row.action);
  const subject = account === undefined || /^(?:system|local service|network service)$/i.test(account) ? `${name}${pidOf(row)}` : `${name}${pidOf(row)}, run by ${account},`;
  return {
    type: 'network.connected',
    text: inbound ? `${name} accepted a connection from ${where}${on(row)}.` : `${subject} connected to ${where}${port === undefined ? '' : ` port ${port}`}${on(row)}.`,
    score: (suspicious ? 5 : 3) + (hostile ? 2 : 0),
    tactic: suspicious && !/msedge|chrome|firefox|iexplore/i.test(name) ? 'command-and-control' : undefined,
    group: `${actor?.key ?? name} ${address} ${port}`,
  };
};

function pidOf(row: Row): string {
  const pid = row.text('InitiatingProcessId');
  return pid === undefined ? '' : ` (process ${pid})`;
}

/** A file that runs came, was written, or many files were changed. */
export const fileWritten: Observer = (row, { graph }) => {
  if (row.table !== 'DeviceFileEvents') return undefined;
  const name = row.text('FileName');
  const actor = graph.actor(row);
  if (name === undefined || !/Created|Renamed|Modified/i.test(row.action)) return undefined;
  const account = row.account('InitiatingProcess');
  const origin = originOf(row);
  const plain = name.replace(/:Zone\.Identifier$/i, '');
  if (isExecutable(plain) && (origin !== undefined || /:Zone\.Identifier$/i.test(name))) {
    const from = origin === undefined ? 'the internet' : origin;
    return { type: 'file.downloaded', text: `${by(actor, row)}${runBy(account)} saved ${plain} from ${from}${on(row)}.`, score: origin === undefined ? 8 : 9, technique: 'T1204.002', tactic: 'execution', values: { origin, file: plain, from: 'the internet' }, group: `download ${plain}` };
  }
  const path = row.text('FolderPath');
  if (isExecutable(name) && isUserWritable(path) && actor && (actor.suspicion >= telling || /msedge|chrome|firefox|outlook|winword|excel|teams/i.test(actor.fileName))) {
    return { type: 'file.created', text: `${by(actor, row)}${runBy(account)} wrote ${name}${on(row)}.`, score: actor.suspicion >= telling ? 5 : 4, group: `download ${name}` };
  }
  return undefined;
};

/** Where a file came from: the column, or what the browser wrote into the file's zone stream. */
function originOf(row: Row): string | undefined {
  const stream = row.text('StreamContents') ?? row.text('ZoneIdentifier') ?? '';
  return row.text('FileOriginUrl') ?? /HostUrl=(\S+)/.exec(stream)?.[1] ?? row.text('FileOriginReferrerUrl') ?? /ReferrerUrl=(\S+)/.exec(stream)?.[1];
}

/** A handle on LSASS, or code put into another process. */
export const processReached: Observer = (row, { graph }) => {
  const actor = graph.actor(row);
  const name = by(actor, row);
  const target = row.text('FileName');
  if (row.action === 'CreateRemoteThreadApiCall' || /^(?:NtAllocateVirtualMemoryRemote|SetThreadContextRemote|QueueUserApcRemote|NtMapViewOfSectionRemote)ApiCall$/.test(row.action)) {
    if (target === undefined) return undefined;
    const pid = row.text('ProcessId');
    const how = row.action === 'CreateRemoteThreadApiCall' ? 'created a thread' : 'put code';
    return { type: 'process.injected', text: `${name}${pidOf(row)} ${how} in ${target}${pid === undefined ? '' : ` (process ${pid})`}${on(row)}.`, score: (actor?.suspicion ?? 0) >= telling ? 9 : 3, technique: 'T1055.002', values: { how: 'thread created' } };
  }
  if (row.action === 'OpenProcessApiCall' && isLsassRead(row)) {
    const unbacked = row.text('UnbackedCallers') === 'true';
    const suspicious = (actor?.suspicion ?? 0) >= telling;
    if (!suspicious && !unbacked) return undefined;
    const access = row.text('DesiredAccess');
    return { type: 'process.opened', text: `${name}${pidOf(row)} opened lsass.exe${access === undefined ? '' : ` with access ${access}`}${on(row)}.`, score: unbacked ? 9 : 6, technique: 'T1003.001', group: `${actor?.key} lsass ${unbacked}` };
  }
  return undefined;
};

/** Something was set up to run again, or to run with more rights. */
export const installed: Observer = (row, { graph }) => {
  const actor = graph.actor(row);
  const weightOfActor = weight(actor);
  if (row.action === 'ServiceInstalled') {
    const service = row.text('ServiceName');
    const file = row.text('ServiceFileName');
    const account = row.account() ?? row.account('InitiatingProcess');
    if (service === undefined) return undefined;
    return { type: 'service.installed', text: `The service ${service} was installed${account === undefined ? '' : ` by ${account}`}${file === undefined ? '' : `, running ${shortCommand(file)}`}${on(row)}.`, score: isUserWritable(file) || /cmd|powershell|rundll32|%comspec%/i.test(file ?? '') ? 8 : 3 + weightOfActor, technique: 'T1543.003', values: { state: 'installed' }, group: `service ${service}` };
  }
  if (row.table === 'DeviceRegistryEvents' && /ValueSet|KeyCreated/i.test(row.action)) {
    const key = row.text('RegistryKey') ?? '';
    const data = row.text('RegistryValueData');
    const service = /\\services\\([^\\]+)$/i.exec(key)?.[1];
    if (service !== undefined && /^imagepath$/i.test(row.text('RegistryValueName') ?? '') && data !== undefined && (isUserWritable(data) || /cmd|powershell|rundll32|%comspec%/i.test(data))) {
      return { type: 'registry.set', text: `The service ${service} was set to run ${shortCommand(data)}${on(row)}.`, score: 6, technique: 'T1543.003', values: { service }, group: `service ${service}` };
    }
    if (/\\currentversion\\run(?:once)?(?:\\|$)/i.test(key) && data !== undefined && (weightOfActor >= telling || isUserWritable(data))) {
      return { type: 'registry.set', text: `${by(actor, row)} set a run key to ${shortCommand(data)}${on(row)}.`, score: 6, technique: 'T1547.001' };
    }
    return undefined;
  }
  if (/^ScheduledTask(?:Created|Updated)$/.test(row.action) && weightOfActor >= telling) {
    return { type: 'task.created', text: `${by(actor, row)} created the scheduled task ${row.text('TaskName') ?? ''}${on(row)}.`.replace(' task  on', ' task on'), score: 6, technique: 'T1053.005' };
  }
  if (row.action === 'NamedPipeEvent' && weightOfActor >= telling) {
    const pipe = row.text('PipeName');
    if (pipe === undefined) return undefined;
    return { type: 'pipe.opened', text: `${by(actor, row)}${pidOf(row)} opened the named pipe ${pipe.replace(/^\\Device\\NamedPipe/i, '')}${on(row)}.`, score: 4, group: `${actor?.key} pipe` };
  }
  return undefined;
};

function shortCommand(command: string): string {
  return command.length > 120 ? baseName(command.split(/\s/)[0] ?? command) : command;
}

/** An account signed in on a device in a way that matters here. */
export const loggedOn: Observer = (row, { suspiciousLogons, alertedUsers, alertedAddresses }) => {
  if (row.table !== 'DeviceLogonEvents') return undefined;
  const account = row.account();
  if (account === undefined || account.endsWith('$')) return undefined;
  const linked = suspiciousLogons.has(`${row.device()?.toLowerCase()}|${row.text('LogonId')}`);
  const address = row.text('RemoteIP');
  const hostile = address !== undefined && alertedAddresses.has(address.toLowerCase());
  const explicit = row.action === 'LogonAttempted';
  const through = row.text('InitiatingProcessFileName');
  if (!linked && !hostile && !(explicit && alertedUsers.has(account.toLowerCase()))) return undefined;
  const from = address === undefined || isLocalAddress(address) ? '' : ` from ${address}`;
  const kind = row.text('LogonType');
  if (row.action === 'LogonFailed') return { type: 'logon.failed', text: `A logon of ${account} failed${from}${on(row)}.`, score: 5, tactic: 'credential-access', values: { outcome: 'failed' }, group: `failed ${account} ${address}` };
  return { type: explicit ? 'logon.attempted' : 'logon.succeeded', text: explicit ? `Credentials of ${account} were entered${through === undefined ? '' : ` through ${through}`}${on(row)}.` : `${account} logged on${kind === undefined ? '' : ` (${kind})`}${through === undefined ? '' : ` through ${through}`}${from}${on(row)}.`, score: linked ? 6 : 5, tactic: 'initial-access', group: `logon ${account} ${through}` };
};

/** Protection saw or lost something. */
export const protection: Observer = (row) => {
  if (row.action === 'AntivirusDetection') return { type: 'antivirus.detected', text: `Antivirus detected ${row.text('ThreatName') ?? 'a threat'} in ${row.text('FileName') ?? 'a file'}${on(row)}.`, score: 7, values: { state: 'detected' } };
  if (row.action === 'SecurityLogCleared' || row.action === 'AuditLogCleared') return { type: 'log.cleared', text: `An event log was cleared${on(row)}.`, score: 8, technique: 'T1070.001', values: { state: 'cleared' } };
  if (row.action === 'TamperingAttempt') return { type: 'protection.tampered', text: `${row.text('InitiatingProcessFileName') ?? 'A process'} tried to change the protection${on(row)}.`, score: 8, technique: 'T1562.001' };
  if (row.action === 'UserAccountCreated') return { type: 'account.created', text: `The account ${row.account() ?? ''} was created${on(row)}.`, score: 6, technique: 'T1136', values: { state: 'created' } };
  if (row.action === 'UserAccountAddedToLocalGroup') return { type: 'account.added', text: `The account ${row.account() ?? ''} was added to a local group${on(row)}.`, score: 5, technique: 'T1098', values: { state: 'added' } };
  return undefined;
};
