import { isLocalAddress, type AlertFact, type EntityFact } from '@attest/incident-engine';
import { canonicalIp, hostOfUrl } from '@attest/security-model';
import { ruleSources, text } from '../scene/scene.js';
import { alertsNaming, commentFor, countReason, entitiesOfTrue, gradeReason, hasRole, type Case, type Proposal } from './proposal.js';

/** Products that see sign-ins, mailboxes and clouds, and not what devices talk to. */
const awayFromDevices = /IdentityProtection|DefenderForIdentity|CloudApps|Office365|AppGovernance|InsiderRisk|dataLoss/i;
/** Hosts that everyone uses; blocking one breaks more than the attack. */
const everyday =
  /(?:^|\.)(?:microsoft|windows|azure|office|office365|microsoftonline|live|outlook|sharepoint|windowsupdate|google|googleapis|gstatic|github|githubusercontent|apple|icloud|amazonaws|cloudflare|akamai|akamaized|digicert|mozilla|adobe|dropbox|slack|zoom|docusign|salesforce|force|atlassian|okta|linkedin|box|zendesk|service-now|workday|sendgrid)\.(?:com|net|us)$/i;

/** Public resolvers, and the address that every machine in Azure gets its name service and health checks from. */
const everydayAddresses: ReadonlySet<string> = new Set(['8.8.8.8', '8.8.4.4', '1.1.1.1', '1.0.0.1', '9.9.9.9', '208.67.222.222', '208.67.220.220', '168.63.129.16']);

/** Blocks of addresses and URLs. Rules N1 to N3 of docs/guided-response.md. */
export function proposeForNetwork(caseOf: Case): void {
  const { scene } = caseOf;
  let place = 0;
  for (const ip of entitiesOfTrue(caseOf, 'ip')) {
    const { entity } = ip;
    const address = canonicalIp(entity.value);
    const row = address === undefined ? undefined : scene.hostile.addresses.get(address);
    const bad = row !== undefined || entity.verdict === 'malicious' || hasRole(caseOf, entity, /^(?:attacker|commandAndControl)$/i) || soleContact(caseOf, ip);
    if (address === undefined || !bad || isLocalAddress(address)) continue;
    const target = { type: 'ip', id: address, name: address };
    if (everydayAddresses.has(address)) {
      caseOf.withheld.push({ action: 'blockIndicator', target, why: 'Many devices get names from this address: blocking it would stop more than the attack.' });
      continue;
    }
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
        why: signInsOnly(caseOf, ip)
          ? 'It was only the source of cloud sign-ins. An indicator acts on the traffic of devices and does not stop those; a conditional access policy does.'
          : 'No onboarded device of the evidence talked to it. An indicator acts on the traffic of such devices alone; a network policy or firewall of the cloud stops it.',
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
  for (const url of entitiesOfTrue(caseOf, 'url', 'domain')) {
    const host = url.entity.type === 'domain' ? url.entity.value.toLowerCase() : hostOfUrl(text(url.entity.attributes['url']) ?? url.entity.value)?.toLowerCase();
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
      (url.entity.type === 'url' && all.some(({ alert }) => /malicious url|phish|malicious link|click/i.test(alert.title ?? ''))) ||
      urls.some((one) => soleContact(caseOf, one));
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

/** Devices talked to the address: an alert of what watches devices names it together with a device, or telemetry of devices does. */
function fromDevices(caseOf: Case, { entity }: EntityFact): boolean {
  const { all } = alertsNaming(caseOf, entity);
  return all.some(onDevices) || caseOf.scene.rows.some((row) => row.table === 'DeviceNetworkEvents' && canonicalIp(row.text('RemoteIP')) === canonicalIp(entity.value));
}

/** Only products that see sign-ins, mailboxes and applications name it, and not one that sees what workloads of a cloud do. */
function signInsOnly(caseOf: Case, { entity }: EntityFact): boolean {
  return alertsNaming(caseOf, entity).all.every(({ alert }) => alert.serviceSource !== 'microsoftDefenderForCloud');
}

function onDevices({ alert }: AlertFact): boolean {
  return (
    !awayFromDevices.test(alert.serviceSource ?? '') &&
    alert.evidence.some((item) => /\.(?:device|ioTDevice|process)Evidence$/.test(item['@odata.type']))
  );
}

/** An alert of a product about a device that talks to its attacker, or sends away what it holds, names this and nothing else on the internet. */
function soleContact(caseOf: Case, { entity }: EntityFact): boolean {
  return alertsNaming(caseOf, entity).all.some((found) => {
    const { alert, tactic } = found;
    const grave = alert.severity === 'high' || alert.severity === 'medium';
    if ((tactic !== 'command-and-control' && tactic !== 'exfiltration') || !grave || ruleSources.has(alert.detectionSource ?? '') || !onDevices(found)) return false;
    const outside = caseOf.scene.set.entities.filter(({ entity: other }) => other.type === entity.type && isContact(other, alert.id));
    return outside.length === 1 && outside[0]?.entity === entity;
  });
}

/** The alert itself, and not a device or a name server in it, names the address or host. */
function isContact({ type, value, mentions }: EntityFact['entity'], alertId: string): boolean {
  const named = mentions.some((item) => item.alertId === alertId && (item.relation === undefined || item.relation === 'host'));
  return named && !(type === 'ip' && (isLocalAddress(value) || isPrivate(value)));
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
    return domain !== undefined && domain.includes('.') && ownedName(host) === ownedName(domain.toLowerCase());
  });
}

/** The part of a name that one owner has: two labels, three below `co.uk` and its like. Names below one owner are one domain, as the web site of a company is beside the domain of its devices. */
function ownedName(name: string): string {
  const labels = name.split('.');
  return labels.slice(/^(?:co|com|net|org|gov|gob|edu|ac|or|ne|gv)\.[a-z]{2}$/.test(labels.slice(-2).join('.')) ? -3 : -2).join('.');
}

function isPrivate(address: string): boolean {
  return /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|f[cd])/i.test(address);
}
