import { now, questionRows } from './question-rows.mjs';
import { shipped, slugOf } from './write.mjs';

/** Questions of our own. The right rows come from plain filters over the rows, not from any query. */

const rowsName = 'small-company-week';
const of = (table) => questionRows.filter(({ Table }) => Table === table);
const ageHours = ({ Timestamp }) => (Date.parse(now) - Date.parse(Timestamp)) / 3_600_000;
const within = (hours) => (row) => ageHours(row) <= hours;
const host = (name) => ({ DeviceName }) => DeviceName.startsWith(`${name}.`);
const pick = (...columns) => (rows) => rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
const distinct = (...columns) => (rows) => [...new Map(pick(...columns)(rows).map((row) => [JSON.stringify(row), row])).values()];
const countBy = (column) => (rows) => [...new Set(rows.map((row) => row[column]))].map((value) => ({ [column]: value, Count: rows.filter((row) => row[column] === value).length }));
const top = (count, column) => (rows) => countBy(column)(rows).sort((a, b) => b.Count - a.Count).slice(0, count);
const total = (rows) => [{ Count: rows.length }];

const processes = of('DeviceProcessEvents');
const connections = of('DeviceNetworkEvents');
const logons = of('DeviceLogonEvents');
const files = of('DeviceFileEvents');
const keys = of('DeviceRegistryEvents');
const mails = of('EmailEvents');
const clicks = of('UrlClickEvents');
const signIns = of('EntraIdSignInEvents');
const failed = ({ ActionType }) => ActionType === 'LogonFailed';

/** Each question, and the rows of the right answer. */
const questions = [
  ['failed sign-ins of nora@corp.example in the last 2 days', pick('AccountUpn', 'IPAddress', 'ErrorCode')(signIns.filter(within(48)).filter((row) => row.AccountUpn === 'nora@corp.example' && row.ErrorCode !== 0))],
  ['all sign-ins from 203.0.113.80', pick('AccountUpn', 'ErrorCode')(signIns.filter((row) => row.IPAddress === '203.0.113.80'))],
  ['successful sign-ins of nora@corp.example in the last 24 hours', pick('AccountUpn', 'IPAddress')(signIns.filter(within(24)).filter((row) => row.AccountUpn === 'nora@corp.example' && row.ErrorCode === 0))],
  ['how many failed sign-ins per user', countBy('AccountUpn')(signIns.filter((row) => row.ErrorCode !== 0))],
  ['which users signed in from Brazil', distinct('AccountUpn')(signIns.filter((row) => row.Country === 'BR'))],
  ['from which countries did nora@corp.example sign in', distinct('Country')(signIns.filter((row) => row.AccountUpn === 'nora@corp.example'))],
  ['which processes did powershell.exe start on ws-101 in the last 24 hours', distinct('FileName')(processes.filter(within(24)).filter(host('ws-101')).filter((row) => row.InitiatingProcessFileName === 'powershell.exe'))],
  ['on which devices did powershell.exe run in the last day', distinct('DeviceName')(processes.filter(within(24)).filter((row) => row.FileName === 'powershell.exe'))],
  ['encoded powershell commands in the last week', pick('DeviceName', 'ProcessCommandLine')(processes.filter((row) => /-enc/.test(row.ProcessCommandLine)))],
  ['processes started by winword.exe', pick('DeviceName', 'FileName')(processes.filter((row) => row.InitiatingProcessFileName === 'winword.exe'))],
  ['who ran net.exe', distinct('AccountName')(processes.filter((row) => row.FileName === 'net.exe'))],
  ['command lines that delete shadow copies', pick('DeviceName', 'ProcessCommandLine')(processes.filter((row) => /delete shadows/.test(row.ProcessCommandLine)))],
  ['how many processes were created on each device', countBy('DeviceName')(processes)],
  ['processes of user ola in the last 24 hours', pick('FileName', 'ProcessCommandLine')(processes.filter(within(24)).filter((row) => row.AccountName === 'ola'))],
  ['connections to 203.0.113.44', pick('DeviceName', 'RemotePort')(connections.filter((row) => row.RemoteIP === '203.0.113.44'))],
  ['successful connections to 203.0.113.44', pick('DeviceName', 'RemotePort')(connections.filter((row) => row.RemoteIP === '203.0.113.44' && row.ActionType === 'ConnectionSuccess'))],
  ['which devices connected to port 4444', distinct('DeviceName')(connections.filter((row) => row.RemotePort === 4444))],
  ['which processes connected to bad-host.example', distinct('InitiatingProcessFileName')(connections.filter((row) => /bad-host\.example/.test(row.RemoteUrl)))],
  ['connections of powershell.exe in the last 24 hours', pick('RemoteIP', 'RemotePort')(connections.filter(within(24)).filter((row) => row.InitiatingProcessFileName === 'powershell.exe'))],
  ['number of connections per remote ip', countBy('RemoteIP')(connections)],
  ['who logged on to srv-db01 with remote interactive logon in the last day', distinct('AccountName')(logons.filter(within(24)).filter(host('srv-db01')).filter((row) => row.LogonType === 'RemoteInteractive' && !failed(row)))],
  ['failed logons on srv-db01 in the last 24 hours', pick('AccountName', 'RemoteIP')(logons.filter(within(24)).filter(host('srv-db01')).filter(failed))],
  ['top 2 devices by number of failed logons', top(2, 'DeviceName')(logons.filter(failed))],
  ['how many failed logons did pia have', total(logons.filter((row) => failed(row) && row.AccountName === 'pia'))],
  ['service logons', pick('DeviceName', 'AccountName')(logons.filter((row) => row.LogonType === 'Service'))],
  ['files named invoice.exe', pick('DeviceName', 'FileName')(files.filter((row) => row.FileName === 'invoice.exe'))],
  [`on which devices was a file with sha256 ${'a'.repeat(64)} seen`, distinct('DeviceName')(files.filter((row) => row.SHA256 === 'a'.repeat(64)))],
  ['files created by powershell.exe', pick('DeviceName', 'FileName')(files.filter((row) => row.InitiatingProcessFileName === 'powershell.exe' && row.ActionType === 'FileCreated'))],
  ['deleted files on ws-103 in the last 3 days', pick('DeviceName', 'FileName')(files.filter(within(72)).filter(host('ws-103')).filter((row) => row.ActionType === 'FileDeleted'))],
  ['registry run keys set on ws-101', pick('RegistryValueName', 'RegistryValueData')(keys.filter(host('ws-101')).filter((row) => /\\Run$/.test(row.RegistryKey) && row.ActionType === 'RegistryValueSet'))],
  ['emails with the subject Quarterly bonus in the last 7 days', pick('RecipientEmailAddress', 'Subject')(mails.filter(within(168)).filter((row) => row.Subject === 'Quarterly bonus'))],
  ['emails from bonus@pay-now.example', pick('RecipientEmailAddress', 'DeliveryAction')(mails.filter((row) => row.SenderFromAddress === 'bonus@pay-now.example'))],
  ['blocked emails', pick('SenderFromAddress', 'RecipientEmailAddress')(mails.filter((row) => row.DeliveryAction === 'Blocked'))],
  ['how many emails did each sender send in the last 7 days', countBy('SenderFromAddress')(mails.filter(within(168)))],
  ['delivered phishing emails', pick('SenderFromAddress', 'RecipientEmailAddress')(mails.filter((row) => row.DeliveryAction === 'Delivered' && row.ThreatTypes === 'Phish'))],
  ['who clicked https://pay-now.example/login', distinct('AccountUpn')(clicks.filter((row) => row.Url === 'https://pay-now.example/login'))],
  ['blocked clicks of ola@corp.example', pick('AccountUpn', 'Url')(clicks.filter((row) => row.AccountUpn === 'ola@corp.example' && row.ActionType === 'ClickBlocked'))],
  ['number of url clicks per user', countBy('AccountUpn')(clicks)],
];

/** Adds the rows and the questions. */
export function makeQuestions(made) {
  made.add(`inputs/${rowsName}.json`, { rows: questionRows });
  const cases = questions.map(([question, rows]) => ({ ...shipped, id: `question-${slugOf(question).slice(0, 60).replace(/-$/, '')}`, kind: 'kqlAnswer', title: question, tags: ['own-question'], input: { question, now, rows: rowsName }, expected: { rows } }));
  made.add('sets/questions/small-company-week.json', cases);
}
