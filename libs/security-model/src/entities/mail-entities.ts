import type { AnalyzedMessageEvidence, MailClusterEvidence, MailboxConfigurationEvidence, MailboxEvidence, SubmissionMailEvidence, TeamsMessageEvidence } from '../graph/evidence-mail.js';
import type { Entity } from './entity.js';
import { buildEntity } from './build-entity.js';
import { canonicalDomain, canonicalIp, canonicalUrl, hostOfUrl, keyText, refang, textOf } from './canonical.js';
import { fileEntities, ipEntity, userEntity } from './endpoint-entities.js';

type Found = Entity | undefined;

/** The URL and, related as `host`, the domain or address it names. */
export function urlEntities(url: unknown, relation?: string): Found[] {
  const text = textOf(url);
  const host = hostOfUrl(url);
  return [
    buildEntity({ type: 'url', keys: [['url', canonicalUrl(url)]], names: [text], attributes: { url: text === undefined ? undefined : refang(text), host }, relation }),
    host === undefined ? undefined : canonicalIp(host) ? ipEntity(host, 'host') : host.includes('.') ? domainEntity(host, 'host') : undefined,
  ];
}

/** The domain name. */
export function domainEntity(domain: unknown, relation?: string): Found {
  const canonical = canonicalDomain(domain);
  return buildEntity({ type: 'domain', keys: [['domain', canonical]], names: [domain], attributes: { domain: canonical }, relation });
}

/** The mailbox of an address. */
export function mailboxEntity(address: unknown, relation?: string, attributes: Record<string, unknown> = {}): Found {
  const text = textOf(address);
  return buildEntity({
    type: 'mailbox', keys: [['address', text === undefined ? undefined : keyText(refang(text))]],
    names: [attributes['displayName'], attributes['userPrincipalName']], attributes: { address: text, ...attributes }, relation,
  });
}

/** The mailbox and the user it belongs to. */
export function mailboxEntities(evidence: MailboxEvidence): Found[] {
  const address = textOf(evidence.primaryAddress) ?? evidence.upn;
  return [
    mailboxEntity(address, undefined, { displayName: evidence.displayName, userPrincipalName: evidence.upn }),
    userEntity(evidence.userAccount, 'account') ?? userEntity({ userPrincipalName: evidence.upn, displayName: evidence.displayName }, 'account'),
  ];
}

/** The mail message, its sender and recipient mailboxes, sender address and URLs. */
export function messageEntities(evidence: AnalyzedMessageEvidence): Found[] {
  const sender = textOf(evidence.p2Sender?.emailAddress) ?? textOf(evidence.p1Sender?.emailAddress);
  const envelope = textOf(evidence.p1Sender?.emailAddress);
  const recipient = keyText(evidence.recipientEmailAddress) ?? '';
  const network = keyText(evidence.networkMessageId);
  const internet = keyText(evidence.internetMessageId);
  return [
    buildEntity({
      type: 'message',
      keys: [
        ['msg', network === undefined || recipient === '' ? undefined : `${network}|${recipient}`],
        ['imid', internet === undefined || recipient === '' ? undefined : `${internet}|${recipient}`],
      ],
      weakKeys: [['nm', network], ['im', internet], ['urn', network ?? internet ?? keyText(evidence.urn)]],
      names: [evidence.networkMessageId, evidence.internetMessageId, evidence.subject, evidence.urn],
      attributes: {
        subject: evidence.subject, networkMessageId: evidence.networkMessageId, internetMessageId: evidence.internetMessageId, urn: evidence.urn,
        sender, senderDisplayName: evidence.p2Sender?.displayName ?? evidence.p1Sender?.displayName, envelopeSender: envelope === sender ? undefined : envelope,
        senderIp: evidence.senderIp, recipient: evidence.recipientEmailAddress, receivedDateTime: evidence.receivedDateTime,
        deliveryAction: evidence.deliveryAction, deliveryLocation: evidence.deliveryLocation, direction: evidence.antiSpamDirection,
        attachmentsCount: evidence.attachmentsCount, urlCount: evidence.urlCount, threats: evidence.threats,
        threatDetectionMethods: evidence.threatDetectionMethods, language: evidence.language,
      },
    }),
    mailboxEntity(sender, 'sender', { displayName: evidence.p2Sender?.displayName }),
    envelope === sender ? undefined : mailboxEntity(envelope, 'sender', { displayName: evidence.p1Sender?.displayName }),
    mailboxEntity(evidence.recipientEmailAddress, 'recipient'),
    ipEntity(evidence.senderIp, 'senderIp'),
    ...(evidence.urls ?? []).flatMap((url) => urlEntities(url, 'url')),
  ];
}

/** The group of similar mails. */
export function mailClusterEntities(evidence: MailClusterEvidence): Found[] {
  return [
    buildEntity({
      type: 'mailCluster',
      keys: [['urn', keyText(evidence.urn)]],
      weakKeys: [['query', keyText(evidence.query)], ['by', keyText(evidence.clusterByValue) && `${keyText(evidence.clusterBy) ?? ''}|${keyText(evidence.clusterByValue)}`]],
      names: [evidence.urn, ...(evidence.networkMessageIds ?? [])],
      attributes: {
        clusterBy: evidence.clusterBy, clusterByValue: evidence.clusterByValue, query: evidence.query, urn: evidence.urn,
        emailCount: evidence.emailCount, networkMessageIds: evidence.networkMessageIds,
      },
    }),
  ];
}

/** The mail a person reported, with reporter, sender and recipient. */
export function submissionEntities(evidence: SubmissionMailEvidence): Found[] {
  const network = keyText(evidence.networkMessageId);
  const recipient = keyText(evidence.recipient) ?? '';
  return [
    buildEntity({
      type: 'message',
      keys: [['msg', network === undefined || recipient === '' ? undefined : `${network}|${recipient}`], ['submission', keyText(evidence.submissionId)]],
      weakKeys: [['nm', network]],
      names: [evidence.networkMessageId, evidence.submissionId, evidence.subject],
      attributes: {
        subject: evidence.subject, networkMessageId: evidence.networkMessageId, submissionId: evidence.submissionId, sender: evidence.sender,
        senderIp: evidence.senderIp, recipient: evidence.recipient, submitter: evidence.submitter, reportType: evidence.reportType,
        submissionDateTime: evidence.submissionDateTime,
      },
    }),
    mailboxEntity(evidence.sender, 'sender'),
    mailboxEntity(evidence.recipient, 'recipient'),
    mailboxEntity(evidence.submitter, 'submitter'),
    ipEntity(evidence.senderIp, 'senderIp'),
  ];
}

/** The rule or setting of a mailbox, and the mailbox. */
export function mailboxConfigurationEntities(evidence: MailboxConfigurationEvidence): Found[] {
  const address = textOf(evidence.mailboxPrimaryAddress) ?? textOf(evidence.upn);
  const owner = keyText(address) ?? keyText(evidence.externalDirectoryObjectId) ?? '';
  const own = keyText(evidence.configurationId) ?? keyText(evidence.displayName);
  return [
    buildEntity({
      type: 'mailboxConfiguration',
      keys: [['configuration', own === undefined && owner === '' ? undefined : `${owner}|${keyText(evidence.configurationType) ?? ''}|${own ?? ''}`]],
      names: [evidence.configurationId, evidence.displayName],
      attributes: { displayName: evidence.displayName, configurationId: evidence.configurationId, configurationType: evidence.configurationType, mailbox: address },
    }),
    mailboxEntity(address, 'mailbox', { userPrincipalName: evidence.upn }),
  ];
}

/** The Teams message, its sender, recipients, sender address, URLs and files. */
export function teamsMessageEntities(evidence: TeamsMessageEvidence): Found[] {
  const id = keyText(evidence.messageId);
  return [
    buildEntity({
      type: 'teamsMessage',
      keys: [['teams', id && `${keyText(evidence.threadId) ?? keyText(evidence.channelId) ?? ''}|${id}`]],
      names: [evidence.messageId, evidence.subject],
      attributes: {
        subject: evidence.subject, messageId: evidence.messageId, threadId: evidence.threadId, threadType: evidence.threadType, channelId: evidence.channelId,
        sender: evidence.senderFromAddress, senderIp: evidence.senderIP, recipients: evidence.recipients, deliveryAction: evidence.deliveryAction,
        deliveryLocation: evidence.deliveryLocation, direction: evidence.messageDirection, receivedDateTime: evidence.receivedDateTime,
        isExternal: evidence.isExternal, isOwned: evidence.isOwned, sourceAppName: evidence.sourceAppName, campaignId: evidence.campaignId,
      },
    }),
    mailboxEntity(evidence.senderFromAddress, 'sender'),
    ...(evidence.recipients ?? []).map((address) => mailboxEntity(address, 'recipient')),
    ipEntity(evidence.senderIP, 'senderIp'),
    ...(evidence.urls ?? []).flatMap((url) => urlEntities(url.url, 'url')),
    ...(evidence.files ?? []).flatMap((file) => fileEntities(file)).map((entity) => entity && { ...entity, relation: entity.relation ?? 'attachment' }),
  ];
}
