/** Kind of an entity. `unknown` is evidence of a type this version does not know. */
export type EntityType =
  | 'device' | 'user' | 'mailbox' | 'ip' | 'file' | 'process' | 'url' | 'domain' | 'message' | 'teamsMessage'
  | 'mailCluster' | 'mailboxConfiguration' | 'app' | 'registryKey' | 'registryValue' | 'cloudResource' | 'sasToken'
  | 'logonSession' | 'logonRequest' | 'malware' | 'networkConnection' | 'nic' | 'group' | 'repository' | 'organization'
  | 'container' | 'containerImage' | 'containerRegistry' | 'kubernetesResource' | 'unknown';

/**
 * One thing that one evidence item speaks of. The subject of the evidence has no `relation`; things it only mentions
 * (image of a process, sender of a mail, device of a file) carry one and no verdict, status or roles of their own.
 */
export interface Entity {
  type: EntityType;
  /** Canonical, lower-cased; the strongest of `keys`, else of `weakKeys`. Unique within a type after merging. */
  key: string;
  /** Every strong key, as `kind:value`. Two entities of a type that share one are the same. */
  keys: string[];
  /** Keys that unite entities only when nothing contradicts it, such as a short host name. */
  weakKeys: string[];
  /** The value to show: DNS name, UPN or DOMAIN\account, address, file name, URL, subject. */
  value: string;
  /** All other spellings: short name, display name, SID, hashes, path, process id, command line. Sorted, without `value`. */
  names: string[];
  /** Details by name, texts or numbers; times as in the evidence. */
  attributes: Record<string, string | number>;
  verdict?: string;
  remediationStatus?: string;
  roles: string[];
  detailedRoles: string[];
  /** How the evidence refers to it: `device`, `account`, `image`, `parent`, `sender`, `recipient`, `host`, `source`, ... */
  relation?: string;
}

/** What {@link Entity} is built from; fields that are absent, empty or placeholders are left out. */
export interface EntityDraft {
  type: EntityType;
  /** Strong keys by kind, strongest first. */
  keys: [kind: string, value: string | undefined][];
  weakKeys?: [kind: string, value: string | undefined][];
  attributes: Record<string, unknown>;
  names?: unknown[];
  relation?: string;
}

/** Attribute that gives the value to show, best first, by entity type. */
export const displayOrder: Readonly<Record<EntityType, readonly string[]>> = {
  device: ['dnsName', 'hostName', 'deviceName', 'mdeDeviceId', 'azureAdDeviceId', 'deviceId'],
  user: ['userPrincipalName', 'account', 'accountName', 'login', 'email', 'displayName', 'name', 'sid', 'azureAdUserId', 'userId'],
  mailbox: ['address', 'userPrincipalName', 'displayName'],
  ip: ['address'],
  file: ['fileName', 'path', 'sha256', 'sha1', 'md5', 'hash'],
  process: ['fileName', 'commandLine', 'path', 'processId'],
  url: ['url'],
  domain: ['domain'],
  message: ['subject', 'networkMessageId', 'internetMessageId', 'submissionId', 'urn'],
  teamsMessage: ['subject', 'messageId'],
  mailCluster: ['clusterByValue', 'query', 'urn'],
  mailboxConfiguration: ['displayName', 'configurationId', 'configurationType'],
  app: ['displayName', 'appId', 'objectId', 'instanceName'],
  registryKey: ['registryKey'],
  registryValue: ['registryPath'],
  cloudResource: ['resourceName', 'name', 'resourceId', 'url'],
  sasToken: ['signatureHash'],
  logonSession: ['sessionId'],
  logonRequest: ['requestId'],
  malware: ['name'],
  networkConnection: ['connection'],
  nic: ['macAddress'],
  group: ['displayName', 'friendlyName', 'distinguishedName', 'sid', 'groupId'],
  repository: ['repository', 'repoId'],
  organization: ['displayName', 'login', 'orgId'],
  container: ['name', 'containerId'],
  containerImage: ['imageId'],
  containerRegistry: ['registry'],
  kubernetesResource: ['name'],
  unknown: ['value'],
};

/** Kinds of key of which one entity has only one value; a weak key never unites two values of such a kind. */
export const identifyingKinds: Readonly<Partial<Record<EntityType, readonly string[]>>> = {
  device: ['mde', 'dns', 'aad', 'iot'],
  user: ['aad', 'sid', 'upn', 'acct', 'github'],
  file: ['sha256', 'sha1', 'md5', 'path'],
  process: ['proc'],
  message: ['msg', 'imid'],
  mailbox: ['aad'],
};
