import { column, jsonOf, listColumn, objectColumn, textColumn, timeOf, type SentinelRecord } from './columns.js';
import { EntityGraph } from './entity-graph.js';
import { evidenceOf } from './entity-evidence.js';
import type { SentinelRow } from './sentinel-rows.js';

type Json = Record<string, unknown>;

/** Product and provider names of SecurityAlert, folded, to Graph's serviceSource. */
const SERVICE_SOURCES: Readonly<Record<string, string>> = {
  microsoftdefenderadvancedthreatprotection: 'microsoftDefenderForEndpoint',
  microsoftdefenderforendpoint: 'microsoftDefenderForEndpoint',
  mdatp: 'microsoftDefenderForEndpoint',
  microsoft365defender: 'microsoft365Defender',
  microsoftdefenderxdr: 'microsoft365Defender',
  microsoftxdr: 'microsoft365Defender',
  azureadvancedthreatprotection: 'microsoftDefenderForIdentity',
  microsoftdefenderforidentity: 'microsoftDefenderForIdentity',
  office365advancedthreatprotection: 'microsoftDefenderForOffice365',
  microsoftdefenderforoffice365: 'microsoftDefenderForOffice365',
  oatp: 'microsoftDefenderForOffice365',
  azureactivedirectoryidentityprotection: 'azureAdIdentityProtection',
  microsoftentraidprotection: 'azureAdIdentityProtection',
  ipc: 'azureAdIdentityProtection',
  microsoftcloudappsecurity: 'microsoftDefenderForCloudApps',
  microsoftdefenderforcloudapps: 'microsoftDefenderForCloudApps',
  mcas: 'microsoftDefenderForCloudApps',
  appgovernance: 'microsoftAppGovernance',
  microsoftdatalossprevention: 'dataLossPrevention',
  microsoftinsiderriskmanagement: 'microsoftInsiderRiskManagement',
  azuresentinel: 'microsoftSentinel',
  microsoftsentinel: 'microsoftSentinel',
  azuresecuritycenter: 'microsoftDefenderForCloud',
  microsoftdefenderforcloud: 'microsoftDefenderForCloud',
};

/** Older names of detection sources, folded. */
const DETECTION_SOURCES: Readonly<Record<string, string>> = {
  windowsdefenderatp: 'microsoftDefenderForEndpoint',
  windowsdefenderav: 'antivirus',
  windowsdefenderantivirus: 'antivirus',
  windowsdefendersmartscreen: 'smartScreen',
  customerti: 'customTi',
  officeatp: 'microsoftDefenderForOffice365',
  threatexperts: 'microsoftThreatExperts',
  azureatp: 'microsoftDefenderForIdentity',
  mtp: 'microsoft365Defender',
  microsoftthreatprotection: 'microsoft365Defender',
  asischeduledalerts: 'scheduledAlerts',
  asinrtalerts: 'nrtAlerts',
};

const STATUS: Readonly<Record<string, string>> = { dismissed: 'resolved', closed: 'resolved' };

function lookUp(table: Readonly<Record<string, string>>, value: string | undefined): string | undefined {
  const key = value?.toLowerCase().replace(/[^a-z0-9]+/g, '');
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Graph alert, as untyped JSON, of a SecurityAlert row. */
export function alertOf(row: SentinelRow, incidentId: string | undefined, tenantId: string | undefined, warn: (message: string) => void): Json {
  const { record } = row;
  const extended = objectColumn(record, 'ExtendedProperties') ?? {};
  const status = textColumn(record, 'Status');
  const product = textColumn(record, 'ProductName');
  const provider = textColumn(record, 'ProviderName');
  const service = lookUp(SERVICE_SOURCES, product) ?? lookUp(SERVICE_SOURCES, provider) ?? product;
  const detection = textColumn(extended, 'DetectionSource');
  const tactics = listColumn(record, 'Tactics');
  const firstActivity = timeOf(column(record, 'StartTime'));
  const created = timeOf(column(record, 'ProcessingEndTime'));
  const original = textColumn(record, 'VendorOriginalId');
  return {
    id: original ?? textColumn(record, 'SystemAlertId'),
    providerAlertId: original,
    incidentId,
    tenantId: tenantId ?? textColumn(record, 'TenantId'),
    title: textColumn(record, 'AlertName', 'DisplayName'),
    description: textColumn(record, 'Description'),
    severity: textColumn(record, 'AlertSeverity', 'Severity'),
    status: lookUp(STATUS, status) ?? status,
    category: textColumn(extended, 'MicrosoftDefenderAtp.Category', 'Category') ?? tactics[0],
    serviceSource: service,
    detectionSource: lookUp(DETECTION_SOURCES, detection) ?? detection ?? lookUp(DETECTION_SOURCES, provider) ?? service,
    productName: product,
    detectorId: textColumn(extended, 'DetectorId', 'Analytic Rule Ids'),
    assignedTo: textColumn(extended, 'AssignedTo'),
    alertWebUrl: textColumn(record, 'AlertLink'),
    recommendedActions: remediation(column(record, 'RemediationSteps')),
    mitreTechniques: techniques(record),
    threatDisplayName: textColumn(extended, 'ThreatName'),
    threatFamilyName: textColumn(extended, 'ThreatFamilyName'),
    createdDateTime: created ?? timeOf(column(record, 'TimeGenerated')),
    lastUpdateDateTime: timeOf(column(record, 'TimeGenerated')),
    firstActivityDateTime: firstActivity,
    lastActivityDateTime: timeOf(column(record, 'EndTime')),
    additionalData: {
      systemAlertId: textColumn(record, 'SystemAlertId'), tactics, compromisedEntity: textColumn(record, 'CompromisedEntity'), alertType: textColumn(record, 'AlertType'),
      extendedProperties: extended,
    },
    evidence: evidenceOf(graphOf(record, warn), firstActivity ?? created),
  };
}

function graphOf(record: SentinelRecord, warn: (message: string) => void): EntityGraph {
  const entities = jsonOf(column(record, 'Entities'), () => warn('The column "Entities" is not valid JSON; the alert has no evidence.'));
  if (entities !== undefined && !Array.isArray(entities)) warn('The column "Entities" is not a list; the alert has no evidence.');
  return new EntityGraph(Array.isArray(entities) ? entities : [], warn);
}

/** Techniques and sub-techniques; a technique is left out when one of its sub-techniques is there. */
function techniques(record: SentinelRecord): string[] {
  const all = [...new Set([...listColumn(record, 'Techniques'), ...listColumn(record, 'SubTechniques')].map((id) => id.toUpperCase()))];
  return all.filter((id) => !all.some((other) => other.startsWith(`${id}.`)));
}

function remediation(value: unknown): string | undefined {
  const steps = typeof value === 'string' && !/^\s*\[/.test(value) ? value : jsonOf(value);
  if (Array.isArray(steps)) return steps.filter((step) => typeof step === 'string').join('\n') || undefined;
  return typeof steps === 'string' && steps.trim() !== '' ? steps : undefined;
}
