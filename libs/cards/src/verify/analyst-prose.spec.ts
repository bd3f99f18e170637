import type { Fact, FactSource } from '../fact.js';
import { verifySentence } from './verify-card.js';

const RECORD: FactSource = { kind: 'incident', field: 'x' };

function fact(id: string, type: string, values: Fact['values'], source: FactSource = RECORD, time?: string): Fact {
  return { id, type, values, source, ...(time === undefined ? {} : { time }) };
}

/** Facts, and what a careful analyst may write over them. */
const TRUE: [Fact[], string[]][] = [
[[fact('a', 'incident.scope', {alerts:25,highAlerts:9,mediumAlerts:13,devices:['mkt01.pandalab.com'],users:['pandalab\\pedro.gustavo','pandalab\\stevie.marie'],severity:'high',firstActivity:'2023-08-16T04:53:50Z',lastActivity:'2023-08-16T04:58:33Z',status:'active'})],[
 'A high-severity incident with 25 alerts on mkt01.pandalab.com is still active.',
 'Between 04:53 and 04:58 UTC on 16 August 2023, 25 alerts were raised on one device, mkt01.pandalab.com.',
 'Of the 25 alerts, 9 are high and 13 medium.',
 'Two accounts are involved: pandalab\\pedro.gustavo and pandalab\\stevie.marie.',
 'The activity spans 4 minutes and 43 seconds.',
 'It lasted under five minutes and touched one device and two accounts.',
]],
[[fact('a', 'remediation.state', {evidence:106,remediated:0,active:40,prevented:2,blocked:2,status:'active'})],[
 'None of the 106 evidence items has been remediated.',
 'No evidence is recorded as remediated; 40 items are still active.',
 'Two items were prevented.',
 'Two items were blocked, and 40 remain active.',
]],
[[fact('a', 'incident.assignment', {assignedTo:'',unassigned:true,classification:'unknown',determination:'unknown'})],[
 'The incident is unassigned and unclassified.',
 'It is not assigned to anyone and has no classification.',
 'Nobody is assigned to the incident.',
 'No classification has been set.',
]],
[[fact('a', 'response.none', {actions:[],isolatedDevices:0,device:'mkt01'})],[
 'No record shows that mkt01 was isolated.',
 'No containment of mkt01 is on record.',
 'Nothing on record isolates mkt01.',
 'mkt01 has not been isolated, as far as the records show.',
]],
[[fact('p', 'process.accessed', {device:'mkt01.pandalab.com',process:'svchost.exe',processId:3384,target:'lsass.exe',targetProcessId:700,grantedAccess:'0x1410',actionType:'OpenProcessApiCall'},{kind:'event',table:'DeviceEvents',row:4,timestamp:'2023-08-16T04:58:30.1Z'},'2023-08-16T04:58:30.1Z')],[
 'At 04:58 UTC svchost.exe (PID 3384) opened lsass.exe with access 0x1410.',
]],
[[fact('p', 'thread.injected', {device:'mkt01.pandalab.com',process:'winx64_payload.exe',target:'svchost.exe',actionType:'CreateRemoteThreadApiCall'},undefined,'2023-08-16T04:57:30Z')],[
 'winx64_payload.exe injected a thread into svchost.exe at 04:57:30 UTC.',
 'winx64_payload.exe created a remote thread in svchost.exe.',
]],
[[fact('p', 'file.created', {device:'mkt01.pandalab.com',fileName:'winx64_payload.exe',folderPath:'C:\\Users\\stevie.marie\\Downloads\\winx64_payload.exe',originUrl:'http://10.0.5.13/winx64_payload.exe',process:'msedge.exe',account:'pandalab\\stevie.marie',zone:'Internet'},undefined,'2023-08-16T04:54:07Z')],[
 'stevie.marie downloaded winx64_payload.exe from http://10.0.5.13/winx64_payload.exe with msedge.exe.',
 'The file was downloaded from hxxp://10[.]0[.]5[.]13/winx64_payload.exe to C:\\Users\\stevie.marie\\Downloads.',
]],
[[fact('p', 'logon.succeeded', {device:'vnevado-dc',account:'pandalab\\admin',logonType:'RemoteInteractive',remoteIp:'10.1.1.1',count:5},undefined,'2023-08-16T04:54:07Z'),fact('q', 'logon.failed', {device:'vnevado-dc',account:'pandalab\\admin',failures:12})],[
 'pandalab\\admin signed in successfully to vnevado-dc from 10.1.1.1 after 12 failed attempts.',
 'Twelve logons of pandalab\\admin failed before one succeeded.',
]],
[[fact('a', 'alert.raised', {title:'Suspicious process injection observed',severity:'medium',category:'DefenseEvasion',techniques:['T1055.001','T1055.002'],count:2,device:'vnevado-win11h',serviceSource:'microsoftDefenderForEndpoint'},undefined,'2024-06-26T15:49:16Z')],[
 'The first alert, "Suspicious process injection observed", came at 15:49 UTC on 26 June 2024 from Microsoft Defender for Endpoint.',
 'Two alerts of medium severity report suspicious process injection on vnevado-win11h.',
 'Suspicious process injection observed on vnevado-win11h (Defense Evasion).',
 'Defense evasion on vnevado-win11h: suspicious process injection.',
]],
[[fact('e', 'entity.role', {user:'raphaelt@vnevado.alpineskihouse.co',roles:['compromised'],verdict:'suspicious',alerts:6}),fact('x', 'entity.ip', {ip:'170.54.121.63',roles:['attacker','source'],verdict:'suspicious',alerts:4})],[
 'The account raphaelt@vnevado.alpineskihouse.co is marked compromised in 6 alerts.',
 '170.54.121.63 is the attacker address in four alerts.',
 'The source of the attack is 170.54.121.63, which is marked suspicious.',
]],
[[fact('m', 'mail.delivered', {subject:'Your invoice is overdue',sender:'ceo@evil.example',recipient:'a@b.example',deliveryAction:'Delivered',threatTypes:'Phish',url:'https://evil.example/x',latestDeliveryLocation:'Quarantine'},undefined,'2024-07-17T10:49:35Z')],[
 'A phishing mail with the subject "Your invoice is overdue" was delivered from ceo@evil.example to a@b.example.',
 'The mail was later moved to quarantine.',
 'The mail was quarantined.',
]],
];

const account = fact(
  'a',
  'alert.raised',
  {
    title: 'Account compromised following a password-spray attack',
    description: 'A user was signed in from an unusual location and browser during a password spray attack.',
    severity: 'high',
    status: 'new',
    alerts: 9,
    users: ['raphaelt@vnevado.alpineskihouse.co'],
    ips: ['170.54.121.63'],
  },
  RECORD,
  '2024-07-17T10:56:50.171425Z',
);

/** What nobody may write over that fact, in plain words that name nothing. */
const FALSE = [
  'The attack was stopped by automatic attack disruption.',
  'The account was locked.',
  'The password was reset at 11:06 UTC.',
  'The user travelled to nigeria.',
  'The sign-in came from Lagos, Nigeria.',
  'The attacker wired 40000 dollars abroad.',
  'The user is the finance director.',
  'Several other accounts are affected as well.',
  'The attacker read the whole mailbox.',
  'The attacker no longer has access.',
  'The attacker has left.',
  'Nothing was lost.',
  'There is nothing more to do.',
  'This was a test by the red team.',
  'The user cooperated with the attacker.',
  'Cobalt Strike was used.',
  'A web shell was planted.',
  'The attacker used a zero day.',
  'This is a low risk event.',
  'The incident is minor.',
  'The incident has been dealt with.',
  'The alert was raised by CrowdStrike.',
  'The address belongs to a tor exit node.',
  'Data of 1.2 million users left.',
  'Mailbox rules were created on hundreds of mailboxes.',
  'It was confirmed to be a mistake.',
];

describe('the prose of analysts', () => {
  const cases = TRUE.flatMap(([facts, texts]) => texts.map((text): [string, Fact[]] => [text, facts]));

  it.each(cases)('holds: %s', (text, facts) => {
    expect(verifySentence(text, facts)).toEqual({ supported: true, unsupported: [] });
    expect(verifySentence(text, facts, [], 'model')).toEqual({ supported: true, unsupported: [] });
  });

  it.each(cases)('does not hold over another fact: %s', (text) => {
    expect(verifySentence(text, [fact('z', 'service.installed', { service: 'zz' })], [], 'model').supported).toBe(false);
  });

  it.each(FALSE)('does not hold: %s', (text) => {
    expect(verifySentence(text, [account], [], 'model').supported).toBe(false);
  });
});
