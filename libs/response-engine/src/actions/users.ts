import type { AlertFact, EntityFact, Row } from '@attest/incident-engine';
import { assetOf, hostName, isDecoy } from '../scene/assets.js';
import { entitiesOfAlert, text, type Scene } from '../scene/scene.js';
import type { ActionTarget } from '../guided-response.js';
import { rootFact } from '../triage/alert-verdicts.js';
import { alertsNaming, countReason, entitiesOfTrue, gradeReason, hasRole, tellingReason, type Case, type Proposal } from './proposal.js';

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Techniques in which an account is used against others, not only present. */
const usesAccount = /^T(?:1003|1550|1558|1078|1021|1134|1110|1555|1556|1098|1136|1569|1570|1528|1539|1114|1564\.008|1606|1621|1649)\b/;
/** Techniques whose victim is the account: what it keeps on a device was read, not that it acted. */
const robs = /^T(?:1539|1552|1555|1056)\b/;
const cloudServices = /azureAdIdentityProtection|CloudApps|Office365|microsoft365Defender|AppGovernance|Sentinel/i;

/** Alerts that speak for an action on an account, by title and technique. */
const fitting: Readonly<Record<string, RegExp>> = {
  disableUser: /fraud|ransom|human-operated|dcsync|exfiltrat|lateral|credential theft|stolen|T1003|T1550|T1558/i,
  revokeSessions: /session|cookie|token|anonymous|malicious ip|sign-?in|T1539|T1528|consent/i,
  forcePasswordReset: /password|spray|brute|credential|lsass|T1110|T1003|T1555/i,
  confirmUserCompromised: /compromised|risk|leaked|anonymous|malicious ip/i,
};

type Standing = 'takenOver' | 'operator' | 'robbed' | 'exposed' | 'made' | 'insider' | 'consented';

/** Actions on accounts. Rules U1 to U7 of docs/guided-response.md. */
export function proposeForUsers(caseOf: Case): void {
  let place = 0;
  for (const user of entitiesOfTrue(caseOf, 'user')) {
    const { entity } = user;
    const target = userTarget(user);
    if (entity.value.endsWith('$') || isSystemAccount(entity.value)) continue;
    if (isDecoy(caseOf.scene, user)) {
      caseOf.withheld.push({ action: 'disableUser', target, why: 'It is a decoy account: whoever touches it shows himself, and disabling it would end that.' });
      continue;
    }
    const standing = standingOf(caseOf, user);
    if (standing === undefined) {
      if (caseOf.withheld.filter(({ action }) => action === 'disableUser').length < 4)
        caseOf.withheld.push({ action: 'disableUser', target, why: 'Alerts name the account, but nothing shows that someone else used it.' });
      continue;
    }
    const provider = text(entity.attributes['provider']);
    if (provider !== undefined) {
      caseOf.withheld.push({ action: 'disableUser', target, why: `It is an account of ${provider}, which no directory call reaches: suspend it there and take its tokens and keys back.` });
      continue;
    }
    if (isLocal(caseOf, user)) {
      caseOf.withheld.push({ action: 'disableUser', target, why: 'It is a local account of one device: no directory can disable it, and isolating the device takes it away.' });
      continue;
    }
    if (place > 9) continue;
    propose(caseOf, user, standing, place++);
  }
}

function standingOf(caseOf: Case, user: EntityFact): Standing | undefined {
  const { entity } = user;
  const { all } = alertsNaming(caseOf, entity);
  const own = all.filter((alert) => acts(user, alert));
  if (madeByAttacker(caseOf, user)) return 'made';
  if (takesOut(caseOf, entity, all)) return 'insider';
  const cloud = own.filter(({ alert }) => cloudServices.test(alert.serviceSource ?? ''));
  const named = hasRole(caseOf, entity, /^(?:compromised|attacker)$/i);
  if (named && cloud.length > 0) return 'takenOver';
  if (riskConfirmed(caseOf, user, cloud)) return 'takenOver';
  if (named || operates(caseOf, user)) return 'operator';
  const strong = own.filter(
    ({ alert }) =>
      alert.severity === 'high' &&
      alert.mitreTechniques.some((id) => usesAccount.test(id)) &&
      (!cloudServices.test(alert.serviceSource ?? '') ||
        own.length > 1 ||
        consents([{ alert }]) ||
        alert.evidence.some((item) => item['@odata.type'] === '#microsoft.graph.security.deviceEvidence')),
  );
  const medium = own.filter(({ alert }) => alert.severity === 'medium' && alert.mitreTechniques.some((id) => /^T(?:1021|1550|1558|1134|1078)\b/.test(id)));
  if (strong.length >= 1 && !onlyMail(own)) {
    if (consents(strong)) return 'consented';
    if (strong.every(({ alert }) => cloudServices.test(alert.serviceSource ?? '')) && inCloud(user)) return 'takenOver';
    if (!strong.every(robbing)) return 'operator';
  }
  if (medium.length >= 3 && caseOf.trueAlerts.some(({ alert }) => alert.severity === 'high')) return 'operator';
  if (own.some(robbing)) return 'robbed';
  if (exposed(caseOf, user)) return 'exposed';
  return undefined;
}

function propose(caseOf: Case, user: EntityFact, standing: Standing, place: number): void {
  const { scene } = caseOf;
  const { entity } = user;
  const target = userTarget(user);
  const id = text(entity.attributes['azureAdUserId']) ?? text(entity.attributes['userPrincipalName']) ?? target.id;
  const general = reasonsFor(caseOf, user, standing);
  const add = (action: string, weight: number, rule: string, parameters: Proposal['parameters'] = { id }, more: Partial<Proposal> = {}): void => {
    const told = tellingReason(caseOf, user, fitting[action]);
    const reasons = [...general.slice(0, 1), ...(told ? [told] : []), ...general.slice(1)];
    caseOf.proposals.push({ action, target, parameters, reasons, weight: weight - Math.min(place, 9), rule, ...more });
  };
  const known = assetOf(scene, user);
  const privileged =
    known?.role === 'privilegedAccount' ||
    known?.criticality === 'critical' ||
    /(?:^|[._-])(?:adm|admin|da|sa)(?:[._-]|$)|administrator|break ?glass/i.test(entity.value.split('@')[0] ?? '');
  const service =
    known?.role === 'serviceAccount' || /^(?:svc|service|sa)[._-]/i.test(entity.value.split(/[@\\]/).at(entity.value.includes('\\') ? -1 : 0) ?? '');
  const warning = service
    ? 'This is a service account: what signs in with it stops. Let the owner of the service approve.'
    : privileged
      ? 'This is a privileged account. Make sure that another administrator can sign in.'
      : undefined;
  const disrupted = /attack disruption/i.test(`${scene.input.incident.displayName ?? ''} ${scene.input.incident.systemTags.join(' ')}`)
    ? 'The title says that attack disruption acted. Check whether the account is disabled already.'
    : undefined;
  const cautious: Partial<Proposal> = { ...(warning === undefined ? {} : { warning }), requiresApproval: true };
  const done = disabledBefore(user);
  switch (standing) {
    case 'takenOver':
      add(
        'disableUser',
        98,
        'U1',
        { id },
        { ...cautious, ...(warning === undefined && disrupted !== undefined ? { warning: disrupted } : {}), ...(done ? { doneBy: done } : {}) },
      );
      add('revokeSessions', 97, 'U1');
      add('forcePasswordReset', 86, 'U1', { id }, { requiresApproval: true });
      if (guid.test(id)) add('confirmUserCompromised', 90, 'U1', { userIds: [id] });
      break;
    case 'operator':
    case 'made':
      add('disableUser', standing === 'made' ? 82 : 92, standing === 'made' ? 'U4' : 'U2', { id }, { ...cautious, ...(done ? { doneBy: done } : {}) });
      if (standing === 'operator' && impersonated(caseOf, user)) add('forcePasswordReset', 80, 'U2', { id }, cautious);
      break;
    case 'robbed':
      if (inCloud(user)) add('revokeSessions', 84, 'U7');
      add('forcePasswordReset', 83, 'U7', { id }, cautious);
      break;
    case 'exposed':
      add('forcePasswordReset', 70, 'U3', { id }, cautious);
      break;
    case 'insider':
      add(
        'disableUser',
        96,
        'U5',
        { id },
        { requiresApproval: true, warning: 'This concerns a person, not a stolen account. Involve human resources and legal counsel before anything is done.' },
      );
      add('revokeSessions', 90, 'U5');
      break;
    case 'consented':
      add('revokeSessions', 90, 'U6');
      break;
  }
}

function reasonsFor(caseOf: Case, user: EntityFact, standing: Standing): Proposal['reasons'] {
  const { scene } = caseOf;
  const { entity, fact } = user;
  const reasons: Proposal['reasons'] = [];
  const mine = scene.hostile.all().filter(({ node, kind }) => kind !== 'injected' && isAccount(user, node.account));
  const [first] = mine;
  if (first) {
    const above = rootFact(scene, first.root);
    reasons.push({
      text: `${first.node.fileName} ran as ${String(first.node.account)}.`,
      facts: [first.node.created ? scene.desk.row(first.node.created, 'process.created') : above, above, fact.id],
    });
  } else if (standing === 'exposed') {
    const [root] = scene.hostile.roots;
    if (root) {
      const above = rootFact(scene, root);
      reasons.push({
        text: `${entity.value} was signed in where ${root.node.fileName} ran.`,
        facts: [
          scene.desk.derive('account.exposed', 'account on the device of the process tree', [above, fact.id], {
            account: entity.value,
            accountName: text(entity.attributes['accountName']),
            process: root.node.fileName,
          }),
          above,
          fact.id,
        ],
      });
    }
  }
  if (standing === 'made') {
    const made = madeByAttacker(caseOf, user);
    if (made) reasons.push({ text: `The command line "${made.command.slice(0, 160)}" names ${made.name}.`, facts: [made.fact, fact.id] });
  }
  const grade = gradeReason(user);
  if (grade) reasons.push(grade);
  return [...reasons, countReason(caseOf, user)];
}

/** The account as actions name it. */
export function userTarget({ entity }: EntityFact): ActionTarget {
  const { azureAdUserId, userPrincipalName, sid, accountName } = entity.attributes;
  return {
    type: 'user',
    id: text(azureAdUserId) ?? text(userPrincipalName) ?? text(sid) ?? entity.value,
    name: text(userPrincipalName) ?? text(accountName) ?? entity.value,
  };
}

/** The account did something in the alert: it is a subject or ran a process, and is not only context or the goal. */
function acts({ entity }: EntityFact, { alert }: AlertFact): boolean {
  const mentions = entity.mentions.filter(({ alertId, relation }) => alertId === alert.id && (relation === undefined || relation === 'account'));
  return mentions.some(({ evidenceIndex, relation }) => {
    const roles = alert.evidence[evidenceIndex]?.roles ?? [];
    return relation === 'account' || roles.length === 0 || !roles.every((role) => /destination|contextual|attacked|scanned/i.test(role));
  });
}

/** The person breaks rules himself and gravely: one mail too many is a talk, not a lock-out. */
function takesOut(caseOf: Case, entity: EntityFact['entity'], all: readonly AlertFact[]): boolean {
  const policy = all.filter(
    ({ alert }) =>
      /InsiderRisk|dataLossPrevention/i.test(alert.serviceSource ?? '') || (hasRole(caseOf, entity, /policyViolator/i) && alert.severity === 'high'),
  );
  return (
    policy.some(({ alert }) => alert.severity === 'high') && (policy.length > 1 || policy.some(({ alert }) => /InsiderRisk/i.test(alert.serviceSource ?? '')))
  );
}

/** Sign-in risk that was found more than once or with a session, and that some sign-in bore out. */
function riskConfirmed({ scene }: Case, user: EntityFact, cloud: readonly AlertFact[]): boolean {
  const risks = cloud.filter(
    ({ alert }) => alert.severity === 'high' && /azureAdIdentityProtection|microsoft365Defender|CloudApps/i.test(alert.serviceSource ?? ''),
  );
  if (risks.length === 0) return false;
  const names = new Set([user.entity.value, ...user.entity.names].map((name) => name.toLowerCase()));
  const rows = scene.rows.filter((row) => /SignIn|Logon/i.test(row.table) && names.has((row.text('AccountUpn') ?? row.account() ?? '').toLowerCase()));
  if (rows.length > 0 && rows.every((row) => /fail/i.test(row.action) || (row.text('ErrorCode') ?? row.text('ResultType') ?? '0') !== '0')) return false;
  const session = scene.set.entities.some(
    ({ entity }) => (entity.type === 'logonSession' || entity.type === 'logonRequest') && risks.some(({ alert }) => entity.alertIds.includes(alert.id)),
  );
  return risks.length >= 2 || session || followed(scene, risks, cloud, rows);
}

/** The address of the risk got in, by the sign-in rows, and another alert shows what the account did next. */
function followed(scene: Scene, risks: readonly AlertFact[], cloud: readonly AlertFact[], rows: readonly Row[]): boolean {
  const addresses = new Set(
    risks
      .flatMap(({ alert }) => entitiesOfAlert(scene, alert.id))
      .filter(({ entity }) => entity.type === 'ip')
      .map(({ entity }) => entity.value.toLowerCase()),
  );
  const gotIn = rows.some((row) => addresses.has(row.text('IPAddress')?.toLowerCase() ?? '') && (row.text('ErrorCode') ?? row.text('ResultType')) === '0');
  return gotIn && cloud.some((alert) => !risks.includes(alert) && alert.alert.severity !== 'low' && alert.alert.severity !== 'informational');
}

/** An endpoint alert about what is kept on a device being read: passwords, cookies, keys. */
function robbing({ alert }: AlertFact): boolean {
  return (
    (alert.severity === 'high' || alert.severity === 'medium') &&
    !cloudServices.test(alert.serviceSource ?? '') &&
    alert.mitreTechniques.some((id) => robs.test(id)) &&
    alert.mitreTechniques.every((id) => robs.test(id) || !usesAccount.test(id))
  );
}

/** The product calls the account compromised, and Defender for Identity saw its hash, ticket or key used by somebody else: that works until the password is another. */
function impersonated(caseOf: Case, { entity }: EntityFact): boolean {
  return (
    hasRole(caseOf, entity, /^compromised$/i) &&
    alertsNaming(caseOf, entity).all.some(({ alert }) => alert.serviceSource === 'microsoftDefenderForIdentity' && alert.mitreTechniques.some((id) => /^T(?:1550|1558)\b/.test(id)))
  );
}

function inCloud({ entity }: EntityFact): boolean {
  return entity.attributes['azureAdUserId'] !== undefined || entity.attributes['userPrincipalName'] !== undefined;
}

/** Processes of the attack ran as the account. */
function operates({ scene }: Case, user: EntityFact): boolean {
  return (
    scene.hostile.all().some(({ node, kind }) => kind !== 'injected' && isAccount(user, node.account)) &&
    (scene.hostile.addresses.size > 0 ||
      scene.set.observations.some(({ fact }) => fact.type === 'process.injected' || fact.type === 'process.opened') ||
      scene.hostile.roots.some(({ sign }) => sign === 'attackTool'))
  );
}

/** The account was used on a device that the attack holds: it started what came, was signed in where LSASS was read, or somebody else sat in its session from afar. */
function exposed(caseOf: Case, user: EntityFact): boolean {
  const { scene } = caseOf;
  const own = alertsNaming(caseOf, user.entity).all.filter((alert) => acts(user, alert) && !cloudServices.test(alert.alert.serviceSource ?? ''));
  if (inCloud(user) && own.some(({ alert }) => alert.mitreTechniques.includes('T1219')) && own.some(({ alert }) => alert.severity === 'high')) return true;
  if (scene.hostile.addresses.size === 0 && !scene.set.observations.some(({ fact }) => fact.type === 'process.opened')) return false;
  return scene.hostile.roots.some(
    ({ row, node }) => isAccount(user, row.account('InitiatingProcess')) || isAccount(user, scene.hostile.graph.parentOf(node)?.account),
  );
}

function isAccount({ entity }: EntityFact, account: string | undefined): boolean {
  if (account === undefined) return false;
  const names = [text(entity.attributes['accountName']), entity.value, ...entity.names].filter((name) => name !== undefined).map((name) => name.toLowerCase());
  return names.includes(account.toLowerCase());
}

/** A command of the incident that creates exactly this account. */
function madeByAttacker({ scene, trueIds }: Case, user: EntityFact): { name: string; command: string; fact: string } | undefined {
  const names = new Map(
    [text(user.entity.attributes['accountName']), user.entity.value, ...user.entity.names]
      .filter((name) => name !== undefined)
      .map((name) => [name.toLowerCase(), name]),
  );
  for (const { entity, fact } of scene.set.entities) {
    const command = text(entity.attributes['commandLine']);
    if (entity.type !== 'process' || command === undefined || !entity.alertIds.some((id) => trueIds.has(id))) continue;
    const name = createdAccount(command);
    const known = name === undefined ? undefined : names.get(name.toLowerCase());
    if (known !== undefined) return { name: known, command, fact: fact.id };
  }
  return undefined;
}

/** Name of the account that a command line creates. */
export function createdAccount(command: string): string | undefined {
  const net = /\bnet1?(?:\.exe)?"?\s+user\s+(.*)/i.exec(command)?.[1];
  if (net !== undefined && /\/add\b/i.test(net))
    return net
      .split(/\s+/)
      .map((word) => word.replaceAll('"', ''))
      .find((word) => word !== '' && !word.startsWith('/'));
  return (
    /\bNew-(?:AD|Local|Mg)User\b.*?-(?:Name|SamAccountName)\s+["']?([^\s"']+)/i.exec(command)?.[1] ??
    /\b(?:useradd|adduser)\s+(?:-\S+\s+)*([a-z_][\w-]*)\s*$/i.exec(command)?.[1]
  );
}

function onlyMail(alerts: readonly AlertFact[]): boolean {
  return alerts.every(({ alert }) => alert.serviceSource === 'microsoftDefenderForOffice365');
}

function consents(alerts: readonly Pick<AlertFact, 'alert'>[]): boolean {
  return alerts.every(({ alert }) => alert.mitreTechniques.includes('T1528') || /consent|oauth/i.test(alert.title ?? ''));
}

/** Accounts of a system or of a domain itself, which are no person's and stop more than they hold when they are disabled. */
function isSystemAccount(value: string): boolean {
  const bare = value.split('\\').at(-1) ?? value;
  return (
    /^(?:nt authority\\|nt service\\|iis apppool\\|window manager\\)/i.test(value) ||
    /^(?:system|local ?system|local service|network service|defaultapppool|anonymous logon|krbtgt|root|www-data|nobody|daemon|apache|nginx|tomcat|postgres|mysql)$/i.test(bare) ||
    /^krbtgt@/i.test(value)
  );
}

/** An account that only one device of the evidence knows: no directory can disable it. */
function isLocal({ scene }: Case, user: EntityFact): boolean {
  const domain = text(user.entity.attributes['domainName'])?.toLowerCase();
  return !inCloud(user) && domain !== undefined && scene.set.entities.some(({ entity }) => entity.type === 'device' && [entity.value, ...entity.names].some((name) => hostName(name) === domain));
}

function disabledBefore({ entity }: EntityFact): Proposal['doneBy'] {
  return entity.remediationStatuses.some((status) => /^(?:remediated|blocked)$/i.test(status)) && !entity.remediationStatuses.includes('active')
    ? { by: 'attack disruption', what: 'the account was disabled' }
    : undefined;
}
