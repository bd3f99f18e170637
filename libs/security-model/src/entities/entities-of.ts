import { createHash } from 'node:crypto';
import type { Evidence, UnknownEvidence } from '../graph/evidence.js';
import type { Entity } from './entity.js';
import { buildEntity } from './build-entity.js';
import { appEntity, cloudResourceEntity, fileHashEntity, gitHubEntity, kubernetesEntity } from './cloud-entities.js';
import { canonicalIp, keyText, textOf } from './canonical.js';
import {
  deviceEntities, fileEntities, ioTDeviceEntities, ipEntity, processEntities, registryKeyEntity, registryValueEntities, userEntity,
} from './endpoint-entities.js';
import {
  domainEntity, mailClusterEntities, mailboxConfigurationEntities, mailboxEntities, messageEntities, submissionEntities, teamsMessageEntities, urlEntities,
} from './mail-entities.js';

type Found = Entity | undefined;
const DEEPEST = 6;

/**
 * Every entity one evidence item speaks of: first its subject (no `relation`; carries the item's verdict, remediation status
 * and roles), then what it mentions. Nulls, empty texts and placeholder values yield nothing; nothing is thrown. An item of
 * an unknown type yields one entity of type `unknown`.
 */
export function entitiesOf(evidence: Evidence): Entity[] {
  return collect(evidence, 0).filter((entity) => entity !== undefined);
}

function collect(evidence: Evidence, depth: number): Found[] {
  const found = read(evidence, depth);
  return found.map((entity) =>
    entity === undefined || entity.relation !== undefined
      ? entity
      : {
          ...entity,
          ...(evidence.verdict === undefined ? {} : { verdict: evidence.verdict }),
          ...(evidence.remediationStatus === undefined ? {} : { remediationStatus: evidence.remediationStatus }),
          roles: [...(evidence.roles ?? [])],
          detailedRoles: [...(evidence.detailedRoles ?? [])],
        },
  );
}

function related(evidence: Evidence | undefined, relation: string, depth: number): Found[] {
  if (!evidence || depth >= DEEPEST) return [];
  return collect(evidence, depth + 1).map((entity) => entity && { ...entity, relation: entity.relation ?? relation });
}

function relatedAll(items: readonly Evidence[] | undefined, relation: string, depth: number): Found[] {
  return (items ?? []).flatMap((item) => related(item, relation, depth));
}

function read(evidence: Evidence, depth: number): Found[] {
  switch (evidence['@odata.type']) {
    case '#microsoft.graph.security.deviceEvidence':
      return deviceEntities(evidence);
    case '#microsoft.graph.security.userEvidence':
      return [userEntity(evidence.userAccount)];
    case '#microsoft.graph.security.ipEvidence':
      return [
        ipEntity(evidence.ipAddress, undefined, {
          countryLetterCode: evidence.countryLetterCode, city: evidence.location?.city, state: evidence.location?.state, countryName: evidence.location?.countryName,
        }),
      ];
    case '#microsoft.graph.security.fileEvidence':
      return fileEntities(evidence);
    case '#microsoft.graph.security.fileHashEvidence':
      return [fileHashEntity(evidence.value, evidence.algorithm)];
    case '#microsoft.graph.security.processEvidence':
      return processEntities(evidence);
    case '#microsoft.graph.security.registryKeyEvidence':
      return [registryKeyEntity(evidence.registryHive, evidence.registryKey)];
    case '#microsoft.graph.security.registryValueEvidence':
      return registryValueEntities(evidence);
    case '#microsoft.graph.security.urlEvidence':
      return urlEntities(evidence.url);
    case '#microsoft.graph.security.dnsEvidence':
      return [
        domainEntity(evidence.domainName),
        ...related(evidence.hostIpAddress, 'host', depth), ...related(evidence.dnsServerIp, 'dnsServer', depth), ...relatedAll(evidence.ipAddresses, 'resolved', depth),
      ];
    case '#microsoft.graph.security.networkConnectionEvidence':
      return [
        connectionEntity(evidence.sourceAddress?.ipAddress, evidence.sourcePort, evidence.destinationAddress?.ipAddress, evidence.destinationPort, evidence.protocol),
        ...related(evidence.sourceAddress, 'source', depth), ...related(evidence.destinationAddress, 'destination', depth),
      ];
    case '#microsoft.graph.security.nicEvidence':
      return [
        buildEntity({ type: 'nic', keys: [['mac', keyText(evidence.macAddress)]], names: [evidence.macAddress], attributes: { macAddress: evidence.macAddress, vlans: evidence.vlans } }),
        ...related(evidence.ipAddress, 'address', depth),
      ];
    case '#microsoft.graph.security.ioTDeviceEvidence':
      return [
        ...ioTDeviceEntities(evidence),
        ...related(evidence.ioTHub, 'hub', depth), ...relatedAll(evidence.nics, 'nic', depth), ...related(evidence.sourceRef, 'source', depth),
      ];
    case '#microsoft.graph.security.malwareEvidence':
      return [
        buildEntity({ type: 'malware', keys: [['malware', keyText(evidence.name)]], names: [evidence.name], attributes: { name: evidence.name, category: evidence.category } }),
        ...relatedAll(evidence.files, 'file', depth), ...relatedAll(evidence.processes, 'process', depth),
      ];
    case '#microsoft.graph.security.hostLogonSessionEvidence':
      return [
        sessionEntity(evidence.sessionId, evidence.host?.mdeDeviceId ?? evidence.host?.deviceDnsName ?? evidence.host?.hostName, {
          kind: 'host', startDateTime: evidence.startUtcDateTime, endDateTime: evidence.endUtcDateTime,
          account: userEntity(evidence.account?.userAccount)?.value, device: evidence.host?.deviceDnsName ?? evidence.host?.hostName,
        }),
        ...related(evidence.account, 'account', depth), ...related(evidence.host, 'device', depth),
      ];
    default:
      return readCloud(evidence, depth);
  }
}

type CloudEvidence = Exclude<Evidence, { '@odata.type': `#microsoft.graph.security.${'device' | 'user' | 'ip' | 'file' | 'fileHash' | 'process' | 'registryKey'
  | 'registryValue' | 'url' | 'dns' | 'networkConnection' | 'nic' | 'ioTDevice' | 'malware' | 'hostLogonSession'}Evidence` }>;

function readCloud(evidence: CloudEvidence, depth: number): Found[] {
  switch (evidence['@odata.type']) {
    case '#microsoft.graph.security.mailboxEvidence':
      return mailboxEntities(evidence);
    case '#microsoft.graph.security.analyzedMessageEvidence':
      return messageEntities(evidence);
    case '#microsoft.graph.security.mailClusterEvidence':
      return mailClusterEntities(evidence);
    case '#microsoft.graph.security.submissionMailEvidence':
      return submissionEntities(evidence);
    case '#microsoft.graph.security.mailboxConfigurationEvidence':
      return mailboxConfigurationEntities(evidence);
    case '#microsoft.graph.security.teamsMessageEvidence':
      return teamsMessageEntities(evidence);
    case '#microsoft.graph.security.cloudLogonSessionEvidence':
      return [
        sessionEntity(evidence.sessionId, undefined, {
          kind: 'cloud', userAgent: evidence.userAgent, browser: evidence.browser, operatingSystem: evidence.operatingSystem, protocol: evidence.protocol,
          device: evidence.deviceName, startDateTime: evidence.startUtcDateTime, previousLogonDateTime: evidence.previousLogonDateTime,
          account: userEntity(evidence.account?.userAccount)?.value,
        }),
        ...related(evidence.account, 'account', depth),
      ];
    case '#microsoft.graph.security.cloudLogonRequestEvidence':
      return [buildEntity({ type: 'logonRequest', keys: [['request', keyText(evidence.requestId)]], attributes: { requestId: evidence.requestId } })];
    case '#microsoft.graph.security.cloudApplicationEvidence': {
      const instance = keyText(evidence.instanceId);
      const id = keyText(evidence.appId) ?? keyText(evidence.saasAppId);
      return [
        appEntity(id && instance ? `${id}|${instance}` : id, undefined, evidence.displayName, {
          appId: evidence.appId, saasAppId: evidence.saasAppId, instanceId: evidence.instanceId, instanceName: evidence.instanceName, kind: 'cloud application',
        }),
      ];
    }
    case '#microsoft.graph.security.oauthApplicationEvidence':
      return [appEntity(evidence.appId, evidence.objectId, evidence.displayName, { publisher: evidence.publisher, kind: 'OAuth application' })];
    case '#microsoft.graph.security.servicePrincipalEvidence':
      return [
        appEntity(evidence.appId, evidence.servicePrincipalObjectId, evidence.servicePrincipalName, {
          servicePrincipalType: evidence.servicePrincipalType, appOwnerTenantId: evidence.appOwnerTenantId, tenantId: evidence.tenantId, kind: 'service principal',
        }),
      ];
    case '#microsoft.graph.security.securityGroupEvidence':
      return [
        buildEntity({
          type: 'group',
          keys: [
            ['group', keyText(evidence.securityGroupId)], ['sid', keyText(evidence.sid)], ['guid', keyText(evidence.activeDirectoryObjectGuid)], ['dn', keyText(evidence.distinguishedName)],
          ],
          weakKeys: [['name', keyText(evidence.displayName) ?? keyText(evidence.friendlyName)]],
          names: [evidence.displayName, evidence.friendlyName, evidence.distinguishedName, evidence.sid],
          attributes: {
            displayName: evidence.displayName, friendlyName: evidence.friendlyName, distinguishedName: evidence.distinguishedName, sid: evidence.sid, groupId: evidence.securityGroupId,
          },
        }),
      ];
    case '#microsoft.graph.security.sasTokenEvidence':
      return [
        buildEntity({
          type: 'sasToken', keys: [['sas', keyText(evidence.signatureHash)]],
          attributes: {
            signatureHash: evidence.signatureHash, permissions: evidence.permissions, allowedIpAddresses: evidence.allowedIpAddresses, allowedServices: evidence.allowedServices,
            allowedResourceTypes: evidence.allowedResourceTypes, protocol: evidence.protocol, signedWith: evidence.signedWith, startDateTime: evidence.startDateTime, expiryDateTime: evidence.expiryDateTime,
          },
        }),
        ...related(evidence.storageResource, 'storage', depth),
      ];
    case '#microsoft.graph.security.gitHubOrganizationEvidence':
    case '#microsoft.graph.security.gitHubRepoEvidence':
    case '#microsoft.graph.security.gitHubUserEvidence':
      return [gitHubEntity(evidence)];
    case '#microsoft.graph.security.amazonResourceEvidence':
    case '#microsoft.graph.security.azureResourceEvidence':
    case '#microsoft.graph.security.googleCloudResourceEvidence':
      return [cloudResourceEntity(evidence)];
    case '#microsoft.graph.security.blobContainerEvidence':
      return [cloudResourceEntity(evidence), ...related(evidence.storageResource, 'storage', depth)];
    case '#microsoft.graph.security.blobEvidence':
      return [
        cloudResourceEntity(evidence), ...related(evidence.blobContainer, 'container', depth),
        ...(evidence.fileHashes ?? []).map((hash) => withRelation(fileHashEntity(hash.value, hash.algorithm), 'content')),
      ];
    case '#attest.unknownEvidence':
      return [unknownEntity(evidence)];
    default:
      return [kubernetesEntity(evidence), ...kubernetesRelated(evidence, depth)];
  }
}

function kubernetesRelated(evidence: Parameters<typeof kubernetesEntity>[0], depth: number): Found[] {
  const found: Found[] = [];
  if ('image' in evidence) found.push(...related(evidence.image, 'image', depth));
  if ('pod' in evidence) found.push(...related(evidence.pod, 'pod', depth));
  if ('registry' in evidence && typeof evidence.registry === 'object') found.push(...related(evidence.registry, 'registry', depth));
  if ('digestImage' in evidence) found.push(...related(evidence.digestImage, 'digest', depth));
  if ('namespace' in evidence) found.push(...related(evidence.namespace, 'namespace', depth));
  if ('cluster' in evidence) found.push(...related(evidence.cluster, 'cluster', depth));
  if ('cloudResource' in evidence) found.push(...related(evidence.cloudResource, 'cloudResource', depth));
  if ('controller' in evidence) found.push(...related(evidence.controller, 'controller', depth));
  if ('serviceAccount' in evidence) found.push(...related(evidence.serviceAccount, 'serviceAccount', depth));
  if ('podIp' in evidence) found.push(...related(evidence.podIp, 'address', depth));
  if ('clusterIP' in evidence) found.push(...related(evidence.clusterIP, 'address', depth));
  if ('externalIPs' in evidence) found.push(...relatedAll(evidence.externalIPs, 'address', depth));
  if ('containers' in evidence) found.push(...relatedAll(evidence.containers, 'container', depth));
  if ('initContainers' in evidence) found.push(...relatedAll(evidence.initContainers, 'container', depth));
  if ('ephemeralContainers' in evidence) found.push(...relatedAll(evidence.ephemeralContainers, 'container', depth));
  return found;
}

function withRelation(entity: Found, relation: string): Found {
  return entity && { ...entity, relation };
}

function sessionEntity(id: unknown, host: unknown, attributes: Record<string, unknown>): Found {
  const session = keyText(id);
  return buildEntity({ type: 'logonSession', keys: [['session', session && `${keyText(host) ?? ''}|${session}`]], names: [attributes['userAgent']], attributes: { sessionId: id, ...attributes } });
}

function connectionEntity(source: unknown, sourcePort: unknown, destination: unknown, destinationPort: unknown, protocol: unknown): Found {
  const end = (address: unknown, port: unknown): string => `${canonicalIp(address) ?? keyText(address) ?? '?'}${textOf(port) === undefined ? '' : `:${textOf(port)}`}`;
  const from = end(source, sourcePort);
  const to = end(destination, destinationPort);
  const known = from !== '?' || to !== '?';
  return buildEntity({
    type: 'networkConnection', keys: [['connection', known ? `${keyText(protocol) ?? ''}|${from}|${to}` : undefined]],
    attributes: { connection: known ? `${from} -> ${to}` : undefined, protocol, sourceAddress: source, sourcePort, destinationAddress: destination, destinationPort },
  });
}

const TELLING = ['displayName', 'name', 'title', 'subject', 'url', 'address', 'resourceName', 'resourceId', 'login', 'value', 'id'];

function unknownEntity(evidence: UnknownEvidence): Found {
  const raw = evidence.raw;
  const telling = TELLING.filter((name) => Object.hasOwn(raw, name)).map((name) => textOf(raw[name])).find((text) => text !== undefined && text.length <= 512);
  const shortType = evidence.originalType.split('.').at(-1) ?? '';
  const value = telling ?? (textOf(shortType) || 'evidence without a type');
  const digest = createHash('sha256').update(JSON.stringify(raw) ?? '').digest('hex').slice(0, 32);
  return buildEntity({
    type: 'unknown', keys: [['raw', telling === undefined ? digest : `${shortType.toLowerCase()}|${keyText(telling)}`]],
    attributes: { value, originalType: evidence.originalType },
  });
}
