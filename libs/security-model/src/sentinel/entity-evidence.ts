import { enumValue } from '../parse/enum-value.js';
import { evidenceRemediationStatusValues, evidenceRoleValues, evidenceVerdictValues } from '../graph/enums.js';
import { isRecord } from '../parse/raw-copy.js';
import { column, numberOf, textColumn, timeOf, type SentinelRecord } from './columns.js';
import type { EntityGraph } from './entity-graph.js';
import { account, address, device, fileDetails, hive, ipEvidence, mdeDeviceId } from './entity-parts.js';

type Json = Record<string, unknown>;
const PREFIX = '#microsoft.graph.security.';

/**
 * Graph evidence, as untyped JSON, of all entities of one alert: the listed ones in their order, and the processes and files
 * that only hang below another entity. An entity of an unknown type stays raw.
 */
export function evidenceOf(graph: EntityGraph, createdDateTime: string | undefined): Json[] {
  const listed = new Set(graph.entities.map((entity) => graph.resolve(entity)));
  const done = new Set<SentinelRecord>();
  const open: Part[] = graph.entities.map((entity) => ({ entity, fallback: '' })).reverse();
  const evidence: Json[] = [];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const entity = graph.resolve(part.entity);
    if (entity === undefined || done.has(entity)) continue;
    done.add(entity);
    const mapped = mapEntity(entity, graph, part.fallback);
    if (mapped) evidence.push({ ...mapped, ...state(entity, createdDateTime) });
    for (const below of nested(entity, graph)) if (!listed.has(below.entity)) open.push(below);
  }
  return evidence;
}

/** An entity and the type to assume when it states none. */
interface Part {
  entity: SentinelRecord;
  fallback: string;
}

function nested(entity: SentinelRecord, graph: EntityGraph): Part[] {
  const parts: Part[] = [];
  const add = (value: unknown, fallback: string): void => {
    const part = graph.resolve(value);
    if (part && Object.keys(part).some((key) => !key.startsWith('$') && key !== 'Type')) parts.push({ entity: part, fallback });
  };
  for (const file of graph.resolveAll(column(entity, 'Files'))) add(file, 'file');
  add(column(entity, 'ParentProcess'), 'process');
  add(column(entity, 'ImageFile'), 'file');
  return parts;
}

function typeOf(entity: SentinelRecord): string {
  return (textColumn(entity, 'Type') ?? '').toLowerCase().replace(/[\s_-]+/g, '');
}

function state(entity: SentinelRecord, createdDateTime: string | undefined): Json {
  const analysis = column(entity, 'ThreatAnalysisSummary');
  const summary = Array.isArray(analysis) ? analysis.find(isRecord) : isRecord(analysis) ? analysis : undefined;
  const verdictText = textColumn(entity, 'Verdict') ?? (summary && textColumn(summary, 'Verdict'));
  const verdict = known('evidenceVerdict', evidenceVerdictValues, verdictText === undefined || !/^clean$/i.test(verdictText) ? verdictText : 'noThreatsFound');
  const status = known('evidenceRemediationStatus', evidenceRemediationStatusValues, textColumn(entity, 'LastRemediationState', 'RemediationState', 'RemediationStatus'));
  const stated = column(entity, 'Roles', 'Role');
  const roles = (Array.isArray(stated) ? stated : [stated])
    .map((role) => known('evidenceRole', evidenceRoleValues, typeof role === 'string' ? role : undefined))
    .filter((role) => role !== undefined);
  return {
    createdDateTime: timeOf(column(entity, 'CreatedTimeUtc')) ?? createdDateTime,
    verdict: verdict ?? 'unknown',
    remediationStatus: status ?? 'none',
    roles,
  };
}

function known(name: string, values: readonly string[], text: string | undefined): string | undefined {
  const value = text === undefined ? undefined : enumValue(name, text);
  return value !== undefined && values.includes(value) ? value : undefined;
}

function mapEntity(entity: SentinelRecord, graph: EntityGraph, fallback: string): Json | undefined {
  const type = typeOf(entity) || fallback;
  const read = MAPPERS[type];
  const mapped = Object.hasOwn(MAPPERS, type) ? read?.(entity, graph) : undefined;
  if (mapped !== undefined) return { '@odata.type': PREFIX + mapped.type, ...mapped.fields };
  if (type === '' && Object.keys(entity).every((key) => key.startsWith('$'))) return undefined;
  return { ...entity, '@odata.type': `sentinel.${type === '' ? 'entity' : type.slice(0, 60)}` };
}

type Mapper = (entity: SentinelRecord, graph: EntityGraph) => { type: string; fields: Json };
const text = textColumn;

const MAPPERS: Readonly<Record<string, Mapper>> = {
  host: (entity, graph) => ({ type: 'deviceEvidence', fields: device(entity, graph) }),
  account: (entity, graph) => ({ type: 'userEvidence', fields: { userAccount: account(entity, graph) } }),
  ip: (entity) => ({ type: 'ipEvidence', fields: ipEvidence(entity) }),
  url: (entity) => ({ type: 'urlEvidence', fields: { url: text(entity, 'Url') } }),
  file: (entity, graph) => ({
    type: 'fileEvidence',
    fields: { fileDetails: fileDetails(entity, graph), mdeDeviceId: mdeDeviceId(entity, graph), detectionStatus: text(entity, 'DetectionStatus') ?? 'detected' },
  }),
  filehash: (entity) => ({ type: 'fileHashEvidence', fields: { algorithm: text(entity, 'Algorithm'), value: text(entity, 'Value') } }),
  process: (entity, graph) => {
    const parent = graph.resolve(column(entity, 'ParentProcess'));
    const image = graph.resolve(column(entity, 'ImageFile'));
    const parentImage = parent && graph.resolve(column(parent, 'ImageFile'));
    return {
      type: 'processEvidence',
      fields: {
        processId: numberOf(column(entity, 'ProcessId')),
        processCommandLine: text(entity, 'CommandLine'),
        processCreationDateTime: timeOf(column(entity, 'CreationTimeUtc')),
        parentProcessId: parent && numberOf(column(parent, 'ProcessId')),
        parentProcessCreationDateTime: parent && timeOf(column(parent, 'CreationTimeUtc')),
        imageFile: image && fileDetails(image, graph),
        parentProcessImageFile: parentImage && fileDetails(parentImage, graph),
        userAccount: account(graph.resolve(column(entity, 'Account')), graph),
        mdeDeviceId: mdeDeviceId(entity, graph) ?? (image && mdeDeviceId(image, graph)) ?? (parent && mdeDeviceId(parent, graph)),
        detectionStatus: text(entity, 'DetectionStatus') ?? 'detected',
      },
    };
  },
  registrykey: (entity) => ({ type: 'registryKeyEvidence', fields: { registryHive: hive(column(entity, 'Hive')), registryKey: text(entity, 'Key') } }),
  registryvalue: (entity, graph) => {
    const key = graph.resolve(column(entity, 'Key'));
    return {
      type: 'registryValueEvidence',
      fields: {
        registryHive: hive(key ? column(key, 'Hive') : column(entity, 'Hive')), registryKey: key ? text(key, 'Key') : text(entity, 'Key'),
        registryValueName: text(entity, 'Name'), registryValue: text(entity, 'Value'), registryValueType: text(entity, 'ValueType'), mdeDeviceId: mdeDeviceId(entity, graph),
      },
    };
  },
  mailmessage: (entity) => ({
    type: 'analyzedMessageEvidence',
    fields: {
      networkMessageId: text(entity, 'NetworkMessageId'), internetMessageId: text(entity, 'InternetMessageId'), subject: text(entity, 'Subject'), language: text(entity, 'Language'),
      senderIp: address(column(entity, 'SenderIP')), recipientEmailAddress: text(entity, 'Recipient'), antiSpamDirection: text(entity, 'AntispamDirection'),
      deliveryAction: text(entity, 'DeliveryAction'), deliveryLocation: text(entity, 'DeliveryLocation'), urn: text(entity, 'Urn'), receivedDateTime: timeOf(column(entity, 'ReceivedDate')),
      threats: texts(column(entity, 'Threats')), threatDetectionMethods: texts(column(entity, 'ThreatDetectionMethods')), urls: texts(column(entity, 'Urls')),
      urlCount: numberOf(column(entity, 'UrlCount')) ?? texts(column(entity, 'Urls')).length,
      attachmentsCount: numberOf(column(entity, 'AttachmentsCount', 'AttachmentCount')) ?? listLength(column(entity, 'Files')),
      p1Sender: { emailAddress: text(entity, 'P1Sender'), displayName: text(entity, 'P1SenderDisplayName'), domainName: text(entity, 'P1SenderDomain') },
      p2Sender: { emailAddress: text(entity, 'P2Sender', 'Sender'), displayName: text(entity, 'P2SenderDisplayName'), domainName: text(entity, 'P2SenderDomain') },
    },
  }),
  mailcluster: (entity) => ({
    type: 'mailClusterEvidence',
    fields: {
      networkMessageIds: texts(column(entity, 'NetworkMessageIds')), emailCount: numberOf(column(entity, 'MailCount')), query: text(entity, 'Query'), urn: text(entity, 'Urn'),
      clusterBy: text(entity, 'ClusterBy'), clusterByValue: text(entity, 'ClusterByValue'),
    },
  }),
  mailbox: (entity) => ({
    type: 'mailboxEvidence',
    fields: {
      primaryAddress: text(entity, 'MailboxPrimaryAddress', 'PrimaryAddress'), displayName: text(entity, 'DisplayName'), upn: text(entity, 'Upn'),
      userAccount: { azureAdUserId: text(entity, 'AadId', 'ExternalDirectoryObjectId'), userPrincipalName: text(entity, 'Upn'), displayName: text(entity, 'DisplayName'), userSid: text(entity, 'Sid') },
    },
  }),
  cloudapplication: (entity) => ({
    type: 'cloudApplicationEvidence',
    fields: {
      appId: numberOf(column(entity, 'AppId', 'AppID')), saasAppId: numberOf(column(entity, 'SaasId')), displayName: text(entity, 'Name'),
      instanceId: numberOf(column(entity, 'InstanceId')), instanceName: text(entity, 'InstanceName'),
    },
  }),
  oauthapplication: (entity) => ({
    type: 'oauthApplicationEvidence',
    fields: { appId: text(entity, 'OAuthAppId', 'AppId'), objectId: text(entity, 'OAuthObjectId', 'ObjectId'), displayName: text(entity, 'Name', 'DisplayName'), publisher: text(entity, 'PublisherName', 'Publisher') },
  }),
  serviceprincipal: (entity) => ({
    type: 'servicePrincipalEvidence',
    fields: {
      appId: text(entity, 'AppId'), servicePrincipalObjectId: text(entity, 'ServicePrincipalObjectId', 'ObjectId'), servicePrincipalName: text(entity, 'ServicePrincipalName', 'Name'),
      tenantId: text(entity, 'TenantId'), appOwnerTenantId: text(entity, 'AppOwnerTenantId'), servicePrincipalType: text(entity, 'ServicePrincipalType'),
    },
  }),
  cloudlogonrequest: (entity) => ({ type: 'cloudLogonRequestEvidence', fields: { requestId: text(entity, 'RequestId') } }),
  cloudlogonsession: (entity, graph) => ({
    type: 'cloudLogonSessionEvidence',
    fields: {
      sessionId: text(entity, 'SessionId'), account: userOf(entity, graph), userAgent: text(entity, 'UserAgent'), browser: text(entity, 'Browser'), deviceName: text(entity, 'DeviceName'),
      operatingSystem: text(entity, 'OperatingSystem'), protocol: text(entity, 'Protocol'), startUtcDateTime: timeOf(column(entity, 'StartTimeUtc')),
      previousLogonDateTime: timeOf(column(entity, 'PreviousLogonTime')),
    },
  }),
  hostlogonsession: (entity, graph) => {
    const host = graph.resolve(column(entity, 'Host'));
    return {
      type: 'hostLogonSessionEvidence',
      fields: {
        sessionId: text(entity, 'SessionId'), account: userOf(entity, graph), host: host && device(host, graph),
        startUtcDateTime: timeOf(column(entity, 'StartTimeUtc')), endUtcDateTime: timeOf(column(entity, 'EndTimeUtc')),
      },
    };
  },
  azureresource: (entity) => ({ type: 'azureResourceEvidence', fields: { resourceId: text(entity, 'ResourceId'), resourceName: text(entity, 'ResourceName'), resourceType: text(entity, 'ResourceType') } }),
  amazonresource: (entity) => ({
    type: 'amazonResourceEvidence',
    fields: { amazonResourceId: text(entity, 'AmazonResourceId'), amazonAccountId: text(entity, 'AmazonAccountId'), resourceName: text(entity, 'ResourceName'), resourceType: text(entity, 'ResourceType') },
  }),
  malware: (entity, graph) => ({
    type: 'malwareEvidence',
    fields: {
      name: text(entity, 'Name'), category: text(entity, 'Category'),
      files: graph.resolveAll(column(entity, 'Files')).map((file) => ({ fileDetails: fileDetails(file, graph) })),
    },
  }),
  securitygroup: (entity) => ({
    type: 'securityGroupEvidence',
    fields: {
      displayName: text(entity, 'DisplayName', 'Name'), distinguishedName: text(entity, 'DistinguishedName'), sid: text(entity, 'SID', 'Sid'), activeDirectoryObjectGuid: text(entity, 'ObjectGuid'),
      friendlyName: text(entity, 'FriendlyName'), securityGroupId: text(entity, 'SecurityGroupId', 'AadId'),
    },
  }),
  dns: (entity, graph) => dns(entity, graph),
  dnsresolution: (entity, graph) => dns(entity, graph),
  networkconnection: (entity, graph) => {
    const source = graph.resolve(column(entity, 'SourceAddress'));
    const destination = graph.resolve(column(entity, 'DestinationAddress'));
    return {
      type: 'networkConnectionEvidence',
      fields: {
        sourceAddress: source && ipEvidence(source), sourcePort: numberOf(column(entity, 'SourcePort')), destinationAddress: destination && ipEvidence(destination),
        destinationPort: numberOf(column(entity, 'DestinationPort')), protocol: text(entity, 'Protocol'),
      },
    };
  },
  submissionmail: (entity) => ({
    type: 'submissionMailEvidence',
    fields: {
      networkMessageId: text(entity, 'NetworkMessageId'), recipient: text(entity, 'Recipient'), sender: text(entity, 'Sender'), senderIp: address(column(entity, 'SenderIp')), subject: text(entity, 'Subject'),
      reportType: text(entity, 'ReportType'), submissionId: text(entity, 'SubmissionId'), submitter: text(entity, 'Submitter'), submissionDateTime: timeOf(column(entity, 'SubmissionDate')),
    },
  }),
  iotdevice: (entity, graph) => {
    const ip = graph.resolve(column(entity, 'IpAddress'));
    return {
      type: 'ioTDeviceEvidence',
      fields: {
        deviceId: text(entity, 'DeviceId'), deviceName: text(entity, 'DeviceName'), deviceType: text(entity, 'DeviceType'), manufacturer: text(entity, 'Manufacturer'), model: text(entity, 'Model'),
        macAddress: text(entity, 'MacAddress'), operatingSystem: text(entity, 'OperatingSystem'), serialNumber: text(entity, 'SerialNumber'), ipAddress: ip && ipEvidence(ip),
        importance: text(entity, 'Importance'),
      },
    };
  },
};

function dns(entity: SentinelRecord, graph: EntityGraph): { type: string; fields: Json } {
  const server = graph.resolve(column(entity, 'DnsServerIp'));
  const host = graph.resolve(column(entity, 'HostIpAddress'));
  return {
    type: 'dnsEvidence',
    fields: {
      domainName: text(entity, 'DomainName'), ipAddresses: graph.resolveAll(column(entity, 'IpAddresses')).map(ipEvidence),
      dnsServerIp: server && ipEvidence(server), hostIpAddress: host && ipEvidence(host),
    },
  };
}

function userOf(entity: SentinelRecord, graph: EntityGraph): Json | undefined {
  const userAccount = account(graph.resolve(column(entity, 'Account')), graph);
  return userAccount && { userAccount };
}

function listLength(value: unknown): number | undefined {
  return Array.isArray(value) ? value.length : undefined;
}

function texts(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
  return list.map((item) => (isRecord(item) ? textColumn(item, 'Url', 'Name', 'Value') : typeof item === 'string' ? item : undefined)).filter((item) => item !== undefined);
}

