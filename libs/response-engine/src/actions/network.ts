import { isLocalAddress, type EntityFact } from '@attest/incident-engine';
import { canonicalIp, hostOfUrl } from '@attest/security-model';
import { text } from '../scene/scene.js';
import { alertsNaming, commentFor, countReason, entitiesOfTrue, gradeReason, hasRole, type Case, type Proposal } from './proposal.js';

const endpointService = /Endpoint|unknown|^$/i;
/** Hosts that everyone uses; blocking one breaks more than the attack. */
const everyday =
  /(?:^|\.)(?:microsoft|windows|office|office365|microsoftonline|live|outlook|sharepoint|windowsupdate|google|googleapis|gstatic|github|githubusercontent|apple|icloud|amazonaws|cloudflare|akamai|akamaized|digicert|mozilla|adobe|dropbox|slack|zoom)\.(?:com|net|us)$/i;

/** Blocks of addresses and URLs. Rules N1 to N3 of docs/guided-response.md. */
export function proposeForNetwork(caseOf: Case): void {
  const { scene } = caseOf;
  let place = 0;
  for (const ip of entitiesOfTrue(caseOf, 'ip')) {
    const { entity } = ip;
    const address = canonicalIp(entity.value);
    const row = address === undefined ? undefined : scene.hostile.addresses.get(address);
    const bad = row !== undefined || entity.verdict === 'malicious' || hasRole(caseOf, entity, /^(?:attacker|commandAndControl)$/i);
    if (address === undefined || !bad || isLocalAddress(address)) continue;
    const target = { type: 'ip', id: address, name: address };
    const owner = scene.ownAddresses.get(address.toLowerCase());
    if (owner !== undefined) {
      caseOf.withheld.push({ action: 'blockIndicator', target, why: 'It is an address of a device of the evidence: blocking it would cut off the own side.' });
      continue;
    }
    if (scene.hostile.infrastructure.has(address)) {
      caseOf.withheld.push({
        action: 'blockIndicator',
        target,
        why: "Devices get names, time or sign-in from this address: it is the tenant's own infrastructure.",
      });
      continue;
    }
    if (row === undefined && !fromDevices(caseOf, ip)) {
      caseOf.withheld.push({
        action: 'blockIndicator',
        target,
        why: 'It was only the source of cloud sign-ins. An indicator acts on the traffic of devices and does not stop those; a conditional access policy does.',
      });
      continue;
    }
    const reasons: Proposal['reasons'] = [];
    if (row !== undefined) {
      const seen = scene.desk.row(
        row,
        row.table === 'DeviceNetworkEvents' ? 'network.connected' : 'file.downloaded',
        row.table === 'DeviceNetworkEvents' ? {} : { origin: row.text('FileOriginUrl') ?? /HostUrl=(\S+)/.exec(row.text('StreamContents') ?? '')?.[1] },
      );
      const program = row.text('InitiatingProcessFileName') ?? 'A process';
      reasons.push({
        text:
          row.table === 'DeviceNetworkEvents'
            ? `${program} connected to ${address}.`
            : `The file ${row.text('FileName')?.replace(/:.*$/, '') ?? ''} was downloaded from ${address}.`,
        facts: [seen, ip.fact.id],
      });
    }
    const grade = gradeReason(ip);
    reasons.push(...(grade ? [grade] : []), countReason(caseOf, ip));
    caseOf.proposals.push({
      action: 'blockIndicator',
      target,
      reasons,
      rule: 'N1',
      weight: 76 - Math.min(place++, 5),
      parameters: indicator(caseOf, address, 'IpAddress'),
      ...(isPrivate(address)
        ? {
            requiresApproval: true,
            warning: 'This is a private address. Make sure that no device of your own uses it: the block reaches every device of the tenant.',
          }
        : {}),
    });
    if (place >= 5) break;
  }
  proposeForUrls(caseOf);
}

function proposeForUrls(caseOf: Case): void {
  const hosts = new Map<string, EntityFact[]>();
  for (const url of entitiesOfTrue(caseOf, 'url')) {
    const host = hostOfUrl(text(url.entity.attributes['url']) ?? url.entity.value)?.toLowerCase();
    if (host === undefined || canonicalIp(host) !== undefined || !host.includes('.')) continue;
    hosts.set(host, [...(hosts.get(host) ?? []), url]);
  }
  let place = 0;
  for (const [host, urls] of [...hosts].sort((a, b) => (b[1][0]?.weight ?? 0) - (a[1][0]?.weight ?? 0) || (a[0] < b[0] ? -1 : 1))) {
    const [url] = urls;
    if (!url || place >= 3 || devicesNamed(caseOf, host)) continue;
    const { all } = urls.map(({ entity }) => alertsNaming(caseOf, entity)).reduce((a, b) => (b.all.length > a.all.length ? b : a));
    const mail = all.some(({ alert }) => alert.serviceSource === 'microsoftDefenderForOffice365' || /mail|click|phish/i.test(alert.title ?? ''));
    const bad =
      urls.some(({ entity }) => entity.verdict === 'malicious' || hasRole(caseOf, entity, /attacker|commandAndControl/i)) ||
      all.some(({ alert }) => /malicious url|phish|malicious link|click/i.test(alert.title ?? ''));
    if (!bad) continue;
    const address = text(url.entity.attributes['url']) ?? url.entity.value;
    const target = { type: 'url', id: address, name: host };
    if (ownDomain(caseOf, host)) {
      caseOf.withheld.push({
        action: mail ? 'blockUrl' : 'blockIndicator',
        target,
        why: 'It is a host of the own domain: blocking it would cut off the own side.',
      });
      continue;
    }
    if (everyday.test(host)) {
      caseOf.withheld.push({
        action: mail ? 'blockUrl' : 'blockIndicator',
        target,
        why: 'Many services share this host: blocking it would stop more than the attack.',
      });
      continue;
    }
    const grade = gradeReason(url);
    const reasons = [...(grade ? [grade] : []), countReason(caseOf, url)];
    if (mail) caseOf.proposals.push({ action: 'blockUrl', target, reasons, rule: 'N3', weight: 72 - place, parameters: { Entries: [host] } });
    else
      caseOf.proposals.push({ action: 'blockIndicator', target, reasons, rule: 'N2', weight: 72 - place, parameters: indicator(caseOf, host, 'DomainName') });
    place++;
  }
}

function indicator({ scene }: Case, value: string, type: string): Proposal['parameters'] {
  return {
    indicatorValue: value,
    indicatorType: type,
    action: 'Block',
    title: `Incident ${scene.input.incident.id}: ${value}`.slice(0, 200),
    description: commentFor(scene),
    severity: 'High',
    generateAlert: true,
  };
}

/** Devices talked to the address: an alert of an endpoint names it together with a device, or telemetry does. */
function fromDevices(caseOf: Case, { entity }: EntityFact): boolean {
  const { all } = alertsNaming(caseOf, entity);
  return all.some(
    ({ alert }) =>
      endpointService.test(alert.serviceSource ?? '') &&
      alert.evidence.some(
        (item) => item['@odata.type'] === '#microsoft.graph.security.deviceEvidence' || item['@odata.type'] === '#microsoft.graph.security.processEvidence',
      ),
  );
}

function devicesNamed({ scene }: Case, host: string): boolean {
  return scene.set.entities.some(({ entity }) => entity.type === 'device' && [entity.value, ...entity.names].some((name) => name.toLowerCase() === host));
}

/** Whether a host lies in a domain of the evidence's own accounts or devices. */
function ownDomain({ scene }: Case, host: string): boolean {
  return scene.set.entities.some(({ entity }) => {
    const domain =
      entity.type === 'user'
        ? text(entity.attributes['userPrincipalName'])?.split('@')[1]
        : entity.type === 'device'
          ? text(entity.attributes['dnsName'])?.split('.').slice(1).join('.')
          : undefined;
    return domain !== undefined && domain.includes('.') && (host === domain.toLowerCase() || host.endsWith(`.${domain.toLowerCase()}`));
  });
}

function isPrivate(address: string): boolean {
  return /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|f[cd])/i.test(address);
}
