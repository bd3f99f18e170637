import { canonicalIp } from '@attest/security-model';
import type { EntityFact } from '@attest/incident-engine';
import { kqlString } from '../similar/similar-mails.js';
import { text, type Scene } from '../scene/scene.js';
import type { Proposal } from './proposal.js';
import { userTarget } from './users.js';

/** Entities a hunt is offered for. */
const most = 2;

/**
 * What to look at when nothing is to be contained: the recent activity of the account, device or address that alerts name most.
 * Rule H1 of docs/guided-response.md. The queries read; they change nothing.
 */
export function huntsFor(scene: Scene, ids: ReadonlySet<string>): Proposal[] {
  const found: Proposal[] = [];
  for (const subject of scene.set.entities) {
    if (found.length === most) break;
    if (subject.entity.attributes['wellKnown'] === 'true' || !subject.entity.alertIds.some((id) => ids.has(id))) continue;
    const query = queryFor(subject);
    if (query === undefined) continue;
    const { entity, fact } = subject;
    const [alert] = scene.set.alerts.filter(
      ({ alert: { id, title } }) => entity.alertIds.includes(id) && ids.has(id) && title !== undefined && !title.includes('"'),
    );
    if (!alert) continue;
    found.push({
      action: 'huntForRelated',
      target: entity.type === 'user' ? userTarget(subject) : { type: entity.type, id: entity.value, name: entity.value },
      parameters: { Query: query },
      weight: 15 - found.length,
      rule: 'H1',
      requiresApproval: false,
      reasons: [{ text: `The alert "${alert.alert.title ?? ''}" names ${entity.value}.`, facts: [alert.fact.id, fact.id] }],
    });
  }
  return found;
}

function queryFor({ entity }: EntityFact): string | undefined {
  const lines = (...parts: string[]): string => parts.join('\n');
  switch (entity.type) {
    case 'user': {
      const upn = text(entity.attributes['userPrincipalName']);
      const name = text(entity.attributes['accountName']);
      if (upn !== undefined)
        return lines(
          'EntraIdSignInEvents',
          '| where Timestamp > ago(7d)',
          `| where AccountUpn =~ ${kqlString(upn)}`,
          '| project Timestamp, Application, IPAddress, Country, DeviceName, IsManaged, ErrorCode, RiskState',
          '| order by Timestamp desc',
          '| take 500',
        );
      return name === undefined
        ? undefined
        : lines(
            'DeviceLogonEvents',
            '| where Timestamp > ago(7d)',
            `| where AccountName =~ ${kqlString(name)}`,
            '| project Timestamp, DeviceName, ActionType, LogonType, RemoteIP, FailureReason',
            '| order by Timestamp desc',
            '| take 500',
          );
    }
    case 'device':
      return lines(
        'DeviceProcessEvents',
        '| where Timestamp > ago(7d)',
        `| where DeviceName =~ ${kqlString(entity.value)}`,
        '| project Timestamp, AccountName, FileName, ProcessCommandLine, InitiatingProcessFileName, InitiatingProcessCommandLine',
        '| order by Timestamp desc',
        '| take 500',
      );
    case 'ip':
      return canonicalIp(entity.value) === undefined
        ? undefined
        : lines(
            'CloudAppEvents',
            '| where Timestamp > ago(7d)',
            `| where IPAddress == ${kqlString(entity.value)}`,
            '| project Timestamp, AccountDisplayName, Application, ActionType, ObjectName, CountryCode',
            '| order by Timestamp desc',
            '| take 500',
          );
    default:
      return undefined;
  }
}
