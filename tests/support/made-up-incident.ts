/** A small incident in the Graph security form whose every value tells which one it is. */
export function madeUpIncident(id: string): Record<string, unknown> {
  const host = `ws-${id}`;
  const at = '2026-03-01T10:00:00Z';
  return {
    '@odata.type': '#microsoft.graph.security.incident',
    id,
    displayName: `Credential access on ${host}`,
    severity: 'high',
    status: 'active',
    createdDateTime: at,
    lastUpdateDateTime: '2026-03-01T10:05:00Z',
    alerts: [
      {
        '@odata.type': '#microsoft.graph.security.alert',
        id: `alert-${id}`,
        incidentId: id,
        title: 'Suspicious access to LSASS memory',
        severity: 'high',
        status: 'new',
        category: 'CredentialAccess',
        mitreTechniques: ['T1003.001'],
        createdDateTime: at,
        firstActivityDateTime: at,
        lastActivityDateTime: at,
        serviceSource: 'microsoftDefenderForEndpoint',
        evidence: [
          { '@odata.type': '#microsoft.graph.security.deviceEvidence', createdDateTime: at, verdict: 'suspicious', remediationStatus: 'none', roles: [], deviceDnsName: host, mdeDeviceId: `device-${id}` },
          { '@odata.type': '#microsoft.graph.security.userEvidence', createdDateTime: at, verdict: 'unknown', remediationStatus: 'none', roles: [], userAccount: { accountName: `user-${id}`, domainName: 'corp' } },
        ],
      },
    ],
  };
}
