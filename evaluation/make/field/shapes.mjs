import { createHash } from 'node:crypto';

/** Parts of incidents as the products print them: Microsoft Graph security, v1.0. Ids are digests of what they name, so nothing changes from run to run. */

export const digestOf = (text, length = 40) => createHash('sha256').update(text).digest('hex').slice(0, length);
export const guidOf = (text) => digestOf(text, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const kind = (name) => ({ '@odata.type': `#microsoft.graph.security.${name}Evidence` });
/** What every evidence item has in a full answer of the API. Some products and exports leave it out. */
const base = (more) => ({ verdict: 'unknown', remediationStatus: 'none', remediationStatusDetails: null, roles: [], detailedRoles: [], tags: [], ...more });

export function device(dnsName, osPlatform, more = {}) {
  const [hostName, ...domain] = dnsName.split('.');
  return { ...kind('device'), ...base(), mdeDeviceId: digestOf(`device ${dnsName}`), azureAdDeviceId: null, deviceDnsName: dnsName, hostName, ntDomain: null, dnsDomain: domain.length > 0 ? domain.join('.') : null, osPlatform, osBuild: null, version: null, healthStatus: 'active', riskScore: 'none', onboardingStatus: 'onboarded', loggedOnUsers: [], ...more };
}

export function user(principal, displayName = null, more = {}) {
  const [accountName, domainName] = principal.includes('\\') ? principal.split('\\').reverse() : principal.split('@');
  const cloud = principal.includes('@');
  return { ...kind('user'), ...base(), userAccount: { accountName, domainName: domainName ?? null, userSid: null, azureAdUserId: cloud ? guidOf(`user ${principal}`) : null, userPrincipalName: cloud ? principal : null, displayName }, ...more };
}

export const ip = (ipAddress, countryLetterCode = null, more = {}) => ({ ...kind('ip'), ...base(), ipAddress, countryLetterCode, location: null, ...more });
export const url = (value, more = {}) => ({ ...kind('url'), ...base(), url: value, ...more });

export function fileDetails(path, more = {}) {
  const cut = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
  return { fileName: path.slice(cut + 1), filePath: path.slice(0, cut) || '/', fileSize: null, sha1: digestOf(`file ${path.slice(cut + 1)}`), sha256: digestOf(`file ${path.slice(cut + 1)}`, 64), ...more };
}

export const file = (path, more = {}, details = {}) => ({ ...kind('file'), ...base(), detectionStatus: 'detected', fileDetails: fileDetails(path, details), ...more });

export function process(path, commandLine, processId, more = {}) {
  return { ...kind('process'), ...base(), processId, processCommandLine: commandLine, detectionStatus: 'detected', imageFile: fileDetails(path, more.details), ...(more.parent ? { parentProcessId: more.parent.id, parentProcessImageFile: fileDetails(more.parent.path) } : {}), ...more.item };
}

export function message(subject, sender, recipient, more = {}) {
  const from = { emailAddress: sender, displayName: more.senderName ?? '', domainName: sender.split('@')[1] };
  return {
    ...kind('analyzedMessage'), ...base(), networkMessageId: guidOf(`mail ${subject} ${recipient}`), internetMessageId: `<${digestOf(subject, 20)}@${from.domainName}>`, subject, language: more.language ?? 'en', senderIp: more.senderIp ?? null, recipientEmailAddress: recipient,
    antiSpamDirection: 'inbound', deliveryAction: 'Delivered', deliveryLocation: 'Inbox', urn: null, threats: [], threatDetectionMethods: [], urls: [], urlCount: (more.item?.urls ?? []).length, attachmentsCount: 0, receivedDateTime: more.at ?? null, p1Sender: from, p2Sender: from, ...more.item,
  };
}

export const mailbox = (address, displayName = null, more = {}) => ({ ...kind('mailbox'), ...base(), primaryAddress: address, displayName, upn: address, userAccount: user(address, displayName).userAccount, ...more });
export const inboxRule = (address, displayName, more = {}) => ({ ...kind('mailboxConfiguration'), ...base(), configurationId: guidOf(`rule ${displayName}`), configurationType: 'userInboxRule', displayName, mailboxPrimaryAddress: address, upn: address, externalDirectoryObjectId: guidOf(`user ${address}`), ...more });
export const oauthApp = (displayName, publisher, more = {}) => ({ ...kind('oauthApplication'), ...base(), displayName, publisher, appId: guidOf(`app ${displayName}`), objectId: guidOf(`object ${displayName}`), ...more });
export const cloudApp = (displayName, appId) => ({ ...kind('cloudApplication'), ...base(), appId, displayName, instanceId: 0, instanceName: displayName, saasAppId: appId });
export const azureResource = (resourceId, resourceType, more = {}) => ({ ...kind('azureResource'), ...base(), resourceId, resourceName: resourceId.split('/').at(-1), resourceType, ...more });
export const other = (name, fields) => ({ ...kind(name), ...base(), ...fields });

const sources = {
  endpoint: ['microsoftDefenderForEndpoint', 'microsoftDefenderForEndpoint', 'Microsoft Defender for Endpoint', 'da'], antivirus: ['microsoftDefenderForEndpoint', 'antivirus', 'Microsoft Defender for Endpoint', 'da'], customDetection: ['microsoftDefenderForEndpoint', 'customDetection', 'Microsoft Defender for Endpoint', 'ed'],
  mail: ['microsoftDefenderForOffice365', 'microsoftDefenderForOffice365', 'Microsoft Defender for Office 365', 'fa'], identity: ['microsoftDefenderForIdentity', 'microsoftDefenderForIdentity', 'Microsoft Defender for Identity', 'aa'],
  cloudApps: ['microsoftDefenderForCloudApps', 'cloudAppSecurity', 'Microsoft Defender for Cloud Apps', 'ca'], governance: ['microsoftAppGovernance', 'appGovernanceDetection', 'App Governance', 'ma'], protection: ['azureAdIdentityProtection', 'azureAdIdentityProtection', 'AAD Identity Protection', 'ad'],
  xdr: ['microsoft365Defender', 'microsoft365Defender', 'Microsoft Defender XDR', 'ra'], scheduled: ['microsoftSentinel', 'scheduledAlerts', 'Azure Sentinel', 'sn'], nrt: ['microsoftSentinel', 'nrtAlerts', 'Azure Sentinel', 'sn'],
  servers: ['microsoftDefenderForCloud', 'microsoftDefenderForServers', 'Microsoft Defender for Cloud', 'dc'], containers: ['microsoftDefenderForCloud', 'microsoftDefenderForContainers', 'Microsoft Defender for Cloud', 'dc'], storage: ['microsoftDefenderForCloud', 'microsoftDefenderForStorage', 'Microsoft Defender for Cloud', 'dc'], manager: ['microsoftDefenderForCloud', 'microsoftDefenderForResourceManager', 'Microsoft Defender for Cloud', 'dc'],
  insider: ['microsoftInsiderRiskManagement', 'microsoftInsiderRiskManagement', 'Microsoft Purview Insider Risk Management', 'ir'], dataLoss: ['dataLossPrevention', 'microsoftDataLossPrevention', 'Microsoft Data Loss Prevention', 'dl'],
};

/** An incident: `start` is its first moment; each alert says how many minutes after it the activity began. Fields given in `more` win. */
export function incident(slug, start, displayName, severity, alerts, more = {}) {
  const origin = Date.parse(start);
  const at = (minutes) => new Date(origin + minutes * 60_000).toISOString();
  const id = String(2000 + (parseInt(digestOf(slug, 6), 16) % 7000));
  return {
    '@odata.type': '#microsoft.graph.security.incident', id, status: 'active', displayName, severity, classification: 'unknown', determination: 'unknown', createdDateTime: at(Math.max(...alerts.map(([minute]) => minute)) + 3), assignedTo: null, customTags: [], systemTags: [], description: null, comments: [], ...more,
    alerts: alerts.map(([minute, source, title, level, category, mitreTechniques, evidence, fields = {}], index) => {
      const [serviceSource, detectionSource, productName, prefix] = sources[source];
      const { minutes: lasted = 0, ...rest } = fields;
      return { id: `${prefix}${guidOf(`${slug} ${index}`)}`, incidentId: id, status: 'new', severity: level, classification: 'unknown', determination: 'unknown', serviceSource, detectionSource, productName, title, category, mitreTechniques, firstActivityDateTime: at(minute), lastActivityDateTime: at(minute + lasted), createdDateTime: at(minute + lasted + 4), comments: [], systemTags: [], evidence, ...rest };
    }),
  };
}

/** A comment as the portal writes it. */
export const comment = (text, by, at) => ({ comment: text, createdByDisplayName: by, createdDateTime: at });
