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
          { '@odata.type': '#microsoft.graph.security.processEvidence', createdDateTime: at, verdict: 'suspicious', remediationStatus: 'none', roles: [], processId: 4_000, processCommandLine: `cmd.exe /c set a=who&& call %a%ami ${host}`, imageFile: { fileName: 'cmd.exe', filePath: 'C:\\Windows\\System32' } },
          { '@odata.type': '#microsoft.graph.security.processEvidence', createdDateTime: at, verdict: 'unknown', remediationStatus: 'none', roles: [], processId: 4_001, processCommandLine: 'svchost.exe -k netsvcs -p', imageFile: { fileName: 'svchost.exe', filePath: 'C:\\Windows\\System32' } },
        ],
      },
    ],
  };
}
