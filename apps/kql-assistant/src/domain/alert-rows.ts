import { attackTechnique, type Alert, type Evidence, type FileDetails, type Incident, type UserAccount } from '@attest/security-model';

/** A row of an advanced-hunting table: its columns by name; absent ones are empty. */
export type HuntRow = Record<string, unknown>;

/** What the alerts of an incident look like in the tables of advanced hunting. */
export interface AlertRows {
  AlertInfo: HuntRow[];
  AlertEvidence: HuntRow[];
}

/** The alerts of an incident as rows of AlertInfo and AlertEvidence, in the words of those tables. Alerts without a usable time are left out: no hunt by time would find them. */
export function alertRowsOf(incident: Incident): AlertRows {
  const rows: AlertRows = { AlertInfo: [], AlertEvidence: [] };
  for (const alert of incident.alerts) {
    const time = [alert.firstActivityDateTime, alert.createdDateTime, alert.lastActivityDateTime, incident.createdDateTime].find(isTime);
    if (time === undefined) continue;
    const shared = filled({
      AlertId: alert.id,
      Title: alert.title,
      Severity: severityOf(alert.severity),
      ServiceSource: named(alert.serviceSource),
      DetectionSource: named(alert.detectionSource === 'microsoftDefenderForEndpoint' ? 'edr' : alert.detectionSource),
      AttackTechniques: techniquesOf(alert),
    });
    rows.AlertInfo.push({ Timestamp: time, ...shared, ...filled({ Category: alert.category }) });
    for (const evidence of alert.evidence) {
      const entity = entityRow(evidence);
      if (entity === undefined) continue;
      const at = isTime(evidence.createdDateTime) ? evidence.createdDateTime : time;
      rows.AlertEvidence.push({ Timestamp: at, ...shared, ...filled({ Categories: alert.category === undefined ? undefined : JSON.stringify([alert.category]), EvidenceRole: roleOf(evidence), ...entity }) });
    }
  }
  return rows;
}

/** Sources leave 0001-01-01 where they know no time. */
function isTime(text: string | undefined): text is string {
  return text !== undefined && !text.startsWith('0001-') && !Number.isNaN(Date.parse(text));
}

function filled(row: HuntRow): HuntRow {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined && value !== null && value !== ''));
}

const names: Readonly<Record<string, string>> = {
  microsoftDefenderForEndpoint: 'Microsoft Defender for Endpoint',
  microsoftDefenderForIdentity: 'Microsoft Defender for Identity',
  microsoftDefenderForCloudApps: 'Microsoft Defender for Cloud Apps',
  microsoftDefenderForOffice365: 'Microsoft Defender for Office 365',
  microsoft365Defender: 'Microsoft 365 Defender',
  azureAdIdentityProtection: 'AAD Identity Protection',
  microsoftAppGovernance: 'App Governance',
  appGovernancePolicy: 'App Governance Policy',
  appGovernanceDetection: 'App Governance Detection',
  dataLossPrevention: 'Microsoft Data Loss Prevention',
  microsoftDataLossPrevention: 'Microsoft Data Loss Prevention',
  microsoftDefenderForCloud: 'Microsoft Defender for Cloud',
  microsoftSentinel: 'Microsoft Sentinel',
  microsoftThreatExperts: 'Microsoft Threat Experts',
  edr: 'EDR',
  antivirus: 'Antivirus',
  smartScreen: 'SmartScreen',
  customTi: 'Custom TI',
  customDetection: 'Custom detection',
  automatedInvestigation: 'Automated investigation',
  cloudAppSecurity: 'Cloud App Security',
};

function named(source: string | undefined): string | undefined {
  return source === undefined ? undefined : (names[source] ?? source);
}

function severityOf(severity: string | undefined): string | undefined {
  return severity === undefined || severity === '' ? undefined : severity.charAt(0).toUpperCase() + severity.slice(1);
}

function techniquesOf({ mitreTechniques }: Alert): string | undefined {
  if (mitreTechniques.length === 0) return undefined;
  return JSON.stringify(mitreTechniques.map((id) => {
    const name = attackTechnique(id)?.name;
    return name === undefined ? id : `${name} (${id})`;
  }));
}

/** Devices, people and mailboxes are what an attack acts on, unless the evidence says otherwise. */
function roleOf(evidence: Evidence): string {
  const roles = new Set<string>(evidence.roles ?? []);
  if (roles.has('compromised') || roles.has('attacked') || roles.has('destination')) return 'Impacted';
  if (roles.has('source') || roles.has('attacker') || roles.has('commandAndControl') || roles.has('contextual')) return 'Related';
  return /\.(?:device|user|mailbox)Evidence$/.test(evidence['@odata.type']) ? 'Impacted' : 'Related';
}

function entityRow(evidence: Evidence): HuntRow | undefined {
  switch (evidence['@odata.type']) {
    case '#microsoft.graph.security.deviceEvidence':
      return { EntityType: 'Machine', DeviceId: evidence.mdeDeviceId, DeviceName: evidence.deviceDnsName ?? evidence.hostName, LocalIP: evidence.lastIpAddress ?? evidence.ipInterfaces?.[0] };
    case '#microsoft.graph.security.userEvidence':
      return { EntityType: 'User', ...accountColumns(evidence.userAccount) };
    case '#microsoft.graph.security.mailboxEvidence':
      return { EntityType: 'Mailbox', ...accountColumns(evidence.userAccount), AccountUpn: evidence.upn ?? evidence.primaryAddress ?? evidence.userAccount?.userPrincipalName };
    case '#microsoft.graph.security.ipEvidence':
      return { EntityType: 'Ip', RemoteIP: evidence.ipAddress };
    case '#microsoft.graph.security.urlEvidence':
      return { EntityType: 'Url', RemoteUrl: evidence.url };
    case '#microsoft.graph.security.dnsEvidence':
      return { EntityType: 'Url', RemoteUrl: evidence.domainName };
    case '#microsoft.graph.security.fileEvidence':
      return { EntityType: 'File', DeviceId: evidence.mdeDeviceId, ...fileColumns(evidence.fileDetails) };
    case '#microsoft.graph.security.fileHashEvidence':
      return { EntityType: 'File', ...(evidence.algorithm === 'sha1' ? { SHA1: evidence.value } : evidence.algorithm === 'sha256' ? { SHA256: evidence.value } : {}) };
    case '#microsoft.graph.security.processEvidence':
      return { EntityType: 'Process', DeviceId: evidence.mdeDeviceId, ProcessCommandLine: evidence.processCommandLine, ...fileColumns(evidence.imageFile), ...accountColumns(evidence.userAccount) };
    case '#microsoft.graph.security.registryKeyEvidence':
      return { EntityType: 'RegistryKey', RegistryKey: registryPath(evidence.registryHive, evidence.registryKey) };
    case '#microsoft.graph.security.registryValueEvidence':
      return { EntityType: 'RegistryValue', DeviceId: evidence.mdeDeviceId, RegistryKey: registryPath(evidence.registryHive, evidence.registryKey), RegistryValueName: evidence.registryValueName, RegistryValueData: evidence.registryValue };
    case '#microsoft.graph.security.analyzedMessageEvidence':
      return { EntityType: 'MailMessage', NetworkMessageId: evidence.networkMessageId, EmailSubject: evidence.subject, AccountUpn: evidence.recipientEmailAddress, RemoteIP: evidence.senderIp };
    case '#microsoft.graph.security.submissionMailEvidence':
      return { EntityType: 'MailMessage', NetworkMessageId: evidence.networkMessageId, EmailSubject: evidence.subject, AccountUpn: evidence.recipient, RemoteIP: evidence.senderIp };
    case '#microsoft.graph.security.mailClusterEvidence':
      return { EntityType: 'MailCluster', EmailSubject: evidence.clusterByValue };
    case '#microsoft.graph.security.malwareEvidence':
      return { EntityType: 'Malware', ThreatFamily: evidence.name };
    case '#microsoft.graph.security.cloudApplicationEvidence':
      return { EntityType: 'CloudApplication', Application: evidence.displayName ?? evidence.instanceName, ApplicationId: evidence.appId?.toString() };
    case '#microsoft.graph.security.oauthApplicationEvidence':
      return { EntityType: 'OAuthApplication', Application: evidence.displayName, OAuthApplicationId: evidence.appId };
    case '#microsoft.graph.security.azureResourceEvidence':
      return { EntityType: 'CloudResource', CloudPlatform: 'Azure', CloudResource: evidence.resourceName, ResourceType: evidence.resourceType, ResourceID: evidence.resourceId };
    default:
      return undefined;
  }
}

function accountColumns(account: UserAccount | undefined): HuntRow {
  return { AccountName: account?.accountName, AccountDomain: account?.domainName, AccountSid: account?.userSid, AccountObjectId: account?.azureAdUserId, AccountUpn: account?.userPrincipalName };
}

function fileColumns(file: FileDetails | undefined): HuntRow {
  return { FileName: file?.fileName, FolderPath: file?.filePath, SHA1: file?.sha1, SHA256: file?.sha256, FileSize: file?.fileSize };
}

const hives: Readonly<Record<string, string>> = { localMachine: 'HKEY_LOCAL_MACHINE', currentUser: 'HKEY_CURRENT_USER', users: 'HKEY_USERS', classesRoot: 'HKEY_CLASSES_ROOT', currentConfig: 'HKEY_CURRENT_CONFIG' };

function registryPath(hive: string | undefined, key: string | undefined): string | undefined {
  if (hive === undefined || hive === '' || key === undefined) return key;
  return key.toUpperCase().startsWith('HKEY_') ? key : `${hives[hive] ?? hive}\\${key}`;
}
