import type { KnownIncident } from './landing-store.js';

/** A question to begin with. */
export interface Example {
  question: string;
  topic: string;
}

const byTable: readonly (Example & { table: string })[] = [
  { table: 'DeviceProcessEvents', topic: 'Processes', question: 'Which PowerShell processes ran with an encoded command?' },
  { table: 'DeviceProcessEvents', topic: 'Processes', question: 'Which processes did Office programs start?' },
  { table: 'DeviceNetworkEvents', topic: 'Network', question: 'Count network connections by remote IP' },
  { table: 'DeviceNetworkEvents', topic: 'Network', question: 'Which processes connected to public addresses?' },
  { table: 'DeviceLogonEvents', topic: 'Sign-ins', question: 'Show failed sign-ins by account' },
  { table: 'DeviceFileEvents', topic: 'Files', question: 'Which executable files were created in user folders?' },
  { table: 'DeviceRegistryEvents', topic: 'Registry', question: 'Which registry run keys were changed?' },
  { table: 'DeviceEvents', topic: 'Devices', question: 'Count device events by action type' },
  { table: 'EmailEvents', topic: 'Mail', question: 'Which mails with phishing threats were delivered?' },
  { table: 'IdentityLogonEvents', topic: 'Identity', question: 'Show failed identity sign-ins by account' },
  { table: 'CloudAppEvents', topic: 'Cloud', question: 'Count cloud activities by application' },
  { table: 'AlertInfo', topic: 'Alerts', question: 'Show the alerts of high severity' },
  { table: 'AlertEvidence', topic: 'Alerts', question: 'Count alert evidence by entity type' },
];

const about: Readonly<Record<string, (value: string) => Example[]>> = {
  device: (value) => [{ topic: 'Processes', question: `Which processes ran on ${value}?` }, { topic: 'Network', question: `Which addresses did ${value} connect to?` }],
  user: (value) => [{ topic: 'Sign-ins', question: `Show sign-ins of ${value}` }],
  ip: (value) => [{ topic: 'Network', question: `Which devices connected to ${value}?` }],
  file: (value) => [{ topic: 'Files', question: `Where was ${value} seen?` }],
  mailbox: (value) => [{ topic: 'Mail', question: `Which mails did ${value} receive?` }],
};

const most = 12;

/** Questions that make sense over the tables that hold rows, and about what an incident is about. */
export function examplesFor(stored: readonly string[] | undefined, incident: KnownIncident | null): Example[] {
  const own = (incident?.entities ?? []).filter(({ subject, value }) => subject && value.length <= 80).flatMap(({ type, value }) => about[type]?.(value) ?? []);
  const general = byTable.filter(({ table }) => stored === undefined || stored.length === 0 || stored.includes(table)).map(({ question, topic }) => ({ question, topic }));
  return [...new Map([...own.slice(0, incident === null ? 0 : 8), ...general].map((each) => [each.question, each])).values()].slice(0, most);
}
