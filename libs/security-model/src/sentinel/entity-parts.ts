import { isRecord } from '../parse/raw-copy.js';
import { textOf } from '../entities/canonical.js';
import { column, numberOf, textColumn as text, type SentinelRecord } from './columns.js';
import type { EntityGraph } from './entity-graph.js';

type Json = Record<string, unknown>;

/** Address of a value that is one, or an ip entity. */
export function address(value: unknown): string | undefined {
  return isRecord(value) ? text(value, 'Address') : textOf(value);
}

/** Fields of ipEvidence. */
export function ipEvidence(entity: SentinelRecord): Json {
  const place = column(entity, 'Location');
  const location = isRecord(place)
    ? {
        city: text(place, 'City'), state: text(place, 'State'), countryName: text(place, 'CountryName'),
        latitude: numberOf(column(place, 'Latitude')), longitude: numberOf(column(place, 'Longitude')),
      }
    : undefined;
  return { ipAddress: address(entity), countryLetterCode: isRecord(place) ? text(place, 'CountryCode') : undefined, location };
}

/** Defender device id of the host an entity hangs on; the host may be a reference. */
export function mdeDeviceId(entity: SentinelRecord, graph: EntityGraph): string | undefined {
  const host = graph.resolve(column(entity, 'Host'));
  return text(entity, 'MdatpDeviceId', 'MdeDeviceId') ?? (host && text(host, 'MdatpDeviceId', 'MdeDeviceId'));
}

/** Fields of deviceEvidence. */
export function device(entity: SentinelRecord, graph: EntityGraph): Json {
  const host = text(entity, 'HostName', 'NetBiosName');
  const domain = text(entity, 'DnsDomain');
  const dns = text(entity, 'FQDN', 'DeviceDnsName') ?? (host !== undefined && domain !== undefined ? `${host}.${domain}` : undefined);
  return {
    mdeDeviceId: text(entity, 'MdatpDeviceId', 'MdeDeviceId'),
    azureAdDeviceId: text(entity, 'AadDeviceId'),
    deviceDnsName: dns,
    hostName: host ?? dns?.split('.')[0],
    ntDomain: text(entity, 'NTDomain'),
    dnsDomain: domain ?? (dns?.includes('.') === true ? dns.slice(dns.indexOf('.') + 1) : undefined),
    osPlatform: text(entity, 'OSFamily', 'OsPlatform'),
    osBuild: numberOf(column(entity, 'OsBuild')),
    version: text(entity, 'OSVersion'),
    healthStatus: text(entity, 'HealthStatus'),
    riskScore: text(entity, 'RiskScore'),
    onboardingStatus: text(entity, 'OnboardingStatus'),
    defenderAvStatus: text(entity, 'AvStatus', 'DefenderAvStatus'),
    lastIpAddress: address(graph.resolve(column(entity, 'LastIpAddress')) ?? column(entity, 'LastIpAddress')),
    lastExternalIpAddress: address(graph.resolve(column(entity, 'LastExternalIpAddress')) ?? column(entity, 'LastExternalIpAddress')),
    loggedOnUsers: graph
      .resolveAll(column(entity, 'LoggedOnUsers'))
      .map((user) => ({ accountName: text(user, 'AccountName', 'Name'), domainName: text(user, 'DomainName', 'NTDomain') })),
  };
}

/** Fields of userAccount. */
export function account(entity: SentinelRecord | undefined, graph: EntityGraph): Json | undefined {
  if (entity === undefined) return undefined;
  const stated = text(entity, 'Name', 'AccountName');
  const at = stated?.indexOf('@') ?? -1;
  const name = stated !== undefined && at > 0 ? stated.slice(0, at) : stated;
  const suffix = text(entity, 'UPNSuffix') ?? (at > 0 ? stated?.slice(at + 1) : undefined);
  const host = graph.resolve(column(entity, 'Host'));
  const domain = text(entity, 'NTDomain', 'DomainName', 'DnsDomain') ?? suffix ?? (host && column(entity, 'IsDomainJoined') === false ? text(host, 'HostName', 'NetBiosName') : undefined);
  return {
    accountName: name,
    domainName: domain,
    userSid: text(entity, 'Sid', 'SID'),
    azureAdUserId: text(entity, 'AadUserId'),
    userPrincipalName: text(entity, 'UserPrincipalName', 'Upn') ?? (name !== undefined && suffix !== undefined ? `${name}@${suffix}` : undefined),
    displayName: text(entity, 'DisplayName', 'FullName'),
    activeDirectoryObjectGuid: text(entity, 'ObjectGuid'),
  };
}

/** Hash values of a file entity by algorithm: md5, sha1, sha256, sha256Ac. */
export function hashes(entity: SentinelRecord, graph: EntityGraph): Json {
  const found: Json = { md5: text(entity, 'Md5'), sha1: text(entity, 'Sha1'), sha256: text(entity, 'Sha256') };
  for (const hash of graph.resolveAll(column(entity, 'FileHashes'))) {
    const algorithm = text(hash, 'Algorithm')?.toLowerCase().replace(/[^a-z0-9]/g, '');
    if (algorithm === 'md5' || algorithm === 'sha1' || algorithm === 'sha256') found[algorithm] ??= text(hash, 'Value');
    else if (algorithm === 'sha256ac') found['sha256Ac'] ??= text(hash, 'Value');
  }
  return found;
}

/** Fields of fileDetails. */
export function fileDetails(entity: SentinelRecord, graph: EntityGraph): Json {
  return {
    fileName: text(entity, 'Name', 'FileName'), filePath: text(entity, 'Directory', 'FilePath', 'FolderPath'),
    fileSize: numberOf(column(entity, 'SizeInBytes', 'FileSize')), filePublisher: text(entity, 'Publisher'), signer: text(entity, 'Signer'), ...hashes(entity, graph),
  };
}

const HIVES: Readonly<Record<string, string>> = {
  localmachine: 'HKEY_LOCAL_MACHINE', currentuser: 'HKEY_CURRENT_USER', users: 'HKEY_USERS', classesroot: 'HKEY_CLASSES_ROOT', currentconfig: 'HKEY_CURRENT_CONFIG',
};

/** Registry hive in Windows' own spelling; Sentinel also writes `LocalMachine` and `HKEY_LOCAL_MACHINE`. */
export function hive(value: unknown): string | undefined {
  const name = textOf(value);
  return name === undefined ? undefined : (HIVES[name.toLowerCase().replace(/[^a-z]/g, '')] ?? name);
}
