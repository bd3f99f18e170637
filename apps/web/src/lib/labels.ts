/** How severe something is, as shown; anything unknown is shown as it came. */
export type SeverityLevel = 'high' | 'medium' | 'low' | 'informational' | 'unknown';

/** The severities and states an analyst filters by. */
export const severities = ['high', 'medium', 'low', 'informational'] as const;
export const statuses = ['active', 'inProgress', 'resolved', 'redirected'] as const;
export const classifications = ['unknown', 'truePositive', 'informationalExpectedActivity', 'falsePositive'] as const;

const words: Record<string, string> = {
  inProgress: 'In progress',
  awaitingAction: 'Awaiting action',
  truePositive: 'True positive',
  falsePositive: 'False positive',
  informationalExpectedActivity: 'Expected activity',
  microsoftDefenderForEndpoint: 'Defender for Endpoint',
  microsoftDefenderForIdentity: 'Defender for Identity',
  microsoftDefenderForCloudApps: 'Defender for Cloud Apps',
  microsoftDefenderForOffice365: 'Defender for Office 365',
  microsoft365Defender: 'Defender XDR',
  azureAdIdentityProtection: 'Entra ID Protection',
  microsoftAppGovernance: 'App Governance',
  dataLossPrevention: 'Data Loss Prevention',
  microsoftDefenderForCloud: 'Defender for Cloud',
  microsoftSentinel: 'Sentinel',
  microsoftInsiderRiskManagement: 'Insider Risk',
  microsoftThreatIntelligence: 'Threat Intelligence',
  ip: 'IP address',
  url: 'URL',
  mail: 'Mail',
  oauthApplication: 'OAuth application',
  cloudApplication: 'Cloud application',
  analyzedMessage: 'Message',
  securityGroup: 'Security group',
};

/** Parts of a value that are always written in capitals. */
const acronyms = new Set(['api', 'dlp', 'dns', 'ip', 'mfa', 'os', 'uri', 'url', 'vpn']);

/** Words for an enumeration value of Microsoft Graph: `inProgress` reads `In progress`, `blockUrl` reads `Block URL`. Unknown values stay readable. */
export function label(value: string | null | undefined): string {
  if (!value) return '';
  const known = Object.hasOwn(words, value) ? words[value] : undefined;
  if (known) return known;
  const spaced = value
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(' ')
    .map((word) => (acronyms.has(word.toLowerCase()) ? word.toUpperCase() : /^\p{Lu}\p{Ll}*$/u.test(word) ? word.toLowerCase() : word))
    .join(' ')
    .trim();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** Words as they stand within a sentence: the first letter small, unless it begins an acronym. */
export function lowerFirst(text: string): string {
  return /^\p{Lu}(?!\p{Lu})/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** The level a severity is coloured by. */
export function severityLevel(value: string | null | undefined): SeverityLevel {
  switch (value?.toLowerCase()) {
    case 'high':
    case 'critical':
      return 'high';
    case 'medium':
      return 'medium';
    case 'low':
      return 'low';
    case 'informational':
    case 'info':
      return 'informational';
    default:
      return 'unknown';
  }
}

/** `deviceEvidence` reads `Device`. */
export function evidenceLabel(type: string): string {
  return label(type.replace(/Evidence$/, ''));
}

/** `1 alert`, `1,024 alerts`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount.toLocaleString('en-GB')} ${amount === 1 ? one : many}`;
}

/** Tactic names as ATT&CK writes them, from any of the forms in use. */
export function tacticLabel(value: string): string {
  const spaced = value
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([\p{Ll}])(\p{Lu})/gu, '$1 $2')
    .toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
