import type { EntityFact } from '@attest/incident-engine';
import { canonicalIp, hostOfUrl } from '@attest/security-model';
import type { SimilarMailHunt } from '../guided-response.js';
import { text, type Scene } from '../scene/scene.js';

/** Most values of one kind in the query. */
const most = 20;

/**
 * A hunt for mails like those that alerts call bad: same sender, same subject, or a link to the same host, in thirty days.
 * Null when the evidence holds no mail. The values are quoted as KQL strings; nothing of a mail can end the string.
 */
export function similarMailHunt(scene: Scene, alertIds: ReadonlySet<string>): SimilarMailHunt | null {
  const messages = scene.set.entities.filter(({ entity }) => entity.type === 'message' && entity.alertIds.some((id) => alertIds.has(id)));
  if (messages.length === 0) return null;
  const own = ownDomains(scene);
  const senders = values(messages, 'sender').filter((sender) => !own.has(domainOf(sender)));
  const subjects = values(messages, 'subject').filter((subject) => subject.length > 3);
  const hosts = [
    ...new Set(
      scene.set.entities
        .filter(({ entity }) => entity.type === 'url' && entity.alertIds.some((id) => alertIds.has(id)))
        .map(({ entity }) => hostOfUrl(text(entity.attributes['url']) ?? entity.value)?.toLowerCase())
        .filter((host) => host !== undefined && canonicalIp(host) === undefined && host.includes('.')),
    ),
  ].slice(0, most) as string[];
  const ids = values(messages, 'networkMessageId');
  const clauses = [
    ...(senders.length > 0 ? [`SenderFromAddress in~ (${list(senders)})`] : []),
    ...(subjects.length > 0 ? [`Subject in~ (${list(subjects)})`] : []),
    ...(hosts.length > 0 ? ['NetworkMessageId in (linked)'] : []),
  ];
  if (clauses.length === 0) return null;
  const linked =
    hosts.length > 0 ? [`let linked = EmailUrlInfo | where Timestamp > ago(30d) | where UrlDomain in~ (${list(hosts)}) | distinct NetworkMessageId;`] : [];
  const known = ids.length > 0 ? [`| where NetworkMessageId !in~ (${list(ids)})`] : [];
  const kql = [
    ...linked,
    'EmailEvents',
    '| where Timestamp > ago(30d)',
    `| where ${clauses.join(' or ')}`,
    ...known,
    '| project Timestamp, NetworkMessageId, SenderFromAddress, RecipientEmailAddress, Subject, DeliveryAction, DeliveryLocation, ThreatTypes',
    '| order by Timestamp desc',
    '| take 1000',
  ].join('\n');
  const [first] = messages;
  const by = [senders.length > 0 ? 'sender' : '', subjects.length > 0 ? 'subject' : '', hosts.length > 0 ? 'link' : ''].filter((word) => word !== '');
  const words = by.length === 1 ? String(by[0]) : `${by.slice(0, -1).join(', ')} or ${by.at(-1)}`;
  const fact = scene.desk.derive(
    'mails.hunt',
    'sender, subject and links of the mails',
    messages.slice(0, 5).map((message) => message.fact.id),
    { mails: messages.length, senders: senders.slice(0, 5), hosts: hosts.slice(0, 5), scope: words },
  );
  const text1 =
    messages.length === 1
      ? `The evidence holds 1 mail; others may share its ${words}.`
      : `The evidence holds ${messages.length} mails; others may share their ${words}.`;
  return { title: 'Mails with the same sender, subject or link', kql, statements: [{ text: text1, facts: [fact, ...(first ? [first.fact.id] : [])] }] };
}

function values(messages: readonly EntityFact[], name: string): string[] {
  return [...new Set(messages.map(({ entity }) => text(entity.attributes[name])).filter((value) => value !== undefined))].sort().slice(0, most);
}

function ownDomains(scene: Scene): Set<string> {
  const users = scene.set.entities.filter(({ entity }) => entity.type === 'user').map(({ entity }) => text(entity.attributes['userPrincipalName']));
  return new Set(users.filter((name) => name !== undefined).map(domainOf));
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

function list(items: readonly string[]): string {
  return items.map(kqlString).join(', ');
}

/** A text as a KQL string literal. Backslash, quote and control characters are escaped, so the text stays inside. */
export function kqlString(value: string): string {
  const escaped = value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
  return `"${escaped}"`;
}
