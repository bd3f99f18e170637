import { isLocalAddress, type AlertFact, type Row } from '@attest/incident-engine';
import { jsonColumn } from '@attest/security-model';
import { entitiesOfAlert, rolesIn, ruleSources, text, type Scene } from '../scene/scene.js';
import { isInstalledProgram, isTrustedInstaller } from '../scene/system-files.js';
import { tagApproval } from './approvals.js';

/** What records say about an alert that looks hostile and is not. */
export interface BenignFinding {
  rule: string;
  verdict: 'falsePositive' | 'informationalExpectedActivity';
  determination: string;
  text: string;
  facts: string[];
}

type Rule = (scene: Scene, alert: AlertFact) => BenignFinding | undefined;

const signInTables: ReadonlySet<string> = new Set(['AADSignInEventsBeta', 'EntraIdSignInEvents', 'SigninLogs', 'IdentityLogonEvents']);
const day = 86_400_000;

/** Rules in order; the first that speaks decides. Each is a row of the table "Benign by record" in docs/guided-response.md. */
const rules: readonly Rule[] = [testFile, phishingSimulation, taggedDevice, noThreatFound, managedSoftware, ownSignIns, forgottenPassword];

/** What the records say for an alert being harmless; undefined when they say nothing. Names, texts and mails never count. */
export function benignByRecord(scene: Scene, alert: AlertFact): BenignFinding | undefined {
  if (hasAttacker(scene, alert)) return undefined;
  for (const rule of rules) {
    const found = rule(scene, alert);
    if (found) return found;
  }
  return undefined;
}

/** The product named an attacker, a control server or a compromised account or device in this alert, or called something malicious that is no test file. */
function hasAttacker(scene: Scene, alert: AlertFact): boolean {
  if (isTestFile(alert)) return false;
  return entitiesOfAlert(scene, alert.alert.id).some(({ entity }) =>
    rolesIn(scene, entity, alert).some((role) => /attacker|commandAndControl|compromised/i.test(role)),
  );
}

function isTestFile({ alert }: AlertFact): boolean {
  const names = [
    alert.threatDisplayName,
    alert.threatFamilyName,
    ...alert.evidence.map((item) => (item['@odata.type'] === '#microsoft.graph.security.malwareEvidence' ? item.name : undefined)),
  ];
  if (/^\[test alert\]/i.test(alert.title ?? '') && !ruleSources.has(alert.detectionSource ?? '')) return true;
  const antivirus = alert.detectionSource === 'antivirus' || alert.detectionSource === 'smartScreen';
  return [...names, antivirus ? alert.title : undefined].some((name) => name !== undefined && /\beicar\b|eicar[_-]test|amtso/i.test(name));
}

function testFile(scene: Scene, alert: AlertFact): BenignFinding | undefined {
  if (!isTestFile(alert)) return undefined;
  const fact = scene.desk.derive('threat.testFile', 'the product names a test file', [alert.fact.id], {
    conclusion: 'security testing',
    file: 'antivirus test file',
  });
  return {
    rule: 'B5',
    verdict: 'informationalExpectedActivity',
    determination: 'securityTesting',
    text: /^\[test alert\]/i.test(alert.alert.title ?? '') ? 'The product marks the alert as its own test.' : 'The detection is of an antivirus test file.',
    facts: [fact, alert.fact.id],
  };
}

function phishingSimulation(scene: Scene, alert: AlertFact): BenignFinding | undefined {
  const ids = new Set(
    entitiesOfAlert(scene, alert.alert.id)
      .filter(({ entity }) => entity.type === 'message')
      .map(({ entity }) => text(entity.attributes['networkMessageId'])?.toLowerCase())
      .filter((id) => id !== undefined),
  );
  if (ids.size === 0) return undefined;
  const marked = scene.rows.filter(
    (row) =>
      row.table === 'EmailEvents' &&
      ids.has(row.text('NetworkMessageId')?.toLowerCase() ?? '') &&
      [row.text('OrgLevelPolicy'), row.text('EmailActionPolicy')].some((policy) => /phish\w*[\s-]?simulation|attack[\s-]?simulation/i.test(policy ?? '')),
  );
  const [row] = marked;
  if (!row || new Set(marked.map((item) => item.text('NetworkMessageId')?.toLowerCase())).size < ids.size) return undefined;
  const seen = scene.desk.row(row, 'mail.policy', { conclusion: 'phishing simulation', policyRule: 'phishing simulation' });
  return {
    rule: 'B4',
    verdict: 'informationalExpectedActivity',
    determination: 'securityTesting',
    text: 'The mail came through the phishing simulation policy of the tenant.',
    facts: [seen, alert.fact.id],
  };
}

function taggedDevice(scene: Scene, alert: AlertFact): BenignFinding | undefined {
  const devices = alert.alert.evidence.filter((item) => item['@odata.type'] === '#microsoft.graph.security.deviceEvidence');
  const sources = devices.filter((item) => (item.roles ?? []).includes('source'));
  const acting = sources.length > 0 ? sources : devices;
  const approvals = acting.map((item) => tagApproval(item.tags ?? []));
  const [first] = approvals;
  const [device] = acting;
  if (!first || !device || approvals.some((approval) => approval === undefined)) return undefined;
  const name = device.deviceDnsName ?? device.hostName ?? 'the device';
  const fact = scene.desk.derive('device.tag', 'tag of the tenant on the acting device', [alert.fact.id], {
    device: name,
    tag: first.words,
    conclusion: 'expected',
  });
  return {
    rule: 'B3',
    verdict: 'informationalExpectedActivity',
    determination: first.determination,
    text: `The tenant tagged ${name} as "${first.words}".`,
    facts: [fact, alert.fact.id],
  };
}

function noThreatFound(scene: Scene, alert: AlertFact): BenignFinding | undefined {
  const verdicts = alert.alert.evidence.map(({ verdict }) => verdict ?? 'unknown');
  if (!verdicts.includes('noThreatsFound') || verdicts.some((verdict) => verdict === 'malicious' || verdict === 'suspicious')) return undefined;
  if (verdicts.filter((verdict) => verdict === 'noThreatsFound').length * 2 < verdicts.length) return undefined;
  const fact = scene.desk.derive('evidence.verdicts', 'verdicts of the evidence of one alert', [alert.fact.id], {
    verdict: 'no threats found',
    conclusion: 'not malicious',
  });
  return {
    rule: 'B6',
    verdict: 'falsePositive',
    determination: 'notMalicious',
    text: 'The product found no threats in the evidence of this alert.',
    facts: [fact, alert.fact.id],
  };
}

/** Every process that the alert names is installed software or was started by management software, and none is of the attack. */
function managedSoftware(scene: Scene, alert: AlertFact): BenignFinding | undefined {
  const link = scene.links.get(alert.alert.id);
  if (!link || link.tie) return undefined;
  if (link.others.length === 0) return managedByEvidence(scene, alert);
  const named = alert.alert.evidence.filter((item) => item['@odata.type'] === '#microsoft.graph.security.processEvidence' && item.processId !== undefined);
  if (link.others.length < named.length) return undefined;
  const managed = link.others.every((node) => scene.hostile.managed(node));
  const quiet = ruleSources.has(alert.alert.detectionSource ?? '') && alert.alert.severity !== 'high';
  if (!managed && !(quiet && link.others.every(({ path }) => isInstalledProgram(path)))) return undefined;
  const [node] = link.others;
  if (!node) return undefined;
  const parent = scene.hostile.graph.parentOf(node);
  const facts = node.created ? [scene.desk.row(node.created, 'process.created')] : [];
  if (!managed) {
    const fact = scene.desk.derive('process.place', 'folder of the program', [...facts, alert.fact.id], {
      process: node.fileName,
      path: node.path,
      place: 'installed software',
    });
    return {
      rule: 'B7',
      verdict: 'falsePositive',
      determination: 'notMalicious',
      text: `${node.fileName} is installed software and ran from its own folder.`,
      facts: [fact, ...facts, alert.fact.id],
    };
  }
  const by = parent && scene.hostile.managed(parent) ? parent : node;
  const fact = scene.desk.derive('process.managed', 'started by management software from its own folder', [...facts, alert.fact.id], {
    process: node.fileName,
    manager: by.fileName,
    managerPath: by.path,
    conclusion: 'expected',
  });
  const own = by === node;
  return {
    rule: 'B7',
    verdict: own ? 'falsePositive' : 'informationalExpectedActivity',
    determination: own ? 'notMalicious' : 'lineOfBusinessApplication',
    text: own
      ? `${node.fileName} is management software and ran from its own folder.`
      : `${node.fileName} was started by ${by.fileName}, which is management software in its own folder.`,
    facts: [fact, ...facts, alert.fact.id],
  };
}

/** Without telemetry: the evidence itself names management software as the parent of every process. */
function managedByEvidence(scene: Scene, alert: AlertFact): BenignFinding | undefined {
  if (alert.alert.severity === 'high') return undefined;
  const items = alert.alert.evidence.filter((item) => item['@odata.type'] === '#microsoft.graph.security.processEvidence');
  const parents = items.map(({ parentProcessImageFile: parent }) =>
    parent?.filePath === undefined || parent.fileName === undefined ? undefined : `${parent.filePath}\\${parent.fileName}`,
  );
  const [first] = items;
  if (!first || parents.some((path) => path === undefined || !isTrustedInstaller(path, undefined))) return undefined;
  const manager = first.parentProcessImageFile?.fileName ?? '';
  const fact = scene.desk.derive('process.managed', 'started by management software from its own folder', [alert.fact.id], {
    process: first.imageFile?.fileName,
    manager,
    managerPath: parents[0],
    conclusion: 'expected',
  });
  return {
    rule: 'B7',
    verdict: 'informationalExpectedActivity',
    determination: 'lineOfBusinessApplication',
    text: `${first.imageFile?.fileName ?? 'The process'} was started by ${manager}, which is management software in its own folder.`,
    facts: [fact, alert.fact.id],
  };
}

/** The sign-ins the alert is about came from the person's own managed device, from a place the tenant trusts, or were found safe. */
function ownSignIns(scene: Scene, alert: AlertFact): BenignFinding | undefined {
  const entities = entitiesOfAlert(scene, alert.alert.id);
  const users = entities.filter(({ entity }) => entity.type === 'user');
  if (users.length !== 1 || entities.some(({ entity }) => entity.type === 'device' || entity.type === 'process' || entity.verdict === 'malicious'))
    return undefined;
  const names = new Set(users.flatMap(({ entity }) => [entity.value, ...entity.names]).map((name) => name.toLowerCase()));
  const addresses = new Set(entities.filter(({ entity }) => entity.type === 'ip').map(({ entity }) => entity.value.toLowerCase()));
  const moment = alert.at ?? 0;
  const mine = scene.rows.filter(
    (row) =>
      signInTables.has(row.table) &&
      Math.abs(row.at - moment) < 2 * day &&
      [row.text('AccountUpn'), row.text('UserPrincipalName'), row.text('AccountObjectId'), row.account()].some(
        (name) => name !== undefined && names.has(name.toLowerCase()),
      ),
  );
  const about = mine.filter((row) => addresses.size === 0 || addresses.has((row.text('IPAddress') ?? '').toLowerCase()));
  const successes = (about.length > 0 ? about : mine).filter((row) => !failed(row));
  if (successes.length === 0) return undefined;
  const devices = new Set(
    mine
      .filter((row) => managedRow(row))
      .map((row) => row.text('DeviceName')?.toLowerCase())
      .filter((name) => name !== undefined),
  );
  const failures = mine.filter(failed);
  const habit = habitual(mine, failures, successes);
  const own = (row: Row): boolean => managedRow(row) || trustedPlace(row) || safe(row) || devices.has(row.text('DeviceName')?.toLowerCase() ?? '-') || habit;
  if (!successes.every(own) || failures.length > 20) return undefined;
  const places = new Set(successes.map((row) => row.text('IPAddress')));
  if (failures.length > 0 && !failures.every((row) => own(row) || places.has(row.text('IPAddress')))) return undefined;
  const row = successes.find(safe) ?? successes.find(trustedPlace) ?? successes.at(-1);
  const [user] = users;
  if (!row || !user) return undefined;
  const seen = scene.desk.row(row, 'signin.succeeded', { account: user.entity.value });
  const count = scene.desk.derive('signins.own', 'sign-ins of the person in the time of the alert', [seen, alert.fact.id], {
    account: user.entity.value,
    failures: failures.length,
    reason: safe(row) ? 'found safe' : trustedPlace(row) ? 'trusted place' : 'managed or usual device',
    conclusion: 'expected',
  });
  const facts = [count, seen, user.fact.id, alert.fact.id];
  const how = safe(row)
    ? 'The sign-in was found safe'
    : trustedPlace(row)
      ? `${user.entity.value} signed in from a trusted place of the tenant`
      : `${user.entity.value} signed in on ${managedRow(row) || devices.has(row.text('DeviceName')?.toLowerCase() ?? '-') ? 'a managed device' : 'the usual device or address'}`;
  const after = failures.length > 0 && !safe(row) ? ` after ${failures.length} failed attempts` : '';
  return { rule: 'B8', verdict: 'falsePositive', determination: 'notMalicious', text: `${how}${after}.`, facts };
}

/** A few wrong passwords at the device's own keyboard, then the right one. */
function forgottenPassword(scene: Scene, alert: AlertFact): BenignFinding | undefined {
  const users = entitiesOfAlert(scene, alert.alert.id).filter(({ entity }) => entity.type === 'user');
  if (users.length !== 1 || alert.alert.severity === 'high' || !/credential|logon|sign-?in|password/i.test(`${alert.alert.category} ${alert.alert.title}`))
    return undefined;
  const [user] = users;
  if (!user) return undefined;
  const names = new Set([user.entity.value, ...user.entity.names].map((name) => name.toLowerCase()));
  const logons = scene.rows.filter(
    (row) => row.table === 'DeviceLogonEvents' && names.has(row.account()?.toLowerCase() ?? '-') && Math.abs(row.at - (alert.at ?? 0)) < day,
  );
  const failures = logons.filter(({ action }) => action === 'LogonFailed');
  const success = logons.find((row) => row.action === 'LogonSuccess' && failures.some((failure) => failure.at <= row.at));
  const local = (row: Row): boolean =>
    /interactive|unlock|cached/i.test(row.text('LogonType') ?? '') &&
    !/remote/i.test(row.text('LogonType') ?? '') &&
    (row.text('RemoteIP') === undefined || isLocalAddress(row.text('RemoteIP') ?? ''));
  if (!success || failures.length === 0 || failures.length > 15 || !logons.every(local) || new Set(logons.map((row) => row.device())).size !== 1)
    return undefined;
  if (scene.hostile.roots.some(({ node }) => node.device === success.device()?.toLowerCase())) return undefined;
  const seen = scene.desk.row(success, 'logon.succeeded', { account: user.entity.value });
  const count = scene.desk.derive('logons.own', 'logons of the person on the device', [seen, alert.fact.id], {
    account: user.entity.value,
    failures: failures.length,
    conclusion: 'expected',
  });
  return {
    rule: 'B9',
    verdict: 'falsePositive',
    determination: 'notMalicious',
    text: `${user.entity.value} logged on at the keyboard of ${success.device() ?? 'the device'} after ${failures.length} failed attempts.`,
    facts: [count, seen, user.fact.id, alert.fact.id],
  };
}

function failed(row: Row): boolean {
  const code = row.text('ErrorCode') ?? row.text('ResultType');
  return /fail/i.test(row.action) || (code !== undefined && code !== '0');
}

/**
 * Failures and success came from one device with a name and one address, from one address inside the network, or from an address
 * from which the person had signed in before the first failure: nobody else took over in between.
 */
function habitual(mine: readonly Row[], failures: readonly Row[], successes: readonly Row[]): boolean {
  const all = [...failures, ...successes];
  const [first] = successes;
  const address = first?.text('IPAddress');
  if (!first || address === undefined || failures.length === 0 || !all.every((row) => row.text('IPAddress') === address)) return false;
  const device = deviceOf(first);
  if (device !== undefined && all.every((row) => deviceOf(row) === device)) return true;
  if (/^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(address)) return true;
  const begin = failures.reduce((least, row) => Math.min(least, row.at), Infinity);
  return mine.some((row) => !failed(row) && row.at < begin && row.text('IPAddress') === address);
}

function deviceOf(row: Row): string | undefined {
  return row.text('DeviceName')?.toLowerCase() ?? textIn(detail(row)['displayName']);
}

/** What SigninLogs keep of the device, as one JSON column. */
function detail(row: Row): Record<string, unknown> {
  const parsed = jsonColumn(row.columns['DeviceDetail']);
  return parsed !== undefined && !Array.isArray(parsed) ? parsed : {};
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.toLowerCase() : undefined;
}

function managedRow(row: Row): boolean {
  const yes = (name: string): boolean => /^(?:1|true|yes)$/i.test(row.text(name) ?? '');
  const { isManaged, isCompliant, trustType } = detail(row);
  return (
    yes('IsManaged') ||
    yes('IsCompliant') ||
    isManaged === true ||
    isCompliant === true ||
    /hybrid|azure ad joined|entra joined|registered/i.test(`${row.text('DeviceTrustType') ?? ''} ${textIn(trustType) ?? ''}`)
  );
}

function trustedPlace(row: Row): boolean {
  return /trustedNamedLocation/i.test(row.text('NetworkLocationDetails') ?? '') || /corporate|trusted/i.test(row.text('IPCategory') ?? '');
}

function safe(row: Row): boolean {
  return (
    /^(?:confirmedSafe|dismissed|remediated|adminConfirmedSigninSafe|adminDismissed\w*|1|2|3)$/i.test(row.text('RiskState') ?? '') &&
    /[a-z]/i.test(row.text('RiskState') ?? '')
  );
}
