import type { AlertFact, EntityFact } from '@attest/incident-engine';
import { text } from '../scene/scene.js';
import { alertsNaming, countReason, entitiesOfTrue, gradeReason, hasRole, type Case, type Proposal } from './proposal.js';

/** Mail, mailboxes and applications. Rules M1 to M3, A1 and A2 of docs/guided-response.md. */
export function proposeForMails(caseOf: Case): void {
  removeMails(caseOf);
  removeRules(caseOf);
  disableApps(caseOf);
}

function removeMails(caseOf: Case): void {
  const open: EntityFact[] = [];
  const gone: EntityFact[] = [];
  for (const message of entitiesOfTrue(caseOf, 'message')) {
    const { entity } = message;
    const { all } = alertsNaming(caseOf, entity);
    const told = all.some(
      ({ alert }) =>
        /malicious|phish|malware|zap|removed after delivery|campaign/i.test(alert.title ?? '') ||
        alert.mitreTechniques.some((id) => /^T1566|^T1534|^T1586/.test(id)),
    );
    const bad = entity.verdict === 'malicious' || entity.verdict === 'suspicious' || told;
    if (!bad || entity.verdict === 'noThreatsFound') continue;
    if (entity.attributes['networkMessageId'] === undefined) {
      caseOf.withheld.push({
        action: 'softDeleteMail',
        target: { type: 'message', id: entity.key, name: entity.value },
        why: 'The call needs the network message id, and the evidence holds none.',
      });
      continue;
    }
    (takenAway(caseOf, message) ? gone : open).push(message);
  }
  if (open.length > 0) caseOf.proposals.push(removal(caseOf, open, undefined));
  else if (gone.length > 0) caseOf.proposals.push(removal(caseOf, gone, { by: 'zero-hour auto purge', what: 'the mail was taken out of the mailbox' }));
}

function removal(caseOf: Case, messages: readonly EntityFact[], doneBy: Proposal['doneBy']): Proposal {
  const [first] = messages;
  const ids = [
    ...new Set(
      messages
        .slice(0, 100)
        .map(({ entity }) => text(entity.attributes['networkMessageId']))
        .filter((id) => id !== undefined),
    ),
  ];
  const grade = first && gradeReason(first);
  const more = messages.length > 1 ? ` and ${messages.length - 1} more` : '';
  return {
    action: 'softDeleteMail',
    target: { type: 'message', id: ids[0] ?? '', name: `${first?.entity.value ?? 'mail'}${more}` },
    rule: doneBy ? 'M2' : 'M1',
    reasons: first ? [...(grade ? [grade] : []), countReason(caseOf, first)] : [],
    parameters: {
      action: 'softDelete',
      displayName: `Incident ${caseOf.scene.input.incident.id}: mail of the attack`,
      severity: 'high',
      analyzedEmails: ids.map((id) => ({ id })),
    },
    weight: doneBy ? 20 : 74,
    requiresApproval: ids.length > 20 || undefined,
    ...(doneBy ? { doneBy } : {}),
  };
}

/** The product removed or blocked the mail, in the last word of its evidence and alerts. A title that says why it could not is no removal. */
function takenAway(caseOf: Case, { entity }: EntityFact): boolean {
  const statuses = entity.remediationStatuses.filter((status) => status !== 'none');
  if (statuses.length > 0 && statuses.every((status) => /^(?:remediated|prevented|blocked)$/i.test(status))) return true;
  if (statuses.some((status) => /^(?:active|unremediated|pendingApproval|declined)$/i.test(status))) return false;
  const { all } = alertsNaming(caseOf, entity);
  if (all.some(({ alert: { title = '' } }) => /removed after delivery|zap/i.test(title) && !/\b(?:not|disabled|failed|unable|could)\b/i.test(title))) return true;
  return /quarantine|deleted|junk/i.test(text(entity.attributes['deliveryLocation']) ?? '') || /blocked/i.test(text(entity.attributes['deliveryAction']) ?? '');
}

/** Inbox rules that hide or forward mail, of an account that someone else uses. */
function removeRules(caseOf: Case): void {
  const rules = entitiesOfTrue(caseOf, 'mailboxConfiguration');
  const telling = caseOf.trueAlerts.filter(
    ({ alert }) =>
      alert.mitreTechniques.some((id) => /^T1564\.008|^T1114\.003|^T1137\.005/.test(id)) ||
      /(?:inbox|mailbox|forwarding|transport)[\w\s-]*rule|rule[\w\s-]*(?:inbox|mailbox)/i.test(alert.title ?? ''),
  );
  const owners = new Map<string, { user: EntityFact; rule: EntityFact | undefined; fact: string; title: string }>();
  for (const { alert, fact } of telling) {
    if (alert.severity !== 'high' && !caseOf.proposals.some(({ rule }) => rule === 'U1')) continue;
    for (const user of entitiesOfTrue(caseOf, 'user', 'mailbox').filter(({ entity }) => entity.alertIds.includes(alert.id) && entity.subject)) {
      const address = (text(user.entity.attributes['userPrincipalName']) ?? text(user.entity.attributes['address']) ?? '').toLowerCase();
      if (!address.includes('@') || owners.has(address)) continue;
      const own = rules.find(({ entity }) => String(entity.attributes['mailbox'] ?? '').toLowerCase() === address);
      owners.set(address, { user, rule: own, fact: fact.id, title: alert.title ?? '' });
    }
  }
  for (const [address, { user, rule, fact, title }] of owners) {
    const ruleId = text(rule?.entity.attributes['configurationId']) ?? ruleInRows(caseOf, address);
    const grade = gradeReason(user);
    caseOf.proposals.push({
      action: 'removeInboxRule',
      target: { type: 'mailbox', id: address, name: text(user.entity.attributes['userPrincipalName']) ?? user.entity.value },
      rule: 'M3',
      weight: 88,
      requiresApproval: true,
      reasons: [{ text: `The alert "${title}" names ${user.entity.value}.`, facts: [fact, user.fact.id] }, ...(grade ? [grade] : [])],
      parameters: ruleId === undefined ? { id: address } : { id: address, ruleId },
      ...(ruleId === undefined ? { inputsNeeded: ['ruleId'] } : {}),
      warning: 'Save the rule before it is removed: it is evidence, and the call has no undo.',
    });
  }
}

/** Id of the rule that rows of the mail service say was made for this mailbox. */
function ruleInRows({ scene }: Case, address: string): string | undefined {
  const row = scene.rows.find(
    (item) =>
      /(?:new|set|enable)-inboxrule|updateinboxrules/i.test(item.text('ActionType') ?? item.text('Operation') ?? '') &&
      (item.text('AccountUpn') ?? item.text('UserId') ?? item.text('AccountDisplayName') ?? '').toLowerCase() === address,
  );
  return row?.text('ObjectId');
}

function disableApps(caseOf: Case): void {
  for (const app of entitiesOfTrue(caseOf, 'app')) {
    const { entity } = app;
    const id = text(entity.attributes['objectId']);
    const { all, high } = alertsNaming(caseOf, entity);
    const principal = entity.attributes['kind'] === 'service principal';
    const grave = all.filter(({ alert }) => alert.severity === 'high' || alert.severity === 'medium');
    const bad =
      entity.verdict === 'malicious' ||
      hasRole(caseOf, entity, /attacker|compromised/i) ||
      (principal && grave.length >= 2 && high.length >= 1) ||
      (entity.attributes['kind'] === 'OAuth application' && grave.length >= 2 && (entity.verdict === 'suspicious' || all.some(consented))) ||
      high.some(consented);
    if (!bad || entity.attributes['kind'] === 'cloud application' || /^(?:microsoft|office) /i.test(entity.value)) continue;
    const target = { type: 'app', id: id ?? text(entity.attributes['appId']) ?? entity.value, name: entity.value };
    if (id === undefined) {
      caseOf.withheld.push({ action: 'disableOAuthApp', target, why: 'The call needs the object id of the service principal, and the evidence holds none.' });
      continue;
    }
    const grade = gradeReason(app);
    caseOf.proposals.push({
      action: 'disableOAuthApp',
      target,
      reasons: [...(grade ? [grade] : []), countReason(caseOf, app)],
      rule: principal ? 'A2' : 'A1',
      weight: 99,
      parameters: { id },
      requiresApproval: true,
      ...(principal ? { warning: 'What signs in with this service principal stops. Let its owner approve, and give it new secrets before it is enabled again.' } : {}),
    });
  }
}

/** The alert is about an application that got access by consent, or that its product calls suspicious. */
function consented({ alert }: AlertFact): boolean {
  return alert.mitreTechniques.includes('T1528') || /(?:malicious|suspicious|risky)[\w\s]*(?:oauth|app)/i.test(alert.title ?? '');
}
