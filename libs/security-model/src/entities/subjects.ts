import type { Evidence } from '../graph/evidence.js';

type Named<Name extends string> = Extract<Evidence, { '@odata.type': `#microsoft.graph.security.${Name}` }>;

/** Evidence about one cloud resource. */
export type CloudResourceSubject = Named<
  'amazonResourceEvidence' | 'azureResourceEvidence' | 'googleCloudResourceEvidence' | 'blobEvidence' | 'blobContainerEvidence'
>;

/** Evidence about a container or a Kubernetes object. */
export type KubernetesSubject = Named<
  | 'containerEvidence' | 'containerImageEvidence' | 'containerRegistryEvidence' | 'kubernetesClusterEvidence' | 'kubernetesControllerEvidence'
  | 'kubernetesNamespaceEvidence' | 'kubernetesPodEvidence' | 'kubernetesSecretEvidence' | 'kubernetesServiceAccountEvidence' | 'kubernetesServiceEvidence'
>;
