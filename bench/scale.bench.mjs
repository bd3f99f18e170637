import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { summarizeIncident } from '@attest/incident-engine';
import { parseIncident } from '@attest/security-model';

/**
 * A made-up incident of 5,000 alerts and 50,000 evidence items (20,000 event rows), against one of a tenth: seconds, peak
 * resident memory, and the ratio of both in this run. Each size runs in a process of its own.
 */
const sizes = [500, 5_000];

function madeUp(alerts) {
  const base = '#microsoft.graph.security.';
  const moment = (n) => new Date(Date.UTC(2025, 0, 1) + n * 7_000).toISOString();
  return {
    id: 'scale', displayName: 'A made-up large incident', severity: 'high', status: 'active',
    alerts: Array.from({ length: alerts }, (_, n) => ({
      id: `a${n}`, title: `Alert kind ${n % 37}`, severity: ['low', 'medium', 'high'][n % 3], status: 'new', mitreTechniques: [['T1059', 'T1003', 'T1021', 'T1486'][n % 4]],
      firstActivityDateTime: moment(n), lastActivityDateTime: moment(n + 1),
      evidence: Array.from({ length: 10 }, (_, e) => e % 5 === 0 ? { '@odata.type': `${base}deviceEvidence`, deviceDnsName: `pc${(n + e) % 400}.contoso.example`, mdeDeviceId: `m${(n + e) % 400}` }
        : e % 5 === 1 ? { '@odata.type': `${base}userEvidence`, userAccount: { userPrincipalName: `u${(n * 3 + e) % 900}@contoso.example` } }
        : e % 5 === 2 ? { '@odata.type': `${base}ipEvidence`, ipAddress: `203.0.${n % 250}.${e}` }
        : e % 5 === 3 ? { '@odata.type': `${base}fileEvidence`, fileDetails: { fileName: `f${n % 1500}.exe`, filePath: 'C:\\Users\\x\\Downloads', sha256: (n % 1500).toString(16).padStart(64, '0') } }
        : { '@odata.type': `${base}processEvidence`, processId: n * 10 + e, processCommandLine: `f${n % 1500}.exe /q`, mdeDeviceId: `m${(n + e) % 400}`, imageFile: { fileName: `f${n % 1500}.exe`, filePath: 'C:\\Users\\x\\Downloads' } }),
    })),
  };
}

const rows = (count) => Array.from({ length: count }, (_, n) => ({ Table: n % 2 ? 'DeviceProcessEvents' : 'DeviceNetworkEvents', Timestamp: new Date(Date.UTC(2025, 0, 1) + n * 1_000).toISOString(), DeviceName: `pc${n % 400}.contoso.example`, ActionType: n % 2 ? 'ProcessCreated' : 'ConnectionSuccess', ReportId: n, FileName: `f${n % 1500}.exe`, ProcessId: n, ProcessCommandLine: `f${n % 1500}.exe`, RemoteIP: `203.0.${n % 250}.9`, RemotePort: 443, InitiatingProcessFileName: 'explorer.exe', InitiatingProcessId: n % 50, AccountName: `u${n % 900}` }));

const [size] = process.argv.slice(2);
if (size !== undefined) {
  const { incident } = parseIncident(madeUp(Number(size)));
  const events = rows(Number(size) * 4);
  const started = performance.now();
  const { card, dropped } = await summarizeIncident({ incident, events });
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(JSON.stringify({ alerts: Number(size), evidence: Number(size) * 10, eventRows: events.length, seconds: Number(seconds.toFixed(2)), peakMb: Math.round(process.resourceUsage().maxRSS / 1024), statements: card.statements.length, timeline: card.timeline.length, dropped: dropped.length }));
} else {
  const results = sizes.map((each) => {
    const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), String(each)], { encoding: 'utf8' });
    process.stderr.write(child.stderr);
    process.stdout.write(`${child.stdout}\n`);
    return JSON.parse(child.stdout);
  });
  const [small, large] = results;
  process.stdout.write(`${JSON.stringify({ ratioOfSizes: 10, ratioOfSeconds: Number((large.seconds / small.seconds).toFixed(1)), ratioOfMemory: Number((large.peakMb / small.peakMb).toFixed(1)) })}\n`);
}
