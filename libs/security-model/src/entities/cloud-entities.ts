import type { Evidence } from '../graph/evidence.js';
import type { CloudResourceSubject, KubernetesSubject } from './subjects.js';
import type { Entity } from './entity.js';
import { buildEntity } from './build-entity.js';
import { canonicalHash, canonicalUrl, keyText, textOf } from './canonical.js';

type Found = Entity | undefined;

/** The cloud resource a piece of evidence is about: Amazon, Azure, Google, blob or blob container. */
export function cloudResourceEntity(evidence: CloudResourceSubject): Found {
  switch (evidence['@odata.type']) {
    case '#microsoft.graph.security.amazonResourceEvidence':
      return resource(evidence.amazonResourceId, evidence.resourceName, 'Amazon', { accountId: evidence.amazonAccountId, resourceType: evidence.resourceType });
    case '#microsoft.graph.security.azureResourceEvidence':
      return resource(evidence.resourceId, evidence.resourceName ?? textOf(evidence.resourceId)?.split('/').at(-1), 'Azure', { resourceType: evidence.resourceType });
    case '#microsoft.graph.security.googleCloudResourceEvidence':
      return resource(evidence.fullResourceName, evidence.resourceName, 'Google Cloud', {
        resourceType: evidence.resourceType, projectId: evidence.projectId, location: evidence.location,
      });
    case '#microsoft.graph.security.blobEvidence':
      return resource(canonicalUrl(evidence.url) ?? evidence.etag, evidence.name, 'blob', {
        url: evidence.url, container: evidence.blobContainer?.name, hashes: (evidence.fileHashes ?? []).map((hash) => hash.value),
      });
    case '#microsoft.graph.security.blobContainerEvidence':
      return resource(canonicalUrl(evidence.url), evidence.name, 'blob container', { url: evidence.url });
  }
}

function resource(id: unknown, name: unknown, kind: string, attributes: Record<string, unknown>): Found {
  return buildEntity({
    type: 'cloudResource', keys: [['resource', keyText(id)]], weakKeys: [['name', keyText(name) && `${kind.toLowerCase()}|${keyText(name)}`]],
    names: [id, name, attributes['url']], attributes: { resourceName: name, resourceId: id, kind, ...attributes },
  });
}

/** The file a bare hash stands for. */
export function fileHashEntity(value: unknown, algorithm: unknown): Found {
  const known = canonicalHash(value);
  const text = keyText(value);
  return buildEntity({
    type: 'file', keys: known ? [[known.kind, known.hash]] : [['hash', text && `${keyText(algorithm) ?? ''}|${text}`]], names: [value],
    attributes: known ? { [known.kind]: known.hash } : { hash: text, algorithm },
  });
}

/** The Kubernetes object, container, image or registry a piece of evidence is about. */
export function kubernetesEntity(evidence: KubernetesSubject): Found {
  switch (evidence['@odata.type']) {
    case '#microsoft.graph.security.containerEvidence':
      return buildEntity({
        type: 'container', keys: [['id', keyText(evidence.containerId)]], weakKeys: [['name', keyText(evidence.name)]],
        names: [evidence.name, evidence.containerId],
        attributes: {
          name: evidence.name, containerId: evidence.containerId, command: textOf(evidence.command?.join(' ')), args: textOf(evidence.args?.join(' ')),
          isPrivileged: evidence.isPrivileged, image: evidence.image?.imageId, pod: evidence.pod?.name,
        },
      });
    case '#microsoft.graph.security.containerImageEvidence':
      return buildEntity({ type: 'containerImage', keys: [['image', keyText(evidence.imageId)]], attributes: { imageId: evidence.imageId, registry: evidence.registry?.registry } });
    case '#microsoft.graph.security.containerRegistryEvidence':
      return buildEntity({ type: 'containerRegistry', keys: [['registry', keyText(evidence.registry)]], attributes: { registry: evidence.registry } });
    default: {
      const kind = evidence['@odata.type'].replace(/^.*\.kubernetes|Evidence$/g, '');
      const namespace = 'namespace' in evidence ? evidence.namespace?.name : undefined;
      const name = keyText(evidence.name);
      return buildEntity({
        type: 'kubernetesResource', keys: [['k8s', name && `${kind.toLowerCase()}|${keyText(namespace) ?? ''}|${name}`]],
        names: [evidence.name],
        attributes: {
          name: evidence.name, kind, namespace,
          cluster: evidence['@odata.type'] === '#microsoft.graph.security.kubernetesNamespaceEvidence' ? evidence.cluster?.name : undefined,
          platform: 'platform' in evidence ? evidence.platform : undefined,
          distribution: 'distribution' in evidence ? evidence.distribution : undefined,
          version: 'version' in evidence ? evidence.version : undefined,
          secretType: 'secretType' in evidence ? evidence.secretType : undefined,
          serviceType: 'serviceType' in evidence ? evidence.serviceType : undefined,
          controllerType: 'type' in evidence ? evidence.type : undefined,
        },
      });
    }
  }
}

/** The application: cloud application, OAuth application or service principal. */
export function appEntity(id: unknown, other: unknown, name: unknown, attributes: Record<string, unknown>): Found {
  return buildEntity({
    type: 'app', keys: [['app', keyText(id)], ['object', keyText(other)]], weakKeys: [['name', keyText(name)]],
    names: [id, other, name], attributes: { displayName: name, appId: id, objectId: other, ...attributes },
  });
}

/** The GitHub organization, repository or user. */
export function gitHubEntity(evidence: Extract<Evidence, { '@odata.type': `${string}.gitHub${string}` }>): Found {
  switch (evidence['@odata.type']) {
    case '#microsoft.graph.security.gitHubOrganizationEvidence':
      return buildEntity({
        type: 'organization', keys: [['github', keyText(evidence.orgId)], ['login', keyText(evidence.login)]], weakKeys: [['name', keyText(evidence.displayName)]],
        names: [evidence.login, evidence.orgId, evidence.displayName, evidence.email],
        attributes: { displayName: evidence.displayName, login: evidence.login, orgId: evidence.orgId, email: evidence.email, company: evidence.company, webUrl: evidence.webUrl, provider: 'GitHub' },
      });
    case '#microsoft.graph.security.gitHubRepoEvidence': {
      const owner = textOf(evidence.owner) ?? textOf(evidence.login);
      return buildEntity({
        type: 'repository', keys: [['github', keyText(evidence.repoId)], ['url', canonicalUrl(evidence.baseUrl)]], weakKeys: [['owner', keyText(owner)]],
        names: [evidence.repoId, evidence.baseUrl, evidence.login],
        attributes: { repository: evidence.baseUrl ?? owner, repoId: evidence.repoId, owner, ownerType: evidence.ownerType, login: evidence.login, provider: 'GitHub' },
      });
    }
    case '#microsoft.graph.security.gitHubUserEvidence':
      return buildEntity({
        type: 'user', keys: [['github', keyText(evidence.userId)], ['login', keyText(evidence.login) && `github|${keyText(evidence.login)}`]],
        weakKeys: [['githubmail', keyText(evidence.email)]],
        names: [evidence.login, evidence.name, evidence.email, evidence.userId],
        attributes: { login: evidence.login, name: evidence.name, email: evidence.email, userId: evidence.userId, webUrl: evidence.webUrl, provider: 'GitHub' },
      });
  }
}
