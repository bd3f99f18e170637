import type { Observer } from './endpoint-observers.js';
import type { Row } from './row.js';

const words = (text: string): string => text.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

/** Mail that came, was clicked, or was taken away again. */
export const mail: Observer = (row, { alertedMessages }) => {
  const id = row.text('NetworkMessageId');
  const alerted = id !== undefined && alertedMessages.has(id.toLowerCase());
  const subject = row.text('Subject');
  const recipient = row.text('RecipientEmailAddress');
  if (row.table === 'EmailEvents' && recipient !== undefined) {
    const threat = row.text('ThreatTypes');
    if (!alerted && threat === undefined) return undefined;
    const sender = row.text('SenderFromAddress');
    const location = row.text('DeliveryLocation');
    return { type: 'mail.delivered', text: `Mail${subject === undefined ? '' : ` "${subject}"`} came ${sender === undefined ? '' : `from ${sender} `}to ${recipient}${location === undefined ? '' : ` (${location})`}.`, score: 6, technique: 'T1566', group: `mail ${id}` };
  }
  if (row.table === 'EmailPostDeliveryEvents' && (alerted || row.text('ThreatTypes') !== undefined)) {
    return { type: 'mail.moved', text: `Mail to ${recipient ?? 'a mailbox'} was handled after delivery: ${row.text('ActionType') ?? 'action'}.`, score: 5, tactic: 'initial-access', group: `after ${id}` };
  }
  if (row.table === 'UrlClickEvents') {
    const account = row.account();
    const url = row.text('Url');
    if (account === undefined || url === undefined) return undefined;
    return { type: 'url.clicked', text: `${account} opened ${url} (${words(row.action)}).`, score: alerted || /clickallowed/i.test(row.action) ? 6 : 4, technique: 'T1204.001' };
  }
  return undefined;
};

const tellingActions: readonly (readonly [pattern: RegExp, technique: string, score: number])[] = [
  [/(?:new|set|enable)-inboxrule|updateinboxrules/i, 'T1564.008', 7],
  [/set-mailbox.*forward|new-transportrule/i, 'T1114.003', 7],
  [/consent to application|add oauth2permissiongrant|add app role assignment/i, 'T1528', 7],
  [/add service principal credentials|update application.*certificates and secrets/i, 'T1098.001', 7],
  [/add member to role|add eligible member/i, 'T1098.003', 6],
  [/user registered security info|update user.*strongauthentication|admin registered security info/i, 'T1556.006', 5],
  [/disable strong authentication|delete conditional access policy|update conditional access policy/i, 'T1556', 6],
  [/add user$|create user/i, 'T1136.003', 5],
  [/reset user password|change user password/i, 'T1098', 4],
  [/mailitemsaccessed|searchquery/i, 'T1114.002', 4],
  [/filedownloaded|filesyncdownloadedfull/i, 'T1530', 3],
  [/createaccesskey|createloginprofile|attachuserpolicy/i, 'T1098.001', 6],
  [/stoplogging|deletetrail|deletedetector/i, 'T1562.008', 7],
];

/** What an account did in a cloud service. */
export const cloudAction: Observer = (row, { alertedUsers, alertedAddresses }) => {
  if (row.table !== 'CloudAppEvents' && row.table !== 'AuditLogs' && row.table !== 'OfficeActivity' && row.table !== 'AWSCloudTrail') return undefined;
  const action = row.text('ActionType') ?? row.text('OperationName') ?? row.text('Operation') ?? row.text('EventName');
  const actor = row.text('AccountDisplayName') ?? row.account() ?? row.text('UserId');
  const known = tellingActions.find(([pattern]) => pattern.test(action ?? ''));
  if (!known || action === undefined || actor === undefined) return undefined;
  const address = row.text('IPAddress') ?? row.text('ClientIP');
  const involved = [actor, address].some((value) => value !== undefined && (alertedUsers.has(value.toLowerCase()) || alertedAddresses.has(value.toLowerCase())));
  const object = row.text('ObjectName');
  return {
    type: 'cloud.action',
    text: `${actor} performed "${action}"${object === undefined ? '' : ` on ${object}`}${address === undefined ? '' : ` from ${address}`}.`,
    score: known[2] + (involved ? 2 : -3),
    technique: known[1],
    values: { actor, operation: action },
    group: `${actor} ${action}`,
  };
};

const signInTables = new Set(['AADSignInEventsBeta', 'EntraIdSignInEvents', 'SigninLogs', 'IdentityLogonEvents', 'AADSpnSignInEventsBeta']);

/** A sign-in to a cloud or directory service by or from what alerts name. */
export const signedIn: Observer = (row, { alertedUsers, alertedAddresses }) => {
  if (!signInTables.has(row.table)) return undefined;
  const account = row.text('AccountUpn') ?? row.text('UserPrincipalName') ?? row.account();
  const address = row.text('IPAddress');
  if (account === undefined) return undefined;
  const hostile = address !== undefined && alertedAddresses.has(address.toLowerCase());
  const risky = /high|medium/i.test(row.text('RiskLevelDuringSignIn') ?? row.text('RiskLevelAggregated') ?? '');
  if (!hostile && !(risky && alertedUsers.has(account.toLowerCase()))) return undefined;
  const failed = failedSignIn(row);
  const from = `${address === undefined ? '' : ` from ${address}`}`;
  return {
    type: failed ? 'signin.failed' : 'signin.succeeded',
    text: failed ? `A sign-in of ${account} failed${from}.` : `${account} signed in${from}.`,
    score: failed ? 4 : 7,
    tactic: failed ? 'credential-access' : 'initial-access',
    values: { account, outcome: failed ? 'failed' : 'succeeded' },
    group: `${failed} ${account} ${address}`,
  };
};

function failedSignIn(row: Row): boolean {
  const code = row.text('ErrorCode') ?? row.text('ResultType');
  return /fail/i.test(row.action) || (code !== undefined && code !== '0');
}
