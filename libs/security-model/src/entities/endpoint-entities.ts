import type { DeviceEvidence, FileEvidence, IoTDeviceEvidence, ProcessEvidence } from '../graph/evidence-endpoint.js';
import type { FileDetails, UserAccount } from '../graph/common.js';
import type { Entity } from './entity.js';
import { buildEntity } from './build-entity.js';
import { canonicalDomain, canonicalHash, canonicalIp, joinPath, keyText, registryPath, textOf, utcInstant } from './canonical.js';

type Found = Entity | undefined;

/** Entity of a device that is only referred to by its Defender device id. */
export function deviceReference(mdeDeviceId: unknown, relation = 'device'): Found {
  return buildEntity({ type: 'device', keys: [['mde', keyText(mdeDeviceId)]], attributes: { mdeDeviceId }, relation });
}

/** The device and the users logged on to it. */
export function deviceEntities(evidence: DeviceEvidence, relation?: string): Found[] {
  const host = textOf(evidence.hostName);
  let dns = canonicalDomain(evidence.deviceDnsName) ?? (host?.includes('.') ? canonicalDomain(host) : undefined);
  const dnsDomain = canonicalDomain(evidence.dnsDomain);
  if (dns === undefined && host !== undefined && dnsDomain !== undefined) dns = canonicalDomain(`${host}.${dnsDomain}`);
  const short = dns?.split('.')[0] ?? keyText(host);
  const qualified = dns?.includes('.') === true;
  const users = (evidence.loggedOnUsers ?? []).map((user) => userEntity(user, 'loggedOn'));
  return [
    buildEntity({
      type: 'device',
      keys: [['mde', keyText(evidence.mdeDeviceId)], ['aad', keyText(evidence.azureAdDeviceId)], ['dns', qualified ? dns : undefined]],
      weakKeys: [['host', short]],
      names: [host, short, evidence.deviceDnsName, evidence.mdeDeviceId, evidence.azureAdDeviceId],
      attributes: {
        dnsName: qualified ? (textOf(evidence.deviceDnsName) ?? dns) : undefined,
        hostName: host ?? short,
        mdeDeviceId: evidence.mdeDeviceId,
        azureAdDeviceId: evidence.azureAdDeviceId,
        ntDomain: evidence.ntDomain,
        dnsDomain: evidence.dnsDomain,
        osPlatform: evidence.osPlatform,
        osBuild: evidence.osBuild,
        version: evidence.version,
        healthStatus: evidence.healthStatus,
        riskScore: evidence.riskScore,
        onboardingStatus: evidence.onboardingStatus,
        defenderAvStatus: evidence.defenderAvStatus,
        lastIpAddress: evidence.lastIpAddress,
        lastExternalIpAddress: evidence.lastExternalIpAddress,
        ipInterfaces: evidence.ipInterfaces,
        rbacGroupName: evidence.rbacGroupName,
        firstSeenDateTime: utcInstant(evidence.firstSeenDateTime) && evidence.firstSeenDateTime,
        vmId: evidence.vmMetadata?.vmId,
        vmResourceId: evidence.vmMetadata?.resourceId,
      },
      relation,
    }),
    ...users,
  ];
}

/** The IoT device as a device, with its address. */
export function ioTDeviceEntities(evidence: IoTDeviceEvidence): Found[] {
  return [
    buildEntity({
      type: 'device',
      keys: [['iot', keyText(evidence.deviceId)], ['mac', keyText(evidence.macAddress)]],
      weakKeys: [['host', keyText(evidence.deviceName)]],
      names: [evidence.deviceName, evidence.deviceId, evidence.serialNumber, evidence.macAddress],
      attributes: {
        deviceName: evidence.deviceName, deviceId: evidence.deviceId, deviceType: evidence.deviceType, deviceSubType: evidence.deviceSubType,
        manufacturer: evidence.manufacturer, model: evidence.model, operatingSystem: evidence.operatingSystem, macAddress: evidence.macAddress,
        serialNumber: evidence.serialNumber, site: evidence.site, zone: evidence.zone, sensor: evidence.sensor, purdueLayer: evidence.purdueLayer,
        importance: evidence.importance, owners: evidence.owners, protocols: evidence.protocols, ipAddress: evidence.ipAddress?.ipAddress,
      },
    }),
    ipEntity(evidence.ipAddress?.ipAddress, 'address'),
  ];
}

/** The user of an account record; `DOMAIN\name` and `name@domain` in the account name are taken apart. */
export function userEntity(account: UserAccount | undefined, relation?: string): Found {
  if (!account) return undefined;
  let name = textOf(account.accountName);
  let domain = textOf(account.domainName);
  let upn = textOf(account.userPrincipalName);
  const slash = name?.lastIndexOf('\\') ?? -1;
  if (name !== undefined && slash > 0) {
    domain ??= name.slice(0, slash);
    name = name.slice(slash + 1);
  } else if (name !== undefined && name.length <= 320 && /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(name)) {
    upn ??= name;
    name = name.slice(0, name.indexOf('@'));
  }
  const upnKey = upn?.includes('@') === true ? keyText(upn) : undefined;
  const at = upnKey?.lastIndexOf('@') ?? -1;
  const nameKey = keyText(name) ?? (upnKey === undefined ? undefined : upnKey.slice(0, at));
  const domainKey = keyText(domain);
  const shortDomain = (domainKey ?? (upnKey === undefined ? undefined : upnKey.slice(at + 1)))?.split('.')[0];
  return buildEntity({
    type: 'user',
    keys: [
      ['aad', keyText(account.azureAdUserId)],
      ['sid', keyText(account.userSid)],
      ['upn', upnKey],
      ['account', domainKey !== undefined && name !== undefined ? `${domainKey}\\${nameKey}` : undefined],
      ['guid', keyText(account.activeDirectoryObjectGuid)],
    ],
    weakKeys: [
      ['acct', shortDomain !== undefined && nameKey !== undefined ? `${shortDomain}\\${nameKey}` : undefined],
      ['name', nameKey],
      ['display', nameKey === undefined ? keyText(account.displayName) : undefined],
    ],
    names: [upn, name, account.displayName, account.userSid, account.azureAdUserId, domain === undefined || name === undefined ? undefined : `${domain}\\${name}`],
    attributes: {
      userPrincipalName: upn, account: domain === undefined || name === undefined ? undefined : `${domain}\\${name}`, accountName: name, domainName: domain,
      displayName: account.displayName, sid: account.userSid, azureAdUserId: account.azureAdUserId,
      wellKnown: isServiceAccount(account.userSid, domainKey, nameKey) ? 'true' : undefined,
    },
    relation,
  });
}

function isServiceAccount(sid: unknown, domain: string | undefined, name: string | undefined): boolean {
  if (/^s-1-5-(?:18|19|20|7|80-.*|90-.*|96-.*)$/.test(keyText(sid) ?? '')) return true;
  if (domain !== undefined && ['nt authority', 'nt service', 'window manager', 'font driver host', 'iis apppool'].includes(domain)) return true;
  return domain === undefined && name !== undefined && ['system', 'localservice', 'networkservice', 'localsystem'].includes(name.replace(/ /g, ''));
}

/** The address as an entity; a port or zone is cut off for the key. Text that is no address is kept under its own lower-cased text. */
export function ipEntity(address: unknown, relation?: string, attributes: Record<string, unknown> = {}): Found {
  const canonical = canonicalIp(address);
  const raw = textOf(address);
  if (raw === undefined || (canonical === undefined && /^(?:0\.0\.0\.0|::)$/.test(raw))) return undefined;
  return buildEntity({
    type: 'ip', keys: [['ip', canonical ?? keyText(raw)]], names: [raw],
    attributes: { address: canonical ?? raw, ...attributes }, relation,
  });
}

/** The file of a details record. */
export function fileEntity(file: FileDetails | undefined, relation?: string, attributes: Record<string, unknown> = {}): Found {
  if (!file) return undefined;
  const path = joinPath(file.filePath, file.fileName);
  const name = textOf(file.fileName) ?? path?.split(/[\\/]/).at(-1);
  const hashes = [file.sha256, file.sha1, file.md5].map(canonicalHash).filter((hash) => hash !== undefined);
  return buildEntity({
    type: 'file',
    keys: hashes.map(({ kind, hash }) => [kind, hash]),
    weakKeys: [['path', keyText(path)], ['name', keyText(name)]],
    names: [path, name, ...hashes.map(({ hash }) => hash)],
    attributes: {
      fileName: name, path, folder: file.filePath, ...Object.fromEntries(hashes.map(({ kind, hash }) => [kind, hash])), fileSize: file.fileSize,
      publisher: file.filePublisher, signer: file.signer, issuer: file.issuer, ...attributes,
    },
    relation,
  });
}

/** The file and the device it was seen on. */
export function fileEntities(evidence: FileEvidence): Found[] {
  return [
    fileEntity(evidence.fileDetails, undefined, { mdeDeviceId: evidence.mdeDeviceId, detectionStatus: evidence.detectionStatus }),
    deviceReference(evidence.mdeDeviceId),
  ];
}

interface ProcessParts {
  device?: unknown;
  id?: unknown;
  created?: unknown;
  image?: FileDetails;
  attributes?: Record<string, unknown>;
  relation?: string;
}

function processEntity({ device, id, created, image, attributes = {}, relation }: ProcessParts): Found {
  const deviceKey = keyText(device) ?? '';
  const instant = utcInstant(created);
  const pid = textOf(id);
  const file = fileEntity(image);
  const commandLine = textOf(attributes['commandLine']);
  const known = file !== undefined || commandLine !== undefined;
  if (!known && (pid === undefined || pid === '0')) return undefined;
  const identity = keyText(file?.attributes['path'] ?? file?.value) ?? '';
  return buildEntity({
    type: 'process',
    keys: [['proc', pid !== undefined && instant !== undefined ? `${deviceKey}|${pid}|${instant}` : undefined]],
    weakKeys: [
      pid !== undefined && pid !== '0'
        ? ['pid', `${deviceKey}|${pid}|${keyText(file?.attributes['fileName']) ?? ''}`]
        : ['image', instant === undefined || pid === undefined ? `${deviceKey}|${identity}|${keyText(commandLine) ?? ''}|${instant ?? ''}` : undefined],
    ],
    names: [pid, commandLine, file?.attributes['path'], file?.attributes['fileName']],
    attributes: {
      fileName: file?.attributes['fileName'], path: file?.attributes['path'], sha256: file?.attributes['sha256'], sha1: file?.attributes['sha1'],
      processId: typeof id === 'number' ? id : pid, creationDateTime: instant === undefined ? undefined : created, mdeDeviceId: device, ...attributes,
    },
    relation,
  });
}

/** The process, its parent, the image files of both, the account it ran as and its device. */
export function processEntities(evidence: ProcessEvidence): Found[] {
  const { mdeDeviceId, userAccount, parentProcessImageFile } = evidence;
  return [
    processEntity({
      device: mdeDeviceId, id: evidence.processId, created: evidence.processCreationDateTime, image: evidence.imageFile,
      attributes: {
        commandLine: evidence.processCommandLine,
        detectionStatus: evidence.detectionStatus,
        parentProcessId: evidence.parentProcessId,
        parentFileName: parentProcessImageFile?.fileName,
        parentCreationDateTime: utcInstant(evidence.parentProcessCreationDateTime) && evidence.parentProcessCreationDateTime,
        account: userEntity(userAccount)?.value,
      },
    }),
    fileEntity(evidence.imageFile, 'image', { mdeDeviceId }),
    processEntity({ device: mdeDeviceId, id: evidence.parentProcessId, created: evidence.parentProcessCreationDateTime, image: parentProcessImageFile, relation: 'parent' }),
    fileEntity(parentProcessImageFile, 'parentImage', { mdeDeviceId }),
    userEntity(userAccount, 'account'),
    deviceReference(mdeDeviceId),
  ];
}

/** The registry key. */
export function registryKeyEntity(hive: unknown, key: unknown): Found {
  const path = registryPath(hive, key);
  return buildEntity({ type: 'registryKey', keys: [['key', keyText(path)]], names: [key], attributes: { registryKey: path, registryHive: hive } });
}

/** The registry value, its data among the attributes, and its device. */
export function registryValueEntities(evidence: {
  registryHive?: string; registryKey?: string; registryValueName?: string; registryValue?: string; registryValueType?: string; mdeDeviceId?: string;
}): Found[] {
  const key = registryPath(evidence.registryHive, evidence.registryKey);
  const name = textOf(evidence.registryValueName);
  const path = key === undefined ? name : name === undefined ? key : `${key}\\${name}`;
  return [
    buildEntity({
      type: 'registryValue',
      keys: [['value', path === undefined ? undefined : `${keyText(evidence.mdeDeviceId) ?? ''}|${keyText(key) ?? ''}|${keyText(name) ?? ''}`]],
      names: [key, name, evidence.registryValue],
      attributes: {
        registryPath: path, registryKey: key, registryValueName: name, registryValue: evidence.registryValue,
        registryValueType: evidence.registryValueType, mdeDeviceId: evidence.mdeDeviceId,
      },
    }),
    deviceReference(evidence.mdeDeviceId),
  ];
}
